package summary

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// What the values and places of a summary are at a call of the function.

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
	if w, begun, ok := v.memo.get(a); ok || f.exhausted() {
		f.sawEntry = f.sawEntry || begun
		return w
	}
	if a.kind == kindConst || a.kind == kindTop {
		return a.alone()
	}
	v.memo.set(a, nil, false) // while it is in progress
	was := f.sawEntry
	f.sawEntry = false
	w := f.substNew(a, v)
	v.memo.set(a, w, f.sawEntry)
	f.sawEntry = f.sawEntry || was
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
			if a.sel == panicFlag {
				return v.thrown[a.parent.call]
			}
			was := f.sawEntry
			parent := f.substAtom(a.parent, v)
			f.sawEntry = was // it is not what is on the way that is asked for
			at, sel := v.entry, a.sel
			if !v.assigned[a] {
				at, sel = v.at, substKey(substSel(a.sel, v), v)
			}
			if w := f.pick(parent, sel, at); len(w) > 0 || f.sawEntry {
				return f.orBegun(w)
			}
			return f.partOfPart(a, v, at)
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

// orBegun is w, what a load saw, with what a switch began with, if the load saw that too.
func (f *frame) orBegun(w Value) Value {
	if !f.sawEntry || f.concrete || f.e.remote || !constants(w) {
		return w
	}
	for a := range each(w) {
		switch {
		case a.constant == "true":
			return join(w, Value{f.e.u.constant("false")})
		case integer(a.constant) != nil:
			return join(w, Value{f.e.u.constant("0")})
		case strings.HasPrefix(a.constant, `"`):
			return join(w, Value{f.e.u.constant(`""`)})
		}
	}
	return w
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
			narrowed.memo.set(sym, f.e.u.present(f.assumeNil(w, false)), false)
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
	c.blank = o.blank && !c.many
	v.objs[o] = c
	return c
}
