package nilcontext

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// An origin is where a bad value came from: what is said of it, if the user
// context is nil and if it may be nil, and the expression or declaration.
type origin struct {
	isNil, mayBe string
	from         ast.Node
}

// why is what a finding with this code says of where the value came from, "" if
// that says nothing.
func (o *origin) why(code string) string {
	switch {
	case o == nil:
	case code == "nil" && o.isNil != "":
		return "the user context is nil: " + o.isNil
	case code == "maybe-nil":
		return "the user context may be nil: " + o.mayBe
	}
	return ""
}

// originOf is where the value of the argument came from: the call that the
// engine says, or else what the function shows, the argument itself or the one
// assignment of the variable that it is. It is nil where nothing is shown.
func (a *argument) originOf(said ast.Node) *origin {
	if call, ok := said.(*ast.CallExpr); ok {
		if o := a.called(call); o != nil {
			return o
		}
	}
	e := a.expr
	if id, ok := e.(*ast.Ident); ok {
		v, isVar := a.pass.TypesInfo.Uses[id].(*types.Var)
		if !isVar || a.addressed(v) {
			return nil
		}
		from, value := a.assignment(v)
		if value == nil {
			if spec, ok := from.(*ast.ValueSpec); ok {
				return &origin{v.Name() + " is not set", v.Name() + " is not set on every path", spec}
			}
			return nil
		}
		e = value
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return a.called(e)
	case *ast.TypeAssertExpr:
		return &origin{"", "the type assertion can fail, and it is not checked", e}
	case *ast.SelectorExpr:
		if s := a.pass.TypesInfo.Selections[e]; s != nil && s.Kind() == types.FieldVal {
			name := "field " + e.Sel.Name
			return &origin{name + " is nil", name + " can be nil, and it is not checked", e}
		}
	case *ast.IndexExpr:
		switch a.pass.TypesInfo.TypeOf(e.X).Underlying().(type) {
		case *types.Map:
			return &origin{"the map has no such entry", "the map may have no such entry, and it is not checked", e}
		case *types.Slice, *types.Array:
			return &origin{"the element is nil", "the element can be nil, and it is not checked", e}
		}
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return &origin{"nothing is sent on the channel", "the channel may be closed, and it is not checked", e}
		}
	}
	return nil
}

// called is the origin that call is, nil if it does not show what it calls.
func (a *argument) called(call *ast.CallExpr) *origin {
	fn, ok := typeutil.Callee(a.pass.TypesInfo, call).(*types.Func)
	if !ok {
		return nil
	}
	name := summary.DisplayName(fn.Origin().FullName(), a.pass.Pkg.Path())
	results := fn.Signature().Results()
	gives := false // the user context itself, and not what holds it
	want := a.pass.TypesInfo.TypeOf(a.expr)
	if t, ok := a.pass.TypesInfo.TypeOf(call).(*types.Tuple); ok {
		for v := range t.Variables() {
			gives = gives || types.Identical(want, v.Type())
		}
	} else {
		gives = types.Identical(want, a.pass.TypesInfo.TypeOf(call))
	}
	switch {
	case !gives: // by what it stores, or in what holds it
		return &origin{name + " leaves it nil", name + " can leave it nil, and it is not checked", call}
	case results.Len() == 1:
		return &origin{name + " returns nil", name + " can return nil, and it is not checked", call}
	}
	return &origin{name + " returns nil", name + " can return nil, and what comes with it is not checked", call}
}

// addressed reports whether the address of v is taken: others may store in it.
func (a *argument) addressed(v *types.Var) bool {
	found := false
	ast.Inspect(a.file, func(n ast.Node) bool {
		if u, ok := n.(*ast.UnaryExpr); ok && u.Op == token.AND {
			if id, ok := ast.Unparen(u.X).(*ast.Ident); ok && a.pass.TypesInfo.Uses[id] == v {
				found = true
			}
		}
		return !found
	})
	return found
}

// assignment is the only statement that gives local v a value, and that value;
// the value is nil where there are several or none.
func (a *argument) assignment(v *types.Var) (stmt ast.Node, value ast.Expr) {
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
		return nil, nil
	}
	count := 0
	var declared ast.Node
	is := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && (a.pass.TypesInfo.Defs[id] == v || a.pass.TypesInfo.Uses[id] == v)
	}
	take := func(at ast.Node, i int, values []ast.Expr, n int) {
		count++
		stmt, value = at, values[0]
		if len(values) == n {
			value = values[i]
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
		return declared, nil
	}
	if count != 1 {
		return nil, nil
	}
	return stmt, value
}
