package importtime

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
	"github.com/wsinitlint/wsinitlint/internal/suppress"
	"github.com/wsinitlint/wsinitlint/internal/wording"
)

const url = "https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/importtime"

// Options is what the user configured.
type Options = factory.Options

// Analyzer is the analyzer with its options as flags, for registries such as
// nogo's.
var Analyzer = analyzer.WithFlags(New)

// New returns the analyzer. The options are read when it runs; analyzers made
// from the same options share their work.
func New(o *Options) *analysis.Analyzer {
	return analyzer.New(o, "importtime", Source, url, run)
}

// Source is the text of this package's doc comment, which documents the
// analyzer and each of its codes.
//
//go:embed doc.go
var Source string

func run(pass *analysis.Pass, res *summary.Result, o *Options) {
	accept := suppress.New(pass, "importtime")
	defer accept.Finish()
	calls := wording.CallsByPosition(pass.Files)
	here := pass.Pkg.Path()
	first := make(map[token.Pos]*finding) // one report a call
	var order []*finding
	for _, r := range res.Reaches {
		f := newFinding(r, here)
		if old := first[f.pos]; old != nil {
			if f.path.Len < old.path.Len {
				*old = *f
			}
			continue
		}
		first[f.pos] = f
		order = append(order, f)
	}
	said := make(map[string]int)
	for _, f := range order {
		d := f.diagnostic(calls)
		file := pass.Fset.File(d.Pos).Name()
		said[file+d.Message]++
		if n := said[file+d.Message]; n > 1 {
			what, path, found := strings.Cut(d.Message, ": ")
			d.Message = fmt.Sprintf("%s (call %d)", what, n)
			if found {
				d.Message += ": " + path
			}
		}
		if o.NoGenerated && wording.Generated(pass, d.Pos) {
			continue
		}
		accept.Report(d)
	}
	for _, i := range res.Imports {
		accept.Report(importDiagnostic(i))
	}
	reportLimits(pass, res, o)
}

// A finding is a reach, cut down to what begins at the reported call.
type finding struct {
	root    *summary.Root
	factory string
	pos     token.Pos
	path    *summary.Hop // the first hop is the reported call
	here    string
}

// newFinding applies the position rule: a reach is reported at the last call
// on its path that lies lexically within its root.
func newFinding(r summary.Reach, here string) *finding {
	f := &finding{root: r.Root, factory: r.Factory, pos: r.Root.Pos, path: r.Path, here: here}
	for h := r.Path; h != nil; h = h.Next {
		if r.Root.Pos <= h.Site && h.Site < r.Root.End {
			f.pos, f.path = h.Site, h
		}
	}
	return f
}

func (f *finding) diagnostic(calls map[token.Pos]ast.Node) analysis.Diagnostic {
	d := analysis.Diagnostic{Pos: f.pos, End: f.pos + 1, Category: "var-call"}
	if n := calls[f.pos]; n != nil {
		d.Pos, d.End = n.Pos(), n.End()
	}
	who := "variable " + strings.Join(f.root.Names, ", ")
	if len(f.root.Names) > 1 {
		who = "variables " + strings.Join(f.root.Names, ", ")
	}
	if f.root.Init {
		d.Category, who = "init-call", "init"
	}
	d.URL = wording.CodeURL(url, d.Category)
	name := summary.DisplayName(f.factory, "")
	does, reaches := "calls ", "reaches "
	if strings.HasSuffix(f.factory, "{…}") {
		does, reaches = "creates ", "reaches the creation of "
	}
	if f.path.Next == nil {
		d.Message = who + " " + does + name + " at import time, when there is no user context"
		return d
	}
	d.Message = who + " " + reaches + name + " at import time, when there is no user context: " + wording.Path(f.path, f.here)
	d.Related = wording.Related(f.path, calls, f.here)
	return d
}

func importDiagnostic(i summary.Import) analysis.Diagnostic {
	var names []string
	for _, p := range i.Path {
		names = append(names, summary.DisplayName(p, ""))
	}
	return analysis.Diagnostic{
		Pos: i.Spec.Pos(), End: i.Spec.End(), Category: "import", URL: wording.CodeURL(url, "import"),
		Message: fmt.Sprintf("importing %s reaches %s at import time, when there is no user context: %s", i.Pkg, summary.DisplayName(i.Factory, ""), strings.Join(names, " → ")),
	}
}

// reportLimits says where the analysis could not see.
func reportLimits(pass *analysis.Pass, res *summary.Result, o *Options) {
	if len(pass.Files) == 0 {
		return
	}
	at := pass.Files[0].Name
	if n := len(res.Missing); n > 0 {
		more := ""
		if n > 1 {
			more = fmt.Sprintf(" and %d more", n-1)
		}
		pass.Report(analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: "facts", Message: fmt.Sprintf("calls into %s%s at import time are not followed: the driver did not analyse dependencies", res.Missing[0], more)})
	}
	if o.Bounds {
		for _, fn := range res.Bounded {
			pass.Report(analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: "bounds", Message: summary.DisplayName(fn, "")})
		}
		for _, fact := range res.Broken {
			pass.Report(analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: "bounds", Message: "the summary of " + fact})
		}
	}
	if o.Debug {
		pass.Report(analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: "debug", Message: fmt.Sprintf("%d calls unresolved; bounds met: %s; facts unread: %s", res.Unresolved, strings.Join(res.Notes, ", "), strings.Join(res.Broken, ", "))})
	}
}
