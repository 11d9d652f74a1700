// Package gopls has the analyzers as gopls needs them. gopls has no plugins:
// "wsinitlint gopls build" builds one that links this package.
package gopls

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

// Options is what the user configured. It is part of the program: gopls passes
// analyzers no settings.
type Options = factory.Options

// Analyzers returns the analyzers for these options. gopls caches what they
// find on disk by their names and by those of what they require, so all of
// them require one whose name has the hash of the options.
func Analyzers(o *Options) []*analysis.Analyzer {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %t %t %t", o.Factories, o.UserContexts, o.NoDefaults, o.Tests, o.NoGenerated))
	configured := &analysis.Analyzer{
		Name: fmt.Sprintf("wsinitlint_%x", sum[:6]),
		Doc:  "stand for the configuration\n\nIt reports nothing.",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}
	as := []*analysis.Analyzer{factory.NewAnalyzer(o), importtime.New(o), nilcontext.New(o), singleton.New(o)}
	for _, a := range as {
		require(a, configured)
		analyzer.Contain(a, adapt, func(*analysis.Pass, any) {})
	}
	return as
}

// require makes a and all that it requires require r.
func require(a, r *analysis.Analyzer) {
	if a == r || slices.Contains(a.Requires, r) {
		return
	}
	for _, q := range a.Requires {
		require(q, r)
	}
	a.Requires = append(a.Requires, r)
}

// adapt leaves out what would silence the whole analyzer in gopls: a related
// place that is nowhere, a fix in another file.
func adapt(pass *analysis.Pass, d *analysis.Diagnostic) {
	d.Related = slices.DeleteFunc(d.Related, func(r analysis.RelatedInformation) bool { return !r.Pos.IsValid() })
	file := pass.Fset.File(d.Pos)
	d.SuggestedFixes = slices.DeleteFunc(d.SuggestedFixes, func(f analysis.SuggestedFix) bool {
		return slices.ContainsFunc(f.TextEdits, func(e analysis.TextEdit) bool { return pass.Fset.File(e.Pos) != file })
	})
}
