package nilcontext

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
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
// engine says, or else what the function shows, the argument itself or what was
// assigned to the variable that it is. It is nil where nothing is shown.
func (a *argument) originOf(said ast.Node) *origin {
	if call, ok := said.(*ast.CallExpr); ok {
		if o := a.called(call); o != nil {
			return o
		}
	}
	e := a.expr
	for range maxCopies {
		id, ok := e.(*ast.Ident)
		if !ok {
			break
		}
		v, isVar := a.pass.TypesInfo.Uses[id].(*types.Var)
		if !isVar {
			return nil
		}
		if v.Parent() == v.Pkg().Scope() {
			return &origin{v.Name() + " is not set", v.Name() + " can be nil, and it is not checked", id}
		}
		if a.addressed(v) {
			return nil
		}
		given, sure := a.assigned(v, id)
		if given == nil {
			return nil
		}
		switch {
		case given.loop != nil:
			return a.ranged(given.loop)
		case given.value == nil:
			return &origin{v.Name() + " is not set", v.Name() + " is not set on every path", given.stmt}
		case !sure && a.pass.TypesInfo.Types[given.value].IsNil():
			return &origin{v.Name() + " is nil", v.Name() + " is nil on some path", given.stmt}
		}
		e = ast.Unparen(given.value)
	}
	return a.shown(e)
}

// maxCopies bounds the variables that one was copied from.
const maxCopies = 4

// shown is the origin that expression e shows.
func (a *argument) shown(e ast.Expr) *origin {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return a.called(e)
	case *ast.TypeAssertExpr:
		return &origin{"the type assertion has failed", "the type assertion can fail, and it is not checked", e}
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
	sig, ok := a.pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	if !ok || a.pass.TypesInfo.Types[call.Fun].IsBuiltin() {
		return nil
	}
	name := ""
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		name = types.ExprString(fun)
	}
	if fn, ok := typeutil.Callee(a.pass.TypesInfo, call).(*types.Func); ok {
		name = summary.DisplayName(fn.Origin().FullName(), a.pass.Pkg.Path())
	}
	if name == "" {
		return nil
	}
	results := sig.Results()
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

// receiverOrigin is the field of a method call's receiver that alone can be the user
// context that it gives: no argument holds one.
func receiverOrigin(pass *analysis.Pass, set summary.Recognizer, n ast.Node) *origin {
	call, ok := n.(*ast.CallExpr)
	if !ok || set == nil {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	s := pass.TypesInfo.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal {
		return nil
	}
	field := userField(s.Recv(), set)
	if field == nil {
		return nil
	}
	for _, arg := range call.Args {
		if _, basic := pass.TypesInfo.TypeOf(arg).Underlying().(*types.Basic); !basic {
			return nil
		}
	}
	name := "field " + field.Name()
	return &origin{name + " of the receiver is nil", name + " of the receiver can be nil, and it is not checked", sel.X}
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
