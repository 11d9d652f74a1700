package summary

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An entry of a list is removed by a statement that is given it, compares it
// with those that are there, and stores the others.

// isAppend reports whether call is one of append.
func isAppend(call *ssa.Call) bool {
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append" && len(call.Call.Args) == 2
}

// appended are the values that call, of append, adds one by one.
func appended(call *ssa.Call) []ssa.Value {
	if s, ok := call.Call.Args[1].(*ssa.Slice); ok {
		if array, ok := s.X.(*ssa.Alloc); ok {
			return storedIn(array, 0)
		}
	}
	return nil
}

// maxUndone bounds the memories in which it is looked for statements that undo
// each other.
const maxUndone = 64

// noteUndone notes, for statements that store, one write of each that is given
// the same entry, or the same key, and clears a place that the former fills, or
// takes the entry out of its list.
func (f *frame) noteUndone() {
	f.undone = nil
	type pair struct{ add, remove ssa.Instruction }
	known := make(map[pair]bool)
	for _, base := range f.bases {
		m := f.mems[base]
		if len(m.index) > maxUndone {
			continue
		}
		for _, ws := range m.byBlock {
			for _, w := range ws {
				if w.noted == nil {
					continue
				}
				for _, r := range m.inOrder() {
					if p := (pair{w.by, r.by}); r.by != w.by && !r.async && !known[p] && sameEntry(w.by, r.by) && (m.clears(r.by, w.by) || f.unlinks(w.by, r.by)) {
						known[p] = true
						if f.undone == nil {
							f.undone = make(map[ssa.Instruction][]*write)
						}
						f.undone[w.by] = append(f.undone[w.by], r)
					}
				}
			}
		}
	}
}

// inOrder are the writes to m.
func (m *memory) inOrder() []*write {
	var all []*write
	for _, b := range sortedKeys(m.byBlock) {
		all = append(all, m.byBlock[b]...)
	}
	return all
}

// clears reports whether remove stores nothing where add stores something, and
// no manager anywhere.
func (m *memory) clears(remove, add ssa.Instruction) bool {
	for _, rs := range m.byBlock {
		if slices.ContainsFunc(rs, func(r *write) bool { return r.by == remove && r.noted != nil }) {
			return false
		}
	}
	for _, rs := range m.byBlock {
		for _, r := range rs {
			if r.by != remove || len(r.val) == 0 && !r.removal || slices.ContainsFunc(r.val, holdsMore) {
				continue
			}
			for _, ws := range m.byBlock {
				if slices.ContainsFunc(ws, func(w *write) bool {
					how := match(r.path, w.path)
					return w.by == add && (how == covers || how == mayCovers) && slices.ContainsFunc(w.val, holdsMore)
				}) {
					return true
				}
			}
		}
	}
	return false
}

// unlinks reports whether what remove calls, with an entry that add has added,
// links its neighbours with each other.
func (f *frame) unlinks(add, remove ssa.Instruction) bool {
	call, ok := remove.(ssa.CallInstruction)
	if !ok {
		return false
	}
	callee := call.Common().StaticCallee()
	if callee == nil {
		return false
	}
	ref, _ := f.e.ref(callee)
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return false
	}
	given, root := call.Common().Args, rootParam
	if c, ok := call.Common().Value.(*ssa.MakeClosure); ok {
		given, root = c.Bindings, rootFree
	}
	of := entriesOf(add)
	for i, g := range given {
		if slices.ContainsFunc(of, func(a ssa.Value) bool { return sameOperand(a, g) }) && s.links(root, i) {
			return true
		}
	}
	return false
}

// links reports whether the function stores what one field of its i-th parameter
// points to in what another points to, and the parameter itself nowhere.
func (s *Summary) links(root symRoot, i int) bool {
	under := func(v Value) *Atom {
		for a := range each(v) {
			if a.kind == kindAddr {
				a = a.base
			}
			if a.kind == kindSym && a.parent != nil && a.rootOf().root == root && a.rootOf().index == i {
				return a
			}
		}
		return nil
	}
	again := slices.ContainsFunc(s.effects, func(e *effect) bool {
		return e.kind == effectStore && slices.ContainsFunc(bare(e.val), func(a *Atom) bool {
			return a.kind == kindSym && a.parent == nil && a.root == root && a.index == i
		})
	})
	return !again && slices.ContainsFunc(s.effects, func(e *effect) bool {
		if e.kind != effectStore {
			return false
		}
		base, val := under(e.base), under(e.val)
		return base != nil && val != nil && base != val && base.parent == val.parent
	})
}

