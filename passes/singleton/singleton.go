package singleton

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
	"github.com/wsinitlint/wsinitlint/internal/suppress"
	"github.com/wsinitlint/wsinitlint/internal/wording"
)

const url = "https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/singleton"

// Options is what the user configured.
type Options = factory.Options

// Analyzer is the analyzer with its options as flags, for registries such as
// nogo's.
var Analyzer = analyzer.WithFlags(New)

// New returns the analyzer. The options are read when it runs; analyzers made
// from the same options share their work.
func New(o *Options) *analysis.Analyzer {
	return analyzer.New(o, "singleton", Source, url, run)
}

// Source is the text of this package's doc comment, which documents the
// analyzer and each of its codes.
//
//go:embed doc.go
var Source string

func run(pass *analysis.Pass, res *summary.Result, o *Options) {
	accept := suppress.New(pass, "singleton")
	defer accept.Finish()
	said := make(map[string]int)
	told := make(map[place]bool)
	var calls map[token.Pos]ast.Node
	if len(res.Keeps) > 0 {
		calls = wording.CallsByPosition(pass.Files)
	}
	for _, k := range res.Keeps {
		file := pass.Fset.File(k.Site).Name()
		if strings.HasSuffix(file, "_test.go") && !o.Tests || o.NoGenerated && wording.Generated(pass, k.Site) {
			continue
		}
		d := analysis.Diagnostic{Pos: k.Site, End: k.Site + 1, Category: code(k)}
		if n := statement(pass.Files, k.Site); n != nil {
			d.Pos, d.End = n.Pos(), n.End()
		}
		if at := (place{d.Pos, k.Variable, k.Context}); told[at] {
			continue
		} else {
			told[at] = true
		}
		d.URL = wording.CodeURL(url, d.Category)
		d.Message = message(pass, k)
		for _, r := range related(pass, k, calls) {
			if r.Pos < d.Pos || d.End <= r.Pos || line(pass, d.Pos) < line(pass, r.Pos) {
				d.Related = append(d.Related, r)
			}
		}
		said[file+d.Message]++
		if n := said[file+d.Message]; n > 1 {
			d.Message = strings.Replace(d.Message, " keeps", fmt.Sprintf(" (place %d) keeps", n), 1)
		}
		accept.Report(d)
	}
}

// A place is a statement by which a variable comes to keep a manager, or a user
// context.
type place struct {
	statement token.Pos
	variable  string
	context   bool
}

// code is the stable code of what k is.
func code(k *summary.Keep) string {
	switch {
	case k.Context:
		return "context"
	case k.Captive:
		return "captive"
	case k.Once:
		return "once"
	case k.Container:
		return "container"
	}
	return "global"
}

// message names what keeps, what is kept and how it gets there.
func message(pass *analysis.Pass, k *summary.Keep) string {
	name := summary.DisplayName(k.Variable, pass.Pkg.Path())
	what := "package variable " + name
	switch {
	case k.Captured:
		what = "variable " + name + ", captured by a handler"
	case k.Captive:
		what = "receiver of type " + name
	case k.Container:
		what = "container " + name
	}
	if v := variable(pass, k.Variable); v != nil && !k.Captive {
		what += " (" + types.TypeString(v.Type(), (*types.Package).Name) + ")"
	}
	switch {
	case k.Once:
		what += ", set once for all,"
	case k.Captured:
		what += ","
	}
	how := ""
	if k.Via != "" {
		how = "stored by " + summary.DisplayName(k.Via, pass.Pkg.Path())
	}
	if k.Context {
		if how == "" {
			how = "it comes from a request"
		}
		return what + " keeps a user context beyond its request, and one user's data serves every user: " + how
	}
	made := "made by " + summary.DisplayName(k.Factory, "")
	if created, ok := strings.CutSuffix(k.Factory, "{…}"); ok {
		made = "made by " + summary.DisplayName(created, "") + "{…}"
	}
	if how != "" {
		made += ", " + how
	}
	return what + " keeps a manager beyond its request, and serves it to every user: " + made
}

// variable is the package-level variable with this name, if pass sees it. Of other
// packages it sees what they export: the rest is there only where a host has
// their source, and messages are the same in all hosts.
func variable(pass *analysis.Pass, name string) *types.Var {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return nil
	}
	for _, pkg := range append(pass.Pkg.Imports(), pass.Pkg) {
		if pkg.Path() == name[:i] {
			if v, ok := pkg.Scope().Lookup(name[i+1:]).(*types.Var); ok && (v.Exported() || pkg == pass.Pkg) {
				return v
			}
		}
	}
	return nil
}

// line is the line that pos is in.
func line(pass *analysis.Pass, pos token.Pos) int { return pass.Fset.Position(pos).Line }

// related are the places of this package that k is about: the declaration of what
// keeps, the function that stores, where the manager is made, and each place by
// which it gets into the variable.
func related(pass *analysis.Pass, k *summary.Keep, calls map[token.Pos]ast.Node) []analysis.RelatedInformation {
	var rel []analysis.RelatedInformation
	add := func(at token.Pos, message string) {
		var n ast.Node
		if n = calls[at]; n == nil {
			n = statement(pass.Files, at)
		}
		r := analysis.RelatedInformation{Pos: at, End: at + 1, Message: message}
		if n != nil {
			r.Pos, r.End = n.Pos(), n.End()
		}
		rel = append(rel, r)
	}
	if v := variable(pass, k.Variable); v != nil && v.Pkg() == pass.Pkg && !k.Captive {
		rel = append(rel, analysis.RelatedInformation{Pos: v.Pos(), End: v.Pos() + token.Pos(len(v.Name())), Message: v.Name() + " is declared here"})
	}
	if k.Declared.IsValid() {
		name := k.Variable[strings.LastIndexByte(k.Variable, '.')+1:]
		rel = append(rel, analysis.RelatedInformation{Pos: k.Declared, End: k.Declared + token.Pos(len(name)), Message: name + " is declared here"})
	}
	for id, obj := range pass.TypesInfo.Defs {
		if fn, ok := obj.(*types.Func); ok && k.Via != "" && fn.Origin().FullName() == k.Via {
			rel = append(rel, analysis.RelatedInformation{Pos: id.Pos(), End: id.End(), Message: id.Name + " stores it"})
		}
	}
	if k.Made.Site.IsValid() {
		add(k.Made.Site, summary.DisplayName(k.Made.Callee, pass.Pkg.Path())+" makes it here")
	}
	for i, at := range k.Hops {
		if i < len(k.Hops)-1 {
			add(at, "it is passed on here")
		} else {
			add(at, "it is stored here")
		}
	}
	return rel
}

// statement is the innermost statement or variable declaration around pos.
func statement(files []*ast.File, pos token.Pos) ast.Node {
	var found ast.Node
	for _, file := range files {
		if pos < file.FileStart || file.FileEnd < pos {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil || pos < n.Pos() || n.End() <= pos {
				return false
			}
			switch n.(type) {
			case *ast.AssignStmt, *ast.ValueSpec, *ast.ExprStmt, *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt:
				found = n
			}
			return true
		})
	}
	return found
}
