package gopls_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
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
				t.Errorf("%d diagnostics, want %d", len(got), len(want))
			}
		})
	}
}

// vet is what the command line finds, which is what go vet finds, in the form
// of pull.
func vet(t *testing.T, dir string) []string {
	t.Helper()
	cmd := exec.Command(tool, "-format=json", "-factory=example.com/b.Open", "./...")
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
