package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A holding is what of interest a value is or holds.
type holding struct {
	manager  *Atom
	inElem   bool    // it is only reached by way of an element
	handler  *Atom   // the innermost handler that it is reached by way of
	contexts []*Atom // what may be a user context
	closures []*Atom // functions with what they captured

	hits, contextHits []hit
}

// A hit is a manager, or what may be a user context, that a write put into what
// is held, by itself or by what it is in: the last of the writes by which it is
// there.
type hit struct {
	held   *Atom
	inElem bool
	by     *write
}

// held looks through everything that v holds at at, what lies outside of
// elements first.
func (f *frame) held(v Value, at point) holding { return f.holds(v, at, false) }

// holds is held, or, if ever is set, what v comes to hold at any time.
func (f *frame) holds(v Value, at point, ever bool) holding {
	var h holding
	type item struct {
		a       *Atom
		elem    bool
		by      *write
		handler *Atom
	}
	seen := make(map[*Atom]bool)
	bases := make(map[*Atom]bool)
	var todo, later []item
	var handler *Atom
	visit := func(v Value, elem bool, by *write) {
		for _, a := range v {
			if elem {
				later = append(later, item{a, true, by, handler})
			} else {
				todo = append(todo, item{a, false, by, handler})
			}
		}
	}
	visit(v, false, nil)
	for len(seen) < maxReachable {
		if len(todo) == 0 {
			todo, later = later, nil
		}
		if len(todo) == 0 {
			break
		}
		it := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		a := it.a
		if seen[a] && (a.kind != kindManager || it.by == nil) {
			continue
		}
		seen[a] = true
		handler = it.handler
		if f.e.serves(a) {
			handler = a
		}
		switch a.kind {
		case kindManager:
			if h.manager == nil || h.handler == nil {
				h.handler = handler
			}
			if h.manager == nil || h.inElem && !it.elem || h.inElem == it.elem && factoryFirst(a.name, h.manager.name) < 0 {
				h.manager, h.inElem = a, it.elem
			}
			if it.by != nil {
				h.hits = append(h.hits, hit{a, it.elem, it.by})
			}
		case kindFunc:
			if len(a.binds) > 0 {
				h.closures = append(h.closures, a)
			}
		case kindSym, kindAddr, kindTyped:
			h.contexts = append(h.contexts, a)
			if it.by != nil {
				h.contextHits = append(h.contextHits, hit{a, it.elem, it.by})
			}
		}
		visit(a.inner, it.elem, it.by)
		for _, fl := range a.fields {
			visit(fl.val, it.elem || isElem(fl.sel), it.by)
		}
		for _, b := range a.binds {
			if a.fn.key != description { // a type does not hold what it is the type of
				visit(b, it.elem, it.by)
			}
		}
		base, p, ok := place(a)
		if !ok || bases[base] || isWord(base) {
			continue
		}
		bases[base] = true
		if len(p) > 0 && isWhole(base, p[0]) {
			p = nil
		}
		it.elem = it.elem || isNode(base)
		if m := f.mems[base]; m != nil {
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					if w.spared && (w.vague || hasElem(w.path) || f.e.nodeIn(w.val) != nil) {
						continue // an entry of a registry of users
					}
					if match(w.path, p) != apart || p == nil {
						val := w.val
						if !ever {
							val = f.stillThere(m, w, at)
						}
						by := w
						if it.by != nil && f.before(w.at, it.by.at) {
							by = it.by
						}
						visit(val, it.elem || w.vague || hasElem(w.path), by)
					}
				}
			}
		}
		if f.concrete {
			for _, e := range f.e.stateOf(base) {
				visit(e.val, it.elem || hasElem(e.path), it.by)
			}
		}
	}
	return h
}

// isWord reports whether base is a variable for a number or a text, which holds
// nothing, whatever may have been stored somewhere around it.
func isWord(base *Atom) bool {
	if base.root != rootObject || base.parent != nil || base.obj.typ == nil || base.obj.typ.typ == nil {
		return false
	}
	b, ok := base.obj.typ.typ.Underlying().(*types.Basic)
	return ok && b.Kind() != types.UnsafePointer
}

// stillThere is what w put into m, less what other writes surely replace where
// it gets to at.
func (f *frame) stillThere(m *memory, w *write, at point) Value {
	if !slices.ContainsFunc(w.val, holdsMore) {
		return w.val
	}
	if f.before(at, w.at) && !w.async && !f.inCycle(at.block) || f.replaced(m, w, w.path, at) {
		return nil
	}
	var g gathering
	for _, a := range w.val {
		var left []field
		for _, fl := range a.fields {
			if !f.replaced(m, w, append(slices.Clip(w.path), fl.sel), at) {
				left = append(left, fl)
			}
		}
		if len(left) < len(a.fields) {
			g.add(f.e.u.aggregate(left, a.inner))
		} else {
			g.add(a.alone())
		}
	}
	return g.value()
}

// holdsMore reports whether a holds anything: not so a constant, or a function
// that captured nothing.
func holdsMore(a *Atom) bool {
	return a.kind != kindConst && (a.kind != kindFunc || len(a.binds) > 0)
}

// replaced reports whether what w put at p is surely replaced by another write
// where it gets to at.
func (f *frame) replaced(m *memory, w *write, p path, at point) bool {
	replaces := func(o *write) bool { return o != w && o.strong && !o.async && match(o.path, p) == covers }
	// A callee that clears one of several objects and stores it has cleared that.
	clears := func(o *write) bool {
		if !o.either || o.async || match(o.path, p) != covers {
			return false
		}
		if o.at.block == at.block && o.at.idx == at.idx {
			return o.at.before(at) && (w.at.block != at.block || w.at.before(o.at))
		}
		return f.before(o.at, at) && f.before(w.at, o.at) && clearedIn(o.by, f.current)
	}
	found := false
	for _, ws := range m.byBlock {
		if !w.async && slices.ContainsFunc(ws, clears) {
			return true
		}
		found = found || slices.ContainsFunc(ws, replaces)
	}
	if !found || w.async {
		return false
	}
	seen := false
	f.reaching(m, p, at, func(r *write, _ overlap) { seen = seen || r == w })
	return !seen
}

