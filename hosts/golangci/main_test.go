package main

import (
	"bytes"
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

var golangci, tool string // the built commands

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "golangci")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	golangci, tool = filepath.Join(dir, "custom-gcl"), filepath.Join(dir, "wsinitlint")
	for _, b := range []struct{ out, in, pkg string }{{golangci, ".", "."}, {tool, "../..", "./cmd/wsinitlint"}} {
		cmd := exec.Command("go", "build", "-o", b.out, b.pkg)
		cmd.Dir = b.in
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build %s: %v\n%s", b.pkg, err, out)
			os.Exit(1)
		}
	}
	os.Setenv("GOLANGCI_LINT_CACHE", filepath.Join(dir, "cache"))
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

const settings = `version: "2"
linters:
  default: none
  enable: [wsinitlint]
  exclusions:
    generated: disable
  settings:
    custom:
      wsinitlint:
        type: module
        settings: %s
issues:
  max-issues-per-linter: 0
  max-same-issues: 0
  uniq-by-line: false
`

// lint runs golangci-lint in dir with our settings and returns its issues, one
// a line, sorted.
func lint(t *testing.T, dir, set string, args ...string) []string {
	t.Helper()
	config := filepath.Join(t.TempDir(), ".golangci.yml")
	write(t, config, fmt.Sprintf(settings, set))
	cmd := exec.Command(golangci, append([]string{"run", "--config", config, "--path-mode=abs", "--show-stats=false", "--output.json.path=stdout", "--issues-exit-code=0"}, args...)...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("golangci-lint: %v\n%s%s", err, out.String(), errs.String())
	}
	var report struct {
		Issues []struct {
			Text string
			Pos  struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.NewDecoder(&out).Decode(&report); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, i := range report.Issues {
		all = append(all, fmt.Sprintf("%s:%d:%d: %s", i.Pos.Filename, i.Pos.Line, i.Pos.Column, i.Text))
	}
	slices.Sort(all)
	return all
}

// vet is what go vet finds, in the same form.
func vet(t *testing.T, dir string, args ...string) []string {
	t.Helper()
	cmd := exec.Command(tool, append([]string{"-format=json"}, args...)...)
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
		all = append(all, fmt.Sprintf("%s:%d:%d: %s: %s", abs, f.Line, f.Column, f.Analyzer, f.Message))
	}
	slices.Sort(all)
	return all
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missed: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("not found by go vet: %s", g)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d issues, want %d", len(got), len(want))
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

// TestTheSameFindingsAsGoVet lints every module of testdata.
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
			want := vet(t, dir, "./...")
			compare(t, lint(t, dir, "{}", "./..."), want)
			compare(t, lint(t, dir, "{}", "./..."), want) // from its cache
		})
	}
}

const ws = `package ws

type UserContext struct{ ID string }

type WebSocketManager struct{ user string }

func GetWebSocketManager(uc *UserContext) *WebSocketManager { return &WebSocketManager{uc.ID} }
`

// workspace is two modules, of which b calls a.
func workspace(t *testing.T) string {
	dir := t.TempDir()
	write(t, dir+"/go.work", "go 1.26\n\nuse (\n\t./a\n\t./b\n)\n")
	write(t, dir+"/a/go.mod", "module example.com/a\n\ngo 1.26\n")
	write(t, dir+"/b/go.mod", "module example.com/b\n\ngo 1.26\n")
	write(t, dir+"/a/ws/ws.go", ws)
	write(t, dir+"/a/a.go", "package a\n\nimport \"example.com/a/ws\"\n\nfunc Make(uc *ws.UserContext) *ws.WebSocketManager { return ws.GetWebSocketManager(uc) }\n")
	write(t, dir+"/b/b.go", "package b\n\nimport \"example.com/a\"\n\nfunc legacy(uc int) { a.Make(nil) }\n")
	return dir
}

func TestFactsCrossModulesAndSurviveAChangedFile(t *testing.T) {
	dir := workspace(t)
	want := []string{dir + "/b/b.go:5:23: nilcontext: ws.GetWebSocketManager makes a manager for no user: the user context is nil: a.Make → ws.GetWebSocketManager"}
	compare(t, lint(t, dir, "{}", "./a/...", "./b/..."), want)
	// Only b is analysed anew; what is known of a comes from the cache.
	write(t, dir+"/b/b.go", "package b\n\nimport \"example.com/a\"\n\nfunc legacies() { a.Make(nil) }\n")
	want[0] = strings.Replace(want[0], "5:23", "5:19", 1)
	compare(t, lint(t, dir, "{}", "./a/...", "./b/..."), want)
	// a now checks its argument.
	write(t, dir+"/a/a.go", "package a\n\nimport \"example.com/a/ws\"\n\nfunc Make(uc *ws.UserContext) *ws.WebSocketManager {\n\tif uc == nil {\n\t\treturn nil\n\t}\n\treturn ws.GetWebSocketManager(uc)\n}\n")
	compare(t, lint(t, dir, "{}", "./a/...", "./b/..."), nil)
}

func TestSettings(t *testing.T) {
	dir := workspace(t)
	compare(t, lint(t, dir, "{defaults: false}", "./a/...", "./b/..."), nil)
	got := lint(t, dir, "{defaults: false, factories: [example.com/a.Make], usercontexts: [example.com/a/ws.UserContext]}", "./a/...", "./b/...")
	compare(t, got, []string{dir + "/b/b.go:5:23: nilcontext: a.Make makes a manager for no user: the user context is nil"})
	for set, want := range map[string]string{
		"{factorys: []}":      `unknown field "factorys"; known are factories, usercontexts, defaults, tests and generated`,
		"{factories: [Make]}": `"Make" does not name a function`,
		"{tests: perhaps}":    "cannot unmarshal string",
	} {
		config := filepath.Join(t.TempDir(), ".golangci.yml")
		write(t, config, fmt.Sprintf(settings, set))
		cmd := exec.Command(golangci, "run", "--config", config, "./b/...")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err == nil || !bytes.Contains(out, []byte(want)) {
			t.Errorf("%s: %v\n%s\nwant a failure that says %s", set, err, out, want)
		}
	}
}

func TestNolintAndFix(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/go.mod", "module example.com/app\n\ngo 1.26\n")
	write(t, dir+"/ws/ws.go", ws)
	write(t, dir+"/app.go", `package app

import "example.com/app/ws"

func accepted() {
	ws.GetWebSocketManager(nil) //nolint:wsinitlint
}

func fixed(uc *ws.UserContext) {
	ws.GetWebSocketManager(nil)
}
`)
	compare(t, lint(t, dir, "{}", "./..."), []string{dir + "/app.go:10:2: nilcontext: ws.GetWebSocketManager (call 2) makes a manager for no user: the user context is nil"})
	compare(t, lint(t, dir, "{}", "--fix", "./..."), nil)
	text, err := os.ReadFile(dir + "/app.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("\tws.GetWebSocketManager(uc)\n")) {
		t.Errorf("--fix left\n%s", text)
	}
}

// TestAModuleOfOthers compares both on golang.org/x/mod, with some of its
// functions named as factories: all three passes find something.
func TestAModuleOfOthers(t *testing.T) {
	dir := others(t)
	const factories = "golang.org/x/mod/modfile.Parse*,golang.org/x/mod/sumdb/note.New*,golang.org/x/mod/internal/lazyregexp.New"
	want := vet(t, dir, "-factory="+factories, "./...")
	got := lint(t, dir, "{factories: ['"+strings.ReplaceAll(factories, ",", "', '")+"']}", "./...")
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
