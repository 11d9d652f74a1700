package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A hub lets go of a client that is sent to it on a channel for that: whoever
// receives there only removes what comes from where it is kept. Such a send
// keeps nothing.

// passing reports whether what i puts into a map is removed when the function
// ends: the statement after it defers that.
func passing(i *ssa.MapUpdate) bool {
	instrs := i.Block().Instrs
	for _, next := range instrs[slices.Index(instrs, ssa.Instruction(i))+1:] {
		d, ok := next.(*ssa.Defer)
		if !ok {
			continue
		}
		b, ok := d.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "delete" && sameShape(d.Call.Args[0], i.Map, 0) && sameShape(d.Call.Args[1], i.Key, 0)
	}
	return false
}

// channelOf is the variable that channel c was loaded from, if that belongs to
// this package alone.
func (e *engine) channelOf(c ssa.Value) *types.Var {
	c = unwrapped(c)
	v, _ := loadedField(c)
	if load, ok := c.(*ssa.UnOp); ok && load.Op == token.MUL {
		if g, ok := load.X.(*ssa.Global); ok {
			v, _ = g.Object().(*types.Var)
		}
	}
	if v == nil || v.Exported() || v.Pkg() != e.pkg.Pkg {
		return nil
	}
	return v
}

// receive notes what i receives, and channels that it hands on.
func (e *engine) receive(u *uses, i ssa.Instruction) {
	note := func(c ssa.Value, v ssa.Value) {
		if from := e.channelOf(c); from != nil {
			u.received[from] = append(u.received[from], v)
		}
	}
	switch i := i.(type) {
	case *ssa.UnOp:
		if i.Op == token.ARROW {
			note(i.X, received(i, 0, i.CommaOk))
		} else if _, isChan := i.Type().Underlying().(*types.Chan); isChan && i.Op == token.MUL && goesOn(i) {
			if from, to := e.channelOf(i), e.storedInField(i); from != nil && to != nil {
				u.alias[to] = append(u.alias[to], from)
				return
			}
			note(i, nil)
		}
	case *ssa.Select:
		n := 2
		for _, s := range i.States {
			if s.Dir == types.RecvOnly {
				note(s.Chan, received(i, n, true))
				n++
			}
		}
	}
}

// received is component n of v, if that is a tuple; nil where nobody uses it.
func received(v ssa.Value, n int, tuple bool) ssa.Value {
	if !tuple {
		return v
	}
	for _, ref := range *v.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == n {
			return x
		}
	}
	return nil
}

// storedInField is the field of this package alone in which channel c is stored, if
// nothing else is done with it.
func (e *engine) storedInField(c ssa.Value) *types.Var {
	var field *types.Var
	for _, ref := range *c.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			fa, ok := ref.Addr.(*ssa.FieldAddr)
			if !ok || ref.Val != c || field != nil {
				return nil
			}
			field = fieldOf(fa)
		default:
			return nil
		}
	}
	if field == nil || field.Exported() || field.Pkg() != e.pkg.Pkg {
		return nil
	}
	return field
}

// receivedFrom is all that is received from the channels in field or variable v, which
// other fields may have, too; nil if one may be there that is not known.
func (e *engine) receivedFrom(v *types.Var) []ssa.Value {
	u := e.usesOf()
	others := u.alias[v]
	if len(others) == 0 {
		return u.received[v]
	}
	if len(others) < len(u.stores[v]) || len(u.received[v]) > 0 {
		return nil
	}
	var all []ssa.Value
	for _, other := range others {
		if len(u.alias[other]) > 0 || len(u.received[other]) == 0 {
			return nil
		}
		all = append(all, u.received[other]...)
	}
	return all
}

// goesOn reports whether more is done with channel c than to send, to receive
// and to close.
func goesOn(c ssa.Value) bool {
	for _, ref := range *c.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.Select, *ssa.DebugRef:
		case *ssa.Send:
			if ref.X == c {
				return true
			}
		case ssa.CallInstruction:
			if _, ok := ref.Common().Value.(*ssa.Builtin); !ok {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// letsGo reports whether all who receive from channel c remove from a map what
// they receive, or work through it in a loop, and do not keep it; and whether they
// all remove it.
func (e *engine) letsGo(c ssa.Value) (lets, removes bool) {
	from := e.channelOf(c)
	if from == nil {
		return false, false
	}
	removes = true
	all := e.receivedFrom(from)
	for _, v := range all {
		if v == nil {
			return false, false
		}
		kept, removed := e.lets(v, 0)
		if kept || !removed && !e.worksThrough(v) {
			return false, false
		}
		removes = removes && removed
	}
	return len(all) > 0, removes && len(all) > 0
}

// joined reports whether all who receive from channel c put what they receive into a
// map, and do nothing else with it.
func (e *engine) joined(c ssa.Value) bool {
	from := e.channelOf(c)
	if from == nil {
		return false
	}
	all := e.receivedFrom(from)
	return len(all) > 0 && !slices.ContainsFunc(all, func(v ssa.Value) bool { return v == nil || !e.joins(v, 0) })
}

// joins is joined for value v.
func (e *engine) joins(v ssa.Value, depth int) bool {
	if depth > maxLetting || v.Referrers() == nil {
		return false
	}
	return !slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.BinOp, *ssa.If, *ssa.Lookup, *ssa.MapUpdate:
			return false
		case *ssa.FieldAddr:
			return e.keepsPart(ref)
		case ssa.CallInstruction:
			if kept, _ := e.letsCall(v, ref.Common(), depth); !kept {
				return false
			}
			callee := ref.Common().StaticCallee()
			if callee == nil || callee.Pkg != e.pkg || len(callee.Blocks) == 0 {
				return true
			}
			for i, a := range ref.Common().Args {
				if a == v && !e.joins(callee.Params[i], depth+1) {
					return true
				}
			}
			return false
		}
		return true
	})
}

