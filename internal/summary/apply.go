package summary

import (
	"maps"
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
		f.removing, f.shrinking, f.pruning, f.oneOf = len(e.val) == 0 && hasElem(e.path), e.short, e.prunes, e.either && !f.async
		must := e.must || e.sure && (f.certain(e.guards, v) || f.e.settles(e))
		f.perhaps = f.async && !must && !e.async && e.fine == 0
		f.store(f.within(e.base, f.subst(e.base, v), v), val, p, at, must && !f.async && (!slices.Contains(p, anyElem) || slices.Contains(e.path, anyElem)))
		f.perhaps = false
		f.vague, f.filling, f.rewriting, f.fine, f.removing, f.shrinking, f.pruning, f.oneOf = vague, false, false, 0, false, false, false, false
		f.leaving, f.beside = false, ""
		f.keyNow, f.told, f.inner, f.storer, f.hops, f.madeAt, f.making, f.moved = key, told, inner, storer, hops, made, how, moved
	case effectCall:
		fn := f.called(e.fn, v)
		args := make([]Value, len(e.args))
		for i, a := range e.args {
			args[i] = f.notNilUnder(e.guards, a, f.subst(a, v), v)
			if f.nilByPath(args[i]) && !f.fieldCanBeNil(a, v) {
				args[i] = f.assumeNil(args[i], false)
			}
		}
		if len(fn) == 0 && f.givenNone(e.fn, v) {
			return
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
		defer func() { f.passesOn, f.unsure = passes, unsure }()
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

// subst replaces the symbols in w by what they stand for in v.
func (f *frame) subst(w Value, v *env) Value {
	if len(w) == 0 {
		return nil
	}
	f.e.spend(1)
	var g gathering
	for _, a := range w {
		g.add(f.substAtom(a, v))
	}
	return f.e.u.widen(g.value())
}

// outcome is what a call returns: where that is nil or something of which
// nothing is known here, nil is not all that it can be.
func (f *frame) outcome(result Value, v *env) Value {
	f.sawEntry = false
	w := f.subst(result, v)
	if f.concrete || f.e.remote || !onlyNil(w) || len(result) < 2 {
		return w
	}
	if slices.ContainsFunc(result, func(a *Atom) bool { return len(f.substAtom(a, v)) == 0 && f.unknown(a, v) }) {
		return join(w, Value{f.e.u.top()})
	}
	return w
}

// unknown reports whether a, for which nothing stands in v, is a symbol of which
// nothing is known, rather than one that can not be.
func (f *frame) unknown(a *Atom, v *env) bool {
	return a.kind == kindSym && (a.parent == nil || len(f.substAtom(a.parent, v)) == 0)
}

func (f *frame) substAtom(a *Atom, v *env) Value {
	if w, ok := v.memo.get(a); ok || f.exhausted() {
		return w
	}
	if a.kind == kindConst || a.kind == kindTop {
		return a.alone()
	}
	v.memo.set(a, nil) // while it is in progress
	w := f.substNew(a, v)
	v.memo.set(a, w)
	return w
}

func (f *frame) substNew(a *Atom, v *env) Value {
	u := f.e.u
	switch a.kind {
	case kindManager:
		f.managers = true
		return a.alone()
	case kindCond:
		if !f.admits(a.guards, v) {
			return nil
		}
		was := f.sawEntry
		w := f.keptUnder(a.guards, a.inner, f.substGiven(a.inner[0], a.guards, v), v)
		var pass []guard
		for _, g := range a.guards {
			if sym := g.present(); sym != nil && sym == a.inner[0] {
				w = u.present(f.assumeNil(w, false))
				f.sawEntry = was
			} else {
				pass = append(pass, g)
			}
		}
		return u.cond(f.passGuards(pass, v), w)
	case kindSym:
		if a.parent != nil {
			was := f.sawEntry
			parent := f.substAtom(a.parent, v)
			f.sawEntry = was // it is not what is on the way that is asked for
			if v.assigned[a] {
				return f.pick(parent, a.sel, v.entry)
			}
			return f.pick(parent, substKey(substSel(a.sel, v), v), v.at)
		}
		return f.substRoot(a, v)
	case kindAddr:
		var g gathering
		tail := substPath(a.path, v)
		add := func(base *Atom, p path) {
			b := u.addr(base, clip(slices.Concat(p, tail)))
			if n, err := strconv.ParseInt(a.constant, 10, 64); err == nil {
				b = u.sized(b, n)
			}
			g.add(Value{b})
		}
		for _, b := range bare(f.substAtom(a.base, v)) {
			if base, p, ok := place(b); ok {
				add(base, p)
			} else if b.kind == kindTyped {
				for _, c := range b.inner {
					if base, p, ok := place(c); ok {
						add(base, p)
					}
				}
			}
		}
		return g.value()
	case kindFunc:
		if len(a.binds) == 0 && len(a.targs) == 0 {
			return a.alone()
		}
		binds := make([]Value, len(a.binds))
		for i, b := range a.binds {
			binds[i] = f.subst(b, v)
		}
		return Value{u.function(a.fn, binds, u.substTypes(a.targs, v.targs))}
	case kindTyped:
		was := f.sawEntry
		inner := f.subst(a.inner, v)
		f.sawEntry = was // the interface value is there
		return Value{u.typed(u.substType(a.typ, v.targs), inner)}
	case kindAgg:
		if w := f.substEach(a, v); len(w) > 0 {
			return w
		}
		fields := make([]field, len(a.fields))
		for i, fl := range a.fields {
			fields[i] = field{fl.sel, f.subst(fl.val, v)}
		}
		return u.aggregate(fields, f.subst(a.inner, v))
	}
	return nil
}

// substGiven is what a stands for where guards hold: what a call returned, or an
// argument, is then only what agrees with them, so that what goes together in
// it stays together.
func (f *frame) substGiven(a *Atom, guards []guard, v *env) Value {
	narrowed := *v
	narrow := false
	for _, g := range guards {
		if len(g.val) != 1 || g.typ != nil || g.val[0].kind != kindSym || g.val[0].parent == nil {
			continue
		}
		root, sels := g.val[0].rootOf(), g.val[0].selectors()
		all := f.substRoot(root, &narrowed)
		was := f.sawEntry
		some := slices.DeleteFunc(slices.Clone(all), func(x *Atom) bool {
			part := f.project(Value{x}, sels, v.at)
			return len(part) > 0 && !f.admitted(g)(part)
		})
		f.sawEntry = was
		if len(some) == len(all) || len(some) == 0 {
			continue
		}
		switch root.root {
		case rootParam:
			narrowed.params = slices.Clone(narrowed.params)
			narrowed.params[root.index] = some
		case rootResult:
			narrowed.results = maps.Clone(narrowed.results)
			narrowed.results[root.call] = some
		default:
			continue
		}
		narrow = true
	}
	if narrow {
		narrowed.memo = memo{}
	}
	for _, g := range guards {
		sym := g.present()
		if sym == nil || sym.parent == nil || a.kind != kindAgg {
			continue
		}
		was := f.sawEntry
		if w := f.substAtom(sym, v); len(w) > 0 && (mayBeNil(w) || f.sawEntry) {
			if !narrow {
				narrowed.memo, narrow = memo{}, true
			}
			narrowed.memo.set(sym, f.e.u.present(f.assumeNil(w, false)))
		}
		f.sawEntry = was
	}
	if !narrow {
		return f.substAtom(a, v)
	}
	return f.substAtom(a, &narrowed)
}

func (f *frame) substRoot(a *Atom, v *env) Value {
	switch a.root {
	case rootParam:
		if a.index < len(v.params) {
			return v.params[a.index]
		}
		return nil
	case rootFree:
		if a.index < len(v.frees) {
			return v.frees[a.index]
		}
		return nil
	case rootRecovered:
		if v.panicked {
			return Value{f.e.u.constant(nonNil)}
		}
		return Value{f.e.u.constant("nil")}
	case rootGlobal:
		return a.alone()
	case rootResult:
		return v.results[a.call]
	case rootObject:
		return Value{f.e.u.objAddr(f.copyOf(a.obj, v), nil)}
	}
	return nil
}

// copyOf is the object of this call that stands for object o of the callee.
func (f *frame) copyOf(o *Object, v *env) *Object {
	if f.e.persistent[o] {
		return o
	}
	if c := v.objs[o]; c != nil {
		return c
	}
	key := instrKey(v.at) + v.ctx + "!" + strconv.Itoa(o.id)
	if v.recursive {
		key = "rec!" + o.origin
	}
	c := f.object(key, o.origin, v.at)
	if c.typ == nil && o.typ != nil {
		c.typ = f.e.u.substType(o.typ, v.targs)
	}
	c.many = c.many || o.many || v.recursive
	v.objs[o] = c
	return c
}