// clearedIn reports whether clear, which clears what one of several places may
// be, does it by way of the pointer that instr stores.
func clearedIn(clear, instr ssa.Instruction) bool {
	var by []ssa.Value
	switch clear := clear.(type) {
	case ssa.CallInstruction:
		by = clear.Common().Args
	case *ssa.Store:
		v := clear.Addr
		for fa, ok := v.(*ssa.FieldAddr); ok; fa, ok = v.(*ssa.FieldAddr) {
			v = fa.X
		}
		by = []ssa.Value{v}
	}
	return slices.ContainsFunc(by, func(a ssa.Value) bool {
		_, isPtr := a.Type().Underlying().(*types.Pointer)
		return isPtr && slices.ContainsFunc(stored(instr), func(s ssa.Value) bool { return unwrapped(s) == unwrapped(a) })
	})
}

// isWhole reports whether a pointer to what sel selects from object base can be
// one to the whole: it is the first field, as far as is known.
func isWhole(base *Atom, sel string) bool {
	if base.root != rootObject || base.parent != nil || base.obj.typ == nil || base.obj.typ.typ == nil {
		return true
	}
	s, ok := base.obj.typ.typ.Underlying().(*types.Struct)
	return !ok || s.NumFields() > 0 && "."+s.Field(0).Name() == sel
}

// isNode reports whether base is an object that points to others of its type:
// an element of a list or a tree.
func isNode(base *Atom) bool {
	if base.root != rootObject || base.parent != nil || base.obj.typ == nil || base.obj.typ.typ == nil {
		return false
	}
	t := base.obj.typ.typ
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for v := range s.Fields() {
		if p, ok := types.Unalias(v.Type()).(*types.Pointer); ok && types.Identical(p.Elem(), t) {
			return true
		}
	}
	return false
}

// keepsContext reports whether what the present instruction stores, h, is or
// holds a user context that comes from a request: from a parameter that is not
// just a word or a number.
func (f *frame) keepsContext(h holding, val Value) bool {
	found := slices.ContainsFunc(bare(val), func(a *Atom) bool {
		return a.kind == kindTop || a.kind == kindConst && a.constant == nonNil
	}) && f.storesContext(val)
	for _, a := range h.contexts {
		switch {
		case a.kind == kindSym && a.rootOf().root != rootGlobal && a.rootOf().root != rootResult:
			if t := f.symbolType(a); t != nil && f.e.set.IsUserContext(t) {
				return true
			}
		case a.kind == kindSym && a.rootOf().root == rootResult, a.kind == kindTyped && a.typ.typ != nil && f.e.set.IsUserContext(a.typ.typ):
			found = found || f.storesContext(a.alone()) || f.holdsContext(h, a)
		case a.kind == kindAddr && len(a.path) == 0 && a.base.root == rootObject && a.base.parent == nil:
			if o := a.base.obj; o.typ != nil && o.typ.typ != nil && f.e.set.IsUserContext(o.typ.typ) {
				found = true
			}
		}
	}
	if !found {
		return false
	}
	from := f.derivation()
	return from.request || from.receiver
}

// holdsContext reports whether a, of what h holds, was stored there as a user context.
func (f *frame) holdsContext(h holding, a *Atom) bool {
	return slices.ContainsFunc(h.contextHits, func(by hit) bool {
		return by.held == a && by.by.src != nil && f.e.set.IsUserContext(by.by.src.Type())
	})
}

// storesContext reports whether an operand of the present instruction is a
// user context; an argument of a call, one that all of v is or comes from.
func (f *frame) storesContext(v Value) bool {
	_, isCall := f.current.(ssa.CallInstruction)
	for _, op := range stored(f.current) {
		if !f.e.set.IsUserContext(unwrapped(op).Type()) {
			continue
		}
		given := bare(f.get(op))
		other := func(a *Atom) bool {
			return !slices.ContainsFunc(given, func(b *Atom) bool {
				return b == a || slices.Contains(a.inner, b) || a.kind == kindSym && b.kind == kindSym && a.rootOf() == b.rootOf()
			})
		}
		if !isCall || !slices.ContainsFunc(bare(v), other) {
			return true
		}
	}
	return false
}

// symbolType is the type of what symbol a stands for; nil where it is not
// known.
func (f *frame) symbolType(a *Atom) types.Type {
	if a.parent == nil {
		switch {
		case a.root == rootParam && a.index < len(f.fn.Params):
			return f.fn.Params[a.index].Type()
		case a.root == rootFree && a.index < len(f.fn.FreeVars):
			return f.fn.FreeVars[a.index].Type()
		}
		return nil
	}
	t := f.symbolType(a.parent)
	if t == nil {
		return nil
	}
	t = underlying(t)
	p, isPtr := t.(*types.Pointer)
	if a.sel == "*" {
		if !isPtr {
			return nil
		}
		return p.Elem()
	}
	if isPtr {
		t = underlying(p.Elem())
	}
	switch t := t.(type) {
	case *types.Struct:
		for v := range t.Fields() {
			if "."+v.Name() == a.sel {
				return v.Type()
			}
		}
	case interface{ Elem() types.Type }:
		if isElem(a.sel) {
			return t.Elem()
		}
	}
	return nil
}

// maxDerived bounds how deep parts of a variable are looked into for what is
// stored there.
const maxDerived = 8
