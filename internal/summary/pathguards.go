package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// guardsOf are the guards under which block b runs.
func (f *frame) guardsOf(b int) []guard {
	if f.concrete {
		return nil
	}
	if gs, ok := f.guards[b]; ok {
		return gs
	}
	var gs []guard
	blk := f.fn.Blocks[b]
	if d := blk.Idom(); d != nil {
		if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok && d.Succs[0] != d.Succs[1] {
			for i, s := range d.Succs {
				if s == blk && f.entriesFromOutside(s) == 1 {
					gs = append(gs, f.implied(cond.Cond, i == 0)...)
					if g, ok := f.afterLoop(d); ok && i == 1 {
						gs = append(gs, g)
					}
				}
			}
		}
		if before := f.guardsOf(d.Index); len(gs) == 0 {
			gs = before
		} else if n := maxGuards - len(gs); n > 0 {
			gs = append(gs, before[:min(n, len(before))]...)
		}
	}
	if f.guards == nil {
		f.guards = make(map[int][]guard)
	}
	f.guards[b] = gs
	return gs
}

// maxJoined bounds the ways into a block that are told apart.
const maxJoined = 4

// waysInto are the guards of each way on which control gets to block b, those
// of b itself left out: where ways join, a caller may know that it can not take
// some of them. It is one way without guards where nothing is known of another.
func (f *frame) waysInto(b int) [][]guard {
	all := [][]guard{nil}
	if f.concrete {
		return all
	}
	blk := f.fn.Blocks[b]
	for blk != nil && len(blk.Preds) < 2 {
		blk = blk.Idom()
	}
	if blk == nil || len(blk.Preds) > maxJoined || f.inCycle(blk.Index) {
		return all
	}
	var ways [][]guard
	for _, p := range blk.Preds {
		if !f.live[p.Index] || f.stopped[p.Index] {
			continue
		}
		gs := f.edgeGuards(p, blk)
		if len(gs) == 0 {
			return all
		}
		ways = append(ways, gs)
	}
	if len(ways) < 2 {
		return all
	}
	return ways
}

// implied are the guards that hold where cond is known: cond itself, or what
// the results of a call that it looks at say of their conditions.
func (f *frame) implied(cond ssa.Value, is bool) []guard {
	if g, ok := f.condition(cond); ok {
		if !g.forCaller() && g.want != lessThanOther {
			return nil
		}
		g.not = g.not == is
		return []guard{g}
	}
	if g, ok := f.entered(cond, is); ok && onlySymbols(g.val) {
		g.not = g.not == is
		return []guard{g}
	}
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return f.implied(c.X, !is)
		}
	case *ssa.BinOp:
		if k, ok := c.Y.(*ssa.Const); ok && k.IsNil() && (c.Op == token.EQL || c.Op == token.NEQ) && returned(c.X) {
			admits := mayBeOther
			if (c.Op == token.EQL) == is {
				admits = mayBeNil
			}
			return sharedConditions(f.get(c.X), admits)
		}
	case *ssa.Call, *ssa.Extract:
		if returned(c) {
			return sharedConditions(f.get(c), func(v Value) bool {
				may, mayNot := f.e.decide(guard{val: v, want: "true"})
				return is && may || !is && mayNot
			})
		}
	}
	return nil
}

// returned reports whether v is what a call has returned.
func returned(v ssa.Value) bool {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	_, ok := v.(*ssa.Call)
	return ok
}

// sharedConditions are the guards of all atoms in v that admits may be true of.
func sharedConditions(v Value, admits func(Value) bool) []guard {
	var gs []guard
	first := true
	for _, a := range v {
		var own []guard
		inner := a.alone()
		if a.kind == kindCond {
			own, inner = a.guards, a.inner
		}
		if !admits(inner) {
			continue
		}
		if first {
			gs, first = own, false
		} else {
			gs = sharedGuards(gs, own)
		}
	}
	return slices.DeleteFunc(slices.Clone(gs), func(g guard) bool { return !g.forCaller() })
}

