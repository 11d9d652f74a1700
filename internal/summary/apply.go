package summary

import (
	"slices"
	"strconv"
)

// An env is what the symbols of a summary stand for at one call.
type env struct {
	fn      *FuncRef
	params  []Value
	frees   []Value
	targs   []*TypeRef
	results map[*effect]Value
	thrown  map[*effect]Value // whether the calls panic
	objs    map[*Object]*Object

	memo memo // of subst, while one effect is done

	inTurn map[*effect]Value // see calledNext
	fns    map[string]Value  // what is called stands for, while nothing is written
	writes int               // how many there were then

	site    Site
	via     *Hop
	at      point
	ctx     string
	hop     string // the callee, as the next hop of paths that lead through it
	factory bool   // the callee is a factory: what it reaches is its own business

	recursive bool
	panicked  bool  // it is called because of a panic
	closed    bool  // only what the callee does for anybody is of interest
	result    Value // what the summary says that is returned

	entry    point          // where the call begins
	assigned map[*Atom]bool // see [frame.assigned]
}

// passes reports whether the callee returns what e, a call of a symbol, has
// returned, or something that is nil or true only if that is.
func (v *env) passes(e *effect) bool {
	return len(v.result) > 0 && !slices.ContainsFunc(v.result, func(a *Atom) bool {
		inner := a
		if a.kind == kindCond {
			for _, g := range a.guards {
				if fine := g.want == "nil" || g.want == "true"; fine && !g.not && len(g.val) == 1 && g.val[0].root == rootResult && g.val[0].call == e {
					return false
				}
			}
			inner = a.inner[0]
		}
		of := inner.kind == kindSym && inner.root == rootResult && inner.call == e
		never := inner.kind == kindConst && inner.constant == "false" || inner.kind != kindConst && !mayBeNil(Value{inner})
		return !of && !never
	})
}

// somewhere reports whether one of the places v is anything that can be
// reached from a value.
func somewhere(v Value) bool {
	return slices.ContainsFunc(v, func(a *Atom) bool {
		if a.kind == kindAddr {
			a = a.base
		}
		return a.sel == anything
	})
}

// moves reports whether all that e stores is in the same variable already, as
// when a list is linked anew: nothing more is kept by it.
func (e *effect) moves() bool {
	if len(e.val) == 0 || len(e.base) != 1 {
		return false
	}
	base, _, ok := place(e.base[0])
	if !ok {
		return false
	}
	return !slices.ContainsFunc(bare(e.val), func(a *Atom) bool {
		return a.kind != kindSym || a.parent == nil || a.rootOf() != base.rootOf() || a.received()
	})
}

// leadsOut reports whether e, which stores in what a parameter leads to, stores at
// this call in something that the caller had before: a package-level variable, or
// what it was given itself, which the argument points to but is no part of. With
// whole, an entry of that does not count.
func (f *frame) leadsOut(e *effect, v *env, whole bool) bool {
	base, _, ok := place(e.base[0])
	if !ok {
		return false
	}
	var given, stored Value
	return slices.ContainsFunc(f.subst(e.base, v), func(a *Atom) bool {
		to, _, ok := place(a)
		if !ok || to.rootOf().root == rootObject || to.rootOf().root == rootResult || whole && hasElem(to.selectors()) {
			return false
		}
		if given == nil {
			given = f.subst(Value{thing(base)}, v)
		}
		in := func(b *Atom) bool {
			from, _, ok := place(b)
			return ok && from.rootOf() == to.rootOf()
		}
		if slices.ContainsFunc(given, in) {
			return false
		}
		if stored == nil {
			stored = f.subst(e.val, v)
		}
		return !slices.ContainsFunc(stored, in) // as when what is in a list is linked anew
	})
}

// thing is the parameter, or what is in the captured variable, that symbol a is a
// part of.
func thing(a *Atom) *Atom {
	for a.parent != nil && a.parent.parent != nil {
		a = a.parent
	}
	if a.parent == nil || a.parent.root == rootFree && a.sel == "*" {
		return a
	}
	return a.parent
}

// storer is the function that the body calls, for what it stores.
func (v *env) storer() string {
	if v.via != nil {
		return v.via.Callee
	}
	return v.hop
}

