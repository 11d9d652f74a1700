package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A known is a condition that holds where a block runs.
type knownCond struct {
	cond ssa.Value
	is   bool
}

// conditionsAt are the branch conditions that hold where block b runs.
func (f *frame) conditionsAt(b *ssa.BasicBlock) []knownCond {
	if ks, ok := f.conds[b]; ok {
		return ks
	}
	var ks []knownCond
	if d := b.Idom(); d != nil {
		ks = f.conditionsAt(d) // which is shared until there is more
		if cond, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok && d.Succs[0] != d.Succs[1] {
			for i, s := range d.Succs {
				if s == b && f.entries(s) == 1 {
					ks = append(append(make([]knownCond, 0, len(ks)+1), ks...), knownCond{cond.Cond, i == 0})
				}
			}
		}
	}
	if f.conds == nil {
		f.conds = make(map[*ssa.BasicBlock][]knownCond)
	}
	f.conds[b] = ks
	return ks
}

// entries is the number of ways into block b that control can take.
func (f *frame) entries(b *ssa.BasicBlock) int {
	return f.entriesWhere(b, func(*ssa.BasicBlock) bool { return true })
}

// entriesFromOutside are those to a loop that b is the head of.
func (f *frame) entriesFromOutside(b *ssa.BasicBlock) int {
	return f.entriesWhere(b, func(p *ssa.BasicBlock) bool { return !b.Dominates(p) })
}

func (f *frame) entriesWhere(b *ssa.BasicBlock, counts func(*ssa.BasicBlock) bool) int {
	n := 0
	for _, p := range b.Preds {
		if !counts(p) {
			continue
		}
		passed := f.ranks[p.Index] < f.ranks[b.Index]
		if !f.stopped[p.Index] && (f.live[p.Index] || !passed) {
			n++
		}
	}
	return n
}

// condKey numbers conditions: comparisons of the same operands have the same
// number.
func (f *frame) condKey(v ssa.Value) int {
	if k, ok := f.condKeys[v]; ok {
		return k
	}
	var is any = v
	if b, ok := v.(*ssa.BinOp); ok {
		is = comparison{b.Op, operandKey(b.X), operandKey(b.Y)}
	}
	if f.condKeys == nil {
		f.condKeys, f.condNumbers = make(map[ssa.Value]int), make(map[any]int)
	}
	k, ok := f.condNumbers[is]
	if !ok {
		k = len(f.condNumbers)
		f.condNumbers[is] = k
	}
	f.condKeys[v] = k
	return k
}

// A comparison identifies a condition by what it compares.
type comparison struct {
	op   token.Token
	x, y any
}

// operandKey is equal for registers that are the same, and for constants.
func operandKey(v ssa.Value) any {
	c, ok := v.(*ssa.Const)
	if !ok {
		return v
	}
	if c.Value == nil {
		return "nil"
	}
	return c.Value.ExactString()
}

// askedTwice reports whether more than one branch of the body asks for the
// condition with this number: only such a one can tell that an edge into a phi
// was not taken.
func (f *frame) askedTwice(key int) bool {
	if f.condCounts == nil {
		f.condCounts = make(map[int]int)
		for _, b := range f.fn.Blocks {
			if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
				f.condCounts[f.condKey(cond.Cond)]++
			}
		}
	}
	return f.condCounts[key] > 1
}

// contradicts reports whether one of ks says the opposite of what is known.
func (f *frame) contradicts(ks []knownCond, known map[int]bool) bool {
	for _, k := range ks {
		if is, ok := known[f.condKey(k.cond)]; ok && is != k.is {
			return true
		}
	}
	return false
}

// possible is what phi may be where conditions ks hold: edges that need the
// contrary are left out.
func (f *frame) possible(phi *ssa.Phi, v Value, ks []knownCond) Value {
	b := phi.Block()
	if f.inCycle(b.Index) {
		return v
	}
	var known map[int]bool
	for _, k := range ks {
		if key := f.condKey(k.cond); f.askedTwice(key) {
			if known == nil {
				known = make(map[int]bool)
			}
			known[key] = k.is
		}
	}
	if known == nil {
		return v
	}
	var taken []int
	left := false
	for n := range phi.Edges {
		pred := b.Preds[n]
		if !f.live[pred.Index] || f.stopped[pred.Index] {
			continue
		}
		if f.contradicts(f.conditionsAt(pred), known) || f.contradicts(edgeConds(pred, b), known) {
			left = true
			continue
		}
		taken = append(taken, n)
	}
	if !left {
		return v
	}
	var all []alternative
	for _, n := range taken {
		pred := b.Preds[n]
		all = append(all, alternative{f.edgeGuards(pred, b), f.refinedAfter(phi.Edges[n], pred, edgeConds(pred, b)...)})
	}
	return f.e.u.alternatives(all)
}

