package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A value is closed if nothing of this function's caller can be called or
// changed through it: numbers and texts, also in the array of a variadic call.
// A callee that is given nothing else does only what it would do for anybody,
// and of its effects only few need to be looked at: most of what the standard
// library says of fmt.Sprintf is about methods of the arguments.

// maxClosed bounds the atoms that are looked at to decide about one value.
const maxClosed = 40

// closedAll reports whether all of vs are closed.
func (f *frame) closedAll(vs []Value) bool {
	left := maxClosed
	for _, v := range vs {
		if !f.closed(v, &left) {
			return false
		}
	}
	return true
}

func (f *frame) closed(v Value, left *int) bool {
	for _, a := range v {
		*left--
		if *left < 0 || !f.closedAtom(a, left) {
			return false
		}
	}
	return true
}

func (f *frame) closedAtom(a *Atom, left *int) bool {
	switch a.kind {
	case kindConst:
		return true
	case kindCond:
		return f.closed(a.inner, left)
	case kindSym:
		t := f.symbolType(a)
		return t != nil && !f.e.hold.mayHold(t)
	case kindTyped:
		if a.typ.kind == typeOther && a.typ.typ != nil {
			_, basic := a.typ.typ.(*types.Basic)
			return basic
		}
		return f.e.remote && f.closed(a.inner, left)
	case kindAddr:
		if a.base.root != rootObject || a.base.parent != nil {
			return false
		}
		array, ok := a.base.obj.alloc.(*ssa.Alloc)
		if !ok || array.Comment != "varargs" {
			return false
		}
		m := f.mems[a.base]
		if m == nil {
			return true
		}
		for _, writes := range m.byBlock {
			for _, w := range writes {
				if !f.closed(w.val, left) {
					return false
				}
			}
		}
		return true
	}
	return false
}

// manyEffects is how many effects a summary must have for it to be worth while
// to find out whether the arguments are closed.
const manyEffects = 8

// givesNothing reports whether a call of fn gives it closed values only, by what
// it captured too, and returns nothing that what it does could be seen in. Where no factory can be
// seen, it does not matter what a library's function returns to nobody.
func (f *frame) givesNothing(fn *FuncRef, s *Summary, args []Value) bool {
	if len(s.effects) < manyEffects || fn.fn != nil && len(fn.fn.Blocks) > 0 {
		return false
	}
	if fn.fn == nil && !f.e.remote {
		return false
	}
	if fn.fn != nil {
		results := fn.fn.Signature.Results()
		if returnsFunction(results) || !f.e.remote && f.e.hold.mayHold(results) {
			return false
		}
	}
	return f.closedAll(args)
}

// returnsFunction reports whether one of results is a function: calling that is for
// what the call has left where it finds it.
func returnsFunction(results *types.Tuple) bool {
	for v := range results.Variables() {
		if _, ok := v.Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}

// forAnybody are the indexes of the effects of s that do not depend on what the
// function is given: those that reach a factory, and those on what
// package-level variables hold.
func (s *Summary) forAnybody() []int {
	if s.forAll == nil {
		s.forAll = []int{}
		for i, e := range s.effects {
			if e.kind == effectReach || e.kind == effectContext || aboutGlobal(e.fn) || aboutGlobal(e.base) {
				s.forAll = append(s.forAll, i)
			}
		}
	}
	return s.forAll
}

// aboutGlobal reports whether v is, or is selected or returned from, what a
// package-level variable holds.
func aboutGlobal(v Value) bool { return aboutGlobalPast(v, nil) }

// aboutGlobalPast is the same where past are the calls that v is returned from: in a
// loop, what a call returns may be what is called next.
func aboutGlobalPast(v Value, past []*effect) bool {
	for _, a := range v {
		if a.kind == kindCond {
			a = a.inner[0]
		}
		if a.kind == kindAddr {
			a = a.base
		}
		if a.kind != kindSym {
			continue
		}
		switch root := a.rootOf(); root.root {
		case rootGlobal:
			return true
		case rootResult:
			if !slices.Contains(past, root.call) && aboutGlobalPast(root.call.fn, append(past, root.call)) {
				return true
			}
		}
	}
	return false
}
