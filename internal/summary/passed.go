package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// What a body stores and takes away again before it returns does not outlive
// the request: another value takes its place, or the entry is removed.

// forgo marks the writes that do not outlive the call, and drops what was noted
// of them.
func (f *frame) forgo() {
	keeps := len(f.keeps) > 0 || f.managers
	left := make(map[Site]*Keep)
	var gone []*Keep
	for _, base := range f.bases {
		m := f.mems[base]
		// What a caller's collection is given and loses again is not its business.
		lent := m.removes && base.rootOf().root == rootParam
		if !lent && !keeps {
			continue
		}
		for _, b := range sortedKeys(m.byBlock) {
			for _, w := range m.byBlock[b] {
				if len(w.val) == 0 || w.async || !lent && !f.outlives(base) && w.noted == nil {
					continue
				}
				w.gone = f.takenAway(m, w)
				switch k := w.noted; {
				case k == nil:
				case w.gone:
					gone = append(gone, k)
				case left[k.Site] == nil || k.before(left[k.Site]):
					left[k.Site] = k
				}
			}
		}
	}
	for _, k := range gone {
		if f.keeps[k.Site] != k {
			continue
		}
		delete(f.keeps, k.Site)
		if other := left[k.Site]; other != nil {
			f.keeps[k.Site] = other
		}
	}
}

// outlives reports whether base is, or is part of, a package-level variable.
func (f *frame) outlives(base *Atom) bool { return base.rootOf().root == rootGlobal }

// A removal is a write that takes away what another has stored: where it is
// done, or where the call is deferred that does it.
type removal struct {
	block, idx int
	deferred   bool
}

// takenAway reports whether what w put into m is gone wherever the body returns.
func (f *frame) takenAway(m *memory, w *write) bool {
	var all []removal
	for _, b := range sortedKeys(m.byBlock) {
		for _, r := range m.byBlock[b] {
			if r == w || r.async || !f.removes(r, w) {
				continue
			}
			at := removal{r.at.block, r.at.idx, false}
			if d, ok := r.by.(*ssa.Defer); ok {
				at = removal{d.Block().Index, slices.Index(d.Block().Instrs, ssa.Instruction(d)), true}
			} else if r.at.block == w.at.block && r.at.before(w.at) {
				continue
			}
			all = append(all, at)
		}
	}
	if len(all) == 0 {
		return false
	}
	start := w.at
	if d, ok := w.by.(*ssa.Defer); ok {
		start = point{block: d.Block().Index, idx: slices.Index(d.Block().Instrs, ssa.Instruction(d))}
	}
	blocks := f.fn.Blocks
	for _, r := range all {
		if r.deferred && (r.block != start.block && blocks[r.block].Dominates(blocks[start.block]) || r.block == start.block && r.idx < start.idx) {
			return w.by != nil && !isDefer(w.by)
		}
	}
	stops := func(b, from int) bool {
		return slices.ContainsFunc(all, func(r removal) bool { return r.block == b && r.idx >= from })
	}
	seen := make(map[int]bool)
	todo := []int{start.block}
	for from := start.idx; len(todo) > 0; from = 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if stops(b, from) {
			continue
		}
		if _, ok := blocks[b].Instrs[len(blocks[b].Instrs)-1].(*ssa.Return); ok {
			return false
		}
		for _, s := range blocks[b].Succs {
			if f.live[s.Index] && !seen[s.Index] {
				seen[s.Index] = true
				todo = append(todo, s.Index)
			}
		}
	}
	return true
}

func isDefer(i ssa.Instruction) bool {
	_, ok := i.(*ssa.Defer)
	return ok
}

// removes reports whether r takes away what w stores.
func (f *frame) removes(r, w *write) bool {
	how := match(r.path, w.path)
	if how == covers && (r.strong || r.either) {
		return f.other(r)
	}
	return r.removal && (how == covers || how == mayCovers) && (r.path[len(r.path)-1] == everyElem || sameEntry(w.by, r.by))
}

// other reports whether r puts something else in the place of a manager; nobody
// knows what a variable that gets its old value back has held.
func (f *frame) other(r *write) bool {
	if !slices.ContainsFunc(r.val, holdsMore) {
		return true
	}
	return f.held(r.val, r.at).manager == nil && !slices.ContainsFunc(bare(r.val), func(a *Atom) bool {
		return a.kind == kindSym && f.outlives(a)
	})
}

// sameEntry reports whether the statement remove is given something, the
// collection apart, that add was given or has returned: a key, an entry, or
// the function that removes it.
func sameEntry(add, remove ssa.Instruction) bool {
	if add == nil || remove == nil {
		return false
	}
	of := entryOperands(add)
	if v, ok := add.(ssa.Value); ok {
		of = append(of, v)
		for _, ref := range *v.Referrers() {
			if x, ok := ref.(*ssa.Extract); ok {
				of = append(of, x)
			}
		}
	}
	return slices.ContainsFunc(entryOperands(remove), func(r ssa.Value) bool {
		return slices.ContainsFunc(of, func(a ssa.Value) bool { return sameOperand(a, r) })
	})
}

// entryOperands are the operands of i that may tell entries of a collection
// apart.
func entryOperands(i ssa.Instruction) []ssa.Value {
	var all []ssa.Value
	switch i := i.(type) {
	case *ssa.MapUpdate:
		return []ssa.Value{i.Key, i.Value}
	case *ssa.Send:
		return []ssa.Value{i.X}
	case ssa.CallInstruction:
		call := i.Common()
		args := call.Args
		switch v := call.Value.(type) {
		case *ssa.Builtin:
			return args[1:]
		case *ssa.MakeClosure:
			all = append(all, v.Bindings...)
		case *ssa.Function:
			if v.Signature.Recv() != nil {
				args = args[1:]
			}
		default:
			if !call.IsInvoke() {
				all = append(all, v)
			}
		}
		all = append(all, args...)
	}
	return all
}

// sameOperand reports whether a and b are the same, or one is the variable that
// holds the other.
func sameOperand(a, b ssa.Value) bool {
	for _, pair := range [][2]ssa.Value{{a, b}, {b, a}} {
		v, ok := pair[1].(*ssa.Alloc)
		if !ok {
			continue
		}
		load, ok := pair[0].(*ssa.UnOp)
		if ok && load.Op == token.MUL && load.X == v || slices.Contains(storedIn(v, maxDerived), pair[0]) {
			return true
		}
	}
	if x, ok := a.(*ssa.Const); ok {
		y, ok := b.(*ssa.Const)
		return ok && x.Value != nil && y.Value != nil && x.Value.ExactString() == y.Value.ExactString()
	}
	return sameShape(a, b, 0)
}
