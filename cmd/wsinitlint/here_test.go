package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/driver"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

// TestFindingsAreTheSameInOneProcess analyses modules by way of go vet and in
// this process: findings, with all that belongs to them, do not differ.
func TestFindingsAreTheSameInOneProcess(t *testing.T) {
	modules := map[string]int{ // with what is found in some
		"incident/before": 0, "incident/after": 0, "mechanisms": 0, "nilcontext": 0, "contexts": 0, "callsites": 0,
		"singleton": 0, "guards": 0, "suppress": 0, "tests": 6,
	}
	for module, found := range modules {
		t.Run(module, func(t *testing.T) {
			dir, err := filepath.Abs(filepath.Join("../../testdata", module))
			if err != nil {
				t.Fatal(err)
			}
			if module == "tests" {
				dir = withTests(t)
			}
			o := &factory.Options{}
			r := driver.Request{Tool: tool, Dir: dir, Patterns: []string{"./..."}, Options: o}
			want, err := driver.Run(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			r.Analyzers = []*analysis.Analyzer{factory.NewAnalyzer(o), importtime.New(o), nilcontext.New(o), singleton.New(o)}
			got, err := driver.Here(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if found > 0 && len(want.Findings) != found {
				t.Errorf("%d findings, want %d", len(want.Findings), found)
			}
			g, w := formatted(t, got), formatted(t, want)
			if g != w {
				t.Errorf("in one process %d findings, by way of go vet %d:\n%s", len(got.Findings), len(want.Findings), firstDifference(g, w))
			}
		})
	}
}

func formatted(t *testing.T, res *driver.Response) string {
	t.Helper()
	text, err := json.MarshalIndent(map[string]any{"findings": res.Findings, "errors": res.Errors}, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// firstDifference shows where two texts differ.
func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	show := func(s string) string { return s[max(0, min(i, len(s))-600):min(len(s), i+400)] }
	return show(a) + "\n--- differs from\n" + show(b)
}

// withTests is a module with tests in its package and beside it, of which one
// has the package compiled again for another, and with cgo.
func withTests(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":          "module example.com/m\n\ngo 1.26\n",
		"ws/ws.go":        "package ws\n\ntype UserContext struct{}\n\ntype WSManager struct{}\n\nfunc GetWSManager(u *UserContext) *WSManager { return &WSManager{} }\n",
		"ws/in_test.go":   "package ws\n\nvar Mine = GetWSManager(&UserContext{})\n",
		"ws/ext_test.go":  "package ws_test\n\nimport (\n\t\"example.com/m/ws\"\n\t\"example.com/m/uses\"\n)\n\nfunc init() { uses.Do(ws.Mine) }\n\nvar other = ws.GetWSManager(&ws.UserContext{})\n",
		"uses/uses.go":    "package uses\n\nimport \"example.com/m/ws\"\n\nfunc Do(*ws.WSManager) { ws.GetWSManager(nil) }\n",
		"old/old.go":      "package old\n\n// int one() { return 1; }\nimport \"C\"\n\nimport \"example.com/m/uses\"\n\nfunc init() {\n\tif C.one() == 1 {\n\t\tuses.Do(nil)\n\t}\n}\n",
		"plain/plain.go":  "package plain\n",
		"plain/a_test.go": "package plain\n\nimport \"example.com/m/uses\"\n\nvar _ = func() int { uses.Do(nil); return 1 }()\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