// worksThrough reports whether v is received in a loop of a function that does not
// serve one request.
func (e *engine) worksThrough(v ssa.Value) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok || !e.node(instr.Parent()).cycles()[instr.Block().Index] {
		return false
	}
	for fn := instr.Parent(); fn != nil; fn = fn.Parent() {
		if e.perRequest(fn) {
			return false
		}
	}
	return true
}

// maxLetting bounds the calls that what is received is followed through.
const maxLetting = 3

// lets reports whether a body keeps v, or what v is a part of, and whether it
// removes v from a map.
func (e *engine) lets(v ssa.Value, depth int) (kept, removed bool) {
	if depth > maxLetting || v.Referrers() == nil {
		return true, false
	}
	for _, ref := range *v.Referrers() {
		k, r := true, false
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.BinOp, *ssa.If, *ssa.Lookup:
			k = false
		case *ssa.FieldAddr:
			k = e.keepsPart(ref)
		case *ssa.Field:
			k = e.keepsLoaded(ref, depth)
		case *ssa.Store:
			if local, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == v && !local.Heap {
				k = e.keepsLocal(local, depth)
			}
		case *ssa.MakeInterface:
			k, r = e.lets(ref, depth)
		case *ssa.ChangeInterface:
			k, r = e.lets(ref, depth)
		case ssa.CallInstruction:
			if same := handedOn(v, ref); same != nil {
				k, r = e.lets(same, depth)
			} else {
				k, r = e.letsCall(v, ref.Common(), depth)
			}
		}
		kept, removed = kept || k, removed || r
	}
	return kept, removed
}

// keepsLocal reports whether what is loaded from local variable a, or a part of it,
// is kept.
func (e *engine) keepsLocal(a *ssa.Alloc, depth int) bool {
	return slices.ContainsFunc(*a.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			return false
		case *ssa.Store:
			return ref.Addr != a
		case *ssa.FieldAddr:
			return e.keepsPart(ref)
		case *ssa.UnOp:
			kept, _ := e.lets(ref, depth+1)
			return kept
		}
		return true
	})
}

// keepsPart reports whether what is loaded from addr is stored elsewhere.
func (e *engine) keepsPart(addr *ssa.FieldAddr) bool {
	return slices.ContainsFunc(*addr.Referrers(), func(ref ssa.Instruction) bool {
		load, ok := ref.(*ssa.UnOp)
		return ok && e.keepsLoaded(load, 0)
	})
}

// keepsLoaded reports whether part, of what was received, is stored elsewhere.
func (e *engine) keepsLoaded(part ssa.Value, depth int) bool {
	if !e.hold.mayHold(part.Type()) {
		return false
	}
	for _, use := range *part.Referrers() {
		switch use := use.(type) {
		case *ssa.Store:
			if use.Val == part {
				return true
			}
		case *ssa.MapUpdate:
			if use.Map != part {
				return true
			}
		case *ssa.Send:
			if use.X == part {
				return true
			}
		case ssa.CallInstruction:
			if same := handedOn(part, use); same != nil {
				if e.keepsLoaded(same, depth) {
					return true
				}
				continue
			}
			callee := use.Common().StaticCallee()
			if callee == nil || callee.Pkg != e.pkg || len(callee.Blocks) == 0 {
				continue
			}
			if kept, _ := e.letsCall(part, use.Common(), depth+1); kept {
				return true
			}
		}
	}
	return false
}

// letsCall is lets for a call that is given v.
func (e *engine) letsCall(v ssa.Value, call *ssa.CallCommon, depth int) (kept, removed bool) {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		return b.Name() == "append", b.Name() == "delete"
	}
	if call.IsInvoke() || call.Value == v && !slices.Contains(call.Args, v) {
		return call.Value != v || len(call.Args) > 0, false
	}
	callee := call.StaticCallee()
	switch {
	case callee == nil:
		return !e.fromOutside(call.Value, 0), false
	case len(callee.Blocks) == 0:
		return e.mayKeep(callee, call, v), false
	case callee.Pkg != e.pkg:
		return true, false
	}
	for i, a := range call.Args {
		if a == v && i < len(callee.Params) {
			k, r := e.lets(callee.Params[i], depth+1)
			kept, removed = kept || k, removed || r
		}
	}
	return kept, removed
}

// mayKeep reports whether callee, of another package, may store v, or returns it.
// What a factory returns is a manager of its own.
func (e *engine) mayKeep(callee *ssa.Function, call *ssa.CallCommon, v ssa.Value) bool {
	ref, _ := e.ref(callee)
	s := e.facts.summary(ref.key)
	if s == nil {
		return true
	}
	for i, a := range call.Args {
		if a == v && (s.storesParam(i) || !e.isFactory(ref) && s.returnsParam(i)) {
			return true
		}
	}
	return false
}
