package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Frameworks that know nothing of package http have handlers, too: functions and
// services that are handed over once, where no request is there yet, to something
// that keeps them, and that are given a user or a context each time.

// registeredLiteral reports whether literal fn is such a handler.
func (e *engine) registeredLiteral(fn *ssa.Function) bool {
	if fn.Parent() == nil || !e.usesOf().handed[fn] || !e.givenUser(fn.Signature) {
		return false
	}
	for around := fn.Parent(); around != nil; around = around.Parent() {
		if e.perRequest(around) || e.calledInRequest(around, 0) {
			return false
		}
	}
	return true
}

// calledInRequest reports whether a function of this package that is called for one
// request, or one user, calls fn.
func (e *engine) calledInRequest(fn *ssa.Function, depth int) bool {
	return depth < maxLetting && slices.ContainsFunc(e.usesOf().callers[fn], func(by *ssa.Function) bool {
		for around := by; around != nil; around = around.Parent() {
			if around == fn {
				return false
			}
			if e.perRequest(around) || e.calledInRequest(around, depth+1) {
				return true
			}
		}
		return false
	})
}

// givenUser reports whether one of sig's parameters has a user context, a context or
// a request, or is one.
func (e *engine) givenUser(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if e.isOrHasUser(p.Type()) {
			return true
		}
	}
	return false
}

// isOrHasUser reports whether t is that of a user context, a context or a request, or
// of something that has one as a field, or returns one.
func (e *engine) isOrHasUser(t types.Type) bool {
	is := func(t types.Type) bool { return isContext(t) || isRequest(t) || e.set.IsUserContext(t) }
	if is(t) {
		return true
	}
	named := t
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		named = ptr.Elem()
	}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			if is(f.Type()) {
				return true
			}
		}
	}
	if n, ok := types.Unalias(named).(*types.Named); !ok || n.TypeParams().Len() > 0 {
		return false
	}
	for m := range e.prog.MethodSets.MethodSet(t).Methods() {
		sig := m.Type().(*types.Signature)
		if sig.Params().Len() == 0 && sig.Results().Len() == 1 && is(sig.Results().At(0).Type()) {
			return true
		}
	}
	return false
}

// registersService notes the methods of what interface value i holds, if i tells none
// of them and is handed to something that keeps it.
func (e *engine) registersService(u *uses, i *ssa.MakeInterface) {
	fn := i.Parent()
	for around := fn; around != nil; around = around.Parent() {
		if e.givenUser(around.Signature) {
			return
		}
	}
	if !e.handsOver(i, false, 0) {
		return
	}
	for m := range e.prog.MethodSets.MethodSet(i.X.Type()).Methods() {
		if obj, ok := m.Obj().(*types.Func); ok && obj.Exported() && e.givenUser(obj.Signature()) {
			u.registered[obj] = true
		}
	}
}

// handsOver reports whether function or object v, or what wraps it, is handed to
// something that keeps it.
func (e *engine) handsOver(v ssa.Value, wrapped bool, depth int) bool {
	if depth > maxLetting || v.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.ChangeType:
			return e.handsOver(ref, wrapped, depth)
		case *ssa.MakeInterface:
			return e.handsOver(ref, wrapped, depth)
		case *ssa.ChangeInterface:
			return e.handsOver(ref, wrapped, depth)
		case *ssa.Slice:
			return e.handsOver(ref, wrapped, depth)
		case *ssa.Return:
			return e.handlerType(v.Type())
		case *ssa.MapUpdate:
			return ref.Value == v
		case *ssa.Store:
			return ref.Val == v && e.storeHandsOver(ref.Addr, wrapped, depth)
		case ssa.CallInstruction:
			return slices.Contains(ref.Common().Args, v) && e.callHandsOver(v, ref, wrapped, depth)
		}
		return false
	})
}

// storeHandsOver is handsOver for what is stored at addr.
func (e *engine) storeHandsOver(addr ssa.Value, wrapped bool, depth int) bool {
	switch at := addr.(type) {
	case *ssa.FieldAddr:
		return true
	case *ssa.IndexAddr:
		return !isRest(at.X) || e.handsOver(at.X, wrapped, depth)
	case *ssa.Alloc:
		return slices.ContainsFunc(*at.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.UnOp:
				return e.handsOver(ref, wrapped, depth+1)
			case *ssa.MakeClosure:
				fn := ref.Fn.(*ssa.Function)
				i := slices.Index(ref.Bindings, ssa.Value(at))
				return slices.ContainsFunc(*fn.FreeVars[i].Referrers(), func(use ssa.Instruction) bool {
					load, ok := use.(*ssa.UnOp)
					return ok && e.handsOver(load, wrapped, depth+1)
				})
			}
			return false
		})
	}
	return false
}

// callHandsOver is handsOver for an argument of a call.
func (e *engine) callHandsOver(v ssa.Value, instr ssa.CallInstruction, wrapped bool, depth int) bool {
	if same := handedOn(v, instr); same != nil {
		return e.handsOver(same, wrapped, depth+1)
	}
	call := instr.Common()
	if b, ok := call.Value.(*ssa.Builtin); ok {
		return b.Name() == "append"
	}
	if call.IsInvoke() {
		// Nobody sees whether it is called at once, with the context that is here.
		return !slices.ContainsFunc(instr.Parent().Params, func(p *ssa.Parameter) bool { return isContext(p.Type()) })
	}
	callee := call.StaticCallee()
	if callee == nil {
		return false
	}
	var s *Summary
	if len(callee.Blocks) == 0 {
		ref, _ := e.ref(callee)
		s = e.facts.summary(ref.key)
	}
	for i, a := range call.Args {
		switch {
		case a != v:
		case s == nil && i < len(callee.Params):
			if e.handsOver(callee.Params[i], wrapped, depth+1) {
				return true
			}
		case s == nil:
		case wrapped || s.storesParam(i):
			return true
		case s.returnsParam(i):
			if c, ok := instr.(*ssa.Call); ok && e.handsOver(c, true, depth+1) {
				return true
			}
		}
	}
	return false
}
