package nilcontext

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// An assigned value is one that a statement gives a variable: value is nil where
// it is declared without one, and loop the range statement that gives it.
type assigned struct {
	stmt  ast.Node
	value ast.Expr
	loop  *ast.RangeStmt
}

// assigned is the value of local v to name where it is used: the one that it may
// have there, or the first of those that may be nil, and whether there is no other.
// It is nil where nothing is to be seen.
func (a *argument) assigned(v *types.Var, use *ast.Ident) (given *assigned, sure bool) {
	path, _ := astutil.PathEnclosingInterval(a.file, use.Pos(), use.End())
	var may []assigned
	for i, n := range path {
		if i == 0 {
			continue
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			if n.Pos() <= v.Pos() && v.Pos() < n.End() {
				return choose(a, may)
			}
			// It runs when it is called: any assignment outside counts.
			may = append(may, a.gives(v, a.body(v), n)...)
			return choose(a, may)
		case *ast.ForStmt, *ast.RangeStmt:
			if r, ok := n.(*ast.RangeStmt); ok && a.declares(r, v) {
				return choose(a, append(may, assigned{stmt: r, loop: r}))
			}
			may = append(may, a.gives(v, n, path[i-1])...)
			if f, ok := n.(*ast.ForStmt); ok && f.Init != nil {
				if now := a.by(f.Init, v); now != nil {
					return choose(a, append(may, *now))
				}
			}
		case *ast.IfStmt:
			if now := a.by(n.Init, v); now != nil && n.Init != path[i-1] {
				return choose(a, append(may, *now))
			}
		case *ast.CommClause:
			if now := a.by(n.Comm, v); now != nil && n.Comm != path[i-1] {
				return choose(a, append(may, *now))
			}
		case *ast.SwitchStmt:
			if now := a.by(n.Init, v); now != nil && n.Init != path[i-1] {
				return choose(a, append(may, *now))
			}
		}
		before := statements(n)
		for k := len(before) - 1; k >= 0; k-- {
			if before[k].Pos() >= path[i-1].Pos() {
				continue
			}
			if now := a.by(before[k], v); now != nil {
				return choose(a, append(may, *now))
			}
			may = append(may, a.gives(v, before[k], nil)...)
		}
	}
	return choose(a, may)
}

// choose is the value to name among those that a variable may have.
func choose(a *argument, may []assigned) (*assigned, bool) {
	var first *assigned
	n := 0
	for i := range may {
		if !a.canBeNil(&may[i]) {
			continue
		}
		n++
		if first == nil || may[i].stmt.Pos() < first.stmt.Pos() {
			first = &may[i]
		}
	}
	return first, len(may) == 1
}

// canBeNil reports whether what is given may be nil by its form.
func (a *argument) canBeNil(g *assigned) bool {
	if g.value == nil {
		return true
	}
	switch e := ast.Unparen(g.value).(type) {
	case *ast.UnaryExpr:
		_, literal := ast.Unparen(e.X).(*ast.CompositeLit)
		return !literal
	case *ast.CompositeLit:
		return false
	}
	return true
}

// by is what statement s gives v, nil if that is nothing.
func (a *argument) by(s ast.Stmt, v *types.Var) *assigned {
	is := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && (a.pass.TypesInfo.Defs[id] == v || a.pass.TypesInfo.Uses[id] == v)
	}
	value := func(values []ast.Expr, i, n int) ast.Expr {
		if len(values) == n {
			return values[i]
		} else if len(values) == 1 {
			return values[0]
		}
		return nil
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		for i, l := range s.Lhs {
			if is(l) {
				return &assigned{stmt: s, value: value(s.Rhs, i, len(s.Lhs))}
			}
		}
	case *ast.DeclStmt:
		d, ok := s.Decl.(*ast.GenDecl)
		if !ok {
			return nil
		}
		for _, spec := range d.Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, l := range spec.Names {
				if is(l) {
					return &assigned{stmt: spec, value: value(spec.Values, i, len(spec.Names))}
				}
			}
		}
	case *ast.LabeledStmt:
		return a.by(s.Stmt, v)
	}
	return nil
}

// gives are the values that statements within n give v, except those within but.
func (a *argument) gives(v *types.Var, n, but ast.Node) []assigned {
	var all []assigned
	if n == nil {
		return nil
	}
	ast.Inspect(n, func(n ast.Node) bool {
		if n == but && n != nil {
			return false
		}
		if r, ok := n.(*ast.RangeStmt); ok && a.declares(r, v) {
			all = append(all, assigned{stmt: r, loop: r})
		}
		if s, ok := n.(ast.Stmt); ok {
			if now := a.by(s, v); now != nil {
				all = append(all, *now)
			}
		}
		return true
	})
	return all
}

// declares reports whether r gives v the keys or the values.
func (a *argument) declares(r *ast.RangeStmt, v *types.Var) bool {
	for _, e := range []ast.Expr{r.Key, r.Value} {
		if id, ok := e.(*ast.Ident); ok && (a.pass.TypesInfo.Defs[id] == v || a.pass.TypesInfo.Uses[id] == v) {
			return true
		}
	}
	return false
}

// body is that of the function, or the literal, that declares v.
func (a *argument) body(v *types.Var) ast.Node {
	path, _ := astutil.PathEnclosingInterval(a.file, v.Pos(), v.Pos())
	for _, n := range path {
		if isFunction(n) {
			return n
		}
	}
	return nil
}

// ranged is the origin that the elements of a range statement are.
func (a *argument) ranged(r *ast.RangeStmt) *origin {
	switch a.pass.TypesInfo.TypeOf(r.X).Underlying().(type) {
	case *types.Slice, *types.Array, *types.Pointer:
		return &origin{"the element is nil", "the element can be nil, and it is not checked", r.X}
	case *types.Map:
		return &origin{"the entry is nil", "the entry can be nil, and it is not checked", r.X}
	case *types.Chan:
		return &origin{"nil is sent on the channel", "what is received can be nil, and it is not checked", r.X}
	case *types.Signature:
		return &origin{"the iterator yields nil", "the iterator can yield nil, and it is not checked", r.X}
	}
	return nil
}
