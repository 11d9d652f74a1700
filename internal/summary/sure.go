package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// must reports whether block b runs whenever the function returns.
func (f *frame) must(b int) bool {
	blk := f.fn.Blocks[b]
	if f.fn.Synthetic == "package initializer" {
		return len(f.fn.Blocks) < 3 || b == 1 || blk.Dominates(f.fn.Blocks[2].Preds[len(f.fn.Blocks[2].Preds)-1])
	}
	for _, r := range f.fn.Blocks {
		if !f.live[r.Index] || r == f.fn.Recover {
			continue
		}
		if _, ok := r.Instrs[len(r.Instrs)-1].(*ssa.Return); ok && !blk.Dominates(r) && !givenItself(r) {
			return false
		}
	}
	return true
}

// givenItself reports whether block b runs only where a function is given the
// same thing twice, which it asks for so as to do nothing then: what it would
// have stored is there.
func givenItself(b *ssa.BasicBlock) bool {
	if len(b.Preds) != 1 || len(b.Instrs) > 2 {
		return false
	}
	branch, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cond, ok := branch.Cond.(*ssa.BinOp)
	if !ok || cond.Op != token.EQL || b != b.Preds[0].Succs[0] {
		return false
	}
	param := func(v ssa.Value) bool { _, ok := unwrapped(v).(*ssa.Parameter); return ok }
	return param(cond.X) && param(cond.Y) && pointerLike(cond.X.Type())
}

// pointerLike reports whether values of type t that are equal are the same thing.
func pointerLike(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}

// decided reports whether block b runs whenever its guards hold and the function
// returns: there is no other condition on the way to it.
func (f *frame) decided(b int) bool {
	blk := f.fn.Blocks[b]
	n := 0
	for d := blk.Idom(); d != nil; blk, d = d, d.Idom() {
		if len(d.Succs) == 1 {
			continue
		}
		cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || !slices.Contains(d.Succs, blk) || f.entries(blk) != 1 || f.inCycle(d.Index) {
			return false
		}
		if _, ok := f.condition(cond.Cond); !ok {
			return false
		}
		n++
	}
	return n <= maxGuards && n == len(f.guardsOf(b))
}

// sure reports whether block b runs whenever its guards hold and the function
// returns, if loops run at least once.
func (f *frame) sure(b *ssa.BasicBlock) bool {
	d := b.Idom()
	if d == nil {
		return true
	}
	is, ok := f.sureBlocks[b.Index]
	if !ok {
		is = f.surelyAfter(d, b) && f.sure(d)
		if f.sureBlocks == nil {
			f.sureBlocks = make(map[int]bool)
		}
		f.sureBlocks[b.Index] = is
	}
	return is
}

// surelyAfter reports whether control gets from block d, which dominates b, to b
// unless a guard says otherwise or a loop ends.
func (f *frame) surelyAfter(d, b *ssa.BasicBlock) bool {
	if len(d.Succs) == 1 {
		return true
	}
	if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok && slices.Contains(d.Succs, b) && f.entries(b) == 1 {
		other := d.Succs[0]
		if other == b {
			other = d.Succs[1]
		}
		if f.inCycle(d.Index) && f.leadsTo(b.Index, d.Index) && !f.leadsTo(other.Index, d.Index) {
			return true
		}
		if _, ok := f.condition(cond.Cond); ok {
			return true
		}
	}
	seen := make([]bool, len(f.fn.Blocks))
	seen[b.Index] = true
	todo := []*ssa.BasicBlock{d}
	for len(todo) > 0 {
		x := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if f.stopped[x.Index] {
			continue
		}
		if _, ok := x.Instrs[len(x.Instrs)-1].(*ssa.Return); ok {
			return false
		}
		for _, s := range x.Succs {
			if !seen[s.Index] && f.live[s.Index] {
				seen[s.Index] = true
				todo = append(todo, s)
			}
		}
	}
	return true
}
