package summary

import (
	"go/token"
	"go/types"
	"maps"
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
// can, for whoever calls the body; when is what tells whether it does.
func (f *frame) mayPanic(at point, own bool, when Value) {
	if f.inDeferred || f.e.library || f.concrete && !own {
		return
	}
	f.panics = f.panics || own
	if f.fn.Recover != nil {
		p := point{block: at.block, idx: at.idx}
		f.panicsAt = append(f.panicsAt, p)
		if f.thrownAt == nil {
			f.thrownAt = make(map[point]Value)
		}
		f.thrownAt[p] = join(f.thrownAt[p], when)
	}
}

// panicFlag selects, from what a call of a symbol returns, whether it panics instead.
const panicFlag = ".·panics"

// throwsAt tells whether a call of fn panics, with a value of its own: true where it
// does, false where it does not, and anything where it may. If the summary says what
// holds whenever it returns, and that holds here, it does not.
func (f *frame) throwsAt(s *Summary, fn *Atom, isFactory bool, args []Value, at point, panicked bool) Value {
	u := f.e.u
	switch {
	case f.e.library:
		return nil // see mayPanic
	case !s.panics || isFactory || f.e.ofLibrary(fn.fn):
		return Value{u.constant("false")}
	case !f.comesBack(s, fn, args, at, panicked):
		return Value{u.constant("true")}
	case len(s.holds) == 0:
		return Value{u.top()}
	}
	if f.concrete || f.certain(s.holds, &env{fn: fn.fn, frees: fn.binds, params: args, targs: fn.targs, at: at, panicked: panicked}) {
		return Value{u.constant("false")}
	}
	return Value{u.top()}
}

// throws notes whether e, a call that the callee does, panics.
func (v *env) throws(e *effect, thrown Value) {
	if v.thrown == nil {
		v.thrown = make(map[*effect]Value)
	}
	v.thrown[e] = join(v.thrown[e], thrown)
}

// whetherThrown is whether the callee panics: by itself, as throws says, or in what it
// calls, unless it recovers.
func (v *env) whetherThrown(u *universe, throws Value, catches bool) Value {
	if catches || len(throws) == 0 || throws[0].constant == "true" {
		return throws
	}
	for _, e := range slices.SortedFunc(maps.Keys(v.thrown), func(a, b *effect) int { return a.id - b.id }) {
		t := v.thrown[e]
		if len(t) == 1 && t[0].constant == "true" && len(e.guards) == 0 {
			return t
		}
		for _, a := range t {
			switch {
			case a.kind == kindConst && a.constant != "false":
				throws = join(throws, Value{u.top()})
			case a.constant != "false":
				throws = join(throws, a.alone())
			}
		}
	}
	return throws
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
	under := f.under
	if g, ok := f.thrownBy(reached); ok {
		f.under = joinGuards(under, []guard{g})
	}
	returns := f.unwind(at)
	f.under = under
	return returns
}

// thrownBy is the guard that says that one of the calls of symbols at places panics; ok
// is false if anything else there may.
func (f *frame) thrownBy(places []point) (g guard, ok bool) {
	for _, p := range places {
		flags := f.thrownAt[p]
		if len(flags) == 0 || !onlySymbols(flags) {
			return guard{}, false
		}
		g.val = join(g.val, flags)
	}
	g.want = "true"
	return g, len(places) > 0
}

// unwind calls the deferred functions because of a panic, until one has recovered and
// then as ever. It reports whether all of them return.
func (f *frame) unwind(at point) bool {
	panicking := true
	for _, d := range slices.Backward(f.defers) {
		if !f.leadsTo(d.at.block, at.block) {
			continue
		}
		f.recovering = panicking
		returns := f.runCaptured(d, at)
		f.recovering = false
		if !returns {
			return false
		}
		panicking = panicking && !f.catches(d)
	}
	return true
}

// certainlyPanics reports whether instr panics whenever control gets to it: it goes by
// way of nil, or of an element that a list does not have.
func (f *frame) certainlyPanics(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.FieldAddr:
		return nilConst(i.X)
	case *ssa.MapUpdate:
		return nilConst(i.Map)
	case *ssa.UnOp:
		return i.Op == token.MUL && nilConst(i.X)
	case *ssa.Store:
		return nilConst(i.Addr)
	case *ssa.Call:
		return nilConst(i.Call.Value)
	case *ssa.BinOp:
		n, ok := intConst(i.Y)
		return ok && n == 0 && (i.Op == token.QUO || i.Op == token.REM)
	case *ssa.IndexAddr:
		n, ok := intConst(i.Index)
		size, isKnown := whole(f.lengthOf(i.X))
		_, isSlice := i.X.Type().Underlying().(*types.Slice)
		return ok && isSlice && isKnown && n >= size
	case *ssa.TypeAssert:
		if i.CommaOk || !f.plain(i.X) {
			return false
		}
		may, _ := f.e.decide(guard{val: f.get(i.X), typ: f.e.u.typeRef(i.AssertedType)})
		return !may
	}
	return false
}

func nilConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

func intConst(v ssa.Value) (int64, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return 0, false
	}
	return intOf(c)
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
