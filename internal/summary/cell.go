package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A variable that a literal captured is a cell in memory. Conditions on what
// was loaded from it say what was in it: they are followed along the ways by
// which a write can reach a load.

// nilness is what is known of a cell on one way.
type nilness uint8

const (
	unknownNil nilness = iota
	notNil
	isNil
)

// cellOf is the variable that the whole of base is, if that is a user context
// that can be nil; nil otherwise.
func (f *frame) cellOf(base *Atom, p path) ssa.Value {
	if len(p) > 0 || base.parent != nil {
		return nil
	}
	var cell ssa.Value
	switch {
	case base.root == rootFree && !f.concrete:
		cell = f.fn.FreeVars[base.index]
	case base.root == rootObject && base.obj.alloc != nil:
		cell = base.obj.alloc
	default:
		return nil
	}
	ptr, ok := cell.Type().Underlying().(*types.Pointer)
	if !ok || cell.Parent() != f.fn || !f.e.context(ptr.Elem()) {
		return nil
	}
	if _, ok := cell.(*ssa.MakeSlice); ok {
		return nil
	}
	return cell
}

// reachingCell calls yield for each write to cell that may be seen at at, with
// what is known of the cell on the way from it; and with nil, where what was
// there first may be seen.
func (f *frame) reachingCell(m *memory, cell ssa.Value, at point, yield func(*write, nilness)) {
	type way struct {
		block int
		known nilness
	}
	blocks := f.fn.Blocks
	seen := make(map[way]bool)
	var todo []way
	pass := func(b int, limit *point, known nilness) {
		ensured := f.ensuredIn(cell, blocks[b])
		before := func(idx int) nilness {
			for _, c := range ensured {
				if idx < c && (limit == nil || c < limit.idx) {
					return notNil
				}
			}
			return known
		}
		for _, w := range slices.Backward(m.byBlock[b]) {
			if limit != nil && !w.at.before(*limit) {
				continue
			}
			yield(w, before(w.at.idx))
			if len(w.path) == 0 && w.strong {
				return
			}
		}
		known = before(-1)
		if b == 0 {
			yield(nil, known)
		}
		for _, p := range blocks[b].Preds {
			if !f.live[p.Index] || f.stopped[p.Index] {
				continue
			}
			next := way{p.Index, known}
			if e := f.edgeNilness(cell, p, blocks[b]); known == unknownNil {
				next.known = e
			} else if e != unknownNil && e != known {
				continue // nobody comes this way
			}
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	pass(at.block, &at, unknownNil)
	for _, p := range f.recoveredFrom(at.block) {
		pass(p.block, &p, unknownNil)
	}
	for len(todo) > 0 {
		w := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		pass(w.block, nil, w.known)
	}
}

// loadIn is the last load from cell in block b, if nothing is stored there
// after it.
func loadIn(cell ssa.Value, b *ssa.BasicBlock) *ssa.UnOp {
	for _, instr := range slices.Backward(b.Instrs) {
		switch i := instr.(type) {
		case *ssa.Store:
			if i.Addr == cell {
				return nil
			}
		case *ssa.UnOp:
			if i.Op == token.MUL && i.X == cell {
				return i
			}
		}
	}
	return nil
}

// edgeNilness is what the condition at the end of block p says of cell where
// control passes to b.
func (f *frame) edgeNilness(cell ssa.Value, p, b *ssa.BasicBlock) nilness {
	cond, ok := p.Instrs[len(p.Instrs)-1].(*ssa.If)
	if !ok || p.Succs[0] == p.Succs[1] {
		return unknownNil
	}
	load := loadIn(cell, p)
	if load == nil {
		return unknownNil
	}
	any := join(Value{f.e.u.constant("nil")}, Value{f.e.u.top()})
	v := f.assume(load, any, knownCond{cond.Cond, p.Succs[0] == b})
	switch {
	case !mayBeNil(v):
		return notNil
	case onlyNil(v):
		return isNil
	}
	return unknownNil
}

// ensuredIn are the places in block b of calls that return only if what was
// loaded from cell is not nil.
func (f *frame) ensuredIn(cell ssa.Value, b *ssa.BasicBlock) []int {
	var at []int
	for i, instr := range b.Instrs {
		call, ok := instr.(*ssa.Call)
		if !ok || call.Call.StaticCallee() == nil {
			continue
		}
		if !slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool { return loadedFrom(a, cell) }) {
			continue
		}
		f.afterCall(&call.Call, func(n int, g guard) {
			if g.not && g.want == "nil" && loadedFrom(call.Call.Args[n], cell) {
				at = append(at, i)
			}
		})
	}
	return at
}

func loadedFrom(v ssa.Value, cell ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	return ok && load.Op == token.MUL && load.X == cell
}

// given is v, where k is known of it; ok is false where it cannot be.
func (f *frame) given(v Value, k nilness) (w Value, ok bool) {
	switch {
	case k == notNil && onlyNil(bare(v)), k == isNil && !mayBeNil(v):
		return nil, false
	case k == notNil:
		return f.e.u.present(f.assumeNil(v, false)), true
	case k == isNil:
		return f.assumeNil(v, true), true
	}
	return v, true
}
