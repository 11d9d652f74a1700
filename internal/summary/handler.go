package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A handler is made once and serves many requests: one that holds a manager
// serves it to all of them, wherever the handler is registered.

// keepHandler notes that val, which is stored now, is or holds a handler that
// holds a manager, where that is not made for one request.
func (f *frame) keepHandler(val Value, at point) (told bool) {
	if !f.managers || f.trial != nil || f.late || !f.e.registers(f.current) {
		return false
	}
	for fn := f.fn; fn != nil; fn = fn.Parent() {
		if servesRequests(fn) {
			return false
		}
	}
	if f.told || f.moved {
		return true
	}
	h := f.held(val, at)
	if h.handler == nil || f.e.perRequest(f.fn) && (f.asksUser() || given(val) || given(Value{h.handler})) {
		return false
	}
	_, isCall := f.current.(ssa.CallInstruction)
	if f.handlers == nil {
		f.handlers = make(map[*Atom]*handlerKeep)
	}
	if old := f.handlers[h.handler]; old != nil && (old.isCall || !isCall || !slices.Contains(bare(val), h.handler)) {
		return true
	}
	k := &Keep{Site: f.site, Via: f.storer, Factory: h.manager.name, Captive: true, fn: f.fn}
	k.Variable, k.Captured, k.Declared = f.handlerName(h.handler, at)
	k.Made = f.madeFor(h.manager, at)
	k.Hops = f.hops
	k.callee = f.keepsAlone(f.current, k.Factory)
	if !f.relinks(k, at) {
		f.handlers[h.handler] = &handlerKeep{k, isCall}
	}
	return true
}

// asksUser reports whether the present instruction calls a method of a user
// context: what that does with a handler it does for its user.
func (f *frame) asksUser() bool {
	call, ok := f.current.(ssa.CallInstruction)
	if !ok {
		return false
	}
	c := call.Common()
	switch callee := c.StaticCallee(); {
	case c.IsInvoke():
		return f.e.set.IsUserContext(c.Value.Type())
	case callee != nil && callee.Signature.Recv() != nil && len(c.Args) > 0:
		return f.e.set.IsUserContext(callee.Signature.Recv().Type())
	}
	return false
}

// given reports whether handler v, or what it is a copy of, is the caller's: where
// it is set up with a user context, it is that user's, and handing it on registers
// nothing.
func given(v Value) bool {
	return len(v) > 0 && !slices.ContainsFunc(bare(v), func(a *Atom) bool {
		if a.kind == kindTyped || a.kind == kindAgg {
			return !given(a.inner)
		}
		base, _, ok := place(a)
		return !ok || base.rootOf().root != rootParam
	})
}

// isUsers reports whether root is a user context that the function is given: what
// that is given lives as long as it does.
func (f *frame) isUsers(root *Atom) bool {
	if root.root != rootParam {
		return false
	}
	t := f.symbolType(root)
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return t != nil && f.e.set.IsUserContext(t)
}

// registers reports whether instr may register a handler. What is stored in a
// local variable is not yet, and a callee that returns a handler wraps what it
// is given.
func (e *engine) registers(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Store:
		if at, ok := i.Addr.(*ssa.IndexAddr); ok && isRest(at.X) && !e.handlerType(i.Val.Type()) {
			return false // one of the arguments of a call that takes anything
		}
		_, isLocal := i.Addr.(*ssa.Alloc)
		return !isLocal
	case ssa.CallInstruction:
		results := i.Common().Signature().Results()
		for v := range results.Variables() {
			if e.handlerType(v.Type()) {
				return false
			}
		}
	}
	return instr != nil
}

// isRest reports whether v is the array of the last arguments of a call.
func isRest(v ssa.Value) bool {
	a, ok := v.(*ssa.Alloc)
	return ok && a.Comment == "varargs"
}

// passHandlers notes the handlers among the arguments of a call.
func (f *frame) passHandlers(call *ssa.CallCommon, args []Value, at point) {
	if !f.managers || f.trial != nil {
		return
	}
	storer := f.storer
	if callee := call.StaticCallee(); callee != nil && callee.Object() != nil {
		f.storer = functionKey(callee)
	}
	for i, a := range call.Args {
		if mi, ok := a.(*ssa.MakeInterface); ok {
			a = mi.X
		}
		if f.e.handlerType(a.Type()) && !f.e.servesOne(call, i, 0) {
			f.keepHandler(args[i], at)
		}
	}
	f.storer = storer
}

// servesOne reports whether call does nothing with the handler that is its i-th
// argument but to have it serve one request.
func (e *engine) servesOne(call *ssa.CallCommon, i, depth int) bool {
	if slices.ContainsFunc(call.Args, func(a ssa.Value) bool { return isRequest(a.Type()) }) {
		return true
	}
	callee := call.StaticCallee()
	return callee != nil && len(callee.Blocks) > 0 && e.servedOnce(callee.Params[i], depth)
}

