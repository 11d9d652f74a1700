package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A slice that make has made is filled by a loop. Where that goes over an element without
// storing anything there, or ends before the last, an element is nil.

// partlyFilled reports whether elem, the address of an element, is in a slice that this
// body makes, of which it leaves out elements, and is not that which a loop is about.
func (f *frame) partlyFilled(elem *ssa.IndexAddr) bool {
	made := elem.X
	if !isMade(made) || f.concrete || f.e.remote || f.trial != nil {
		return false
	}
	var stores []*ssa.IndexAddr
	for _, ref := range *made.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.Return:
		case *ssa.Call:
			if b, ok := ref.Call.Value.(*ssa.Builtin); !ok || b.Name() != "len" && b.Name() != "cap" {
				return false // it may be filled there
			}
		case *ssa.IndexAddr:
			for _, use := range *ref.Referrers() {
				switch use := use.(type) {
				case *ssa.UnOp, *ssa.DebugRef:
				case *ssa.Store:
					if use.Addr != ref {
						return false
					}
					stores = append(stores, ref)
				default:
					return false
				}
			}
		default:
			return false
		}
	}
	if len(stores) == 0 {
		return false
	}
	head := f.fn.Blocks[0]
	for n, s := range stores {
		if _, isConst := s.Index.(*ssa.Const); isConst || s.Index == elem.Index {
			return false
		}
		h := countedBy(s.Index)
		if h == nil || n > 0 && h != head {
			return false
		}
		head = h
	}
	return f.endsEarly(head, made) || f.skips(head, stores)
}

// isMade reports whether v is a slice as make has made it. One with a constant length is
// an array in memory, and all of that.
func isMade(v ssa.Value) bool {
	if s, ok := v.(*ssa.Slice); ok {
		array, ok := s.X.(*ssa.Alloc)
		return ok && array.Comment == "makeslice"
	}
	_, ok := v.(*ssa.MakeSlice)
	return ok
}

// countedBy is the head of the loop that counts index from 0 on, one by one; nil if it is
// none.
func countedBy(index ssa.Value) *ssa.BasicBlock {
	phi, ok := index.(*ssa.Phi)
	if next, isNext := index.(*ssa.BinOp); isNext {
		phi, ok = next.X.(*ssa.Phi)
	}
	if !ok {
		return nil
	}
	if _, counts := countsUp(phi.Block()); counts != index {
		return nil
	}
	return phi.Block()
}

// endsEarly reports whether the loop with this head ends before a number that is known
// to be less than the length that made has.
func (f *frame) endsEarly(head *ssa.BasicBlock, made ssa.Value) bool {
	cond := head.Instrs[len(head.Instrs)-1].(*ssa.If).Cond.(*ssa.BinOp)
	end, ok := cond.Y.(*ssa.Const)
	size, isConst := madeLength(made)
	return ok && isConst && end.Value != nil && end.Int64() < size
}

// skips reports whether control gets around the loop with this head by a way without any
// of stores.
func (f *frame) skips(head *ssa.BasicBlock, stores []*ssa.IndexAddr) bool {
	storing := make(map[*ssa.BasicBlock]bool)
	for _, s := range stores {
		for _, use := range *s.Referrers() {
			if use, ok := use.(*ssa.Store); ok {
				storing[use.Block()] = true
			}
		}
	}
	seen := []*ssa.BasicBlock{head.Succs[0]}
	for n := 0; n < len(seen); n++ {
		b := seen[n]
		if b == head {
			return true
		}
		if storing[b] || !f.live[b.Index] || f.stopped[b.Index] || !head.Dominates(b) {
			continue
		}
		for _, s := range b.Succs {
			if !slices.Contains(seen, s) {
				seen = append(seen, s)
			}
		}
	}
	return false
}
