package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A function that recovers returns what its results hold when it panicked, and
// what its deferred functions put there then.

// recovered is what recover returns: nil, unless a deferred function is called
// because of a panic. Only guards say anything of it.
func (u *universe) recovered() *Atom { return u.rootSym(rootRecovered, 0, "") }

// isRecover reports whether v is a call of recover.
func isRecover(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "recover"
}

// recovers reports whether fn calls recover itself.
func recovers(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, i := range b.Instrs {
			if v, ok := i.(ssa.Value); ok && isRecover(v) {
				return true
			}
		}
	}
	return false
}

// mayPanic notes that what the body does at at may panic; own says that it surely
// can, for whoever calls the body.
func (f *frame) mayPanic(at point, own bool) {
	if f.inDeferred || f.concrete || f.e.library {
		return
	}
	f.panics = f.panics || own
	if f.fn.Recover != nil {
		f.panicsAt = append(f.panicsAt, point{block: at.block, idx: at.idx})
	}
}

// ofLibrary reports whether fn is the standard library's, most of which panics where
// it is not used as it should be.
func (e *engine) ofLibrary(fn *FuncRef) bool {
	if fn.fn == nil || fn.fn.Object() == nil || fn.fn.Object().Pkg() == nil || fn.fn.Object().Pkg() == e.pkg.Pkg {
		return false
	}
	f := e.facts.imports[fn.fn.Object().Pkg().Path()]
	return f == nil || f.Standard != ""
}

// unchecked reports whether instr panics where what it is given does not fit, and
// the body does not ask whether it does.
func unchecked(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.TypeAssert:
		return !i.CommaOk
	case *ssa.IndexAddr:
		_, isSlice := i.X.Type().Underlying().(*types.Slice)
		_, constant := i.Index.(*ssa.Const)
		return isSlice && constant && !isVariadic(i.X)
	}
	return false
}

// isVariadic reports whether v is a list that is made where it is.
func isVariadic(v ssa.Value) bool {
	_, ok := v.(*ssa.Slice)
	return ok
}

// recover is what happens if the body panics: deferred functions run, and if one of
// them recovers, the function returns. It reports whether it does.
func (f *frame) recover() bool {
	if f.fn.Recover == nil {
		return false
	}
	var reached []point
	n := slices.IndexFunc(f.defers, func(d deferred) bool { return f.catches(d) })
	if n < 0 {
		return false
	}
	d := f.defers[n]
	for _, p := range f.panicsAt {
		if p.block == d.at.block && !f.inCycle(p.block) {
			if p.idx > d.at.idx {
				reached = append(reached, p)
			}
		} else if f.leadsTo(d.at.block, p.block) {
			reached = append(reached, p)
		}
	}
	if len(reached) == 0 {
		return false
	}
	f.panicked = reached
	at := point{block: f.fn.Recover.Index}
	for _, d := range slices.Backward(f.defers) {
		f.recovering = true
		returns := f.runCaptured(d, at)
		f.recovering = false
		if !returns {
			return false
		}
	}
	return true
}

// catches reports whether d calls a function that recovers, and does not panic
// again.
func (f *frame) catches(d deferred) bool {
	return slices.ContainsFunc(bare(d.fnv), func(a *Atom) bool {
		if a.kind != kindFunc {
			return false
		}
		s := f.e.summaryOf(a.fn, f.node)
		return s != nil && s.recovers && !s.panics
	})
}

// atRecover is where in the block in which a recovered function returns its results
// are looked at: after what deferred functions do.
func (f *frame) atRecover(at point) point {
	if f.fn.Recover != nil && at.block == f.fn.Recover.Index {
		at.seq = 1 << 30
	}
	return at
}

// recoveredFrom are the places where the body panics, if block b is the one in which
// it returns then.
func (f *frame) recoveredFrom(b int) []point {
	if f.fn.Recover == nil || b != f.fn.Recover.Index {
		return nil
	}
	return f.panicked
}

// alsoRecovered reports whether what is stored in p of m whenever the body returns by
// itself is replaced where it panics.
func (f *frame) alsoRecovered(m *memory, p path) bool {
	if f.panicked == nil {
		return true
	}
	return slices.ContainsFunc(m.byBlock[f.fn.Recover.Index], func(w *write) bool { return w.strong && match(w.path, p) == covers })
}

// onPanic reports whether e happens only where a panic is recovered.
func (e *effect) onPanic() bool {
	return slices.ContainsFunc(e.guards, func(g guard) bool { return len(g.val) == 1 && g.val[0].root == rootRecovered && g.not })
}

// surelyStored reports whether whatever the places at addr hold at at was stored
// there by the body, and is not nil.
func (f *frame) surelyStored(addr Value, at point) bool {
	if len(addr) != 1 {
		return false
	}
	base, p, ok := place(addr[0])
	if !ok || f.mems[base] == nil {
		return false
	}
	sure := true
	entry := f.reaching(f.mems[base], p, at, func(w *write, how overlap) {
		sure = sure && how == covers && w.strong && len(w.val) > 0 && !mayBeNil(w.val)
	})
	return sure && !entry
}
