package nilcontext

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

// sure reports whether a variable that a fix would pass holds a value wherever
// the argument is evaluated, as far as the syntax of its function shows: else
// the fix would put one finding in the place of another. What comes with the
// variable, the error or the ok of the same assignment, decides too.
func (a *argument) sure(v *types.Var) bool {
	with, checked := a.companions(v)
	if a.changed(v) {
		return false
	}
	path, _ := astutil.PathEnclosingInterval(a.file, a.expr.Pos(), a.expr.End())
	for i, n := range path {
		if n.Pos() <= v.Pos() && v.Pos() < n.End() && isFunction(n) {
			break
		}
		switch n := n.(type) {
		case *ast.IfStmt:
			if !within(a.expr, n.Cond) && a.mentions(n.Cond, with) {
				return false
			}
		case *ast.ForStmt:
			if n.Cond != nil && a.mentions(n.Cond, with) {
				return false
			}
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.CaseClause:
			if a.decides(n, with) {
				return false
			}
		}
		for _, before := range statements(n) {
			if i > 0 && before.Pos() >= path[i-1].Pos() {
				break
			}
			check, ok := before.(*ast.IfStmt)
			if !ok || !a.mentions(check.Cond, with) {
				continue
			}
			if !a.absent(check.Cond, with) || !leaves(check.Body) || check.Else != nil {
				return false
			}
			checked = true
		}
	}
	return checked
}

// companions are v and what is assigned together with it; checked says that v
// needs no check: nobody gives a parameter that is not to be used, and no
// function returns a nil context.
func (a *argument) companions(v *types.Var) (with []types.Object, checked bool) {
	with = []types.Object{v}
	path, _ := astutil.PathEnclosingInterval(a.file, v.Pos(), v.Pos())
	for _, n := range path {
		var names []ast.Expr
		values := 0
		switch n := n.(type) {
		case *ast.Field:
			return with, true
		case *ast.AssignStmt:
			names, values = n.Lhs, len(n.Rhs)
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names = append(names, id)
			}
			values = len(n.Values)
		default:
			continue
		}
		if values == len(names) {
			_, value := v.Type().Underlying().(*types.Struct)
			return with, value || isNamed(v.Type(), "context", "Context")
		}
		for _, e := range names {
			if id, ok := e.(*ast.Ident); ok && id.Name != "_" {
				if obj := a.pass.TypesInfo.ObjectOf(id); obj != nil && obj != v {
					with = append(with, obj)
				}
			}
		}
		return with, false
	}
	return with, false
}

// changed reports whether v gets another value than its first, or may.
func (a *argument) changed(v *types.Var) bool {
	found := false
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && a.pass.TypesInfo.Uses[id] == v
	}
	ast.Inspect(a.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = found || slices.ContainsFunc(n.Lhs, is)
		case *ast.RangeStmt:
			found = found || n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && is(n.X)
		}
		return !found
	})
	return found
}

func (a *argument) mentions(n ast.Node, objs []types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && slices.Contains(objs, a.pass.TypesInfo.Uses[id]) {
			found = true
		}
		return !found
	})
	return found
}

// decides reports whether objs decide which clause of a switch runs.
func (a *argument) decides(n ast.Node, objs []types.Object) bool {
	var on []ast.Node
	switch n := n.(type) {
	case *ast.SwitchStmt:
		if n.Tag != nil {
			on = append(on, n.Tag)
		}
		for _, c := range n.Body.List {
			for _, e := range c.(*ast.CaseClause).List {
				on = append(on, e)
			}
		}
	case *ast.TypeSwitchStmt:
		on = append(on, n.Assign)
	}
	return slices.ContainsFunc(on, func(n ast.Node) bool { return a.mentions(n, objs) })
}

// absent reports whether cond holds wherever one of objs says that there is no
// value: v == nil, err != nil, !ok, or one of these with ||.
func (a *argument) absent(cond ast.Expr, objs []types.Object) bool {
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && slices.Contains(objs, a.pass.TypesInfo.Uses[id])
	}
	switch cond := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return cond.Op == token.NOT && is(cond.X)
	case *ast.BinaryExpr:
		if cond.Op == token.LOR {
			return a.absent(cond.X, objs) || a.absent(cond.Y, objs)
		}
		x, y := cond.X, cond.Y
		if a.pass.TypesInfo.Types[x].IsNil() {
			x, y = y, x
		}
		if !is(x) || !a.pass.TypesInfo.Types[y].IsNil() {
			return false
		}
		t := a.pass.TypesInfo.TypeOf(x)
		failure := types.Identical(t, types.Universe.Lookup("error").Type())
		return failure && cond.Op == token.NEQ || !failure && cond.Op == token.EQL
	}
	return false
}

// leaves reports whether control never reaches the end of a block.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return last.Tok == token.CONTINUE || last.Tok == token.BREAK
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		id, ok := call.Fun.(*ast.Ident)
		return ok && id.Name == "panic"
	}
	return false
}

// statements are those of a block or clause.
func statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

func isFunction(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		return true
	}
	return false
}

func within(n, outer ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }
