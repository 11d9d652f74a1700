package analyzer

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// A defect in one package is an error that says whose and where: neither a
// panic, which would end the driver, nor a finding.
func TestADefectIsAnErrorThatAsksForAReport(t *testing.T) {
	for name, c := range map[string]struct {
		res  *summary.Result
		run  func(*analysis.Pass, *summary.Result, *factory.Options)
		want string
	}{
		"engine": {&summary.Result{Failure: "in function a.f: boom"}, func(*analysis.Pass, *summary.Result, *factory.Options) {}, "in function a.f: boom"},
		"pass":   {&summary.Result{}, func(*analysis.Pass, *summary.Result, *factory.Options) { panic("bang") }, "in nilcontext: bang"},
	} {
		t.Run(name, func(t *testing.T) {
			a := New(&factory.Options{}, "nilcontext", "// Package nilcontext.\n//\n// # Analyzer nilcontext\n//\n// nilcontext: x\npackage nilcontext", "", c.run)
			_, err := a.Run(&analysis.Pass{
				Pkg:      types.NewPackage("example.com/a", "a"),
				ResultOf: map[*analysis.Analyzer]any{a.Requires[0]: c.res},
			})
			if err == nil || !strings.Contains(err.Error(), "package example.com/a could not be analysed") || !strings.Contains(err.Error(), "please report it") || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("%v, want an error that names the package, asks for a report, and ends with %q", err, c.want)
			}
		})
	}
}