// servedOnce is servesOne for what a parameter holds.
func (e *engine) servedOnce(h ssa.Value, depth int) bool {
	if depth > maxLetting {
		return false
	}
	served := false
	for _, ref := range *h.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			continue
		case *ssa.MakeInterface:
			served = e.servedOnce(ref, depth+1)
		case *ssa.Call:
			i := slices.Index(ref.Call.Args, h)
			served = i < 0 && ref.Call.Value == h || i >= 0 && e.servesOne(&ref.Call, i, depth+1)
			served = served && !e.node(ref.Parent()).cycles()[ref.Block().Index]
		default:
			return false
		}
		if !served {
			return false
		}
	}
	return served
}

// handlerType reports whether a value of type t is a handler.
func (e *engine) handlerType(t types.Type) bool {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return takesRequest(sig)
	}
	if isRequest(t) || isContext(t) {
		return false
	}
	known, ok := e.handlerTypes[t]
	if !ok {
		takes, isClient := false, false
		for m := range e.prog.MethodSets.MethodSet(t).Methods() {
			sig := m.Type().(*types.Signature)
			takes = takes || takesRequest(sig)
			isClient = isClient || sends(sig)
			known = known || answers(sig)
		}
		known = known || takes && !isClient
		e.handlerTypes[t] = known
	}
	return known
}

// A handlerKeep is how a handler that holds a manager is stored, by a call if
// there is one.
type handlerKeep struct {
	keep   *Keep
	isCall bool
}

// keepHandlers notes the handlers of which no package-level variable is known
// that keeps them.
func (f *frame) keepHandlers() {
	for _, k := range f.handlers {
		if k != nil {
			f.addKeep(k.keep)
		}
	}
}

// handlerName is the variable that handler a captured the manager in, or the
// type that a is of, and where that is declared.
func (f *frame) handlerName(a *Atom, at point) (name string, captured bool, declared Site) {
	if a.kind == kindTyped {
		return trimStar(a.typ.key), false, f.e.declared(named(a.typ.typ))
	}
	for i, b := range a.binds {
		if f.held(b, at).manager == nil || a.fn.fn == nil || i >= len(a.fn.fn.FreeVars) {
			continue
		}
		v := a.fn.fn.FreeVars[i]
		if isBound(a.fn.fn) {
			return trimStar(f.e.u.typeRef(v.Type()).key), false, f.e.declared(named(v.Type()))
		}
		return v.Name(), true, declaredFree(a.fn.fn, i)
	}
	return a.fn.key, true, 0
}

// named is the type that t, below a pointer, is declared as, or nil.
func named(t types.Type) *types.TypeName {
	if t == nil {
		return nil
	}
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

func trimStar(s string) string {
	for len(s) > 0 && s[0] == '*' {
		s = s[1:]
	}
	return s
}

// serves reports whether a is called for each of many requests, or has methods
// that are.
func (e *engine) serves(a *Atom) bool {
	switch a.kind {
	case kindFunc:
		return len(a.binds) > 0 && a.fn.fn != nil && servesRequests(a.fn.fn)
	case kindTyped:
		return a.typ.typ != nil && e.handlerType(a.typ.typ)
	}
	return false
}

// servesRequests reports whether fn is given a request: a handler.
func servesRequests(fn *ssa.Function) bool { return takesRequest(fn.Signature) }

func takesRequest(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if isRequest(p.Type()) {
			return true
		}
	}
	return false
}

// sends reports whether a function is given a request and gets the response, as
// (http.RoundTripper).RoundTrip does: the request is not one that came in.
func sends(sig *types.Signature) bool {
	if sig.Results().Len() == 0 || !takesRequest(sig) {
		return false
	}
	ptr, ok := types.Unalias(sig.Results().At(0).Type()).(*types.Pointer)
	return ok && isNamed(ptr.Elem(), "net/http", "Response")
}

// answers reports whether a function is given a request and a writer for the
// response.
func answers(sig *types.Signature) bool {
	takesWriter := false
	for p := range sig.Params().Variables() {
		takesWriter = takesWriter || isNamed(p.Type(), "net/http", "ResponseWriter")
	}
	return takesWriter && takesRequest(sig)
}

// isRequest reports whether t is that of one HTTP request, or of what a
// framework makes for one: something with a field or a method that is it.
func isRequest(t types.Type) bool {
	if isHTTPRequest(t) {
		return true
	}
	named := t
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		named = ptr.Elem()
	}
	n, ok := types.Unalias(named).(*types.Named)
	if !ok {
		return false
	}
	if s, ok := n.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			if isHTTPRequest(f.Type()) {
				return true
			}
		}
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, n.Obj().Pkg(), "Request")
	m, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	sig := m.Signature()
	return sig.Params().Len() == 0 && sig.Results().Len() == 1 && isHTTPRequest(sig.Results().At(0).Type())
}

func isHTTPRequest(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(ptr.Elem(), "net/http", "Request")
}

func isNamed(t types.Type, pkg, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg
}
