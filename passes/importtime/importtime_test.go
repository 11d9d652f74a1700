package importtime_test

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wsinitlint/wsinitlint/passes/importtime"
)

func TestCallsAtImportTime(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), importtime.New(&importtime.Options{NoDefaults: true}), "a")
	for _, r := range results {
		for _, d := range r.Diagnostics {
			if d.URL == "" || d.Category != "init-call" && d.Category != "var-call" {
				t.Errorf("%s: code %q, documented at %q", d.Message, d.Category, d.URL)
			}
			if d.Category == "var-call" && len(d.Related) > 0 {
				t.Errorf("%s: it is the factory itself, but %d places are related", d.Message, len(d.Related))
			}
			if d.Category != "init-call" {
				continue
			}
			// late.Call's call of connect is in another package, whose facts have no
			// positions.
			if len(d.Related) != 1 || d.Related[0].Message != "then calls ws.Open" || !d.Related[0].Pos.IsValid() {
				t.Errorf("%s: related: %v", d.Message, d.Related)
			}
		}
	}
}

// Two type parameters of one function are told apart in its facts.
func TestTheOtherTypeArgumentIsCalled(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), importtime.New(&importtime.Options{NoDefaults: true}), "ways")
}

func TestTheLongerPathIsToldBecauseItComesFirst(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), importtime.New(&importtime.Options{NoDefaults: true}), "shortest")
}

// A driver that analyses no dependencies leaves the analysis without facts: that
// is said once, and neither hidden nor taken for calls.
func TestMissingFactsAreSaidOnce(t *testing.T) {
	a := importtime.New(&importtime.Options{NoDefaults: true})
	summarize := a.Requires[0]
	run := summarize.Run
	summarize.Run = func(pass *analysis.Pass) (any, error) {
		without := *pass
		without.ImportPackageFact = func(*types.Package, analysis.Fact) bool { return false }
		return run(&without)
	}
	analysistest.Run(t, analysistest.TestData(), a, "b")
}

// The related places are the calls behind the reported one, each where it
// stands; those in other packages, whose facts have no positions, are left out.
func TestRelatedPlacesAreTheCallsBehind(t *testing.T) {
	want := map[string]string{
		"14:9":  "8:35 then calls inner; 11:9 then calls ws.Open",
		"18:3":  "11:9 then calls ws.Open",
		"20:21": "8:35 then calls inner; 11:9 then calls ws.Open",
		"21:2":  "24:18 then calls outer; 8:35 then calls inner; 11:9 then calls ws.Open",
	}
	for _, r := range analysistest.Run(t, analysistest.TestData(), importtime.New(&importtime.Options{NoDefaults: true}), "chain") {
		for _, d := range r.Diagnostics {
			at := func(pos token.Pos) string {
				p := r.Pass.Fset.Position(pos)
				return fmt.Sprintf("%d:%d", p.Line, p.Column)
			}
			var got []string
			for _, rel := range d.Related {
				got = append(got, at(rel.Pos)+" "+rel.Message)
			}
			if got := strings.Join(got, "; "); got != want[at(d.Pos)] {
				t.Errorf("%s %s: related to %q, want %q", at(d.Pos), d.Message, got, want[at(d.Pos)])
			}
			delete(want, at(d.Pos))
		}
	}
	if len(want) > 0 {
		t.Errorf("not reported: %v", want)
	}
}