// apply does, at a call, what summary s says, and returns the call's value.
func (f *frame) apply(s *Summary, v *env) Value {
	v.result = s.result
	v.entry, v.assigned = v.at, f.assigned(s)
	only := -1
	for n, e := range s.effects {
		if v.closed {
			if only++; only == len(s.forAnybody()) {
				break
			}
			n = s.forAnybody()[only]
			e = s.effects[n]
		}
		f.e.spend(1)
		v.memo.reset()
		prev := v.at
		v.at = f.seq(v.at, v.ctx, n) // conditions are decided by what was done before
		admitted := len(e.guards) == 0 || f.admits(e.guards, v)
		v.at = prev
		if !admitted && slices.ContainsFunc(e.guards, func(g guard) bool { return g.typ == nil && unsetText(g.want) != "" }) {
			// Or by what held before: the callee may have asked, and stored then.
			v.memo.reset()
			admitted = f.admits(e.guards, v)
		}
		if !admitted {
			continue
		}
		was, under := f.async, f.under
		f.async = f.async || e.async
		if e.once {
			f.onceDepth++
		}
		if len(e.guards) > 0 && !f.concrete {
			f.under = joinGuards(f.under, f.passGuards(e.guards, v))
		}
		f.applyEffect(n, e, v)
		if e.async && e.kind == effectCall && e.method != ifCancelled && !f.inAgain {
			f.again = append(f.again, f.later(n, e, v))
		}
		f.async, f.under = was, under
		if e.once {
			f.onceDepth--
		}
	}
	v.at = f.seq(v.at, v.ctx, 1<<20)
	v.memo.reset()
	return f.outcome(s.result, v)
}

// later does effect e again when the function ends: a goroutine that a callee
// started goes on.
func (f *frame) later(n int, e *effect, v *env) func(point) {
	started, under := v.at.block, f.under
	return func(at point) {
		w := *v
		w.at, w.memo = at, memo{}
		was, now := f.async, f.under
		f.async, f.inAgain = true, true
		f.under = joinGuards(under, f.guardsOf(started))
		f.applyEffect(n, e, &w)
		f.async, f.inAgain, f.under = was, false, now
	}
}

func (f *frame) applyEffect(n int, e *effect, v *env) {
	at := f.seq(v.at, v.ctx, n)
	prev := v.at
	v.at = at
	v.memo.reset()
	defer func() { v.at = prev }()
	switch e.kind {
	case effectReach:
		if !v.factory {
			f.reach(at, e.factory, concat(v.via, cons(v.hop, v.site, e.chain)))
		}
	case effectContext:
		f.applyContext(e, at, v)
	case effectStore:
		key, told, inner, storer, made, how := f.keyNow, f.told, f.inner, f.storer, f.madeAt, f.making
		k := f.keyOfEffect(e, v)
		f.keyNow = &k
		hops := f.hops
		f.hops = nil
		if e.pos > 0 && len(e.hops) < maxHops {
			f.hops = slices.Concat([]Site{Site(e.pos)}, e.hops)
		}
		f.told, f.inner, f.storer, f.madeAt, f.making = told || e.told, Site(e.pos), v.storer(), e.made, e.making
		moved, vague := f.moved, f.vague
		f.moved = moved || (e.moved || e.moves()) && !f.leadsOut(e, v, false)
		f.vague = vague || e.vague || somewhere(e.base)
		f.filling, f.rewriting = f.e.fills(e), f.e.fillsWhere(e, true)
		if f.passesOn && !f.async {
			f.fine, f.leaving, f.beside = e.fine, e.leaves, e.beside
		}
		p := substPath(e.path, v)
		val := f.keptUnder(e.guards, e.val, f.subst(e.val, v), v)
		if len(val) == 0 && len(e.val) > 0 && len(e.base) == 1 && e.base[0].root == rootGlobal {
			val = Value{f.e.u.top()}
		}
		f.removing, f.joining, f.shrinking, f.pruning, f.oneOf = len(e.val) == 0 && hasElem(e.path), e.joins, e.short, e.prunes, e.either && !f.async
		must := e.must || e.sure && (f.certain(e.guards, v) || f.e.settles(e))
		f.perhaps = f.async && !must && !e.async && e.fine == 0
		f.store(f.within(e.base, f.subst(e.base, v), v), val, p, at, must && !f.async && (!slices.Contains(p, anyElem) || slices.Contains(e.path, anyElem)))
		f.perhaps = false
		f.vague, f.filling, f.rewriting, f.fine, f.removing, f.joining, f.shrinking, f.pruning, f.oneOf = vague, false, false, 0, false, false, false, false, false
		f.leaving, f.beside = false, ""
		f.keyNow, f.told, f.inner, f.storer, f.hops, f.madeAt, f.making, f.moved = key, told, inner, storer, hops, made, how, moved
	case effectCall:
		fn := f.called(e.fn, v)
		args := make([]Value, len(e.args))
		for i, a := range e.args {
			args[i] = f.notNilUnder(e.guards, a, f.subst(a, v), v)
			if f.nilByPath(args[i]) && !f.fieldCanBeNil(a, e.guards, v) {
				args[i] = f.assumeNil(args[i], false)
			}
		}
		if len(fn) == 0 && f.givenNone(e.fn, v) {
			return
		}
		texts := f.texts
		defer func() { f.texts = texts }()
		if f.texts = f.textsOf(v.fn, v.params, at); f.texts != nil {
			switch {
			case e.method == "":
				fn = f.executed(fn, f.texts)
			case !looksAtData(f.texts):
				return
			}
		}
		site, inner := lastSite(e.via)
		via := concat(v.via, cons(v.hop, v.site, inner))
		ctx := v.ctx + "#" + strconv.Itoa(n)
		calledAt := f.calledAt
		if f.late {
			f.calledAt = site
		}
		defer func() { f.calledAt = calledAt }()
		unsure := f.unsure
		// What a sync.Once does has been done when it returns, by this call or before.
		f.unsure = unsure || e.unsure && (v.fn == nil || v.fn.key != onceDo) || f.concrete && !f.certain(e.guards, v)
		passes := f.passesOn
		f.passesOn = passes && v.passes(e)
		thrown := f.thrown
		f.thrown = nil
		defer func() { f.passesOn, f.unsure, f.thrown = passes, unsure, thrown }()
		for range maxInTurn {
			var r Value
			if e.method != "" {
				var recv *TypeRef
				if e.recv != nil {
					recv = f.e.u.substType(e.recv, v.targs)
				}
				r = f.invoke(fn, e.method, recv, args, site, via, at, ctx)
			} else {
				r, _ = f.callAtoms(fn, args, site, via, at, ctx)
			}
			v.throws(e, f.thrown)
			if v.results[e] = join(v.results[e], r); len(r) > 0 {
				v.fns = nil
			}
			if fn = f.calledNext(e, fn, v); len(fn) == 0 {
				break
			}
		}
	}
}

