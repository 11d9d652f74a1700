package summary

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A loop over a list that only goes on where an element is nil has, when it ends,
// found that each of them is: cmp.Or, and what a project writes like it, returns
// nil only then.

// afterLoop is the guard that holds after the loop that block head begins has ended
// with its last element: each element of a list that the caller gave is nil, or
// none is.
func (f *frame) afterLoop(head *ssa.BasicBlock) (guard, bool) {
	list, index := overList(head)
	if list == nil {
		return guard{}, false
	}
	var all guard
	found := false
	for _, p := range head.Preds {
		if !head.Dominates(p) || !f.live[p.Index] || f.stopped[p.Index] {
			continue
		}
		g, ok := f.ofElement(list, index, p, head)
		if !ok || found && (g.want != all.want || g.not != all.not) {
			return guard{}, false
		}
		all, found = g, true
	}
	return all, found
}

// ofElement is what the conditions that hold at the end of block p, where control
// goes back to head, say of the element of list under index.
func (f *frame) ofElement(list, index ssa.Value, p, head *ssa.BasicBlock) (guard, bool) {
	for _, k := range append(f.conditionsAt(p), edgeConds(p, head)...) {
		c, ok := k.cond.(*ssa.BinOp)
		if !ok || c.Op != token.EQL && c.Op != token.NEQ || !head.Dominates(c.Block()) {
			continue
		}
		load, ok := c.X.(*ssa.UnOp)
		zero, isConst := c.Y.(*ssa.Const)
		if !ok || load.Op != token.MUL || !isConst || zero.Value != nil {
			continue
		}
		elem, ok := load.X.(*ssa.IndexAddr)
		if !ok || elem.X != list || elem.Index != index {
			continue
		}
		given, want := f.get(list), f.e.constant(zero)
		if len(given) != 1 || given[0].kind != kindSym || len(want) != 1 {
			continue
		}
		return guard{val: Value{f.e.u.extend(given[0], everyElem)}, want: want[0].constant, not: (c.Op == token.EQL) != k.is}, true
	}
	return guard{}, false
}

// overList is the list whose elements the loop with this head takes one after the
// other, from the first on, and what counts them; nil if it is none.
func overList(head *ssa.BasicBlock) (list, index ssa.Value) {
	size, index := countsUp(head)
	if call, ok := size.(*ssa.Call); ok && isLen(call) {
		return call.Call.Args[0], index
	}
	return nil, nil
}

func isLen(call *ssa.Call) bool {
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len"
}

// countsUp is the number up to which the loop with this head counts from the first
// index on, one by one, and what counts; nil if it does not.
func countsUp(head *ssa.BasicBlock) (size, index ssa.Value) {
	cond, ok := head.Instrs[len(head.Instrs)-1].(*ssa.If)
	if !ok {
		return nil, nil
	}
	c, ok := cond.Cond.(*ssa.BinOp)
	if !ok || c.Op != token.LSS {
		return nil, nil
	}
	phi, ok := c.X.(*ssa.Phi)
	if next, isNext := c.X.(*ssa.BinOp); isNext {
		phi, ok = next.X.(*ssa.Phi)
	}
	if !ok || phi.Block() != head || len(phi.Edges) < 2 {
		return nil, nil
	}
	first := int64(0)
	if c.X != ssa.Value(phi) {
		first = -1 // a range statement counts before it looks
	}
	for n, e := range phi.Edges {
		if head.Dominates(head.Preds[n]) {
			step, ok := e.(*ssa.BinOp)
			if one, isConst := stepOf(step, ok); !isConst || one != 1 || step.X != ssa.Value(phi) {
				return nil, nil
			}
			continue
		}
		if k, ok := e.(*ssa.Const); !ok || k.Value == nil || k.Int64() != first {
			return nil, nil
		}
	}
	return c.Y, c.X
}

func stepOf(b *ssa.BinOp, ok bool) (int64, bool) {
	if !ok || b.Op != token.ADD {
		return 0, false
	}
	k, ok := b.Y.(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	return k.Int64(), true
}

// every is the list of whose elements g says what each of them is; nil if g says
// no such thing.
func (g guard) every() *Atom {
	if len(g.val) != 1 || g.val[0].sel != everyElem {
		return nil
	}
	return g.val[0].parent
}

// maxEvery bounds the elements of a list that are looked at one by one.
const maxEvery = 16

// listed are what each element of list can be; nil where their number is not
// known.
func (f *frame) listed(list Value, at point) []Value {
	n, ok := whole(f.e.u.lengths(list))
	if !ok || n > maxEvery {
		return nil
	}
	was := f.sawEntry
	var all []Value
	for i := range n {
		f.sawEntry = false
		v := f.pick(list, constSel(itoa(int(i))), at)
		if f.sawEntry {
			v = f.e.u.or(v, "nil")
		}
		all = append(all, v)
	}
	f.sawEntry = was
	return all
}

// everyOf is what each element of list is, where that is the same: nil, or not; all
// that they can be otherwise.
func (f *frame) everyOf(list Value, at point) Value {
	for _, v := range f.listed(list, at) {
		if len(v) > 0 && !mayBeNil(v) {
			return Value{f.e.u.constant(nonNil)}
		}
	}
	return f.pick(list, everyElem, at)
}

// eachOf are the guards that say of each element of a list that it is nil, where g
// says so of the list at a call, for those that are the caller's to know.
func (f *frame) eachOf(g guard, v *env) []guard {
	list := g.every()
	if list == nil || g.not {
		return nil
	}
	var each []guard
	for _, e := range f.listed(f.substAtom(list, v), v.at) {
		if len(e) > 0 && onlySymbols(e) {
			each = append(each, guard{val: e, want: g.want})
		}
	}
	return each
}
