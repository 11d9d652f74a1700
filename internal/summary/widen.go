package summary

import "slices"

// maxSymbols bounds the symbols of one value that are told apart.
const maxSymbols = 12

// widen is v with few symbols: of too many, each stands for anything that can
// be reached from its root, and aggregates become one.
func (u *universe) widen(v Value) Value {
	n := 0
	for _, a := range v {
		if a.kind == kindCond {
			a = a.inner[0]
		}
		if a.kind == kindAgg || ofCaller(a) {
			n++
		}
	}
	if n <= maxSymbols {
		return v
	}
	var g gathering
	var aggs Value
	for _, a := range bare(v) {
		switch {
		case a.kind == kindSym:
			g.add(Value{u.anythingOf(a)})
		case ofCaller(a):
			g.add(Value{u.anythingOf(a.base)})
		case a.kind == kindAgg:
			aggs = append(aggs, a)
		default:
			g.add(a.alone())
		}
	}
	g.add(u.fieldwise(aggs))
	return g.value()
}

// ofCaller reports whether a is a symbol, or the address of a place in one.
func ofCaller(a *Atom) bool {
	return a.kind == kindSym || a.kind == kindAddr && (a.base.root != rootObject || a.base.parent != nil)
}

// fieldwise is one aggregate that may be each of aggs: what goes together in one
// of them is lost, but not in which field it is. The same structs come together
// again and again, and have others in them that do.
func (u *universe) fieldwise(aggs Value) Value {
	key := aggs.key()
	v, ok := u.merged[key]
	if !ok {
		v = u.mergeFields(aggs)
		u.merged[key] = v
	}
	return v
}

func (u *universe) mergeFields(aggs Value) Value {
	vals := make(map[string]*gathering)
	var rest gathering
	for _, a := range aggs {
		rest.add(a.inner)
		for _, fl := range a.fields {
			sel := fl.sel
			if isElem(sel) {
				sel = anyElem
			}
			if vals[sel] == nil {
				vals[sel] = &gathering{}
			}
			vals[sel].add(fl.val)
		}
	}
	var fields []field
	for _, sel := range sortedKeys(vals) {
		for _, a := range aggs {
			if !slices.ContainsFunc(a.fields, func(fl field) bool { return fl.sel == sel }) {
				vals[sel].add(u.partOf(a.inner, sel))
			}
		}
		fields = append(fields, field{sel, u.widen(vals[sel].value())})
	}
	return u.aggregate(fields, u.widen(rest.value()))
}

// partOf is what sel selects from v without a look into memory.
func (u *universe) partOf(v Value, sel string) Value {
	var g gathering
	for a := range each(v) {
		switch {
		case a.kind == kindSym:
			g.add(Value{u.extend(a, sel)})
		case a.kind == kindTop, a.kind == kindConst && a.constant == zeroValue:
			g.add(a.alone())
		}
	}
	return g.value()
}

func (u *universe) anythingOf(s *Atom) *Atom {
	if s.parent == nil && s.root != rootObject {
		return s
	}
	all := u.extend(s.rootOf(), anything)
	for a := s; a.parent != nil; a = a.parent {
		if isReflected(a.sel) || isPointed(a.sel) {
			return u.extend(all, a.sel)
		}
	}
	return all
}

// absorb is v without the symbols that others in it include.
func absorb(v Value) Value {
	wide := func(a *Atom) bool { return a.kind == kindSym && (a.sel == anything || isReflected(a.sel)) }
	if len(v) < 2 || !slices.ContainsFunc(v, wide) {
		return v
	}
	included := func(a *Atom) bool {
		if a.kind != kindSym {
			return false
		}
		for s := a; s != nil; s = s.parent {
			for _, w := range v {
				switch {
				case !wide(w) || w == a:
				case w == s, w.sel == anything && w.parent == s, w.parent == a:
					return true
				}

			}
			if isReflected(s.sel) || isPointed(s.sel) {
				break
			}
		}
		return false
	}
	return slices.DeleteFunc(slices.Clone(v), included)
}
