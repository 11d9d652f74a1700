package nilcontext

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// fix replaces nil or Background by what the function has: a user context, a
// context, or its request's. There is none unless exactly one thing fits, and
// none in a generated file, in what goes on when the request has ended, and where the
// fixes of a file would together leave an import without use:
// replaced counts the uses of each that they take away. The code of the finding
// says whether it is this argument that it is about.
func (a *argument) fix(code string, replaced map[types.Object]int) []analysis.SuggestedFix {
	if a.within || !a.empty(a.expr) || (a.background(a.expr) != nil) != (code == "background") || a.moved() ||
		ast.IsGenerated(a.file) || code == "background" && a.outlives() {
		return nil
	}
	var fits []string
	scope := a.pass.Pkg.Scope().Innermost(a.expr.Pos())
	for s := scope; s != nil && s != a.pass.Pkg.Scope(); s = s.Parent() {
		for _, name := range s.Names() {
			v, ok := s.Lookup(name).(*types.Var)
			if !ok || v.Pos() >= a.expr.Pos() || name == "_" {
				continue
			}
			if _, seen := scope.LookupParent(name, a.expr.Pos()); seen != v || !a.given(v) {
				continue
			}
			fit := name
			if !types.Identical(v.Type(), a.typ) {
				p, ok := v.Type().(*types.Pointer)
				if !ok || !isNamed(p.Elem(), "net/http", "Request") || !isNamed(a.typ, "context", "Context") {
					continue
				}
				fit = name + ".Context()"
			}
			if !a.sure(v) {
				return nil
			}
			fits = append(fits, fit)
		}
	}
	if len(fits) != 1 {
		return nil
	}
	edits := []analysis.TextEdit{{Pos: a.expr.Pos(), End: a.expr.End(), NewText: []byte(fits[0])}}
	if id := a.background(a.expr); id != nil {
		name := a.pass.TypesInfo.Uses[id]
		uses := a.uses(name)
		if replaced[name]++; uses == 1 {
			e, ok := a.importOf("context")
			if !ok {
				return nil
			}
			edits = append(edits, e)
		} else if replaced[name] == uses {
			return nil
		}
	}
	return []analysis.SuggestedFix{{Message: "pass " + fits[0], TextEdits: edits}}
}

// moved reports whether a //line comment, such as cgo writes into the files that
// it makes, gives the argument another place than it has: what reads an edit
// would apply it to a file whose text is not the one that was parsed.
func (a *argument) moved() bool {
	fset, pos := a.pass.Fset, a.expr.Pos()
	return fset.PositionFor(pos, false) != fset.PositionFor(pos, true)
}

// outlives reports whether the argument stands in a go statement: the request's context
// has ended when what goes on there asks it.
func (a *argument) outlives() bool {
	path, _ := astutil.PathEnclosingInterval(a.file, a.expr.Pos(), a.expr.Pos())
	return slices.ContainsFunc(path, func(n ast.Node) bool { _, ok := n.(*ast.GoStmt); return ok })
}

// uses counts where the file uses obj.
func (a *argument) uses(obj types.Object) int {
	n := 0
	ast.Inspect(a.file, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok && a.pass.TypesInfo.Uses[id] == obj {
			n++
		}
		return true
	})
	return n
}

// importOf is the edit that removes the import of a package, without whose use
// the file would not compile.
func (a *argument) importOf(pkg string) (analysis.TextEdit, bool) {
	for _, d := range a.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		for _, s := range g.Specs {
			if path, err := strconv.Unquote(s.(*ast.ImportSpec).Path.Value); err != nil || path != pkg {
				continue
			}
			n := ast.Node(s)
			if len(g.Specs) == 1 {
				n = g
			}
			return a.lineOf(n), a.aloneInLines(n)
		}
	}
	return analysis.TextEdit{}, false
}

// lineOf removes a node with the end of its line.
func (a *argument) lineOf(n ast.Node) analysis.TextEdit {
	tf := a.pass.Fset.File(n.Pos())
	start, end := n.Pos(), n.End()
	if line := tf.Line(end); line < tf.LineCount() {
		start, end = tf.LineStart(tf.Line(start)), tf.LineStart(line+1)
	}
	return analysis.TextEdit{Pos: start, End: end}
}

// aloneInLines reports whether no other import stands in the lines of n.
func (a *argument) aloneInLines(n ast.Node) bool {
	tf := a.pass.Fset.File(n.Pos())
	for _, s := range a.file.Imports {
		inside := n.Pos() <= s.Pos() && s.End() <= n.End()
		if line := tf.Line(s.Pos()); !inside && tf.Line(n.Pos()) <= line && line <= tf.Line(n.End()) {
			return false
		}
	}
	return true
}

// given reports whether a variable holds what somebody gave it: a parameter,
// or a local that was declared with a value that is not as empty as the one to
// replace.
func (a *argument) given(v *types.Var) bool {
	path, _ := astutil.PathEnclosingInterval(a.file, v.Pos(), v.Pos())
	for i, n := range path {
		switch n := n.(type) {
		case *ast.Field: // struct fields are in no scope
			of, ok := path[i+2].(*ast.FuncType)
			return !ok || of.Results != path[i+1] // a named result begins with nil
		case *ast.AssignStmt:
			if len(n.Lhs) != len(n.Rhs) {
				return true
			}
			for i, l := range n.Lhs {
				if id, ok := l.(*ast.Ident); ok && a.pass.TypesInfo.Defs[id] == v {
					return !a.hollow(n.Rhs[i])
				}
			}
			return false
		case *ast.ValueSpec:
			return len(n.Values) == len(n.Names) && !a.hollow(n.Values[0]) || len(n.Values) == 1 && len(n.Names) > 1
		case *ast.BlockStmt:
			return false
		}
	}
	return false
}

// hollow reports whether e is as good as nil.
func (a *argument) hollow(e ast.Expr) bool {
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		e = ast.Unparen(u.X)
	}
	if _, ok := e.(*ast.CompositeLit); ok {
		return true
	}
	if call, ok := e.(*ast.CallExpr); ok {
		if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && id.Name == "new" {
			return true
		}
		for _, arg := range call.Args { // context.WithTimeout(context.Background(), d)
			if a.empty(ast.Unparen(arg)) {
				return true
			}
		}
	}
	return a.empty(e)
}
