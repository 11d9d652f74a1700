package analyzer

import (
	"golang.org/x/tools/go/analysis"
)

// Contain keeps what goes wrong in an analyzer away from a host that a panic or
// an error would end: broken is told instead. What the analyzer reports goes
// through adapt first. An analyzer with a result is left alone, since those
// that need the result could not do without; ours never fail.
func Contain(a *analysis.Analyzer, adapt func(*analysis.Pass, *analysis.Diagnostic), broken func(pass *analysis.Pass, why any)) {
	if a.ResultType != nil {
		return
	}
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		defer func() {
			if why := recover(); why != nil {
				broken(pass, why)
			}
		}()
		hosted := *pass
		hosted.Report = func(d analysis.Diagnostic) {
			adapt(pass, &d)
			pass.Report(d)
		}
		if _, err := run(&hosted); err != nil {
			broken(pass, err)
		}
		return nil, nil
	}
}
