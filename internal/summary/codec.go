package summary

import (
	"encoding/binary"
	"slices"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// A section is one function's summary, or what initialisers left in one
// variable, written so that it can be read, or copied, without the others.
//
// It begins with its references: the keys of the sections that whoever uses
// it may need.

// An encoder writes one section.
type encoder struct {
	buf     []byte
	strs    map[string]int
	atoms   map[*Atom]int
	objs    map[*Object]int
	typs    map[*TypeRef]int
	effs    map[*effect]int
	hops    map[*Hop]int
	refs    map[string]bool
	objName func(*Object) string // "" for an object of the function
	onTyped func(*TypeRef)

	factory func(*FuncRef) (factory.ContextParam, bool)
}

func newEncoder(objName func(*Object) string) *encoder {
	return &encoder{
		strs: make(map[string]int), atoms: make(map[*Atom]int), objs: make(map[*Object]int),
		typs: make(map[*TypeRef]int), effs: make(map[*effect]int), hops: make(map[*Hop]int),
		refs: make(map[string]bool), objName: objName,
	}
}

func (w *encoder) uint(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }

func (w *encoder) bool(b bool) {
	if b {
		w.uint(1)
	} else {
		w.uint(0)
	}
}

// seen writes the number of k, and reports whether k itself was written
// before; if it was not, k must follow.
func seen[K comparable](w *encoder, m map[K]int, k K) bool {
	n, ok := m[k]
	if !ok {
		n = len(m)
		m[k] = n
	}
	w.uint(n)
	return ok
}

func (w *encoder) string(s string) {
	if seen(w, w.strs, s) {
		return
	}
	w.uint(len(s))
	w.buf = append(w.buf, s...)
}

func (w *encoder) path(p path) {
	w.uint(len(p))
	for _, s := range p {
		w.string(s)
	}
}

func (w *encoder) typ(t *TypeRef) {
	if t == nil {
		w.uint(0)
		return
	}
	w.uint(1)
	if seen(w, w.typs, t) {
		return
	}
	w.uint(int(t.kind))
	switch t.kind {
	case typePointer:
		w.typ(t.elem)
	case typeParam:
		w.uint(t.index)
	default:
		w.string(t.name)
		w.types(t.args)
		w.bool(t.iface)
		if t.iface {
			w.uint(len(t.methods))
			for _, m := range t.methods {
				w.string(m)
			}
		}
	}
}

func (w *encoder) types(ts []*TypeRef) {
	w.uint(len(ts))
	for _, t := range ts {
		w.typ(t)
	}
}

func (w *encoder) value(v Value) {
	w.uint(len(v))
	for _, a := range v {
		w.atom(a)
	}
}

func (w *encoder) values(vs []Value) {
	w.uint(len(vs))
	for _, v := range vs {
		w.value(v)
	}
}

func (w *encoder) atom(a *Atom) {
	if seen(w, w.atoms, a) {
		return
	}
	w.uint(int(a.kind))
	switch a.kind {
	case kindSym:
		w.uint(int(a.root))
		switch a.root {
		case rootNone:
			w.atom(a.parent)
			w.string(a.sel)
		case rootParam, rootFree:
			w.uint(a.index)
		case rootRecovered:
		case rootGlobal:
			w.string(a.name)
			w.refs[stateSection+a.name] = true
		case rootResult:
			seen(w, w.effs, a.call)
		case rootObject:
			w.object(a.obj)
		}
	case kindAddr:
		w.atom(a.base)
		if a.constant != "" {
			w.path(append(slices.Clone(a.path), "#"+a.constant))
			break
		}
		w.path(a.path)
	case kindFunc:
		w.string(a.fn.key)
		w.refs[funcSection+a.fn.key] = true
		p, isFactory := w.factory(a.fn)
		w.bool(isFactory)
		if isFactory {
			w.uint(p.Index + 2) // which may be -2
			w.string(p.Field)
			w.uint(bits(p.Carrier, p.Variadic, p.Option))
		}
		w.values(a.binds)
		w.types(a.targs)
	case kindTyped:
		w.typ(a.typ)
		w.onTyped(a.typ)
		w.refs[typeRefs+a.typ.key] = true
		w.value(a.inner)
	case kindAgg:
		w.uint(len(a.fields))
		for _, f := range a.fields {
			w.string(f.sel)
			w.value(f.val)
		}
		w.value(a.inner)
	case kindConst:
		w.string(a.constant)
	case kindManager:
		w.string(a.name)
	case kindCond:
		w.guards(a.guards)
		w.atom(a.inner[0])
	}
}

func (w *encoder) guards(gs []guard) {
	w.uint(len(gs))
	for _, g := range gs {
		w.value(g.val)
		w.string(g.want)
		w.typ(g.typ)
		w.bool(g.not)
	}
}

func (w *encoder) object(o *Object) {
	if seen(w, w.objs, o) {
		return
	}
	name := w.objName(o)
	w.string(name)
	if name != "" {
		w.refs[stateSection+name] = true
	}
	w.string(o.origin)
	w.typ(o.typ)
	w.uint(bits(o.many, o.blank))
}

func (w *encoder) hop(h *Hop) {
	if h == nil {
		w.uint(0)
		return
	}
	w.uint(1)
	if seen(w, w.hops, h) {
		return
	}
	w.string(h.Callee)
	w.hop(h.Next)
}

// shorten leaves out the middle of a long path.
func shorten(h *Hop) *Hop {
	const keep = 4
	if h == nil || h.Len <= 2*keep+1 {
		return h
	}
	tail := h
	for tail.Len > keep {
		tail = tail.Next
	}
	tail = cons("…", 0, tail)
	head := make([]*Hop, 0, keep)
	for x := h; len(head) < keep; x = x.Next {
		head = append(head, x)
	}
	for i := keep - 1; i >= 0; i-- {
		tail = cons(head[i].Callee, head[i].Site, tail)
	}
	return tail
}

// bits are truth values as one number.
func bits(bs ...bool) int {
	n := 0
	for i, b := range bs {
		if b {
			n |= 1 << i
		}
	}
	return n
}

// setBits is the inverse of [bits].
func setBits(n int, bs ...*bool) {
	for i, b := range bs {
		*b = n&(1<<i) != 0
	}
}

func (w *encoder) effect(e *effect) {
	seen(w, w.effs, e)
	w.uint(int(e.kind))
	w.uint(bits(e.async, e.once, e.must, e.keyed, e.told, e.vague, e.fine&1 != 0, e.fine&2 != 0, e.fine&4 != 0, e.keysKnown, e.sure, e.short, e.either, e.unsure, e.prunes, e.moved, e.leaves, e.beside != "", e.joins))
	w.guards(e.guards)
	switch e.kind {
	case effectCall:
		w.value(e.fn)
		w.string(e.method)
		w.typ(e.recv)
		w.values(e.args)
		w.hop(shorten(e.via))
	case effectStore:
		w.value(e.base)
		w.path(e.path)
		w.value(e.val)
		if e.keysKnown {
			w.keys(e.keys)
		}
		if e.beside != "" {
			w.string(e.beside)
		}
	case effectReach, effectContext:
		w.string(e.factory)
		w.hop(shorten(e.chain))
		w.value(e.val)
	}
}

func (w *encoder) keys(ks []keyParam) {
	w.uint(len(ks))
	for _, k := range ks {
		w.uint(k.index)
		w.string(k.field)
	}
}

func (w *encoder) summary(s *Summary) {
	w.uint(bits(s.returns, s.panics, s.recovers, s.catches))
	w.uint(len(s.effects))
	for _, e := range s.effects {
		w.effect(e)
	}
	w.value(s.result)
	w.guards(s.holds)
}

func (w *encoder) entries(es []entry) {
	w.uint(len(es))
	for _, e := range es {
		w.path(e.path)
		w.value(e.val)
		w.bool(e.strong)
	}
}
