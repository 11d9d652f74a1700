package summary

import (
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
	if a.kind != kindAddr || a.base.root != rootObject || a.base.parent != nil || a.base.obj.alloc == nil {
		return false
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
