package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// order is the body's blocks in reverse postorder, a loop before what follows
// it; and whether the body has loops.
func (n *node) order() ([]*ssa.BasicBlock, bool) {
	if n.ord != nil {
		return n.ord, n.loops
	}
	n.ord, n.loops = postorder(n.fn, nil)
	if n.loops {
		depth := make([]int, len(n.fn.Blocks))
		naturalLoops(n.fn, ranks(n.fn, n.ord), func(loop []*ssa.BasicBlock) {
			for _, b := range loop {
				depth[b.Index]++
			}
		})
		n.ord, _ = postorder(n.fn, depth)
	}
	return n.ord, n.loops
}

// postorder is the reverse postorder of fn's blocks. Where depth, how many loops
// a block lies in, is given, what leaves a loop comes after it.
func postorder(fn *ssa.Function, depth []int) (order []*ssa.BasicBlock, loops bool) {
	state := make([]uint8, len(fn.Blocks))
	type item struct {
		b     *ssa.BasicBlock
		succs []*ssa.BasicBlock
	}
	enter := func(b *ssa.BasicBlock) item {
		state[b.Index] = 1
		succs := b.Succs
		if len(succs) == 2 && depth != nil && depth[succs[0].Index] > depth[succs[1].Index] {
			succs = []*ssa.BasicBlock{succs[1], succs[0]}
		}
		return item{b, succs}
	}
	todo := []item{enter(fn.Blocks[0])}
	for len(todo) > 0 {
		top := &todo[len(todo)-1]
		if len(top.succs) > 0 {
			s := top.succs[0]
			top.succs = top.succs[1:]
			switch state[s.Index] {
			case 0:
				todo = append(todo, enter(s))
			case 1:
				loops = true
			}
			continue
		}
		state[top.b.Index] = 2
		order = append(order, top.b)
		todo = todo[:len(todo)-1]
	}
	slices.Reverse(order)
	return order, loops
}

func (n *node) rank() []int {
	order, _ := n.order()
	return ranks(n.fn, order)
}

// ranks are the places of fn's blocks in order, by their indexes.
func ranks(fn *ssa.Function, order []*ssa.BasicBlock) []int {
	r := make([]int, len(fn.Blocks))
	for i := range r {
		r[i] = len(order)
	}
	for i, b := range order {
		r[b.Index] = i
	}
	return r
}

// cycles tells for each block whether it lies in a loop.
func (n *node) cycles() []bool {
	if n.cyc != nil {
		return n.cyc
	}
	n.cyc = make([]bool, len(n.fn.Blocks))
	if _, loops := n.order(); loops {
		naturalLoops(n.fn, n.rank(), func(loop []*ssa.BasicBlock) {
			for _, b := range loop {
				n.cyc[b.Index] = true
			}
		})
	}
	return n.cyc
}

// naturalLoops calls yield with the blocks of the natural loop of each back
// edge, found by walking back from its source.
func naturalLoops(fn *ssa.Function, rank []int, yield func([]*ssa.BasicBlock)) {
	in := make([]bool, len(fn.Blocks))
	for _, b := range fn.Blocks {
		for _, head := range b.Succs {
			if rank[head.Index] > rank[b.Index] {
				continue
			}
			clear(in)
			in[head.Index] = true
			loop := []*ssa.BasicBlock{head}
			todo := []*ssa.BasicBlock{b}
			for len(todo) > 0 {
				x := todo[len(todo)-1]
				todo = todo[:len(todo)-1]
				if in[x.Index] || rank[x.Index] < rank[head.Index] {
					continue
				}
				in[x.Index] = true
				loop = append(loop, x)
				todo = append(todo, x.Preds...)
			}
			yield(loop)
		}
	}
}
