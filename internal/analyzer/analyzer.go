// Package analyzer makes the analyzers of the passes, which differ in what
// they report of a package's summaries.
package analyzer

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
	"github.com/wsinitlint/wsinitlint/internal/wording"
)

// New returns the analyzer called name, whose documentation is in source, the
// text of its package's doc.go. Analyzers made from the same options share the
// work on summaries.
func New(o *factory.Options, name, source, url string, run func(*analysis.Pass, *summary.Result, *factory.Options)) *analysis.Analyzer {
	summarize := summary.NewAnalyzer(o)
	return &analysis.Analyzer{
		Name:     name,
		Doc:      wording.Doc(name, source),
		URL:      url + "#hdr-Analyzer_" + name,
		Requires: []*analysis.Analyzer{summarize},
		Run: func(pass *analysis.Pass) (_ any, err error) {
			defer func() {
				if x := recover(); x != nil {
					err = defect(pass, fmt.Sprintf("in %s: %v", name, x))
				}
			}()
			res := pass.ResultOf[summarize].(*summary.Result)
			if res.Failure != "" {
				return nil, defect(pass, res.Failure)
			}
			run(pass, res, o)
			return nil, nil
		},
	}
}

// defect is the error for a package of which nothing can be said: the driver
// goes on with others, which have lost no facts.
func defect(pass *analysis.Pass, what string) error {
	return fmt.Errorf("package %s could not be analysed, which is a defect of wsinitlint: please report it at https://github.com/wsinitlint/wsinitlint/issues with this line: %s", pass.Pkg.Path(), what)
}

// WithFlags returns what construct makes, with its options as flags.
func WithFlags(construct func(*factory.Options) *analysis.Analyzer) *analysis.Analyzer {
	o := &factory.Options{}
	a := construct(o)
	o.AddFlags(&a.Flags)
	return a
}
