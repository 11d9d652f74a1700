package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An entry of a list is removed, too, by storing there what is left of it: by
// slices.Delete, by append of what is before and behind the entry, or in a loop
// that appends the others.

// prunes reports whether instr stores a list that is made of nothing but elements
// of the list that was there.
func (f *frame) prunes(instr ssa.Instruction) bool {
	val := storedBy(instr)
	if val == nil {
		return false
	}
	if _, isList := val.Type().Underlying().(*types.Slice); !isList {
		return false
	}
	switch val.(type) {
	case *ssa.Call, *ssa.Slice, *ssa.Phi:
		return f.leftOf(val, instr, make(map[ssa.Value]bool))
	}
	return false
}

// leftOf reports whether v is the list that is in the place that instr stores in,
// or made of elements of that; seen are the values on the way.
func (f *frame) leftOf(v ssa.Value, instr ssa.Instruction, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return true
	}
	if len(seen) > maxDerived {
		return false
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Const:
		return v.IsNil()
	case *ssa.MakeSlice:
		return true
	case *ssa.Slice:
		if array, ok := v.X.(*ssa.Alloc); ok { // what is appended one by one
			return !slices.ContainsFunc(storedIn(array, 0), func(e ssa.Value) bool { return !f.elementLeft(e, instr, seen) })
		}
		return f.leftOf(v.X, instr, seen)
	case *ssa.Phi:
		return !slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return !f.leftOf(e, instr, seen) })
	case *ssa.UnOp:
		s, ok := instr.(*ssa.Store)
		return ok && v.Op == token.MUL && sameShape(v.X, s.Addr, 0)
	case *ssa.Lookup:
		m, ok := instr.(*ssa.MapUpdate)
		return ok && sameShape(v.X, m.Map, 0) && sameShape(v.Index, m.Key, 0)
	case *ssa.Extract:
		l, ok := v.Tuple.(*ssa.Lookup)
		return ok && v.Index == 0 && f.leftOf(l, instr, seen)
	case *ssa.Call:
		return f.callLeft(v, instr, seen)
	}
	return false
}

// elementLeft reports whether e is an element of the list.
func (f *frame) elementLeft(e ssa.Value, instr ssa.Instruction, seen map[ssa.Value]bool) bool {
	load, ok := e.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	at, ok := load.X.(*ssa.IndexAddr)
	return ok && f.leftOf(at.X, instr, seen)
}

// callLeft reports whether call returns a list of elements of the one that is its
// first argument, or of both with append.
func (f *frame) callLeft(call *ssa.Call, instr ssa.Instruction, seen map[ssa.Value]bool) bool {
	args := call.Call.Args
	if isAppend(call) {
		return f.leftOf(args[0], instr, seen) && f.leftOf(args[1], instr, seen)
	}
	callee := call.Call.StaticCallee()
	if callee == nil || len(args) == 0 || !f.leftOf(args[0], instr, seen) {
		return false
	}
	if _, isConst := args[0].(*ssa.Const); isConst {
		return false
	}
	ref, _ := f.e.ref(callee)
	s := f.e.summaryOf(ref, f.node)
	return s != nil && s.givesBack()
}

// givesBack reports whether the function returns nothing but parts of its first
// parameter, or a list of them that it makes.
func (s *Summary) givesBack() bool {
	return !s.unknown && onlyOfFirst(s.result, true, 0) && !slices.ContainsFunc(s.effects, func(e *effect) bool {
		return e.kind == effectStore && onlyOfFirst(e.base, true, 0) && !onlyOfFirst(e.val, false, 0)
	})
}

// onlyOfFirst reports whether v is made of constants and parts of the first
// parameter, and if own is set of what the function makes.
func onlyOfFirst(v Value, own bool, depth int) bool {
	return depth < maxDerived && !slices.ContainsFunc(v, func(a *Atom) bool {
		switch a.kind {
		case kindConst, kindTop:
			return false
		case kindSym, kindAddr:
			root := a.rootOf()
			if a.kind == kindAddr {
				root = a.base.rootOf()
			}
			return !(root.root == rootParam && root.index == 0 || own && root.root == rootObject)
		}
		parts := a.parts(nil)
		return len(parts) == 0 || slices.ContainsFunc(parts, func(p Value) bool { return !onlyOfFirst(p, own, depth+1) })
	})
}
