package importtime_test

import (
	"go/types"
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