// assigned are the symbols of what the body stores in. What it has loaded from
// there, before it did, is what was there when it was called.
func (f *frame) assigned(s *Summary) map[*Atom]bool {
	if s.assigns != nil {
		return s.assigns
	}
	s.assigns = make(map[*Atom]bool)
	for _, e := range s.effects {
		if e.kind != effectStore || len(e.base) != 1 {
			continue
		}
		base, p, ok := place(e.base[0])
		if !ok || base.rootOf().root == rootObject || hasElem(p) || hasElem(e.path) {
			continue
		}
		if p = slices.Concat(p, e.path); len(p) == 0 {
			p = path{"*"}
		}
		s.assigns[f.selectSym(base, p)] = true
	}
	return s.assigns
}

// certain reports whether guards hold at a call, and not only may hold.
func (f *frame) certain(guards []guard, v *env) bool {
	for _, g := range guards {
		may, mayNot := f.e.decide(f.substGuard(g, v))
		if g.not && may || !g.not && mayNot {
			return false
		}
	}
	return true
}

// fills reports whether the only condition of e is that what is stored in was
// nil.
func (e *engine) fills(ef *effect) bool { return ef.sure && e.fillsWhere(ef, false) }

// fillsWhere reports whether the only condition of ef is that what is stored in
// was nil, or was not.
func (e *engine) fillsWhere(ef *effect, not bool) bool {
	if len(ef.guards) != 1 || len(ef.path) > 0 || len(ef.base) != 1 || ef.async || ef.base[0].kind != kindSym {
		return false
	}
	g := ef.guards[0]
	return g.want == "nil" && g.not == not && len(g.val) == 1 && g.val[0] == e.u.extend(ef.base[0], "*")
}

// settles reports whether the only condition of e is that the truth value that
// is stored was not there: it is, whether e happens or not.
func (e *engine) settles(ef *effect) bool {
	if len(ef.guards) != 1 || len(ef.base) != 1 || ef.async || ef.base[0].kind != kindSym {
		return false
	}
	g, s := ef.guards[0], ef.base[0]
	for _, sel := range ef.path {
		s = e.u.extend(s, sel)
	}
	if len(ef.path) == 0 {
		s = e.u.extend(s, "*")
	}
	stored := e.u.constant("false")
	if g.not {
		stored = e.u.constant("true")
	}
	return g.want == "true" && len(g.val) == 1 && g.val[0] == s && len(ef.val) == 1 && ef.val[0] == stored
}

// lastSite splits the hops that lead to a symbol's call: the last has no
// callee yet, only a place.
func lastSite(via *Hop) (Site, *Hop) {
	if via == nil {
		return 0, nil
	}
	if via.Next == nil {
		return via.Site, nil
	}
	site, rest := lastSite(via.Next)
	return site, cons(via.Callee, via.Site, rest)
}
