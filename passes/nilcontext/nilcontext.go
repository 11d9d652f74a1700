package nilcontext

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
	"github.com/wsinitlint/wsinitlint/internal/suppress"
	"github.com/wsinitlint/wsinitlint/internal/wording"
)

const url = "https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/nilcontext"

// Options is what the user configured.
type Options = factory.Options

// Analyzer is the analyzer with its options as flags, for registries such as
// nogo's.
var Analyzer = analyzer.WithFlags(New)

// New returns the analyzer. The options are read when it runs; analyzers made
// from the same options share their work.
func New(o *Options) *analysis.Analyzer {
	return analyzer.New(o, "nilcontext", Source, url, run)
}

// Source is the text of this package's doc comment, which documents the
// analyzer and each of its codes.
//
//go:embed doc.go
var Source string

// what says, for each code, what is wrong.
var what = map[string]string{
	"nil":        "the user context is nil",
	"maybe-nil":  "the user context may be nil and is not checked",
	"zero":       "the user context is a zero value",
	"background": "the context carries no user",
	"missing":    "no user context is given to it",
}

func run(pass *analysis.Pass, res *summary.Result, o *Options) {
	accept := suppress.New(pass, "nilcontext")
	defer accept.Finish()
	calls := wording.CallsByPosition(pass.Files)
	said := make(map[string]int)
	replaced := make(map[types.Object]int)
	for _, use := range res.Contexts {
		site := use.Path.Site
		file := pass.Fset.File(site).Name()
		if strings.HasSuffix(file, "_test.go") && !o.Tests || o.NoGenerated && wording.Generated(pass, site) {
			continue
		}
		code, why, from, here := use.Code, what[use.Code], ast.Node(nil), "the user context comes from here"
		arg := contextArgument(pass, res.Set, calls[site])
		if arg != nil {
			if o := arg.originOf(calls[use.From]); o.why(code) != "" {
				why, from = o.why(code), o.from
			}
		} else if o := receiverOrigin(pass, res.Set, calls[site]); o.why(code) != "" {
			why, from = o.why(code), o.from
		}
		if code == "nil" && (arg == nil || arg.within) {
			if u := unsetField(pass, res.Set, calls[site]); u != nil {
				why, from, here = what[code]+": field "+u.field.Name()+" is not set", u.from, "it is left out here"
			}
		}
		d := analysis.Diagnostic{Pos: site, End: site + 1, Category: code, URL: wording.CodeURL(url, code)}
		if n := calls[site]; n != nil {
			d.Pos, d.End = n.Pos(), n.End()
		}
		if arg != nil {
			d.SuggestedFixes = arg.fix(code, replaced)
		}
		if from != nil {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: from.Pos(), End: from.End(), Message: here})
		}
		name := summary.DisplayName(use.Factory, "")
		message := fmt.Sprintf("%s makes a manager for no user: %s", name, why)
		if use.Path.Next != nil {
			message += ": " + wording.Path(use.Path, pass.Pkg.Path())
			d.Related = append(d.Related, wording.Related(use.Path, calls, pass.Pkg.Path())...)
		}
		said[file+message]++
		if n := said[file+message]; n > 1 {
			message = strings.Replace(message, " makes", fmt.Sprintf(" (call %d) makes", n), 1)
		}
		d.Message = message
		accept.Report(d)
	}
}
