package summary

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A way leads back from the use of a value to where it came from, along the
// control flow graph. What branches and calls on it say, of the value or of
// others, must hold together: if it can not, nobody comes this way. The
// operands of what is known change on the way: at the beginning of a block a
// phi becomes what its edge brings, at a store what a variable holds becomes
// what is stored.
type way struct {
	block int
	value operand         // what would be nil
	facts []fact          // and that it is, and whatever else holds
	cause ssa.Instruction // by which it has become nil, if that is known: the way must lead on to where the function begins
}

// A search looks for a way by which a value can be nil.
type search struct {
	f     *frame
	paths map[string]path
	ids   map[operand]int
	seen  map[string]bool
	spots map[spotKey]*spot
	todo  []way
	wary  bool            // what was there when the function began may be nil
	open  bool            // a way ends where nothing is known of the value
	cause ssa.Instruction // by which the value has become nil, if a way was found
}

// maxWays bounds the ways that one search follows: behind it, the value may be
// nil.
const maxWays = 96

// canBeNil reports whether value, a user context that seems to be nil at times,
// can be nil before the instruction idx of block b, where more holds too.
func (f *frame) canBeNil(value operand, b *ssa.BasicBlock, idx int, more ...knownCond) bool {
	if b == f.fn.Recover || value.fixed() {
		return true
	}
	nilAtTimes, _ := f.nilOrOpen(value, b, idx, more...)
	return nilAtTimes
}

// nilOrOpen is canBeNil, and whether the value may be something of which the
// caller, or nobody, knows whether it is nil.
func (f *frame) nilOrOpen(value operand, b *ssa.BasicBlock, idx int, more ...knownCond) (nilAtTimes, open bool) {
	s := f.newSearch()
	if value.sel != "" {
		s.paths[value.sel] = path{value.sel}
	}
	facts, ok := []fact{{x: value, y: zeroOperand, is: true}}, true
	for _, k := range more {
		if facts, ok = withCond(facts, k.cond, k.is); !ok {
			return false, false
		}
	}
	nilAtTimes = s.from(way{block: b.Index, value: value, facts: facts}, idx)
	if call, ok := s.cause.(*ssa.Call); ok && nilAtTimes && value.reg != nil {
		if f.causes == nil {
			f.causes = make(map[ssa.Value]Site)
		}
		f.causes[value.reg] = call.Pos()
	}
	return nilAtTimes, s.open
}

// placeCanBeNil is canBeNil of what the place that p selects from base holds, where more
// holds of other places of base.
func (f *frame) placeCanBeNil(base *Atom, p path, b *ssa.BasicBlock, idx int, more ...fact) bool {
	if b == f.fn.Recover {
		return true
	}
	s := f.newSearch()
	s.wary = true // a call may have made the object
	value := operand{base: base, path: p.String()}
	s.paths[value.path] = p
	facts, ok := []fact{{x: value, y: zeroOperand, is: true}}, true
	for _, g := range more {
		s.paths[g.x.path] = path{g.x.path}
		if facts, ok = with(facts, g); !ok {
			return false
		}
	}
	return s.from(way{block: b.Index, value: value, facts: facts}, idx)
}

func (f *frame) newSearch() *search {
	return &search{f: f, paths: make(map[string]path), ids: make(map[operand]int), seen: make(map[string]bool)}
}

// from reports whether w, from before instruction idx of its block, is a way by
// which the value can be nil.
func (s *search) from(w way, idx int) bool {
	if s.back(w, idx) {
		return true
	}
	for n := 0; len(s.todo) > 0; n++ {
		if n > maxWays {
			return true
		}
		w := s.todo[len(s.todo)-1]
		s.todo = s.todo[:len(s.todo)-1]
		if s.back(w, len(s.f.fn.Blocks[w.block].Instrs)) {
			return true
		}
	}
	return false
}

func withCond(facts []fact, cond ssa.Value, is bool) ([]fact, bool) {
	g, ok := factOf(cond, is)
	if !ok {
		return facts, true
	}
	return with(facts, g)
}

// back follows w from before instruction idx to the beginning of its block, and
// adds where it goes on. It reports whether the value can be nil.
func (s *search) back(w way, idx int) bool {
	f := s.f
	b := f.fn.Blocks[w.block]
	for i := idx - 1; i >= 0; i-- {
		if _, ok := b.Instrs[i].(*ssa.Phi); ok {
			break
		}
		f.e.spend(1)
		end, found := s.over(&w, b.Instrs[i], i)

		if found {
			w.forget(w.value)
			if w.cause == nil {
				w.cause = b.Instrs[i]
			}
			if w.value = nilOperand; len(w.facts) == 0 {
				s.cause = w.cause
				return true
			}
			continue
		}
		if end {
			return false
		}
	}
	if w.block == 0 {
		s.open = s.open || !w.value.fixed()
		found := w.value.fixed() || w.value.entry && !w.isThere(w.value) || s.wary && w.value.base != nil
		if found {
			s.cause = w.cause
		}
		return found
	}
	for n, p := range b.Preds {
		if f.live[p.Index] && !f.stopped[p.Index] {
			s.cross(w, b, p, n)
		}
	}
	if w.value.fixed() && len(w.facts) == 0 {
		s.cause = w.cause
		return true
	}
	return false
}