// endGuards are the guards under which block b runs that a caller can decide when
// the body has ended.
func (f *frame) endGuards(b int) []guard {
	return slices.DeleteFunc(slices.Clone(f.guardsOf(b)), func(g guard) bool { return g.early })
}

// storesAfter reports whether the body may store where load loads from after it.
func (f *frame) storesAfter(load *ssa.UnOp) bool {
	return slices.ContainsFunc(storesTo(load.X), func(s *ssa.Store) bool { return f.mayPrecede(load, s) })
}

// storesAfterLoad is the same for a value that is loaded, or not.
func (f *frame) storesAfterLoad(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	return ok && load.Op == token.MUL && f.storesAfter(load)
}

// guardsAt are the guards under which block b runs that a caller can decide when
// it does what happens at at: nothing was stored before in what they ask about.
func (f *frame) guardsAt(at point) []guard {
	gs := f.guardsOf(at.block)
	if !slices.ContainsFunc(gs, func(g guard) bool { return g.early }) {
		return gs
	}
	return slices.DeleteFunc(slices.Clone(gs), func(g guard) bool { return g.early && g.want != "true" && f.storedBefore(g.val, at) })
}

// storedBefore reports whether something may be stored before at where v was
// loaded from.
func (f *frame) storedBefore(v Value, at point) bool {
	for _, a := range v {
		if a.kind != kindSym || a.parent == nil {
			continue
		}
		base, p := a.parent, path{a.sel}
		if a.sel == "*" {
			p = nil
		}
		m := f.mems[base]
		if m == nil {
			continue
		}
		for b, ws := range m.byBlock {
			for _, w := range ws {
				if match(w.path, p) == apart {
					continue
				}
				if b == at.block && w.at.before(at) || (b != at.block || f.inCycle(b)) && f.leadsTo(b, at.block) {
					return true
				}
			}
		}
	}
	return false
}

// edgeGuards are the guards under which control passes from pred to b, those
// of b itself left out.
func (f *frame) edgeGuards(pred, b *ssa.BasicBlock) []guard {
	if f.concrete {
		return nil
	}
	gs := f.guardsOf(pred.Index)
	if cond, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If); ok && pred.Succs[0] != pred.Succs[1] {
		gs = joinGuards(gs, f.implied(cond.Cond, pred.Succs[0] == b))
	}
	var out []guard
next:
	for _, g := range gs {
		if g.early {
			continue
		}
		for _, own := range f.guardsOf(b.Index) {
			if own.equal(g) {
				continue next
			}
		}
		out = append(out, g)
	}
	return out
}

func onlySymbols(v Value) bool {
	for _, a := range v {
		if a.kind != kindSym {
			return false
		}
	}
	return true
}

func joinGuards(a, b []guard) []guard {
	if len(b) == 0 {
		return slices.Clip(a)
	}
	out := append(make([]guard, 0, min(len(a)+len(b), max(len(a), maxGuards))), a...)
next:
	for _, g := range b {
		for _, h := range out {
			if h.equal(g) {
				continue next
			}
		}
		if len(out) < maxGuards {
			out = append(out, g)
		}
	}
	return out
}

func sharedGuards(a, b []guard) []guard {
	var out []guard
	for _, g := range a {
		for _, h := range b {
			if g.equal(h) {
				out = append(out, g)
				break
			}
		}
	}
	return out
}

// passGuards are the guards that a callee's effect keeps at a call.
func (f *frame) passGuards(guards []guard, v *env) []guard {
	var out []guard
	for _, g := range guards {
		if each := f.eachOf(g, v); len(each) > 0 {
			out = joinGuards(out, each)
			continue
		}
		g = f.substGuard(g, v)
		if g.forCaller() && len(out) < maxGuards {
			out = append(out, g)
		}
	}
	return out
}
