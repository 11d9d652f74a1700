package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// sameAs reports whether registers x and r hold the same where both are set:
// they are one, were loaded from one place, or x was loaded from where r was
// stored.
func (f *frame) sameAs(x, r ssa.Value) bool {
	if x == r {
		return true
	}
	load, ok := x.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	stores := storesTo(load.X)
	if again, ok := r.(*ssa.UnOp); ok && again.Op == token.MUL && samePlace(load.X, again.X) {
		return !slices.ContainsFunc(stores, func(s *ssa.Store) bool { return f.mayPrecede(load, s) && f.mayPrecede(s, again) }) && !f.writtenBetween(load, again)
	}
	if _, isConst := r.(*ssa.Const); isConst {
		return false
	}
	n := slices.IndexFunc(stores, func(s *ssa.Store) bool { return s.Val == r && precedes(s, load) })
	return n >= 0 && !slices.ContainsFunc(stores, func(s *ssa.Store) bool {
		return s != stores[n] && f.mayPrecede(stores[n], s) && f.mayPrecede(s, load)
	})
}

// writtenBetween reports whether a call may write to the variable that load
// loads from, between it and again.
func (f *frame) writtenBetween(load, again *ssa.UnOp) bool {
	addr := f.get(load.X)
	if len(addr) != 1 {
		return false
	}
	base, p, ok := place(addr[0])
	if !ok || f.mems[base] == nil {
		return false
	}
	for b, ws := range f.mems[base].byBlock {
		for _, w := range ws {
			call, ok := f.fn.Blocks[b].Instrs[w.at.idx].(*ssa.Call)
			if ok && match(w.path, p) != apart && f.mayPrecede(load, call) && f.mayPrecede(call, again) {
				return true
			}
		}
	}
	return false
}

// samePlace reports whether addresses a and b are the same variable, or the
// same field of it.
func samePlace(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok := a.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	y, ok := b.(*ssa.FieldAddr)
	return ok && x.Field == y.Field && (samePlace(x.X, y.X) || sameLoad(x.X, y.X))
}

// sameLoad reports whether a and b are loaded from a variable that is stored in
// once.
func sameLoad(a, b ssa.Value) bool {
	x, ok := a.(*ssa.UnOp)
	if !ok || x.Op != token.MUL {
		return false
	}
	y, ok := b.(*ssa.UnOp)
	return ok && y.Op == token.MUL && samePlace(x.X, y.X) && len(storesTo(x.X)) < 2
}

// storesTo are the stores to the place that addr points to, as far as they
// name it in the same way.
func storesTo(addr ssa.Value) []*ssa.Store {
	var stores []*ssa.Store
	collect := func(a ssa.Value) {
		for _, ref := range *a.Referrers() {
			if s, ok := ref.(*ssa.Store); ok && s.Addr == a {
				stores = append(stores, s)
			}
		}
	}
	if addr.Referrers() == nil {
		return nil
	}
	collect(addr)
	if fa, ok := addr.(*ssa.FieldAddr); ok && fa.X.Referrers() != nil {
		for _, ref := range *fa.X.Referrers() {
			if other, ok := ref.(*ssa.FieldAddr); ok && other != fa && other.Field == fa.Field {
				collect(other)
			}
		}
	}
	return stores
}

// fromCaller reports whether x is loaded from what a parameter or a captured
// variable points to, and the body has not stored there before.
func (f *frame) fromCaller(x *ssa.UnOp) bool {
	if x.Op != token.MUL || slices.ContainsFunc(storesTo(x.X), func(s *ssa.Store) bool { return f.mayPrecede(s, x) }) {
		return false
	}
	switch a := x.X.(type) {
	case *ssa.FreeVar, *ssa.Global:
		return true
	case *ssa.FieldAddr:
		switch base := a.X.(type) {
		case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
			return true
		case *ssa.UnOp:
			return f.fromCaller(base)
		case *ssa.Alloc:
			return holdsParameter(base)
		}
	case *ssa.IndexAddr:
		_, given := a.X.(*ssa.Parameter)
		return given && (f.e.context(x.Type()) || isTypeParam(x.Type()))
	}
	return false
}

// holdsParameter reports whether variable a is a parameter, a struct of which fields
// are read and none is changed.
func holdsParameter(a *ssa.Alloc) bool {
	given := false
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if given = !given && ref.Addr == a && isParam(ref.Val); !given {
				return false
			}
		case *ssa.FieldAddr:
			for _, r := range *ref.Referrers() {
				if load, ok := r.(*ssa.UnOp); !ok || load.Op != token.MUL {
					return false
				}
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			return false
		}
	}
	return given
}

// mayPrecede reports whether control can get from a to b.
func (f *frame) mayPrecede(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() {
		return precedes(a, b) || f.inCycle(a.Block().Index)
	}
	return f.leadsTo(a.Block().Index, b.Block().Index)
}

// precedes reports whether a runs whenever b does, and before it.
func precedes(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	instrs := a.Block().Instrs
	return slices.Index(instrs, a) < slices.Index(instrs, b)
}

// reread is what write w has put there, where a body reads it at at: the
// conditions that hold there may say more of it than when it was written.
func (f *frame) reread(w *write, at point) Value {
	if w.src == nil || at.block == w.at.block || !mayBeNil(w.val) {
		return w.val
	}
	b := f.fn.Blocks[at.block]
	v := w.val
	for _, k := range f.conditionsAt(b) {
		v = f.assume(w.src, v, k)
	}
	if mayBeNil(v) {
		v = f.checked(w.src, v, b)
	}
	return v
}