// cross goes on with w from the beginning of b to the end of its n-th
// predecessor p.
func (s *search) cross(w way, b, p *ssa.BasicBlock, n int) {
	around := b.Dominates(p)
	ok := true
	edges := phiEdges(b, n)
	// One phi may become another: each becomes a mark first.
	type mark struct{ from, to operand }
	var marks []mark
	w.each(func(o operand) bool {
		reg := o.reg
		p, isSpot := reg.(*spot)
		if isSpot {
			reg = p.Value
		}
		if phi, isPhi := reg.(*ssa.Phi); isPhi && phi.Block() == b {
			i := slices.Index(b.Instrs, ssa.Instruction(phi))
			to := s.part(operandOf(edges[i]), s.paths[o.sel])
			if isSpot { // in one object or another
				if to.fixed() {
					w.forget(o)
					if o == w.value {
						w.value = nilOperand // as far as anybody knows
					}
					return true
				}
				to = operand{reg: s.spotAt(edges[i], p.sels, p.field), sel: o.sel}
			}
			marks = append(marks, mark{operand{path: "phi " + itoa(len(marks))}, to})
			ok = ok && w.put(o, marks[len(marks)-1].from)
		}
		return true
	})
	for _, m := range marks {
		ok = ok && w.put(m.from, m.to)
	}
	if !ok {
		return
	}
	// What is computed in b is something else before.
	w.facts = slices.DeleteFunc(slices.Clone(w.facts), func(g fact) bool {
		return !about([]fact{g}, func(o operand) bool {
			if around && o.plus != 0 {
				return false
			}
			instr, ok := o.reg.(ssa.Instruction)
			return !ok || instr.Block() != b || slices.Contains(edges, o.reg)
		})
	})
	if cond, isIf := p.Instrs[len(p.Instrs)-1].(*ssa.If); isIf && p.Succs[0] != p.Succs[1] {
		if w.facts, ok = withCond(w.facts, cond.Cond, p.Succs[0] == b); !ok {
			return
		}
	}
	w.block = p.Index
	if key := s.key(w); !s.seen[key] {
		s.seen[key] = true
		s.todo = append(s.todo, w)
	}
}

// phiEdges are the registers that b's phis get by the n-th edge.
func phiEdges(b *ssa.BasicBlock, n int) []ssa.Value {
	var edges []ssa.Value
	for _, instr := range b.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		edges = append(edges, phi.Edges[n])
	}
	return edges
}

func (s *search) key(w way) string {
	id := func(o operand) string {
		n, ok := s.ids[o]
		if !ok {
			n = len(s.ids)
			s.ids[o] = n
		}
		return strconv.Itoa(n)
	}
	keys := make([]string, 0, len(w.facts))
	for _, g := range w.facts {
		keys = append(keys, id(g.x)+" "+id(g.y)+strconv.FormatBool(g.less)+strconv.FormatBool(g.is))
	}
	slices.Sort(keys)
	return strconv.Itoa(w.block) + ":" + id(w.value) + ":" + strings.Join(keys, ";")
}

// put puts new in the place of old; it reports whether all that is known can
// hold then.
func (w *way) put(old, new operand) bool {
	if w.value == old {
		w.value = new
	}
	facts, ok := rewritten(w.facts, old, new)
	w.facts = facts
	return ok
}

// learn adds g; it reports whether all can hold.
func (w *way) learn(g fact) bool {
	facts, ok := with(w.facts, g)
	w.facts = facts
	return ok
}

// forget drops what is known of o.
func (w *way) forget(o operand) {
	w.facts = slices.DeleteFunc(slices.Clone(w.facts), func(g fact) bool { return g.x == o || g.y == o })
}

// forgetRegister drops what is known of register v, where that is made: before, in a
// loop, it was something else.
func (w *way) forgetRegister(v ssa.Value) {
	is := func(g fact) bool { return g.x.reg == v || g.y.reg == v }
	if slices.ContainsFunc(w.facts, is) {
		w.facts = slices.DeleteFunc(slices.Clone(w.facts), is)
	}
}

// each calls do with each operand of w that is a constant no more than once,
// and stops where it reports false.
func (w *way) each(do func(operand) bool) bool {
	var all []operand
	about(w.facts, func(o operand) bool {
		o.length, o.plus = false, 0
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
		return true
	})
	if !w.value.fixed() && !slices.Contains(all, w.value) {
		all = append(all, w.value)
	}
	for _, o := range all {
		if !do(o) {
			return false
		}
	}
	return true
}
