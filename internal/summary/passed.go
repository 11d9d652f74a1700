package summary

import (
	"go/token"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// What a body stores and takes away again before it returns does not outlive
// the request: another value takes its place, or the entry is removed.

// forgo marks the writes that do not outlive the call, and drops what was noted
// of them.
func (f *frame) forgo() {
	keeps := len(f.keeps) > 0 || f.managers || f.stores
	if len(f.keeps) > 0 {
		f.noteUndone()
	}
	left := make(map[Site]*Keep)
	gone := make(map[Site]bool)
	for _, base := range f.bases {
		m := f.mems[base]
		// What a collection of the caller's, or one that is made for it, is given and
		// loses again is not its business.
		root := base.rootOf().root
		lent := m.removes && (root == rootParam || root == rootObject)
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
					gone[k.Site] = true
				case left[k.Site] == nil || k.before(left[k.Site]):
					left[k.Site] = k
				}
			}
		}
	}
	f.gone = gone
	for site := range gone {
		if k := left[site]; k != nil {
			f.keeps[site] = k
		} else {
			delete(f.keeps, site)
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

// removalBy is where r takes away what w stores, if that is after w.
func (f *frame) removalBy(r, w *write) (removal, bool) {
	if head, _, _ := f.clears(r.by); head != nil {
		return removal{head.Index, 0, false}, head.Index != w.at.block // if it does not run, there is nothing
	}
	if d, ok := r.by.(*ssa.Defer); ok {
		return removal{d.Block().Index, slices.Index(d.Block().Instrs, ssa.Instruction(d)), true}, true
	}
	return removal{r.at.block, r.at.idx, false}, r.at.block != w.at.block || !r.at.before(w.at)
}

// takenAway reports whether what w put into m is gone wherever the body returns.
func (f *frame) takenAway(m *memory, w *write) bool {
	var all []removal
	for _, b := range sortedKeys(m.byBlock) {
		for _, r := range m.byBlock[b] {
			if r == w || r.async && !goesLater(r) || !f.removes(m.base, r, w) {
				continue
			}
			if at, ok := f.removalBy(r, w); ok && !f.movesElsewhere(m, r, w) {
				all = append(all, at)
			}
		}
	}
	for _, r := range f.undone[w.by] {
		if at, ok := f.removalBy(r, w); ok {
			all = append(all, at)
		}
	}
	for _, r := range append(f.detached(m.base, w), f.sentBack(m.base, w)...) {
		if at, ok := f.removalBy(r, w); ok {
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
		for _, s := range f.whereStored(w, blocks[b]) {
			if f.live[s.Index] && !seen[s.Index] {
				seen[s.Index] = true
				todo = append(todo, s.Index)
			}
		}
	}
	return true
}

// goesLater reports whether r, in a goroutine, removes an entry, or what is left of a list
// without it: that it does is what the goroutine is there for.
func goesLater(r *write) bool {
	_, started := r.by.(*ssa.Go)
	return started && (r.removal || r.prunes)
}

// detached are the writes that take away what base, in which w stores, is itself a
// part of: where it hangs there is something else then.
func (f *frame) detached(base *Atom, w *write) []*write {
	var all []*write
	var p path
	for a := base; a.kind == kindSym && a.parent != nil; {
		p = append(path{a.sel}, p...)
		a = a.parent
		m := f.mems[a]
		if m == nil {
			continue
		}
		for _, r := range m.inOrder() {
			how := match(r.path, p)
			if r.async || how != covers && how != mayCovers {
				continue
			}
			if how == covers && r.strong && len(r.path) > 0 && f.other(a, r) || r.removal && (slices.Contains(r.path, everyElem) || sameEntry(w.by, r.by)) {
				all = append(all, r)
			}
		}
	}
	return all
}

// sentBack are the writes by which what w stores somewhere in a variable is sent to who
// removes it there.
func (f *frame) sentBack(base *Atom, w *write) []*write {
	if slices.Contains(w.path, chanElem) && !w.joins {
		return nil
	}
	var all []*write
	for _, other := range f.bases {
		m := f.mems[other]
		if !m.removes || other.rootOf() != base.rootOf() {
			continue
		}
		for _, r := range m.inOrder() {
			if r.removal && r.by != w.by && slices.Contains(r.path, chanElem) && (!r.async || goesLater(r)) && (sameEntry(w.by, r.by) || f.asReceiver(w.by, r.by)) {
				all = append(all, r)
			}
		}
	}
	return all
}

// asReceiver reports whether remove calls a method of what add was given.
func (f *frame) asReceiver(add, remove ssa.Instruction) bool {
	call, ok := remove.(ssa.CallInstruction)
	if !ok || call.Common().IsInvoke() || call.Common().Signature().Recv() == nil || len(call.Common().Args) == 0 {
		return false
	}
	return slices.ContainsFunc(entriesOf(add), func(a ssa.Value) bool { return sameOperand(a, call.Common().Args[0]) })
}

// movesElsewhere reports whether the statement that does r, which takes away what w
// has put into m, stores a manager elsewhere in a package-level variable.
func (f *frame) movesElsewhere(m *memory, r, w *write) bool {
	if _, isCall := r.by.(ssa.CallInstruction); !isCall || len(r.val) == 0 || r.prunes || w.noted == nil {
		return false
	}
	for _, base := range f.bases {
		if !f.outlives(base) {
			continue
		}
		for _, ws := range f.mems[base].byBlock {
			if slices.ContainsFunc(ws, func(x *write) bool {
				return x.by == r.by && x != r && !(base == m.base && match(x.path, w.path) != apart) && f.held(x.val, x.at).manager != nil
			}) {
				return true
			}
		}
	}
	return false
}

// whereStored are the successors of block b by which control goes if w did store:
// a truth value that a call returns, which may store, says whether it did.
func (f *frame) whereStored(w *write, b *ssa.BasicBlock) []*ssa.BasicBlock {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || w.by == nil || w.strong {
		return b.Succs
	}
	cond, want := unwrapped(branch.Cond), true
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		cond, want = unwrapped(not.X), false
	}
	stored := true
	if part, ok := cond.(*ssa.Extract); ok {
		if stored, ok = f.storedIf(part); !ok {
			return b.Succs
		}
		cond = part.Tuple
	}
	if call, ok := cond.(*ssa.Call); !ok || ssa.Instruction(call) != w.by {
		return b.Succs
	}
	if stored != want {
		return b.Succs[1:]
	}
	return b.Succs[:1]
}

// storedIf is which truth value says, as a result of a call, that what the call is
// given is what is there now: with that, and not with the other, it is what comes
// beside it.
func (f *frame) storedIf(part *ssa.Extract) (stored, ok bool) {
	call, isCall := part.Tuple.(*ssa.Call)
	if !isCall {
		return false, false
	}
	given := func(v Value) bool {
		return len(v) > 0 && slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool { return f.get(a).equal(v) })
	}
	result := "." + strconv.Itoa(part.Index)
	var says, others []string
	for _, tuple := range f.get(call) {
		var truth Value
		back := false
		for _, fl := range tuple.fields {
			if fl.sel == result {
				truth = fl.val
			} else {
				back = back || given(fl.val)
			}
		}
		if len(truth) != 1 || truth[0].kind != kindConst {
			return false, false
		}
		if back {
			says = append(says, truth[0].constant)
		} else {
			others = append(others, truth[0].constant)
		}
	}
	if len(says) == 0 || len(others) == 0 || slices.ContainsFunc(says, func(s string) bool { return s != says[0] || slices.Contains(others, s) }) {
		return false, false
	}
	return says[0] == "true", true
}

func isDefer(i ssa.Instruction) bool {
	_, ok := i.(*ssa.Defer)
	return ok
}

// removes reports whether r takes away what w stores in base.
func (f *frame) removes(base *Atom, r, w *write) bool {
	how := match(r.path, w.path)
	switch {
	case how != covers && how != mayCovers:
		return false
	case how == covers && (r.strong || r.either) && f.other(base, r):
		return true
	case r.removal && (slices.Contains(r.path, everyElem) || sameEntry(w.by, r.by)):
		return true
	case r.removal && r.path[len(r.path)-1] == chanElem:
		return true // what was sent is received
	case len(r.val) == 0:
		return false
	case !sameEntry(w.by, r.by):
		return r.shrinks && how == covers // by what was added last
	}
	return r.prunes && f.leavesOut(w.by, r.by) || !slices.ContainsFunc(r.val, holdsMore) || how == covers && f.leavesOut(w.by, r.by) && f.keptAlready(base, r.path, r.val, r.at)
}

// other reports whether r puts something else in the place of a manager, or what
// base has held before.
func (f *frame) other(base *Atom, r *write) bool {
	if !slices.ContainsFunc(r.val, holdsMore) {
		return true
	}
	return f.held(r.val, r.at).manager == nil && !slices.ContainsFunc(bare(r.val), func(a *Atom) bool {
		return a.kind == kindSym && f.outlives(a) && a.rootOf() != base.rootOf()
	})
}

// sameEntry reports whether the statement remove is given something, the
// collection apart, that add was given or has returned: a key, an entry, or
// the function that removes it.
func sameEntry(add, remove ssa.Instruction) bool {
	if add == nil || remove == nil {
		return false
	}
	of := entriesOf(add)
	return slices.ContainsFunc(entryOperands(remove), func(r ssa.Value) bool {
		return slices.ContainsFunc(of, func(a ssa.Value) bool { return sameOperand(a, r) })
	})
}

// entriesOf are what add is given, the collection apart, and what it returns.
func entriesOf(add ssa.Instruction) []ssa.Value {
	of := entryOperands(add)
	if v, ok := add.(ssa.Value); ok {
		of = append(of, v)
		for _, ref := range *v.Referrers() {
			if x, ok := ref.(*ssa.Extract); ok {
				of = append(of, x)
			}
		}
	}
	return of
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
	case *ssa.Store:
		if call, ok := i.Val.(*ssa.Call); ok && isAppend(call) {
			return appended(call)
		}
		return []ssa.Value{i.Val}
	case ssa.CallInstruction:
		call := i.Common()
		args := call.Args
		switch v := unwrapped(call.Value).(type) {
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
	a, b = unwrapped(a), unwrapped(b)
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

// unwrapped is what v was before it was made an interface value, or handed
// through functions that return what they are given.
func unwrapped(v ssa.Value) ssa.Value {
	for range maxDerived {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.Call:
			i := handedBack(x.Call.StaticCallee())
			if i < 0 {
				return v
			}
			v = x.Call.Args[i]
		default:
			return v
		}
	}
	return v
}

// handedBack is the parameter that fn returns, if it does nothing else; else -1.
func handedBack(fn *ssa.Function) int {
	if fn == nil {
		return -1
	}
	if origin := fn.Origin(); origin != nil {
		fn = origin
	}
	if len(fn.Blocks) != 1 || len(fn.Blocks[0].Instrs) != 1 {
		return -1
	}
	ret, ok := fn.Blocks[0].Instrs[0].(*ssa.Return)
	if !ok || len(ret.Results) != 1 {
		return -1
	}
	return slices.IndexFunc(fn.Params, func(p *ssa.Parameter) bool { return p == ret.Results[0] })
}

// handedOn is the value of call, if it hands through v.
func handedOn(v ssa.Value, call ssa.CallInstruction) ssa.Value {
	c, ok := call.(*ssa.Call)
	if !ok {
		return nil
	}
	if i := handedBack(c.Call.StaticCallee()); i < 0 || c.Call.Args[i] != v {
		return nil
	}
	return c
}