// shrinks reports whether i stores what was there, without the last.
func shrinks(i *ssa.Store) bool {
	s, ok := i.Val.(*ssa.Slice)
	if !ok || s.Low != nil || s.High == nil {
		return false
	}
	load, ok := s.X.(*ssa.UnOp)
	_, isConst := s.High.(*ssa.Const)
	return ok && !isConst && load.Op == token.MUL && sameShape(load.X, i.Addr, 0)
}

// leavesOut reports whether remove does nothing with what it is given of what add
// has added, or has returned for that, but to compare it.
func (f *frame) leavesOut(add, remove ssa.Instruction) bool {
	of := entriesOf(add)
	found := false
	for _, r := range entryOperands(remove) {
		if !slices.ContainsFunc(of, func(a ssa.Value) bool { return sameOperand(a, r) }) {
			continue
		}
		call, ok := remove.(ssa.CallInstruction)
		if !ok || !f.e.comparedBy(r, call.Common(), 0) {
			return false
		}
		found = true
	}
	return found
}

// comparedBy reports whether a call that is given v, or has captured it, only
// compares it.
func (e *engine) comparedBy(v ssa.Value, call *ssa.CallCommon, depth int) bool {
	if c, ok := call.Value.(*ssa.MakeClosure); ok && !e.comparedIn(v, c, depth) {
		return false
	}
	callee := call.StaticCallee()
	for i, a := range call.Args {
		switch {
		case a != v:
		case callee == nil:
			return false
		case len(callee.Blocks) > 0:
			if !e.onlyCompared(callee.Params[i], depth+1) {
				return false
			}
		default:
			ref, _ := e.ref(callee)
			if s := e.facts.summary(ref.key); s == nil || s.storesParam(i) || s.returnsParam(i) {
				return false
			}
		}
	}
	return true
}

// comparedIn is comparedBy for literal c.
func (e *engine) comparedIn(v ssa.Value, c *ssa.MakeClosure, depth int) bool {
	for i, b := range c.Bindings {
		if b == v && !e.onlyCompared(c.Fn.(*ssa.Function).FreeVars[i], depth+1) {
			return false
		}
	}
	return true
}

// onlyCompared reports whether nothing is done with v, what it points to and its
// fields, but to compare them.
func (e *engine) onlyCompared(v ssa.Value, depth int) bool {
	if depth > maxDerived || v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		ok := false
		switch ref := ref.(type) {
		case *ssa.BinOp:
			ok = ref.Op == token.EQL || ref.Op == token.NEQ
		case *ssa.DebugRef:
			ok = true
		case *ssa.UnOp:
			ok = ref.Op == token.MUL && e.onlyCompared(ref, depth+1)
		case *ssa.FieldAddr:
			ok = e.onlyCompared(ref, depth+1)
		case *ssa.Field:
			ok = e.onlyCompared(ref, depth+1)
		case *ssa.MakeInterface:
			ok = e.onlyCompared(ref, depth+1)
		case *ssa.Store: // in the variable that a literal captures
			local, isLocal := ref.Addr.(*ssa.Alloc)
			ok = isLocal && (ref.Val != v || e.onlyCompared(local, depth+1))
		case *ssa.MakeClosure:
			ok = e.comparedIn(v, ref, depth)
		case ssa.CallInstruction:
			ok = e.comparedBy(v, ref.Common(), depth)
		}
		if !ok {
			return false
		}
	}
	return true
}

// returnsParam reports whether what the function returns is or holds its i-th
// parameter.
func (s *Summary) returnsParam(i int) bool { return s.unknown || holdsParam(s.result, i, 0) }

// storesParam reports whether the function may store its i-th parameter, or what
// holds it, somewhere.
func (s *Summary) storesParam(i int) bool {
	return s.unknown || slices.ContainsFunc(s.effects, func(e *effect) bool {
		return e.kind == effectStore && holdsParam(e.val, i, 0) ||
			e.kind == effectCall && slices.ContainsFunc(e.args, func(v Value) bool { return holdsParam(v, i, 0) })
	})
}

func holdsParam(v Value, i, depth int) bool {
	return slices.ContainsFunc(v, func(a *Atom) bool {
		return a.kind == kindSym && a.parent == nil && a.root == rootParam && a.index == i ||
			depth < maxDerived && slices.ContainsFunc(a.parts(nil), func(p Value) bool { return holdsParam(p, i, depth+1) })
	})
}
