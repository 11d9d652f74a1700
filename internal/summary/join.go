package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// What returns and phis join, and what type assertions leave of it.

func (f *frame) ret(i *ssa.Return, at point) {
	f.finish(at)
	if !f.returns {
		f.returns = true
		f.changed = true
	}
	n := slices.IndexFunc(f.returnings, func(r returning) bool { return r.block == at.block })
	if n < 0 {
		n = len(f.returnings)
		f.returnings = append(f.returnings, returning{block: at.block, values: make([]Value, len(i.Results)), same: f.nilTestOf(i)})
		f.changed = true
	}
	if t := f.passedOn(i); t.key() != f.returnings[n].tuple.key() {
		f.returnings[n].tuple = t
		f.changed = true
	}
	for k, r := range i.Results {
		if f.answers(r.Type()) {
			v := decisive(f.get(r))
			if len(v) == 0 {
				v = Value{f.e.u.top()}
			}
			if j := join(f.returnings[n].values[k], v); !j.equal(f.returnings[n].values[k]) {
				f.returnings[n].values[k] = j
				f.changed = true
			}
			continue
		}
		if !f.e.follows(r.Type()) {
			continue
		}
		values := f.returnings[n].values
		from := f.lastStored(r)
		v := decisive(f.refined(from, i.Block()))
		if load, ok := localLoad(from); ok && len(v) > 0 && !f.e.context(r.Type()) && !f.surelyStored(f.get(load.X), at) {
			v = join(v, Value{f.e.u.top()}) // a variable does not tell that it holds nil
		}
		j := f.e.u.widen(join(values[k], v))
		if !j.equal(values[k]) {
			values[k] = j
			f.changed = true
		}
	}
}

// answers reports whether a result of type t, a text or a number, may say whether
// the user context that the function is given is nil: uc.ID() is empty then.
func (f *frame) answers(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&(types.IsString|types.IsInteger) == 0 || f.concrete || f.e.remote {
		return false
	}
	return slices.ContainsFunc(f.fn.Params, func(p *ssa.Parameter) bool { return f.e.context(p.Type()) })
}

// lastStored is what was stored in the variable that r is loaded from, earlier
// on the only way to it: a function with deferred calls keeps its results in
// variables while they run. It is r where a deferred call may have written there.
func (f *frame) lastStored(r ssa.Value) ssa.Value {
	load, ok := r.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return r
	}
	v, ok := load.X.(*ssa.Alloc)
	if !ok {
		return r
	}
	if f.clearedLater(v) {
		return r
	}
	b := load.Block()
	from := slices.Index(b.Instrs, ssa.Instruction(load))
	for end := from; ; from, end = len(b.Instrs), len(b.Instrs) {
		for n := from - 1; n >= 0; n-- {
			s, ok := b.Instrs[n].(*ssa.Store)
			if !ok || s.Addr != v {
				continue
			}
			if again, ok := s.Val.(*ssa.UnOp); ok && again.X == v {
				continue // stored where it was
			}
			if f.e.follows(s.Val.Type()) && !f.writtenIn(f.get(v), b.Index, n, end) {
				return s.Val
			}
			return r
		}
		if len(b.Preds) != 1 || f.writtenIn(f.get(v), b.Index, -1, end) {
			return r
		}
		b = b.Preds[0]
	}
}

// clearedLater reports whether a literal that captured variable v may make nil of
// what is there, or puts something there that may be anything.
func (f *frame) clearedLater(v *ssa.Alloc) bool {
	for _, ref := range *v.Referrers() {
		lit, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		fn := lit.Fn.(*ssa.Function)
		i := slices.Index(lit.Bindings, ssa.Value(v))
		stores := 0
		for _, use := range *fn.FreeVars[i].Referrers() {
			if s, ok := use.(*ssa.Store); ok && s.Addr == fn.FreeVars[i] {
				stores++
			}
		}
		if stores == 0 {
			continue
		}
		held := f.e.u.rootSym(rootFree, i, "")
		ref, _ := f.e.ref(fn)
		for _, e := range f.e.summaryOf(ref, f.node).effects {
			if e.kind == effectStore && len(e.base) == 1 && e.base[0] == held && (!mayBeNil(e.val) || e.onPanic()) {
				stores--
			}
		}
		if stores > 0 {
			return true
		}
	}
	return false
}

// writtenIn reports whether something is written to the variable at addr by
// what block b does between instructions from and to.
func (f *frame) writtenIn(addr Value, b, from, to int) bool {
	if len(addr) != 1 || addr[0].kind != kindAddr || f.mems[addr[0].base] == nil {
		return false
	}
	return slices.ContainsFunc(f.mems[addr[0].base].byBlock[b], func(w *write) bool {
		_, stored := f.fn.Blocks[b].Instrs[w.at.idx].(*ssa.Store)
		part := !slices.Equal(w.path, addr[0].path) // which is not the whole
		return from < w.at.idx && w.at.idx < to && (!stored || part) && !w.rewrites
	})
}

// passedOn is the tuple that i returns as a call has returned it, if nothing
// more is known of its parts; nil otherwise.
func (f *frame) passedOn(i *ssa.Return) Value {
	var tuple ssa.Value
	for k, r := range i.Results {
		e, ok := f.lastStored(r).(*ssa.Extract)
		if !ok || e.Index != k || tuple != nil && e.Tuple != tuple || !f.refined(e, i.Block()).equal(f.get(e)) {
			return nil
		}
		tuple = e.Tuple
	}
	if tuple == nil || tuple.Type().(*types.Tuple).Len() != len(i.Results) {
		return nil
	}
	return f.get(tuple)
}

