package golangci

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
)

func TestThePluginIsRegistered(t *testing.T) {
	construct, err := register.GetPlugin("wsinitlint")
	if err != nil {
		t.Fatal(err)
	}
	p, err := construct(nil)
	if err != nil {
		t.Fatal(err)
	}
	as, err := p.BuildAnalyzers()
	if err != nil || p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Fatalf("%v, %s", err, p.GetLoadMode())
	}
	if err := analysis.Validate(as); err != nil {
		t.Error(err)
	}
	// A cache that another build filled is not asked: golangci-lint knows facts
	// by the name of their analyzer, and findings by the names of all.
	var names []string
	for _, a := range as {
		names = append(names, a.Name)
		for _, r := range a.Requires {
			for _, r := range append(r.Requires, r) {
				if len(r.FactTypes) > 0 && !strings.HasSuffix(r.Name, "_"+build()) {
					t.Errorf("%s has facts and is not named after the build", r.Name)
				}
			}
		}
	}
	if got, want := strings.Join(names, " "), "importtime nilcontext singleton wsfactory wsinitlint_"+build(); got != want {
		t.Errorf("analyzers %s, want %s", got, want)
	}
	if again, err := p.BuildAnalyzers(); err != nil || again[0] == as[0] || again[4].Name != as[4].Name {
		t.Errorf("%v, %v", again, err)
	}
}

// golangci-lint asks a linter for few dependencies.
func TestThePluginNeedsLittle(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(string(out))
	slices.Sort(modules)
	want := []string{"github.com/golangci/plugin-module-register", "github.com/wsinitlint/wsinitlint", "golang.org/x/tools"}
	if got := slices.Compact(modules); !slices.Equal(got, want) {
		t.Errorf("it is built from %q, want %q", got, want)
	}
}

func TestSettingsAreDecodedStrictly(t *testing.T) {
	for _, c := range []struct {
		settings any
		want     string // of the error; none where it is empty
	}{
		{nil, ""},
		{map[string]any{}, ""},
		{map[string]any{"factories": []any{"example.com/ws.New", "(*example.com/ws.Hub).Manager"}, "usercontexts": []any{"example.com/ws.User"}, "defaults": false, "tests": true, "generated": false}, ""},
		{map[string]any{"factory": []any{}}, `unknown field "factory"; known are factories, usercontexts, defaults, tests and generated`},
		{map[string]any{"factories": "example.com/ws.New"}, "cannot unmarshal string into Go struct field Settings.factories"},
		{map[string]any{"factories": []any{1}}, "cannot unmarshal number"},
		{map[string]any{"factories": []any{"New"}}, `"New" does not name a function`},
		{map[string]any{"usercontexts": []any{"a b.C"}}, `"a b.C" does not name a type`},
		{map[string]any{"defaults": "no"}, "cannot unmarshal string"},
		{[]any{"factories"}, "cannot unmarshal array"},
	} {
		_, err := New(c.settings)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%v: %v", c.settings, err)
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), "wsinitlint: settings: ") || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%v: error %v, want %s", c.settings, err, c.want)
		}
	}
}

// A panic or an error would end the whole of golangci-lint.
func TestWhatGoesWrongIsAFinding(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", "package a", 0)
	if err != nil {
		t.Fatal(err)
	}
	for why, run := range map[string]func(*analysis.Pass) (any, error){
		"deep inside": func(*analysis.Pass) (any, error) { panic("deep inside") },
		"an error":    func(*analysis.Pass) (any, error) { return nil, errors.New("an error") },
	} {
		a := &analysis.Analyzer{Run: run}
		analyzer.Contain(a, adapt, broken)
		var found []analysis.Diagnostic
		pass := &analysis.Pass{
			Fset: fset, Files: []*ast.File{file}, Pkg: types.NewPackage("example.com/a", "a"),
			Report: func(d analysis.Diagnostic) { found = append(found, d) },
		}
		if _, err := a.Run(pass); err != nil {
			t.Error(err)
		}
		want := "could not analyse package example.com/a, please report this: " + why
		if len(found) != 1 || found[0].Message != want || found[0].Pos != file.Name.Pos() {
			t.Errorf("%+v, want %s at the package clause", found, want)
		}
	}
}

// golangci-lint prints each related place as an issue of its own, and applies
// all alternatives of a fix.
func TestFindingsAreThoseThatGolangciLintHandles(t *testing.T) {
	d := analysis.Diagnostic{Related: make([]analysis.RelatedInformation, 3), SuggestedFixes: []analysis.SuggestedFix{{Message: "a"}, {Message: "b"}}}
	adapt(nil, &d)
	if len(d.Related) != 0 || len(d.SuggestedFixes) != 1 || d.SuggestedFixes[0].Message != "a" {
		t.Errorf("%+v", d)
	}
}
