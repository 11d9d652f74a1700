package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// What a constructor stores in the object that it returns it may store on some of its
// ways only. On the others there is what the object began with.

// mayLeaveOut reports whether the place p of object base, which this body makes and
// returns, can be a user context that is nil when it does.
func (f *frame) mayLeaveOut(base *Atom, p path) bool {
	if !f.returnsWith(base, p) {
		return false
	}
	for _, r := range f.with(base) {
		b := f.fn.Blocks[r.block]
		if f.placeCanBeNil(base, p, b, len(b.Instrs)-1) {
			return true
		}
	}
	return false
}

// returnsWith reports whether this body makes object base and the place p of it is a
// user context, so that it may matter in what it returns.
func (f *frame) returnsWith(base *Atom, p path) bool {
	return !f.concrete && !f.e.remote && base.root == rootObject && base.parent == nil && !base.obj.many && len(p) > 0 && !hasElem(p) && len(f.unset(base, p)) > 0
}

// with are the ways in which the body returns the address of base, without an error.
func (f *frame) with(base *Atom) []returning {
	return slices.DeleteFunc(slices.Clone(f.returnings), func(r returning) bool {
		return f.fails(r) || !slices.ContainsFunc(r.values, func(v Value) bool { return f.holdsAddress(v, base) })
	})
}

// besideOf is the field of object base for which holds, wherever that is returned: if
// it is a nil error or true, there is a user context in field p. It is "" if there is
// none.
func (f *frame) besideOf(base *Atom, p path) string {
	of, ok := underlying(base.obj.typ.typ).(*types.Struct)
	ways := f.with(base)
	if !ok || len(p) != 1 || len(ways) == 0 {
		return ""
	}
	for field := range of.Fields() {
		good := nilOperand
		if isBool(field.Type()) {
			good = trueOperand
		} else if !isError(field.Type()) {
			continue
		}
		g := fact{x: operand{base: base, path: "." + field.Name()}, y: good, is: true}.normal()
		if !slices.ContainsFunc(ways, func(r returning) bool { return f.nilAfter(base, p, r.block, func(*ssa.Return) fact { return g }) }) {
			return "." + field.Name()
		}
	}
	return ""
}

// besideHolds reports whether what is known on way w of the field beside the one that
// wr has written is that there is a user context in this one.
func (s *search) besideHolds(w *way, wr *write) bool {
	if wr.beside == "" {
		return false
	}
	o := operand{base: w.value.base, path: wr.beside}
	return slices.ContainsFunc(w.facts, func(g fact) bool {
		return g.x == o && !g.less && g.is && (g.y == nilOperand || g.y == trueOperand)
	})
}

// fails reports whether r returns an error for sure: nobody uses what comes with it.
func (f *frame) fails(r returning) bool {
	for i, v := range r.values {
		if isError(f.fn.Signature.Results().At(i).Type()) && len(v) > 0 && !mayBeNil(v) {
			return true
		}
	}
	return false
}

// holdsAddress reports whether v may be the address of base.
func (f *frame) holdsAddress(v Value, base *Atom) bool {
	for a := range each(v) {
		if a.kind == kindAddr && a.base == base && len(a.path) == 0 {
			return true
		}
	}
	return false
}

// leftOut reports whether instr is the call that has made the object in which the
// value is, and may have returned it without it, as far as is known on way w.
func (s *search) leftOut(w *way, instr ssa.Instruction, at point) bool {
	o := w.value
	if _, ok := instr.(*ssa.Call); !ok || o.base == nil || o.base.root != rootObject || o.base.parent != nil {
		return false
	}
	made := o.base.obj.made
	m := s.f.mems[o.base]
	if o.base.obj.alloc != nil || made.block != at.block || made.idx != at.idx || m == nil || !s.f.begunHere(o.base) {
		return false
	}
	return slices.ContainsFunc(m.byBlock[at.block], func(wr *write) bool {
		return wr.at.idx == at.idx && wr.leaves && match(wr.path, s.paths[o.path]) == covers && !s.holdOn(w, wr.guards) && !s.besideHolds(w, wr) && !s.fine(w, wr, instr)
	})
}

// holdOn reports whether guards, of which there are some, are all known to hold on
// way w.
func (s *search) holdOn(w *way, guards []guard) bool {
	return len(guards) > 0 && !slices.ContainsFunc(guards, func(g guard) bool {
		if !single(g.val) || g.val[0].root != rootParam || g.val[0].parent != nil || g.typ != nil {
			return true
		}
		x := operand{reg: s.f.fn.Params[g.val[0].index]}
		return !slices.Contains(w.facts, fact{x: x, y: operand{constant: g.want}, is: !g.not}.normal())
	})
}
