package summary

import (
	"encoding/binary"
	"fmt"
	"go/types"
	"strconv"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

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

func (e errFact) Error() string { return e.what }

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
	if n < 0 || n > len(r.buf) {
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
		case rootRecovered:
			a = r.u.recovered()
		case rootResult:
			a = r.u.resultSym(r.effectRef(), -1)
		case rootObject:
			a = r.u.objectSym(r.object())
		default:
			panic(errFact{"unknown symbol"})
		}
	case kindAddr:
		base := r.atom()
		p := r.path()
		if n := len(p) - 1; n >= 0 && p[n][0] == '#' {
			size, _ := strconv.ParseInt(p[n][1:], 10, 64)
			a = r.u.sized(r.u.addr(base, p[:n]), size)
			break
		}
		a = r.u.addr(base, p)
	case kindFunc:
		key := r.string()
		if r.bool() {
			p := factory.ContextParam{Index: r.uint() - 2, Field: r.string()}
			setBits(r.uint(), &p.Carrier, &p.Variadic, &p.Option)
			r.e.facts.factories[key] = p
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
	var many, blank bool
	setBits(r.uint(), &many, &blank)
	if o := r.e.owned[name]; name != "" && o != nil {
		r.objs[n] = o
		return o
	}
	r.e.objects++
	o := &Object{id: r.e.objects, origin: origin, typ: t, many: many, blank: blank}
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
	var fine [3]bool
	var beside bool
	setBits(r.uint(), &e.async, &e.once, &e.must, &e.keyed, &e.told, &e.vague, &fine[0], &fine[1], &fine[2], &e.keysKnown, &e.sure, &e.short, &e.either, &e.unsure, &e.prunes, &e.moved, &e.leaves, &beside, &e.joins)
	e.fine = bits(fine[:]...)
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
		if e.keysKnown {
			e.keys = r.keys()
		}
		if beside {
			e.beside = r.string()
		}
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
	s := &Summary{}
	setBits(r.uint(), &s.returns, &s.panics, &s.recovers, &s.catches)
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

func (r *decoder) keys() (ks []keyParam) {
	for range r.count() {
		ks = append(ks, keyParam{index: r.uint(), field: r.string()})
	}
	return ks
}
