package nilcontext

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// An argument is what by which a reported call gives a bad user context.
type argument struct {
	pass *analysis.Pass
	file *ast.File
	call *ast.CallExpr
	expr ast.Expr
	typ  types.Type // of the parameter
	// within says that expr is a part of an argument, or of the receiver: of an option,
	// or of a struct literal.
	within bool
}

// contextArgument finds what stands for the context parameter of a reported call:
// the user context, be it the receiver, an argument or a part of one, else the
// context.Context. It is nil where the call does not show it.
func contextArgument(pass *analysis.Pass, set summary.Recognizer, n ast.Node) *argument {
	call, ok := n.(*ast.CallExpr)
	if !ok || set == nil {
		return nil
	}
	sig, ok := pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return nil
	}
	a := &argument{pass: pass, call: call}
	for _, f := range pass.Files {
		if f.FileStart <= call.Pos() && call.Pos() <= f.FileEnd {
			a.file = f
		}
	}
	if a.receiver(set) {
		return a
	}
	plain := func(t types.Type) bool { return isNamed(t, "context", "Context") }
	switch a.parameter(sig, set.IsUserContext) {
	case 1:
		return a
	case 0:
	default:
		return nil // the call does not show which of them it is about
	}
	if parts := a.parts(set); len(parts) == 1 {
		a.expr, a.typ, a.within = parts[0], pass.TypesInfo.TypeOf(parts[0]), true
		return a
	} else if len(parts) == 0 && a.parameter(sig, plain) == 1 {
		return a
	}
	return nil
}

// receiver makes a the receiver of a method call, if that is a user context.
func (a *argument) receiver(set summary.Recognizer) bool {
	sel, ok := ast.Unparen(a.call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s := a.pass.TypesInfo.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || !set.IsUserContext(s.Recv()) {
		return false
	}
	a.expr, a.typ, a.within = ast.Unparen(sel.X), s.Recv(), true
	return true
}

// parameter makes a the argument for the parameter whose type is one of those that
// is says. It returns how many there are, and 0 where no argument is given for it.
func (a *argument) parameter(sig *types.Signature, is func(types.Type) bool) int {
	n := 0
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		if sig.Variadic() && i == sig.Params().Len()-1 && !a.call.Ellipsis.IsValid() {
			t = t.(*types.Slice).Elem()
			if is(t) {
				n += len(a.call.Args) - i
			}
		} else if is(t) {
			n++
		}
		if !is(t) || i >= len(a.call.Args) {
			continue
		}
		a.expr, a.typ = ast.Unparen(a.call.Args[i]), t
	}
	if n > 0 && len(a.call.Args) < sig.Params().Len() && !sig.Variadic() {
		return n + 1 // f(g()), where g returns several
	}
	return n
}

// parts are the user contexts in the arguments and in what the receiver is made of.
func (a *argument) parts(set summary.Recognizer) []ast.Expr {
	var found []ast.Expr
	ast.Inspect(a.call, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		e, ok := n.(ast.Expr)
		if !ok || e == a.call {
			return true
		}
		if tv := a.pass.TypesInfo.Types[e]; tv.IsValue() && set.IsUserContext(tv.Type) {
			found = append(found, ast.Unparen(e))
			return false
		}
		return true
	})
	return found
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