// atomsPerStep is how much is joined in a step. Values are small, but where
// hundreds of objects are made on as many branches.
const atomsPerStep = 4

// phi joins what the edges bring, each where the conditions of its edge hold.
func (f *frame) phi(i *ssa.Phi) {
	if !f.e.follows(i.Type()) {
		return
	}
	b := i.Block()
	var all []alternative
	atoms := 0
	for n, e := range i.Edges {
		if pred := b.Preds[n]; f.live[pred.Index] && !f.stopped[pred.Index] {
			all = append(all, alternative{f.edgeGuards(pred, b), f.refinedAfter(e, pred, edgeConds(pred, b)...)})
			atoms += len(all[len(all)-1].val)
		}
	}
	if f.e.spend(atoms / atomsPerStep); atoms > atomsPerStep && f.exhausted() {
		f.set(i, Value{f.e.u.top()})
		return
	}
	f.set(i, f.e.u.alternatives(all))
}

// typeAssert keeps the atoms that the asserted type admits.
func (f *frame) typeAssert(i *ssa.TypeAssert, at point) {
	var g gathering
	iface := types.IsInterface(i.AssertedType)
	want := f.e.u.typeRef(i.AssertedType)
	for _, a := range bare(f.get(i.X)) {
		switch a.kind {
		case kindTyped:
			switch {
			case iface:
				if f.e.implements(a.typ, i.AssertedType) {
					g.add(a.alone())
				}
			case a.typ == want:
				g.add(a.inner)
			case a.typ.open() || want.open():
				g.add(a.inner)
			}
		case kindAgg:
			g.add(flatten(a.alone()))
		case kindSym:
			if !iface && a.sel != anything {
				g.add(Value{f.e.u.extend(a, assertSel(want))})
			} else {
				g.add(a.alone())
			}
		case kindConst:
			if a.constant != "nil" { // which has no dynamic type
				g.add(a.alone())
			}
		default:
			g.add(a.alone())
		}
	}
	v := g.value()
	if i.CommaOk {
		v = f.asserted(v, f.get(i.X), i.AssertedType)
	}
	f.setTyped(i, v)
}

// asserted is what an assertion of x, that it is of type t, gives with whether it is:
// v, or the zero value of t. The caller may know which, of what it gave.
func (f *frame) asserted(v, x Value, t types.Type) Value {
	u := f.e.u
	absent := f.e.absent(t)
	if absent == "" || types.IsInterface(t) || f.concrete || f.e.remote || len(v) == 0 {
		return f.commaOk(v, t)
	}
	want := u.typeRef(t)
	there := u.aggregate([]field{{".0", v}, {".1", u.truth(true)}}, nil)
	if len(x) > 0 && !want.open() && !slices.ContainsFunc(x, func(a *Atom) bool { return a.kind != kindTyped || a.typ != want }) {
		return there
	}
	not := u.aggregate([]field{{".0", Value{u.constant(absent)}}, {".1", u.truth(false)}}, nil)
	if single(x) {
		is := guard{val: x, typ: want}
		isNot := is
		isNot.not = true
		there, not = u.cond([]guard{is}, there), u.cond([]guard{isNot}, not)
	}
	return join(there, not)
}

// commaOk is the tuple of v and true; where v is a user context, or of nil and
// false.
func (f *frame) commaOk(v Value, t types.Type) Value {
	u := f.e.u
	absent := f.e.absent(t)
	if absent == "" {
		return u.aggregate([]field{{".0", v}}, nil)
	}
	if len(v) == 0 {
		v = Value{u.top()}
	}
	if 1 < len(v) && len(v) <= maxReturns && !slices.ContainsFunc(v, func(a *Atom) bool { return a.kind != kindAgg }) {
		var all Value // what goes together in a struct stays together
		for _, a := range v {
			all = join(all, u.aggregate([]field{{".0", Value{a}}, {".1", u.truth(true)}}, nil))
		}
		return join(all, u.aggregate([]field{{".0", Value{u.constant(absent)}}, {".1", u.truth(false)}}, nil))
	}
	return join(u.aggregate([]field{{".0", v}, {".1", Value{u.constant("true")}}}, nil),
		u.aggregate([]field{{".0", Value{u.constant(absent)}}, {".1", Value{u.constant("false")}}}, nil))
}

// without is v without constant c.
func without(v Value, c string) Value {
	return slices.DeleteFunc(slices.Clone(v), func(a *Atom) bool { return a.kind == kindConst && a.constant == c })
}

// or is v, or constant c.
func (u *universe) or(v Value, c string) Value {
	if len(v) == 0 {
		v = Value{u.top()}
	}
	return join(v, Value{u.constant(c)})
}

// kept is what a variable keeps of v: of constants, only that a user context, or an
// error, is nil.
func (f *frame) kept(v ssa.Value, b int) Value {
	if t, ok := v.Type().Underlying().(*types.Basic); ok && t.Info()&types.IsBoolean != 0 {
		if w := decisive(f.get(v)); len(w) > 0 {
			return w
		}
		return Value{f.e.u.top()}
	}
	if f.e.context(v.Type()) || isError(v.Type()) && !f.concrete && !f.e.remote {
		w := decisive(f.refined(v, f.fn.Blocks[b]))
		if len(w) == 0 {
			w = Value{f.e.u.top()}
		}
		return w
	}
	if f.e.hooked(v.Type()) {
		return f.get(v)
	}
	return known(f.get(v))
}

// localLoad reports whether r is loaded from a local variable.
func localLoad(r ssa.Value) (load *ssa.UnOp, ok bool) {
	load, ok = r.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil, false
	}
	_, ok = load.X.(*ssa.Alloc)
	return load, ok
}
