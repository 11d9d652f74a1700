package nilcontext

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// An argument is the one by which a reported call gives a bad user context.
type argument struct {
	pass *analysis.Pass
	file *ast.File
	expr ast.Expr
	typ  types.Type // of the parameter
}

// contextArgument finds the argument of a reported call that stands for its
// context parameter: the user context, else the context.Context. It is nil where
// the call does not show it.
func contextArgument(pass *analysis.Pass, set summary.Recognizer, n ast.Node) *argument {
	call, ok := n.(*ast.CallExpr)
	if !ok || set == nil {
		return nil
	}
	sig, ok := pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	if !ok || sig.Params().Len() != len(call.Args) || sig.Variadic() {
		return nil
	}
	a := &argument{pass: pass}
	for _, f := range pass.Files {
		if f.FileStart <= call.Pos() && call.Pos() <= f.FileEnd {
			a.file = f
		}
	}
	plain := func(t types.Type) bool { return isNamed(t, "context", "Context") }
	for _, is := range []func(types.Type) bool{set.IsUserContext, plain} {
		var fits []int
		for i := range sig.Params().Len() {
			if is(sig.Params().At(i).Type()) {
				fits = append(fits, i)
			}
		}
		switch len(fits) {
		case 0:
			continue
		case 1:
			a.expr, a.typ = ast.Unparen(call.Args[fits[0]]), sig.Params().At(fits[0]).Type()
			return a
		}
		return nil // the call does not show which of them it is about
	}
	return nil
}

func isNamed(t types.Type, path, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path
}

// empty reports whether e is nil, context.Background() or context.TODO().
func (a *argument) empty(e ast.Expr) bool {
	return a.pass.TypesInfo.Types[e].IsNil() || a.background(e) != nil
}

// background is the name of package context in context.Background() or
// context.TODO(), nil where e is neither.
func (a *argument) background(e ast.Expr) *ast.Ident {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	fn, ok := a.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok || fn.FullName() != "context.Background" && fn.FullName() != "context.TODO" {
		return nil
	}
	id, _ := sel.X.(*ast.Ident)
	return id
}
