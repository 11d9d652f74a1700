package gopls

import (
	"go/token"
	"reflect"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// settings is the name of the analyzer that stands for the configuration, as
// all analyzers require it.
func settings(t *testing.T, as []*analysis.Analyzer) string {
	t.Helper()
	name := ""
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		stands := false
		for _, r := range a.Requires {
			if len(r.Name) > 11 && r.Name[:11] == "wsinitlint_" {
				stands = true
				if name != "" && name != r.Name {
					t.Errorf("%s requires %s, others %s", a.Name, r.Name, name)
				}
				name = r.Name
			} else {
				visit(r)
			}
		}
		if !stands {
			t.Errorf("%s does not require the configuration", a.Name)
		}
	}
	for _, a := range as {
		visit(a)
	}
	return name
}

func TestEachConfigurationHasItsOwnAnalyzer(t *testing.T) {
	all := []*Options{
		{}, {Factories: []string{"a.B"}}, {UserContexts: []string{"a.B"}}, {Factories: []string{"a.B", "a.C"}},
		{Factories: []string{"a.B,a.C"}}, {NoDefaults: true}, {Tests: true}, {NoGenerated: true},
	}
	seen := make(map[string]bool)
	for _, o := range all {
		as := Analyzers(o)
		if err := analysis.Validate(as); err != nil {
			t.Error(err)
		}
		name := settings(t, as)
		if seen[name] {
			t.Errorf("%+v has the analyzer of another configuration", o)
		}
		seen[name] = true
	}
	if a, b := settings(t, Analyzers(&Options{Tests: true})), settings(t, Analyzers(&Options{Tests: true})); a != b {
		t.Errorf("one configuration has two analyzers, %s and %s", a, b)
	}
}

// An option that is not part of the name would be answered from the cache.
func TestTheOptionsAreAllInTheName(t *testing.T) {
	var names []string
	for f := range reflect.TypeFor[Options]().Fields() {
		if f.IsExported() {
			names = append(names, f.Name)
		}
	}
	// The last three are not for users of gopls, who can not set them.
	if want := []string{"Factories", "UserContexts", "NoDefaults", "Tests", "NoGenerated", "Debug", "Bounds", "Compute"}; !slices.Equal(names, want) {
		t.Errorf("options %q, want %q: is a new one in the hash?", names, want)
	}
}

// A related place that is nowhere, or a fix in another file, would silence the
// analyzer in gopls.
func TestWhatWouldSilenceAnAnalyzerIsLeftOut(t *testing.T) {
	fset := token.NewFileSet()
	here, there := fset.AddFile("a.go", -1, 10), fset.AddFile("b.go", -1, 10)
	fix := func(f *token.File) analysis.SuggestedFix {
		return analysis.SuggestedFix{TextEdits: []analysis.TextEdit{{Pos: f.Pos(1), End: f.Pos(2)}}}
	}
	d := analysis.Diagnostic{
		Pos:            here.Pos(0),
		Related:        []analysis.RelatedInformation{{Pos: there.Pos(3)}, {Pos: token.NoPos}},
		SuggestedFixes: []analysis.SuggestedFix{fix(there), fix(here)},
	}
	adapt(&analysis.Pass{Fset: fset}, &d)
	if len(d.Related) != 1 || d.Related[0].Pos != there.Pos(3) || len(d.SuggestedFixes) != 1 || d.SuggestedFixes[0].TextEdits[0].Pos != here.Pos(1) {
		t.Errorf("%+v", d)
	}
}
