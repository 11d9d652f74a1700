package nilcontext

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// An unset is the field for the user context that a call does not set in the struct
// that it gives.
type unset struct {
	field *types.Var
	from  ast.Node // the literal or declaration of the struct
}

// unsetField is the one that a reported call does not set, nil if it sets it, or that
// is not to be seen.
func unsetField(pass *analysis.Pass, set summary.Recognizer, n ast.Node) *unset {
	call, ok := n.(*ast.CallExpr)
	if !ok || set == nil {
		return nil
	}
	var found *unset
	for i, arg := range call.Args {
		arg = ast.Unparen(arg)
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && i == 0 {
			if s := pass.TypesInfo.Selections[sel]; s != nil && s.Kind() == types.MethodExpr {
				continue // the receiver
			}
		}
		field := userField(pass.TypesInfo.TypeOf(arg), set)
		if field == nil {
			continue
		}
		if found != nil {
			return nil // it is not to be seen which of them it is about
		}
		if found = leavesOut(pass, arg, field); found == nil {
			return nil
		}
	}
	return found
}

// userField is the one field of struct t, or of what it points to, that is a user
// context.
func userField(t types.Type, set summary.Recognizer) *types.Var {
	if t == nil || set.IsUserContext(t) {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var field *types.Var
	for f := range s.Fields() {
		if set.IsUserContext(f.Type()) {
			if field != nil {
				return nil
			}
			field = f
		}
	}
	return field
}

// leavesOut is what the struct arg leaves out where it is made, nil if field is set
// there or later, or may be.
func leavesOut(pass *analysis.Pass, arg ast.Expr, field *types.Var) *unset {
	if u, ok := arg.(*ast.UnaryExpr); ok {
		arg = ast.Unparen(u.X)
	}
	id, ok := arg.(*ast.Ident)
	if !ok {
		return made(pass, arg, field)
	}
	v, ok := pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || v.Pkg() == nil || v.Parent() == v.Pkg().Scope() {
		return nil
	}
	var found *unset
	set := false
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && (pass.TypesInfo.Defs[id] == v || pass.TypesInfo.Uses[id] == v)
	}
	give := func(value ast.Expr) {
		set = set || found != nil || value == nil
		if !set {
			found = made(pass, value, field)
			set = found == nil
		}
	}
	stores := func(e ast.Expr) {
		if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok && e.Pos() < id.Pos() && is(sel.X) {
			set = set || sel.Sel.Name == field.Name()
		}
	}
	for _, file := range pass.Files {
		if v.Pos() < file.FileStart || file.FileEnd < v.Pos() {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for i, l := range n.Lhs {
					stores(l)
					if is(l) && len(n.Lhs) == len(n.Rhs) {
						give(n.Rhs[i])
					} else if is(l) {
						give(nil)
					}
				}
			case *ast.ValueSpec:
				for i, l := range n.Names {
					switch {
					case !is(l):
					case len(n.Values) == len(n.Names):
						give(n.Values[i])
					case len(n.Values) > 0:
						give(nil)
					default:
						_, isPointer := v.Type().Underlying().(*types.Pointer)
						found, set = &unset{field, n}, set || isPointer
					}
				}
			case *ast.UnaryExpr:
				stores(n.X)
			}
			return !set
		})
	}
	if set || found == nil {
		return nil
	}
	return found
}

// made is what e leaves out, the literal of a struct, the address of one, or new.
func made(pass *analysis.Pass, e ast.Expr, field *types.Var) *unset {
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = ast.Unparen(u.X)
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		if !sets(e, field) {
			return &unset{field, e}
		}
	case *ast.CallExpr:
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && id.Name == "new" && pass.TypesInfo.Types[id].IsBuiltin() && pass.TypesInfo.Types[e.Args[0]].IsType() {
			return &unset{field, e}
		}
	}
	return nil
}

// sets reports whether a literal of a struct gives field a value.
func sets(lit *ast.CompositeLit, field *types.Var) bool {
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return true // without names, all of them are given
		}
		if id, ok := kv.Key.(*ast.Ident); ok && id.Name == field.Name() {
			return true
		}
	}
	return false
}
