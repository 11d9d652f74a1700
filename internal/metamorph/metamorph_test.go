package metamorph

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/truth"
	"github.com/wsinitlint/wsinitlint/internal/vettool"
)

var tool string // the built command

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "metamorph")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if tool, err = vettool.Build(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// TestFindingsDoNotDependOnForm transforms the modules in testdata and
// generated ones: all must be found that is found in the module as it is, and
// nothing else.
func TestFindingsDoNotDependOnForm(t *testing.T) {
	dirs := map[string]string{}
	for _, name := range []string{"mechanisms", "nilcontext", "contexts", "singleton", "incident/before", "incident/after"} {
		dirs[name] = filepath.Join("..", "..", "testdata", filepath.FromSlash(name))
	}
	for _, g := range []struct {
		name     string
		generate func(seed int64, size int, dir string) (*truth.Module, error)
		size     int
	}{
		{"programs", truth.Generate, 12},
		{"flows", truth.GenerateContexts, 80},
		{"keeps", truth.GenerateKeeps, 120},
	} {
		dirs[g.name] = t.TempDir()
		if _, err := g.generate(11, g.size, dirs[g.name]); err != nil {
			t.Fatal(err)
		}
	}
	ran, met := 0, make(map[string]bool)
	for _, name := range sortedKeys(dirs) {
		t.Run(name, func(t *testing.T) {
			ran++
			m, err := Load(dirs[name])
			if err != nil {
				t.Fatal(err)
			}
			invariant(t, m, met)
		})
	}
	if ran < len(dirs) {
		return // -run chose some
	}
	for _, exception := range slices.Concat(sortedKeys(meansSame), sortedKeys(saysMore)) {
		if !met[exception] {
			t.Errorf("an exception that is not needed: %s", exception)
		}
	}
}

// invariant compares the findings in all the transformed forms of a module, and
// sets the exceptions that it met.
func invariant(t *testing.T, m *Module, met map[string]bool) {
	root := t.TempDir()
	origins := make(Origins)
	files := map[string][]byte{"go.mod": []byte("module example.com/forms\n" + m.Requires), "go.sum": m.Sum}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tr := range Transformations {
		if err := tr.Write(m, filepath.Join(root, tr.Name), "example.com/forms/"+tr.Name, tr.Name, origins); err != nil {
			t.Fatal(err)
		}
	}
	found := lint(t, root, origins)
	if len(found) == 0 {
		if strings.HasSuffix(m.Path, "incident") {
			return // after the migration
		}
		t.Fatal("nothing is found")
	}
	for _, tr := range Transformations {
		forms := func(f form) string {
			if tr.Moves {
				return f.place
			}
			return f.place + ": " + f.message
		}
		want, got := project(found["same"], forms), project(found[tr.Name], forms)
		for _, w := range want {
			if slices.Contains(got, w) {
				continue
			}
			other, known := meansSame[tr.Name+": "+w]
			if !known || other != "" && !slices.Contains(got, other) {
				t.Errorf("%s: lost: %s", tr.Name, w)
			}
			met[tr.Name+": "+w] = true
			want = append(want, other)
		}
		for _, g := range got {
			if slices.Contains(want, g) {
				continue
			}
			met[tr.Name+": "+g] = true
			if !saysMore[tr.Name+": "+g] {
				t.Errorf("%s: new: %s", tr.Name, g)
			}
		}
	}
}

// meansSame are the findings that another form has another way, and why.
var meansSame = map[string]string{
	// What calls a function by way of once.Do is known in the function, not in
	// those that it calls; across packages, it is not known in the function.
	"wrapped: keep/keep.go:34: singleton once": "keep/keep.go:34: singleton global",
	"split: keep/keep.go:34: singleton once":   "keep/keep.go:34: singleton global",
	// That a server is registered is not known to the package of its methods,
	// and is nothing that one call does.
	"split: keep/keep.go:197: singleton captive":             "",
	"split: registered/registered.go:113: singleton captive": "",
	"split: registered/registered.go:119: singleton captive": "",
}

// saysMore are the findings that only another form has, and why.
var saysMore = map[string]bool{
	// In which fields a channel is, is not followed through functions that hand it back.
	"wrapped: streams/streams.go:64: singleton captive":  true,
	"identity: streams/streams.go:64: singleton captive": true,
	// Who receives from a channel, and that nothing sets a variable, is known of
	// what a package has for itself, and not of what others can use.
	"split: queues/queues.go:31: singleton context":        true,
	"split: queues/queues.go:179: singleton global":        true,
	"split: sessions/sessions.go:183: singleton container": true,
	// Nor who calls a function.
	"split: registered/registered.go:87: singleton captive": true,
	// Whether a callee panics is not known where it is called by way of another function.
	"wrapped: top/panics.go:23: importtime init-call": true,
}

// A form is how one finding shows.
type form struct{ place, message string }

func project(forms []form, by func(form) string) (all []string) {
	for _, f := range forms {
		all = append(all, by(f))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// numbering tells findings in one file apart, in their order.
var numbering = regexp.MustCompile(` \((call|place) [0-9]+\)`)

// lint returns the findings by the first folder, with the lines that origins
// know.
func lint(t *testing.T, dir string, origins Origins) map[string][]form {
	t.Helper()
	cmd := exec.Command(tool, "-format=json", "./...")
	cmd.Dir = dir
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	for line := range strings.Lines(errs.String()) {
		// The dead functions that are added recurse without end.
		if !strings.HasPrefix(line, "wsinitlint: note: a bound on the work was met in ") {
			t.Fatalf("%v\n%s", err, &errs)
		}
	}
	var report struct {
		Findings []struct {
			Analyzer, Code, Message, File string
			Line                          int
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := make(map[string][]form)
	for _, f := range report.Findings {
		file := filepath.ToSlash(f.File)
		at, ok := origins[fmt.Sprintf("%s:%d", file, f.Line)]
		if !ok {
			at = fmt.Sprintf("added %s:%d", file, f.Line)
		}
		variant, _, _ := strings.Cut(file, "/")
		found[variant] = append(found[variant], form{
			place:   fmt.Sprintf("%s: %s %s", at, f.Analyzer, f.Code),
			message: numbering.ReplaceAllString(OldNames(f.Message), ""),
		})
	}
	return found
}
