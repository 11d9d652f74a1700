package summary

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// load is what the place p of base may hold at at.
func (f *frame) load(base *Atom, p path, at point) Value {
	return f.loadDepth(base, p, at, 0)
}

// maxLoading bounds how many indirections one load follows: structures that
// are stored in themselves have no end.
const maxLoading = 24

func (f *frame) loadDepth(base *Atom, p path, at point, depth int) Value {
	if f.loading > maxLoading || f.exhausted() {
		return nil
	}
	f.loading++
	defer func() { f.loading-- }()
	f.e.spend(1)
	if len(p) > 0 && p[len(p)-1] == anything {
		was := f.sawEntry
		v := f.reachable(f.loadDepth(base, p[:len(p)-1], at, depth+1), at)
		f.sawEntry = was // there is something, if anything is asked for
		return v
	}
	var g gathering
	var parts map[string]bool
	entry := true
	if cell := f.cellOf(base, p); cell != nil && (f.mems[base] != nil || f.inCycle(at.block)) {
		m := f.memory(base)
		entry = false
		var first Value
		if base.root == rootFree {
			first = Value{f.e.u.extend(base, "*")}
		}
		f.reachingCell(m, cell, at, func(w *write, k nilness) {
			switch {
			case w != nil:
				if v, ok := f.given(f.reread(w, at), k); ok {
					g.add(v)
				}
			case k != notNil:
				entry = true
			case len(first) > 0:
				g.add(f.e.u.present(first))
			}
		})
		if v := g.value(); f.nilByPath(v) && !f.canBeNil(operand{base: base, path: p.String()}, f.fn.Blocks[at.block], at.idx) {
			g = gathering{atoms: f.assumeNil(v, false), shared: true}
			entry = false
		}
		if m.exposed {
			g.add(Value{f.selectSym(base, p)})
		}
	} else if m := f.mems[base]; m != nil {
		entry = f.reaching(m, p, at, func(w *write, o overlap) {
			switch o {
			case covers, mayCovers:
				if len(w.path) > len(p) || (len(w.path) > 0 && w.path[len(w.path)-1] == anything) {
					g.add(w.val)
					return
				}
				if len(w.path) == len(p) {
					g.add(f.reread(w, at))
					return
				}
				g.add(f.project(w.val, p[len(w.path):], at))
			default:
				if parts == nil {
					parts = make(map[string]bool)
				}
				parts[w.path[len(p)]] = true
			}
		})
		if m.exposed {
			g.add(Value{f.selectSym(base, p)})
		}
	}
	if entry {
		here := f.begunHere(base)
		begun := here && !(hasElem(p) && len(g.atoms) > 0)
		if begun {
			if first := f.unset(base, p); len(first) > 0 {
				g.add(first)
			} else {
				f.sawEntry = true
			}
		}
		open := f.openEnded
		f.openEnded = false
		g.add(f.initial(base, p, &parts, at))
		if f.openEnded && !begun {
			if here || f.madeNow(base) {
				f.sawZero = true
				f.sawUndone = f.sawUndone || len(p) > 0 && p[len(p)-1] == onceFlag
			} else {
				f.unseen = f.unseen || f.mayBeSwitch(base, p)
			}
		}
		f.openEnded = f.openEnded || open
	}
	v := f.e.u.widen(g.value())
	if len(parts) == 0 || depth > 4 {
		return v
	}
	var fields []field
	for _, sel := range sortedKeys(parts) {
		fields = append(fields, field{sel, f.loadDepth(base, append(slices.Clone(p), sel), at, depth+1)})
	}
	return f.e.u.aggregate(fields, v)
}

// private reports whether all that is stored in an allocation is stored by
// what the analysis sees: its address goes to one call at most.
func private(a ssa.Value) bool {
	if a == nil {
		return false
	}
	calls := 0
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == a {
				return false
			}
		case *ssa.UnOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.MakeClosure, *ssa.DebugRef:
		case *ssa.Slice:
			if !private(ref) {
				return false
			}
		case ssa.CallInstruction:
			calls++
		default:
			return false
		}
	}
	return calls <= 1
}

func (f *frame) selectSym(base *Atom, p path) *Atom {
	for _, sel := range p {
		base = f.e.u.extend(base, sel)
	}
	return base
}

// initial is what the place p of base holds when the function begins.
func (f *frame) initial(base *Atom, p path, parts *map[string]bool, at point) Value {
	if !f.concrete && !(f.late && base.root == rootObject && base.parent == nil) {
		if base.root == rootObject && base.parent == nil {
			f.openEnded = true
			if f.async && !f.e.library && len(p) > 0 && p[len(p)-1] == chanElem {
				// A goroutine waits for what the caller may send when it has the channel.
				return Value{f.selectSym(base, p)}
			}
			return nil
		}
		if len(p) == 0 && !f.global(base) {
			return Value{f.e.u.extend(base, "*")}
		}
		if len(p) == 0 {
			return Value{f.e.u.extend(base, "*")}
		}
		return Value{f.selectSym(base, p)}
	}
	var g gathering
	for _, e := range slices.Backward(f.e.stateOf(base)) {
		switch o := match(e.path, p); o {
		case covers, mayCovers:
			g.add(f.project(e.val, p[min(len(e.path), len(p)):], at))
			if o == covers && e.strong {
				return g.value()
			}
		case within, mayWithin:
			if *parts == nil {
				*parts = make(map[string]bool)
			}
			(*parts)[e.path[len(p)]] = true
		}
	}
	f.openEnded = true
	return g.value()
}

