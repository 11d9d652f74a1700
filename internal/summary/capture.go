package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A literal that captures a variable which is never set again might as well hold a
// copy: what was known of it where the literal was made is known whenever it is
// called.

// capturedBy is what literal i holds for the variable that is its n-th binding.
func (f *frame) capturedBy(i *ssa.MakeClosure, n int, at point) Value {
	v := f.get(i.Bindings[n])
	held, ok := i.Bindings[n].(*ssa.Alloc)
	if !ok || f.concrete || f.e.remote || len(v) != 1 || !f.e.context(held.Type().Underlying().(*types.Pointer).Elem()) {
		return v
	}
	stored := onlyStore(held)
	if stored == nil || !precedes(stored, i) || stored.Block() == i.Block() {
		return v
	}
	if f.mayPrecede(i, stored) && !f.inCycle(held.Block().Index) {
		return v // the next round of a loop sets it again
	}
	base, p, ok := place(v[0])
	if !ok || len(p) > 0 {
		return v
	}
	content := f.load(base, nil, at)
	if len(content) == 0 || content.key() == decisive(f.get(stored.Val)).key() {
		return v
	}
	o := f.object("captured "+instrKey(at)+"."+itoa(n), "", at)
	addr := Value{f.e.u.objAddr(o, nil)}
	f.store(addr, content, nil, at, true)
	return addr
}

// onlyStore is the one statement that stores in variable v; nil if there are others,
// in literals too, or its address goes elsewhere.
func onlyStore(v *ssa.Alloc) *ssa.Store {
	var store *ssa.Store
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == v || store != nil {
				return nil
			}
			store = ref
		case *ssa.MakeClosure:
			if !onlyReads(ref, v) {
				return nil
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			return nil
		}
	}
	return store
}

// onlyReads reports whether literal lit, and those in it, do no more than load from
// variable v, which it captured.
func onlyReads(lit *ssa.MakeClosure, v ssa.Value) bool {
	fn := lit.Fn.(*ssa.Function)
	for n, b := range lit.Bindings {
		if b != v {
			continue
		}
		for _, ref := range *fn.FreeVars[n].Referrers() {
			switch ref := ref.(type) {
			case *ssa.MakeClosure:
				if !onlyReads(ref, fn.FreeVars[n]) {
					return false
				}
			case *ssa.UnOp, *ssa.DebugRef:
			default:
				return false
			}
		}
	}
	return true
}