// maxRefining bounds how many joins are looked through for one register.
const maxRefining = 3

// refined is what register r may be in block b, given the conditions that
// hold there.
func (f *frame) refined(r ssa.Value, b *ssa.BasicBlock, more ...knownCond) Value {
	return f.refinedBefore(r, b, f.idx, more...)
}

// refinedAfter is refined at the end of block b.
func (f *frame) refinedAfter(r ssa.Value, b *ssa.BasicBlock, more ...knownCond) Value {
	return f.refinedBefore(r, b, len(b.Instrs), more...)
}

// refinedBefore is refined before instruction idx of block b.
func (f *frame) refinedBefore(r ssa.Value, b *ssa.BasicBlock, idx int, more ...knownCond) Value {
	v := f.get(r)
	if f.e.record(r.Type()) {
		v = f.fittingRecords(r, v, f.conditionsAt(b))
		if f.nilByPath(v) && !f.canBeNil(operandOf(r), b, idx, more...) {
			return f.assumeNil(v, false)
		}
		return f.refinedFields(r, v, b, idx, more...)
	}
	if !f.e.nillable(r.Type()) {
		return v
	}
	ks := f.conditionsAt(b)
	if len(more) > 0 {
		ks = slices.Concat(ks, more)
	}
	if phi, ok := r.(*ssa.Phi); ok && !f.e.remote && len(v) > 0 && len(ks) > 0 && phi.Block() != b && f.refining < maxRefining {
		f.refining++
		v = f.possible(phi, v, ks)
		f.refining--
	}
	for _, k := range ks {
		v = f.assume(r, v, k)
	}
	if f.e.context(r.Type()) && f.onlyElements(v) && f.foundPresent(r, ks) {
		v = f.e.u.present(v)
	}
	if mayBeNil(v) {
		v = f.checked(r, v, b)
	}
	if f.e.context(r.Type()) && (f.nilByPath(v) || f.mixed(v)) {
		if nilAtTimes, open := f.nilOrOpen(operandOf(r), b, idx, more...); !nilAtTimes {
			v = f.assumeNil(v, false)
			if !open {
				v = f.e.u.present(v)
			}
		}
	}
	return v
}

// onlyElements reports whether v is elements of what the caller gave, and nothing else.
// That one of them was found not to be nil is no condition on the list.
func (f *frame) onlyElements(v Value) bool {
	return len(v) > 0 && !f.e.remote && !f.concrete && !slices.ContainsFunc(v, func(a *Atom) bool { return a.kind != kindSym || a.parent == nil || !isElem(a.sel) })
}

// foundPresent reports whether ks say that register r is not nil.
func (f *frame) foundPresent(r ssa.Value, ks []knownCond) bool {
	none := Value{f.e.u.constant("nil")}
	for _, k := range ks {
		if !mayBeNil(f.assume(r, none, k)) {
			return true
		}
	}
	return false
}

// mixed reports whether v is what a caller knows, or something else: it may be
// that only where it is not nil.
func (f *frame) mixed(v Value) bool {
	return len(v) > 1 && !f.e.remote && !f.concrete && f.trial == nil && slices.ContainsFunc(v, func(a *Atom) bool { return a.kind == kindSym })
}

// refinedFields is v, a struct, where it is known of a field that is a user
// context that it is not nil.
func (f *frame) refinedFields(r ssa.Value, v Value, b *ssa.BasicBlock, idx int, more ...knownCond) Value {
	load, ok := r.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || f.concrete || f.e.remote {
		return v
	}
	s := underlying(r.Type()).(*types.Struct)
	var fields []field
	for n := range s.NumFields() {
		if !f.e.context(s.Field(n).Type()) {
			continue
		}
		sel := fieldSel(r.Type(), n)
		part := f.pick(v, sel, point{block: b.Index, idx: idx})
		if !f.nilByPath(part) {
			continue
		}
		if nilAtTimes, open := f.nilOrOpen(operand{reg: r, sel: sel}, b, idx, more...); !nilAtTimes {
			part = f.assumeNil(part, false)
			if !open {
				part = f.e.u.present(part)
			}
			fields = append(fields, field{sel, part})
		}
	}
	return f.e.u.withFields(v, fields)
}

// nilByPath reports whether v is nil at times, so that it is worth asking on
// which path.
func (f *frame) nilByPath(v Value) bool {
	if f.e.remote || f.concrete || f.trial != nil || onlyNil(v) {
		return false
	}
	for a := range each(v) {
		if a.kind == kindConst && (a.constant == "nil" || a.constant == zeroValue) {
			return true
		}
	}
	return false
}
