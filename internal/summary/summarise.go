package summary

import (
	"cmp"
	"slices"
	"strconv"
)

// summary is what a caller must know, after run.
func (f *frame) summary() *Summary {
	s := &Summary{returns: f.returns, panics: f.panics && f.panicked == nil, catches: f.panicked != nil, recovers: recovers(f.fn), result: f.result(), holds: f.holdsAfter()}
	f.noteBlank(s.result)
	type ordered struct {
		rank int
		at   point
		e    *effect
	}
	rank := f.node.rank()
	var out []ordered
	need := make(map[*Atom]bool) // bases of objects that a caller can see
	var todo []Value
	todo = append(todo, s.result)
	for _, ev := range f.events {
		if ev.kind == effectCall {
			ev.unsure = ev.unsure || !f.sure(f.fn.Blocks[ev.at.block])
		}
		out = append(out, ordered{rank[ev.at.block], ev.at, ev.effect})
		todo = append(todo, ev.fn)
		todo = append(todo, ev.args...)
		todo = append(todo, ev.val)
	}
	emit := func(base *Atom) {
		m := f.mems[base]
		if m.lost {
			out = append(out, ordered{len(rank), point{}, f.lossOf(base)})
		}
		for _, b := range sortedKeys(m.byBlock) {
			must := f.must(b)
			for _, w := range m.byBlock[b] {
				if w.gone || f.putBack(base, w) {
					continue
				}
				must := must && f.alsoRecovered(m, w.path) || f.setWhereReturned(base, w)
				e := f.node.effect("W"+base.key+w.path.String()+"@"+instrKey(w.at)+","+strconv.Itoa(w.at.seq), f.e)
				*e = effect{id: e.id, guards: joinGuards(f.guardsAt(w.at), w.guards), kind: effectStore, base: Value{f.e.u.addr(base, nil)}, path: w.path, val: w.val,
					told: w.told, keyed: w.key.origin == keyUser, keysKnown: w.key.known, keys: w.key.params, once: w.once, vague: w.vague, pos: f.siteAt(w.at), hops: w.hops, made: w.made, making: w.making, joins: w.joins, short: w.shrinks, prunes: w.prunes, moved: w.moved, either: w.either && must && !w.async, must: w.strong && must && !w.async, async: w.async}
				e.sure = w.strong && !must && !w.async && len(w.guards) == 0 && len(e.guards) > 0 && f.decided(b)
				e.sure = e.sure || w.fills && must && !w.async && len(e.guards) == len(w.guards)
				e.leaves = !e.must && !w.async && f.mayLeaveOut(base, w.path)
				if w.src != nil && len(w.path) == 0 && !w.async {
					e.fine = f.fineAfter(base, nil)
				} else if e.leaves || holdsNoUser(w.val) && !w.async && f.returnsWith(base, w.path) {
					e.fine, e.beside = f.fineAfter(base, w.path), f.besideOf(base, w.path)
					if w.beside != "" && f.asReturned(base) {
						e.beside = w.beside
					}
				}
				out = append(out, ordered{rank[w.at.block], w.at, e})
				todo = append(todo, w.val)
			}
		}
	}
	for _, base := range f.bases {
		if (base.root != rootObject || base.parent != nil) && !(pooled(base) && !mentions(s.result, base.rootOf())) {
			emit(base)
		}
	}
	seen := make(map[*Atom]bool)
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, a := range v {
			if seen[a] {
				continue
			}
			seen[a] = true
			todo = a.parts(todo)
			base := a.base
			if a.kind == kindSym {
				base = a.rootOf()
			}
			if base == nil {
				continue
			}
			if base.parent != nil {
				base = base.rootOf()
			}
			if base.root == rootObject && !need[base] {
				need[base] = true
				if f.mems[base] != nil {
					emit(base)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ordered) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.at.idx, b.at.idx), cmp.Compare(a.at.seq, b.at.seq))
	})
	first := make(map[string]*effect)
	out = slices.DeleteFunc(out, func(o ordered) bool {
		if o.e.kind != effectStore {
			return false
		}
		c := o.e.content()
		same := first[c]
		if same == nil {
			first[c] = o.e
			return false
		}
		same.moved = same.moved && o.e.moved
		return true
	})
	for _, o := range out {
		s.effects = append(s.effects, o.e)
	}
	if f.e.library {
		s.effects = foremost(s.effects, maxEffects, libraryStores)
	}
	if len(s.effects) > maxEffects {
		f.e.note("effects", f.node.key)
		s.effects = foremost(s.effects, maxEffects, maxEffects)
	}
	return s
}

// foremost leaves of too many effects those that are worth most: reaches,
// calls of what lies close to a parameter, stores of what the function is given,
// other stores. An eighth is for stores of what it is given, however many calls
// there are: a server that registers itself, and serves, was not registered.
func foremost(effects []*effect, most, mostStores int) []*effect {
	if len(effects) <= min(most, mostStores) {
		return effects
	}
	worth := func(e *effect) int {
		switch e.kind {
		case effectReach, effectContext:
			return 0
		case effectCall:
			return 1 + remoteness(e.fn)
		}
		if holdsGiven(e.val) {
			return 4
		}
		return 4 + remoteness(e.base)
	}
	order := slices.Clone(effects)
	slices.SortStableFunc(order, func(a, b *effect) int { return cmp.Compare(worth(a), worth(b)) })
	keep := make(map[*effect]bool)
	stores, given := 0, 0
	for i, e := range order {
		if e.kind == effectStore {
			stores++
		}
		if i < most && (e.kind != effectStore || stores <= mostStores) || e.kind == effectReach || e.kind == effectContext {
			keep[e] = true
		}
		if e.kind == effectStore && given < min(most/8, mostStores) && holdsGiven(e.val) {
			given++
			keep[e] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(effects), func(e *effect) bool { return !keep[e] })
}

// remoteness is how far the closest symbol in v lies from its root.
func remoteness(v Value) int {
	least := maxDepth
	for _, a := range bare(v) {
		switch {
		case a.kind == kindSym && (a.root == rootParam || a.root == rootFree):
			least = min(least, 0)
		case a.kind == kindSym && a.rootOf().root == rootResult:
			least = min(least, maxDepth-1) // and further from what the caller gave
		case a.kind == kindSym && a.sel != anything && a.rootOf().root != rootGlobal:
			least = min(least, a.depth)
		}
	}
	return least
}

// holdsGiven reports whether v is or holds a parameter as it was given.
func holdsGiven(v Value) bool {
	return slices.ContainsFunc(bare(v), func(a *Atom) bool {
		return a.kind == kindSym && a.root == rootParam || a.kind == kindTyped && holdsGiven(a.inner)
	})
}

// maxEffects bounds what one summary says of symbols.
const maxEffects = 80

// libraryStores bounds the stores in a summary of the standard library's: what it
// does to its trees and tables with what it is given takes many to say, and
// programs do it by the hundred, as for routes.
const libraryStores = 40
