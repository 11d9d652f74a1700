package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A zero value is not nil, so that no check stops it. It is one as long as all that is
// done with it is to hand on its address.

// zero reports whether a points to a user context that nothing was ever
// stored in.
func (f *frame) zero(a *Atom, at point) bool {
	if a.kind == kindTyped && len(a.inner) == 1 {
		a = a.inner[0]
	}
	if a.kind != kindAddr || a.base.root != rootObject || a.base.parent != nil {
		return false
	}
	if a.base.obj.alloc == nil {
		return len(a.path) == 0 && f.returnedBlank(a, callsOnly)
	}
	if alloc, ok := a.base.obj.alloc.(*ssa.Alloc); ok && len(a.path) == 0 {
		return alloc.Parent() == f.fn && f.e.user(alloc.Type()) && (untouched(alloc) || f.givenZero(alloc, at))
	}
	v := a.base.obj.alloc
	if v.Parent() != f.fn || len(a.path) == 0 || f.inCycle(at.block) {
		return false
	}
	uses, fresh := 0, true
	f.partUses(v, a.path, func(part ssa.Value) {
		fresh = fresh && f.e.user(part.Type())
		uses += callsOnly(part)
	}, &fresh)
	return fresh && uses == 1
}

// givenZero reports whether the one value that is stored in an allocation is a zero
// value at times, such as what a map gives for a key that it does not have.
func (f *frame) givenZero(a *ssa.Alloc, at point) bool {
	var stored ssa.Value
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case ssa.CallInstruction:
			if f.mayPrecede(ref, f.current) {
				return false
			}
		case *ssa.Store:
			if ref.Addr != a || stored != nil {
				return false
			}
			stored = ref.Val
		default:
			return false
		}
	}
	if stored == nil || !f.e.record(stored.Type()) {
		return false
	}
	return slices.Contains(bare(f.refined(stored, f.fn.Blocks[at.block])), f.e.u.constant(zeroValue))
}

// partUses calls yield with each register that is the address of the part p of what v
// points to; fresh is unset where something may be stored there otherwise.
func (f *frame) partUses(v ssa.Value, p path, yield func(ssa.Value), fresh *bool) {
	for _, ref := range *v.Referrers() {
		var sel string
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.UnOp:
			continue
		case *ssa.FieldAddr:
			sel = fieldSel(ref.X.Type(), ref.Field)
		case *ssa.IndexAddr:
			sel = elemSel(ref.Index)
		case *ssa.Slice:
			if _, isConst := ref.Low.(*ssa.Const); ref.Low == nil || isConst && ref.Low.(*ssa.Const).Int64() == 0 {
				f.partUses(ref, p, yield, fresh)
				continue
			}
		}
		part, ok := ref.(ssa.Value)
		switch {
		case !ok || sel == "" || sel == anyElem:
			*fresh = false
		case sel != p[0]:
		case len(p) == 1:
			yield(part)
		default:
			f.partUses(part, p[1:], yield, fresh)
		}
	}
}

// untouched reports whether all that is done with an allocation is to hand
// its address on.
func untouched(a *ssa.Alloc) bool { return callsOnly(a) == 1 }

// callsOnly is how many calls address a is handed to, if no more is done with it; many
// otherwise.
func callsOnly(a ssa.Value) int {
	const many = 2
	calls := 0
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case ssa.CallInstruction:
			calls++
		case *ssa.Phi: // or another
			if _, again := a.(*ssa.Phi); again {
				return many
			}
			calls += callsOnly(ref)
		case *ssa.MakeInterface:
			for _, r := range *ref.Referrers() {
				if _, ok := r.(ssa.CallInstruction); ok {
					calls++
				}
			}
		default:
			return many
		}
	}
	return calls
}

// noteBlank notes of the objects that result, which the body returns, points to whether
// that is all that is done with them.
func (f *frame) noteBlank(result Value) {
	if f.concrete || f.e.remote {
		return
	}
	var note func(v Value)
	note = func(v Value) {
		for a := range each(v) {
			switch {
			case a.kind == kindAgg:
				for _, fl := range a.fields {
					note(fl.val)
				}
			case a.kind == kindTyped:
				note(a.inner)
			case a.kind == kindAddr && len(a.path) == 0 && a.base.root == rootObject && a.base.parent == nil:
				o := a.base.obj
				if alloc, ok := o.alloc.(*ssa.Alloc); ok {
					o.blank = alloc.Parent() == f.fn && f.e.user(alloc.Type()) && onlyReturned(alloc) == 1
				} else if o.alloc == nil {
					o.blank = o.blank && f.returnedBlank(a, onlyReturned)
				}
			}
		}
	}
	note(result)
}

// returnedBlank reports whether a call of this body has returned a, the address of a
// user context that nothing was stored in, and count finds one use of
// what it returned and nothing else.
func (f *frame) returnedBlank(a *Atom, count func(ssa.Value) int) bool {
	o := a.base.obj
	if !o.blank || o.many || o.made.block >= len(f.fn.Blocks) || o.made.idx >= len(f.fn.Blocks[o.made.block].Instrs) {
		return false
	}
	call, ok := f.fn.Blocks[o.made.block].Instrs[o.made.idx].(*ssa.Call)
	if !ok {
		return false
	}
	if m := f.mems[a.base]; m != nil && len(m.index) > 0 {
		return false
	}
	if _, several := call.Type().(*types.Tuple); !several {
		return slices.Contains(bare(f.get(call)), a) && count(call) == 1
	}
	uses := 0
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && slices.Contains(bare(f.get(e)), a) {
			uses += count(e)
		}
	}
	return uses == 1
}

// onlyReturned is how many return statements v is an operand of, if no more is done
// with it; many otherwise.
func onlyReturned(v ssa.Value) int {
	const many = 2
	returns := 0
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Return:
			returns++
		case *ssa.MakeInterface:
			returns += onlyReturned(ref)
		default:
			return many
		}
	}
	return returns
}