// project selects p from v.
func (f *frame) project(v Value, p path, at point) Value {
	for _, sel := range p {
		v = f.pick(v, sel, at)
	}
	return v
}

// pick is what selector sel selects from v, through pointers where v has
// them.
func (f *frame) pick(v Value, sel string, at point) Value {
	if sel == anything {
		return f.reachable(v, at)
	}
	f.e.spend(1 + len(v))
	if f.exhausted() && !isReflected(sel) && !isPointed(sel) && sel != described {
		return nil // of a type, however, little can be asked
	}
	if isReflected(sel) || isPointed(sel) {
		return f.reflectOn(v, sel, at)
	}
	if isAssert(sel) {
		return f.assert(v, sel)
	}
	if sel == length {
		return f.e.u.lengths(v)
	}
	var g gathering
	for _, a := range v {
		switch a.kind {
		case kindSym:
			if a.sel == anything {
				g.add(a.alone())
			} else if sel == "*" {
				g.add(f.load(a, nil, at))
			} else {
				g.add(f.load(a, path{sel}, at))
			}
		case kindAddr:
			if a.constant == "0" && isElem(sel) {
				continue // of an empty list
			}
			if sel == "*" {
				g.add(f.load(a.base, a.path, at))
			} else {
				g.add(f.load(a.base, append(slices.Clone(a.path), sel), at))
			}
		case kindAgg:
			g.add(f.pickField(a, sel, at))
		case kindTyped:
			w := f.pick(a.inner, sel, at)
			if len(w) == 0 && interfaceWord(sel) {
				w = a.alone()
			}
			g.add(w)
		case kindConst:
			if a.constant == zeroValue {
				g.add(a.alone()) // of all its parts too
			}
		case kindFunc:
			switch {
			case sel == "*":
				g.add(a.alone())
			case sel == described && a.fn.key == description:
				g.add(a.binds[0])
			}
		case kindManager:
			if sel == ".0" || sel == "*" || isAssert(sel) { // "*" is a copy of it
				g.add(a.alone())
			}
		case kindCond:
			g.add(f.e.u.cond(a.guards, f.pick(a.inner, sel, at)))
		}
	}
	return g.value()
}

// interfaceWord reports whether sel is how the standard library names a word
// of an interface value when it takes one apart through unsafe.Pointer.
func interfaceWord(sel string) bool {
	switch strings.ToLower(sel) {
	case ".data", ".type", ".typ", ".word":
		return true
	}
	return false
}

func (f *frame) pickField(a *Atom, sel string, at point) Value {
	if sel == "*" {
		return a.alone()
	}
	var g gathering
	found := false
	for _, fl := range a.fields {
		switch {
		case fl.sel == sel && sel != anyElem && sel != chanElem:
			return fl.val
		case fl.sel == sel, isElem(sel) && isElem(fl.sel) && (openKey(sel) || openKey(fl.sel)):
			g.add(fl.val)
			found = true
		}
	}
	if found && !openKey(sel) {
		return g.value()
	}
	g.add(f.pick(a.inner, sel, at))
	return g.value()
}

// maxReachable bounds how many values are visited for [anything].
const maxReachable = 500

// reachable is everything that v holds, directly or not.
func (f *frame) reachable(v Value, at point) Value {
	var g gathering
	seen := make(map[*Atom]bool)
	todo := slices.Clone(v)
	visit := func(v Value) {
		for _, a := range v {
			if !seen[a] && len(seen) < maxReachable {
				seen[a] = true
				todo = append(todo, a)
			}
		}
	}
	bases := make(map[*Atom]bool)
	for len(todo) > 0 {
		a := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if a.kind != kindConst || a.constant != "nil" { // a list has an end somewhere
			g.add(a.alone())
		}
		visit(a.inner)
		for _, fl := range a.fields {
			visit(fl.val)
		}
		for _, b := range a.binds {
			if a.fn.key != description { // a type does not hold what it is the type of
				visit(b)
			}
		}
		base, _, ok := place(a)
		if !ok || bases[base] {
			continue
		}
		bases[base] = true
		if m := f.mems[base]; m != nil {
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					visit(w.val)
				}
			}
		}
		if f.concrete {
			for _, e := range f.e.stateOf(base) {
				visit(e.val)
			}
		} else if base.root != rootObject || base.parent != nil {
			visit(Value{f.e.u.extend(base, anything)})
		}
	}
	return g.value()
}

// flatten is v without the structure that a scalar can not have: the standard
// library writes the words of an interface or pointer one by one.
func flatten(v Value) Value {
	for _, a := range bare(v) {
		if a.kind == kindAgg {
			var g gathering
			for _, a := range bare(v) {
				if a.kind != kindAgg {
					g.add(a.alone())
					continue
				}
				for _, fl := range a.fields {
					g.add(flatten(fl.val))
				}
				g.add(flatten(a.inner))
			}
			return g.value()
		}
	}
	return v
}
