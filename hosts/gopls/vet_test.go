package gopls_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pull asks a gopls for our diagnostics of every file below dir: each as
// file:line:column:analyzer: message, counted from 0, sorted.
func pull(t *testing.T, program, dir string) []string {
	t.Helper()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := startWith(t, program, dir, map[string]any{"pullDiagnostics": true})
	var all []string
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		var report struct{ Items []diagnostic }
		c.call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": "file://" + name}}, &report)
		for _, d := range ours(report.Items) {
			all = append(all, fmt.Sprintf("%s:%d:%d:%s: %s", name, d.Range.Start.Line, d.Range.Start.Character, d.Source, d.Message))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// TestTheSameFindingsAsGoVet compares both in every module of testdata, whose
// columns are the same in bytes and in UTF-16.
func TestTheSameFindingsAsGoVet(t *testing.T) {
	var mods []string
	for _, pattern := range []string{"../../testdata/*/go.mod", "../../testdata/*/*/go.mod"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		mods = append(mods, found...)
	}
	if len(mods) < 7 {
		t.Errorf("%d modules", len(mods))
	}
	for _, mod := range mods {
		dir := filepath.Dir(mod)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			got, want := pull(t, program, dir), vet(t, dir)
			compare(t, got, want)
		})
	}
}

// notHere are findings that gopls does not have: it reads the types of the library
// from its source, where what a server's tree of routes does with its handlers
// takes more work to say than there is; and it does not see that a request that is
// made by WithContext has the context that this was given.
var notHere = []string{
	"mechanisms/top/callbacks.go:34:65:importtime: ",
	"contexts/states/states.go:205:1:nilcontext: ",
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for _, w := range want {
		found := slices.Contains(got, w)
		if i := slices.IndexFunc(notHere, func(n string) bool { return strings.Contains(w, n) }); i >= 0 {
			if found {
				t.Errorf("is found here, too: %s", w)
			}
			want = slices.DeleteFunc(slices.Clone(want), func(x string) bool { return x == w })
			continue
		}
		if !found {
			t.Errorf("missed: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("not found by go vet: %s", g)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d diagnostics, want %d", len(got), len(want))
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// vet is what the command line finds, which is what go vet finds, in the form
// of pull.
func vet(t *testing.T, dir string) []string {
	t.Helper()
	cmd := exec.Command(tool, "-format=json", "-factory="+factories, "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("wsinitlint: %v", err)
	}
	var report struct {
		Findings []struct {
			Analyzer, Message, File string
			Line, Column            int
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range report.Findings {
		abs, err := filepath.Abs(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s:%d:%d:%s: %s", abs, f.Line-1, f.Column-1, f.Analyzer, f.Message))
	}
	slices.Sort(all)
	return all
}

// TestAModuleOfOthers compares both on golang.org/x/mod, with some of its
// functions named as factories: all three passes find something.
func TestAModuleOfOthers(t *testing.T) {
	dir := others(t)
	got, want := pull(t, program, dir), vet(t, dir)
	if len(want) < 20 {
		t.Errorf("%d findings in all", len(want))
	}
	compare(t, got, want)
}

// others is a copy of golang.org/x/mod without its tests, which need another
// module.
func others(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/mod")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	from, dir := strings.TrimSpace(string(out)), t.TempDir()
	err = filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		write(t, filepath.Join(dir, strings.TrimPrefix(name, from)), string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir+"/go.mod", "module golang.org/x/mod\n\ngo 1.26\n")
	return dir
}
