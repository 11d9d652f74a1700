package summary

import "slices"

// called is what fn, which is called, stands for in v. Calls of several methods of
// the same values come one after the other, as package fmt has them.
func (f *frame) called(fn Value, v *env) Value {
	if v.fns == nil || v.writes != f.writes {
		v.fns, v.writes = make(map[string]Value), f.writes
	}
	key := fn.key()
	w, ok := v.fns[key]
	if !ok {
		w = f.subst(fn, v)
		v.fns[key] = w
	}
	return w
}

// givenNone reports whether all of fn are elements of a list that is nil at this
// call: there is no function to be called.
func (f *frame) givenNone(fn Value, v *env) bool {
	for _, a := range bare(fn) {
		if a.kind != kindSym || a.parent == nil || !isElem(a.sel) || !onlyNil(f.substAtom(a.parent, v)) {
			return false
		}
	}
	return len(fn) > 0
}

// maxInTurn bounds how many functions that one call site calls in turn are followed.
const maxInTurn = 16

// calledNext is what effect e calls after called, if what it calls is what it has returned
// before: for s != nil { s = s(m) } is one call in the body, and goes from state to
// state here. What was called before is not called again.
func (f *frame) calledNext(e *effect, called Value, v *env) Value {
	again := slices.ContainsFunc(bare(e.fn), func(a *Atom) bool {
		return a.kind == kindSym && a.rootOf().root == rootResult && a.rootOf().call == e
	})
	if !again || f.exhausted() {
		return nil
	}
	v.memo.reset()
	if v.inTurn == nil {
		v.inTurn = make(map[*effect]Value)
	}
	v.inTurn[e] = join(v.inTurn[e], called)
	all := f.called(e.fn, v)
	var g gathering
	open := false
	for _, a := range all {
		if !slices.Contains(v.inTurn[e], a) {
			g.add(a.alone())
			open = open || a.kind == kindSym
		}
	}
	if open { // the caller is told of one call, of all of these
		for _, a := range all {
			if a.kind == kindSym {
				g.add(a.alone())
			}
		}
	}
	return g.value()
}
