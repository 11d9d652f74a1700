package nilcontext

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// origin says where a value that may be nil came from, and the expression that
// it came from, where the function shows it: the argument itself, or the one
// assignment of the variable that it is.
func (a *argument) origin() (said string, from ast.Node) {
	e, single := a.expr, true
	if id, ok := e.(*ast.Ident); ok {
		v, isVar := a.pass.TypesInfo.Uses[id].(*types.Var)
		if !isVar {
			return "", nil
		}
		from, e, single = a.assignment(v)
		if e == nil {
			if spec, ok := from.(*ast.ValueSpec); ok {
				return v.Name() + " is not set on every path", spec
			}
			return "", nil
		}
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		fn, ok := typeutil.Callee(a.pass.TypesInfo, e).(*types.Func)
		if !ok {
			return "", nil
		}
		name := summary.DisplayName(fn.Origin().FullName(), a.pass.Pkg.Path())
		if single {
			return fmt.Sprintf("%s can return nil, and it is not checked", name), e
		}
		return fmt.Sprintf("%s can return nil, and what comes with it is not checked", name), e
	case *ast.TypeAssertExpr:
		return "the type assertion can fail, and it is not checked", e
	case *ast.IndexExpr:
		if t := a.pass.TypesInfo.TypeOf(e.X); t != nil {
			if _, ok := t.Underlying().(*types.Map); ok {
				return "the map may have no such entry, and it is not checked", e
			}
		}
	case *ast.UnaryExpr:
		if _, ok := a.pass.TypesInfo.TypeOf(e.X).Underlying().(*types.Chan); ok {
			return "the channel may be closed, and it is not checked", e
		}
	}
	return "", nil
}

// assignment is the only statement that gives local v a value, and that value;
// the value is nil where there are several or none.
func (a *argument) assignment(v *types.Var) (stmt ast.Node, value ast.Expr, single bool) {
	path, _ := astutil.PathEnclosingInterval(a.file, v.Pos(), v.Pos())
	var body ast.Node
	for _, n := range path {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			if body == nil {
				body = n
			}
		}
	}
	if body == nil {
		return nil, nil, false
	}
	count := 0
	var declared ast.Node
	is := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && (a.pass.TypesInfo.Defs[id] == v || a.pass.TypesInfo.Uses[id] == v)
	}
	take := func(at ast.Node, i int, values []ast.Expr, n int) {
		count++
		stmt, single = at, len(values) == n
		if single {
			value = values[i]
		} else {
			value = values[0]
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if is(l) {
					take(n, i, n.Rhs, len(n.Lhs))
				}
			}
		case *ast.ValueSpec:
			for i, l := range n.Names {
				if is(l) && len(n.Values) > 0 {
					take(n, i, n.Values, len(n.Names))
				} else if is(l) {
					declared = n
				}
			}
		}
		return true
	})
	if declared != nil {
		return declared, nil, false
	}
	if count != 1 {
		return nil, nil, false
	}
	return stmt, value, single
}
