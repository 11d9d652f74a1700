package summary

import (
	"encoding/binary"
	"fmt"
	"go/types"
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

	isFactory func(*FuncRef) bool
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
		w.path(a.path)
	case kindFunc:
		w.string(a.fn.key)
		w.refs[funcSection+a.fn.key] = true
		w.bool(w.isFactory(a.fn))
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
	w.bool(o.many)
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
	w.uint(bits(e.async, e.once, e.must, e.keyed, e.told, e.vague))
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
	case effectReach, effectContext:
		w.string(e.factory)
		w.hop(shorten(e.chain))
		w.value(e.val)
	}
}

func (w *encoder) summary(s *Summary) {
	w.bool(s.returns)
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

// A decoder reads one section. Malformed input panics with errFact.
type decoder struct {
	u     *universe
	e     *engine
	buf   []byte
	strs  []string
	atoms []*Atom
	objs  []*Object
	typs  []*TypeRef
	effs  []*effect
	hops  []*Hop
}

type errFact struct{ what string }

func (r *decoder) uint() int {
	n, size := binary.Uvarint(r.buf)
	if size <= 0 || n > 1<<31 {
		panic(errFact{"truncated"})
	}
	r.buf = r.buf[size:]
	return int(n)
}

// count reads a length, which what follows must be long enough for.
func (r *decoder) count() int {
	n := r.uint()
	if n > len(r.buf) {
		panic(errFact{fmt.Sprintf("length %d in %d bytes", n, len(r.buf))})
	}
	return n
}

func (r *decoder) bool() bool { return r.uint() != 0 }

// known reads a number; ok tells that it stands for an earlier item.
func knownItem[T any](r *decoder, items []T) (n int, ok bool) {
	n = r.uint()
	if n > len(items) {
		panic(errFact{"reference to nothing"})
	}
	return n, n < len(items)
}

func (r *decoder) string() string {
	n, ok := knownItem(r, r.strs)
	if !ok {
		size := r.count()
		r.strs = append(r.strs, string(r.buf[:size]))
		r.buf = r.buf[size:]
	}
	return r.strs[n]
}

func (r *decoder) path() path {
	n := r.count()
	if n == 0 {
		return nil
	}
	p := make(path, n)
	for i := range p {
		p[i] = r.string()
		if p[i] == "" {
			panic(errFact{"empty selector"})
		}
	}
	return p
}

func (r *decoder) typ() *TypeRef {
	if r.uint() == 0 {
		return nil
	}
	n, ok := knownItem(r, r.typs)
	if ok {
		if r.typs[n] == nil {
			panic(errFact{"cyclic type"})
		}
		return r.typs[n]
	}
	r.typs = append(r.typs, nil)
	t := &TypeRef{kind: typeKind(r.uint())}
	switch t.kind {
	case typePointer:
		t.elem = r.typ()
		if t.elem == nil {
			panic(errFact{"pointer to nothing"})
		}
		if t.elem.typ != nil {
			t.typ = types.NewPointer(t.elem.typ)
		}
	case typeParam:
		t.index = r.uint()
	default:
		t.name = r.string()
		t.args = r.types()
		if t.iface = r.bool(); t.iface {
			for range r.count() {
				t.methods = append(t.methods, r.string())
			}
		}
		r.e.resolveType(t)
	}
	t = r.u.internType(t)
	r.typs[n] = t
	return t
}

func (r *decoder) types() []*TypeRef {
	n := r.count()
	var ts []*TypeRef
	for range n {
		ts = append(ts, r.typ())
	}
	return ts
}

func (r *decoder) value() Value {
	n := r.count()
	var g gathering
	for range n {
		g.add(Value{r.atom()})
	}
	return g.value()
}

func (r *decoder) values() []Value {
	n := r.count()
	var vs []Value
	for range n {
		vs = append(vs, r.value())
	}
	return vs
}

func (r *decoder) atom() *Atom {
	n, ok := knownItem(r, r.atoms)
	if ok {
		if r.atoms[n] == nil {
			panic(errFact{"cyclic value"})
		}
		return r.atoms[n]
	}
	r.atoms = append(r.atoms, nil)
	var a *Atom
	switch atomKind(r.uint()) {
	case kindSym:
		switch root := symRoot(r.uint()); root {
		case rootNone:
			p := r.atom()
			a = r.u.extend(p, r.string())
		case rootParam, rootFree:
			a = r.u.rootSym(root, r.uint(), "")
		case rootGlobal:
			a = r.u.rootSym(root, 0, r.string())
		case rootResult:
			a = r.u.resultSym(r.effectRef(), -1)
		case rootObject:
			a = r.u.objectSym(r.object())
		default:
			panic(errFact{"unknown symbol"})
		}
	case kindAddr:
		base := r.atom()
		a = r.u.addr(base, r.path())
	case kindFunc:
		key := r.string()
		if r.bool() {
			r.e.facts.factories[key] = true
		}
		binds := r.values()
		a = r.u.function(r.e.funcRef(key), binds, r.types())
	case kindTyped:
		t := r.typ()
		if t == nil {
			panic(errFact{"value without type"})
		}
		a = r.u.typed(t, r.value())
	case kindAgg:
		var fields []field
		for range r.count() {
			sel := r.string()
			fields = append(fields, field{sel, r.value()})
		}
		v := r.u.aggregate(fields, r.value())
		if len(v) != 1 {
			panic(errFact{"empty aggregate"})
		}
		a = v[0]
	case kindConst:
		a = r.u.constant(r.string())
	case kindCond:
		gs := r.guards()
		v := r.u.cond(gs, Value{r.atom()})
		if len(v) != 1 {
			panic(errFact{"empty conditional"})
		}
		a = v[0]
	case kindTop:
		a = r.u.top()
	case kindManager:
		a = r.u.manager(r.string())
	default:
		panic(errFact{"unknown value"})
	}
	r.atoms[n] = a
	return a
}

func (r *decoder) effectRef() *effect {
	n, ok := knownItem(r, r.effs)
	if !ok {
		r.e.effects++
		r.effs = append(r.effs, &effect{id: r.e.effects})
	}
	return r.effs[n]
}

func (r *decoder) object() *Object {
	n, ok := knownItem(r, r.objs)
	if ok {
		return r.objs[n]
	}
	r.objs = append(r.objs, nil)
	name := r.string()
	origin := r.string()
	t := r.typ()
	many := r.bool()
	if o := r.e.owned[name]; name != "" && o != nil {
		r.objs[n] = o
		return o
	}
	r.e.objects++
	o := &Object{id: r.e.objects, origin: origin, typ: t, many: many}
	if name != "" {
		r.e.owned[name] = o
		r.e.persistent[o] = true
		r.e.objectNames[o] = name
	}
	r.objs[n] = o
	return o
}

func (r *decoder) hop() *Hop {
	if r.uint() == 0 {
		return nil
	}
	n, ok := knownItem(r, r.hops)
	if ok {
		if r.hops[n] == nil {
			panic(errFact{"cyclic path"})
		}
		return r.hops[n]
	}
	r.hops = append(r.hops, nil)
	callee := r.string()
	r.hops[n] = cons(callee, 0, r.hop())
	return r.hops[n]
}

func (r *decoder) effect() *effect {
	e := r.effectRef()
	e.kind = effectKind(r.uint())
	setBits(r.uint(), &e.async, &e.once, &e.must, &e.keyed, &e.told, &e.vague)
	e.guards = r.guards()
	switch e.kind {
	case effectCall:
		e.fn = r.value()
		e.method = r.string()
		e.recv = r.typ()
		e.args = r.values()
		e.via = r.hop()
	case effectStore:
		e.base = r.value()
		e.path = r.path()
		e.val = r.value()
	case effectReach, effectContext:
		e.factory = r.string()
		e.chain = r.hop()
		e.val = r.value()
		if e.chain == nil {
			panic(errFact{"reach without path"})
		}
	default:
		panic(errFact{"unknown effect"})
	}
	return e
}

func (r *decoder) guards() []guard {
	var gs []guard
	for range r.count() {
		gs = append(gs, guard{val: r.value(), want: r.string(), typ: r.typ(), not: r.bool()})
	}
	return gs
}

func (r *decoder) summary() *Summary {
	s := &Summary{returns: r.bool()}
	for range r.count() {
		s.effects = append(s.effects, r.effect())
	}
	s.result = r.value()
	s.holds = r.guards()
	return s
}

func (r *decoder) entries() []entry {
	var es []entry
	for range r.count() {
		es = append(es, entry{r.path(), r.value(), r.bool()})
	}
	return es
}
