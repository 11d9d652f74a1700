package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A method that returns a field of its receiver, or says whether it is nil, is as
// good as the field itself: if s.User() == nil { return }; use(s.User()).

// getsField reports whether x is the result of a call that returns a field of what
// a parameter points to, and nothing was stored there before.
func (f *frame) getsField(x ssa.Value) bool {
	call, ok := x.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil || !f.e.context(x.Type()) || f.concrete || f.e.remote {
		return false
	}
	w := f.get(x)
	return len(w) == 1 && ofParam(w[0]) && w[0].sel != anything && !f.storedBefore(w, point{block: call.Block().Index, idx: f.position(call)})
}

// fieldCanBeNil reports whether what symbol val stands for at a call, a field of
// what an argument points to, can be nil there if guards hold.
func (f *frame) fieldCanBeNil(val Value, guards []guard, v *env) bool {
	if len(val) != 1 || !ofParam(val[0]) || v.assigned[val[0]] {
		return true
	}
	b, idx := f.fn.Blocks[v.entry.block], v.entry.idx
	if base, p, ok := f.placeAt(val[0], v); ok {
		var more []fact
		for _, g := range guards {
			if !single(g.val) || !ofParam(g.val[0]) || v.assigned[g.val[0]] || g.typ != nil || g.want != "nil" && unsetText(g.want) == "" {
				continue
			}
			if of, at, ok := f.placeAt(g.val[0], v); ok && of == base {
				more = append(more, fact{x: operand{base: of, path: at.String()}, y: operand{constant: g.want}, is: !g.not}.normal())
			}
		}
		return f.placeCanBeNil(base, p, b, idx, more...)
	}
	call, ok := b.Instrs[idx].(*ssa.Call) // of what may be one object or another
	if !ok || val[0].parent.parent != nil || val[0].parent.index >= len(call.Call.Args) || call.Call.StaticCallee() == nil || v.ctx != "/"+v.fn.key {
		return true
	}
	s := f.newSearch()
	p := s.fieldOf(call.Call.Args[val[0].parent.index], val[0].sel)
	if p == nil {
		return true
	}
	value := operand{reg: p}
	return s.from(way{block: b.Index, value: value, facts: []fact{{x: value, y: zeroOperand, is: true}}}, idx)
}

// ofParam reports whether a is what is selected from a parameter.
func ofParam(a *Atom) bool {
	return a.kind == kindSym && a.parent != nil && a.rootOf().root == rootParam
}

// placeAt is the place in this body's memory that symbol sym stands for at a
// call.
func (f *frame) placeAt(sym *Atom, v *env) (*Atom, path, bool) {
	if isElem(sym.sel) || sym.sel == anything {
		return nil, nil, false
	}
	addr := f.substAtom(sym.parent, v)
	if len(addr) != 1 || addr[0].kind != kindAddr {
		return nil, nil, false
	}
	base, p, ok := place(addr[0])
	if sym.sel != "*" {
		p = append(slices.Clip(p), sym.sel)
	}
	return base, p, ok
}

// partOfPart is what symbol a stands for at a call if that is a part of a struct that
// is a part of another, in memory: where nothing was stored in the one that lies
// between, what it began with is known by the names of both only.
func (f *frame) partOfPart(a *Atom, v *env, at point) Value {
	sels := path{a.sel}
	for b := a.parent; b.parent != nil; b = b.parent {
		if sels[0][0] != '.' || b.sel[0] != '.' {
			return nil
		}
		sels = append(path{b.sel}, sels...)
		was := f.sawEntry
		addr := f.substAtom(b.parent, v)
		f.sawEntry = was
		if len(addr) == 0 {
			continue
		}
		var g gathering
		for _, x := range bare(addr) {
			base, p, ok := place(x)
			if p = slices.Concat(p, sels); ok && base.root == rootObject && base.parent == nil && len(f.unset(base, p)) > 0 {
				g.add(f.load(base, p, at))
			}
		}
		return g.value()
	}
	return nil
}

