package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A loop that takes the entries of a collection one after the other and clears each
// leaves none, as the builtin clear does.

// clears is the head of the loop in which instr clears each entry of a collection,
// or nil; with the collection, and what of an entry it clears.
func (f *frame) clears(instr ssa.Instruction) (head *ssa.BasicBlock, of ssa.Value, part path) {
	switch i := instr.(type) {
	case *ssa.Store:
		zero, ok := i.Val.(*ssa.Const)
		if !ok || zero.Value != nil {
			return nil, nil, nil
		}
		addr := i.Addr
		for fa, ok := addr.(*ssa.FieldAddr); ok; fa, ok = addr.(*ssa.FieldAddr) {
			part = append(path{fieldSel(fa.X.Type(), fa.Field)}, part...)
			addr = fa.X
		}
		elem, ok := addr.(*ssa.IndexAddr)
		if !ok {
			return nil, nil, nil
		}
		head, of = f.loopOver(elem.X, elem.Index), elem.X
	case *ssa.Call:
		if b, ok := i.Call.Value.(*ssa.Builtin); !ok || b.Name() != "delete" {
			return nil, nil, nil
		}
		head, of = f.loopOver(i.Call.Args[0], i.Call.Args[1]), i.Call.Args[0]
	}
	if head == nil || !f.eachTurn(head, instr.Block()) {
		return nil, nil, nil
	}
	return head, of, part
}

// clearAll does what instr does to each entry, if it is in such a loop.
func (f *frame) clearAll(instr ssa.Instruction, at point) bool {
	head, of, part := f.clears(instr)
	if head == nil {
		return false
	}
	f.remove(of, f.get(of), everyElem, part, at)
	return true
}

// loopOver is the head of the loop in which key counts the elements of collection c,
// or is each of its keys; nil if it does not.
func (f *frame) loopOver(c, key ssa.Value) *ssa.BasicBlock {
	if x, ok := key.(*ssa.Extract); ok {
		next, ok := x.Tuple.(*ssa.Next)
		if !ok || x.Index != 1 {
			return nil
		}
		if r, ok := next.Iter.(*ssa.Range); ok && sameShape(r.X, c, 0) {
			return next.Block()
		}
		return nil
	}
	head := countedBy(key)
	if head == nil {
		return nil
	}
	size, _ := countsUp(head)
	switch size := size.(type) {
	case *ssa.Const:
		if array, ok := arrayOf(c.Type()); ok && size.Value != nil && size.Int64() == array.Len() {
			return head
		}
	case *ssa.Call:
		if isLen(size) && sameShape(size.Call.Args[0], c, 0) {
			return head
		}
	}
	return nil
}

func arrayOf(t types.Type) (*types.Array, bool) {
	t = underlying(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = underlying(ptr.Elem())
	}
	array, ok := t.(*types.Array)
	return array, ok
}

// eachTurn reports whether block b runs in each turn of the loop with this head, and
// the loop ends at its head.
func (f *frame) eachTurn(head, b *ssa.BasicBlock) bool {
	for _, p := range head.Preds {
		if f.live[p.Index] && head.Dominates(p) && !b.Dominates(p) {
			return false
		}
	}
	return !slices.ContainsFunc(f.fn.Blocks, func(x *ssa.BasicBlock) bool {
		return x != head && head.Dominates(x) && f.leadsTo(x.Index, head.Index) && slices.ContainsFunc(x.Succs, func(s *ssa.BasicBlock) bool {
			return s != head && !f.leadsTo(s.Index, head.Index)
		})
	})
}

// takeOne notes that one of the entries of channel c is received and gone. What the
// body has sent before may be that.
func (f *frame) takeOne(c ssa.Value, at point) {
	t, ok := underlying(c.Type()).(*types.Chan)
	if !ok || f.e.remote || !f.e.hold.mayHold(t.Elem()) {
		return
	}
	f.removing = true
	f.store(f.get(c), nil, path{chanElem}, f.seq(at, "taken", 0), false)
	f.removing = false
}
