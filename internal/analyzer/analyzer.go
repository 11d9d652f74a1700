// Package analyzer makes the analyzers of the passes, which differ in what
// they report of a package's summaries.
package analyzer

import (
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
		Run: func(pass *analysis.Pass) (any, error) {
			run(pass, pass.ResultOf[summarize].(*summary.Result), o)
			return nil, nil
		},
	}
}

// WithFlags returns what construct makes, with its options as flags.
func WithFlags(construct func(*factory.Options) *analysis.Analyzer) *analysis.Analyzer {
	o := &factory.Options{}
	a := construct(o)
	o.AddFlags(&a.Flags)
	return a
}