// envOf is what the symbols of the summary of call's callee stand for, for
// places.
func (f *frame) envOf(call *ssa.CallCommon) (*Summary, *env) {
	if call.StaticCallee() == nil {
		return nil, nil
	}
	ref, targs := f.e.ref(call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return nil, nil
	}
	params := make([]Value, len(call.Args))
	for i, a := range call.Args {
		params[i] = f.get(a)
	}
	return s, &env{fn: ref, params: params, targs: targs, assigned: f.assigned(s),
		results: make(map[*effect]Value), objs: make(map[*Object]*Object), ctx: "place"}
}

// fieldReturned is the place whose content call returns, if that is all that it
// may return.
func (s *search) fieldReturned(call *ssa.Call) (operand, bool) {
	sum, v := s.f.envOf(&call.Call)
	if sum == nil || len(sum.result) != 1 {
		return operand{}, false
	}
	return s.placeOf(sum.result[0], call, v)
}

// returnedArgument is the argument that call returns, if it returns that and nothing else; nil
// otherwise.
func (f *frame) returnedArgument(call *ssa.Call) ssa.Value {
	if call.Call.StaticCallee() == nil || f.concrete || f.e.remote {
		return nil
	}
	ref, _ := f.e.ref(call.Call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	if s == nil || s.unknown || !single(s.result) || s.result[0].root != rootParam || s.result[0].index >= len(call.Call.Args) {
		return nil
	}
	return call.Call.Args[s.result[0].index]
}

// placeOf is the place that symbol sym of call's callee stands for: one in
// memory, or a field of what an argument points to.
func (s *search) placeOf(sym *Atom, call *ssa.Call, v *env) (operand, bool) {
	if !ofParam(sym) || v.assigned[sym] {
		return operand{}, false
	}
	base, p, ok := s.f.placeAt(sym, v)
	if !ok && sym.parent.parent == nil && sym.parent.index < len(call.Call.Args) {
		if field := s.fieldOf(call.Call.Args[sym.parent.index], sym.sel); field != nil {
			return operand{reg: field}, true
		}
	}
	if !ok {
		return operand{}, false
	}
	s.paths[p.String()] = p
	return operand{base: base, path: p.String()}, true
}

// maxAsked bounds the fields that one predicate is asked about.
const maxAsked = 4

// askedOfFields adds to w what the result of call, a truth value or an error,
// says of the fields that the callee looked at.
func (s *search) askedOfFields(w *way, call *ssa.Call) bool {
	f := s.f
	if !slices.ContainsFunc(w.facts, func(g fact) bool { return g.x.reg == call && g.y.fixed() && !g.less }) {
		return true
	}
	sum, v := f.envOf(&call.Call)
	if sum == nil {
		return true
	}
	var about []guard
	for _, a := range sum.result {
		for _, g := range a.guards {
			if !single(g.val) || g.val[0].parent == nil || g.typ != nil || g.want != "nil" && unsetText(g.want) == "" {
				continue
			}
			if !slices.ContainsFunc(about, func(h guard) bool { return h.val[0] == g.val[0] && h.want == g.want }) && len(about) < maxAsked {
				about = append(about, g)
			}
		}
	}
	for _, ask := range about {
		sym := ask.val[0]
		o, ok := s.placeOf(sym, call, v)
		if !ok {
			continue
		}
		for _, g := range w.facts {
			if g.x.reg != call || g.less || !g.y.fixed() || g.x.length || g.x.plus != 0 {
				continue
			}
			other := nonNil
			if ask.want != "nil" {
				other = "not " + ask.want
			}
			for _, what := range []string{ask.want, other} {
				r := f.project(f.resultWhere(sum, sym, what), s.paths[g.x.sel], point{block: w.block})
				if len(r) > 0 && !f.agrees(g, r) && !w.learn(fact{x: o, y: operand{constant: ask.want}, is: what == other}.normal()) {
					return false
				}
			}
		}
	}
	return true
}

// resultWhere is what a function with summary sum returns where sym is the
// constant what.
func (f *frame) resultWhere(sum *Summary, sym *Atom, what string) Value {
	var r gathering
	for _, a := range sum.result {
		if a.kind == kindCond && slices.ContainsFunc(a.guards, func(g guard) bool {
			return len(g.val) == 1 && g.val[0] == sym && g.typ == nil && !f.admitted(g)(Value{f.e.u.constant(what)})
		}) {
			continue
		}
		r.add(bare(a.alone()))
	}
	return r.value()
}
