package summary

import (
	"go/token"
	"go/types"
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
	value operand // what would be nil
	facts []fact  // and that it is, and whatever else holds
}

// A search looks for a way by which a value can be nil.
type search struct {
	f     *frame
	paths map[string]path
	ids   map[operand]int
	seen  map[string]bool
	todo  []way
	wary  bool // what was there when the function began may be nil
	open  bool // a way ends where nothing is known of the value
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
	nilAtTimes = s.from(way{b.Index, value, facts}, idx)
	return nilAtTimes, s.open
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
			return true
		}
		if end {
			return false
		}
	}
	if w.block == 0 {
		s.open = true
		return w.value.fixed() || w.value.entry || s.wary && w.value.base != nil
	}
	for n, p := range b.Preds {
		if f.live[p.Index] && !f.stopped[p.Index] {
			s.cross(w, b, p, n)
		}
	}
	return w.value.fixed() && len(w.facts) == 0
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
		if phi, isPhi := o.reg.(*ssa.Phi); isPhi && phi.Block() == b {
			i := slices.Index(b.Instrs, ssa.Instruction(phi))
			marks = append(marks, mark{operand{path: "phi " + itoa(len(marks))}, s.part(operandOf(edges[i]), s.paths[o.sel])})
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

// over takes w back over one instruction. end says that the way ends here, and
// found that the value can be nil then.
func (s *search) over(w *way, instr ssa.Instruction, idx int) (end, found bool) {
	at := point{block: w.block, idx: idx}
	if !w.each(func(o operand) bool {
		if o.base == nil {
			return true
		}
		var goes bool
		goes, found = s.overWrites(w, o, instr, at)
		return goes && !found
	}) {
		return true, found
	}
	if v, ok := instr.(*ssa.Alloc); ok {
		if goes, found := s.begin(w, v); !goes || found {
			return true, found
		}
	}
	if v, ok := instr.(ssa.Value); ok {
		goes := w.each(func(o operand) bool {
			if o.reg != v {
				return true
			}
			var goes bool
			goes, found = s.made(w, o, v, at)
			return goes && !found
		})
		if !goes {
			return true, found
		}
	}
	if !s.says(w, instr) {
		return true, false
	}
	return false, false
}

// overWrites takes w back over what instr writes to the place o.
func (s *search) overWrites(w *way, o operand, instr ssa.Instruction, at point) (goes, found bool) {
	f := s.f
	m := f.mems[o.base]
	if m == nil {
		return true, false
	}
	p := s.paths[o.path]
	for _, wr := range slices.Backward(m.byBlock[at.block]) {
		if wr.at.idx != at.idx {
			continue
		}
		how := match(wr.path, p)
		if how == apart {
			continue
		}
		whole := how == covers && wr.strong
		if st, ok := instr.(*ssa.Store); ok && whole && len(wr.path) <= len(p) {
			rest := p[len(wr.path):]
			return w.put(o, s.part(operandOf(st.Val), rest)), false
		}
		v := wr.val
		if how == covers || how == mayCovers {
			if len(wr.path) < len(p) {
				v = f.project(v, p[len(wr.path):], at)
			}
		} else {
			v = nil
		}
		if o == w.value {
			if s.fine(w, wr, instr) {
				return false, false
			}
			s.open = s.open || len(v) == 0 || mayBeNil(v)
			if holdsNoUser(v) {
				return true, true
			}
			if whole || wr.fills || wr.async { // whoever reads it has waited

				return false, false
			}
		}
		if whole && len(v) == 1 && v[0].kind == kindConst && v[0].constant != nonNil {
			return w.put(o, operand{constant: v[0].constant}), false
		}
		w.forget(o)
		if o == w.value && !w.learn(fact{x: o, y: zeroOperand, is: true}) {
			return false, false
		}
	}
	return true, false
}

// fine reports whether what is known on way w of the results of call is that
// there is a user context in what wr has written.
func (s *search) fine(w *way, wr *write, call ssa.Instruction) bool {
	v, ok := call.(*ssa.Call)
	if !ok || wr.fine == 0 || len(wr.path) > 0 {
		return false
	}
	o := operand{reg: v}
	if v.Call.Signature().Results().Len() > 1 {
		o.sel = "." + itoa(wr.fine-1)
	}
	return slices.ContainsFunc(w.facts, func(g fact) bool {
		return g.x == o && !g.less && g.is && (g.y == nilOperand || g.y == trueOperand)
	})
}

// part is what p selects from o.
func (s *search) part(o operand, p path) operand {
	if len(p) == 0 {
		return o
	}
	if o.fixed() {
		return o // of a zero value
	}
	o.sel += p.String()
	s.paths[o.sel] = slices.Concat(s.paths[strings.TrimSuffix(o.sel, p.String())], p)
	return o
}

// made takes w back over the instruction that makes register v, of which o is a
// part or all.
func (s *search) made(w *way, o operand, v ssa.Value, at point) (goes, found bool) {
	f := s.f
	sel := s.paths[o.sel]
	if o.entry {
		w.forget(o)
		return true, o == w.value
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		switch {
		case v.Op == token.NOT:
			return w.expand(v), false
		case v.Op == token.MUL:
			if addr := f.get(v.X); len(addr) == 1 {
				if base, p, ok := place(addr[0]); ok {
					p = slices.Concat(p, sel)
					s.paths[p.String()] = p
					return w.put(o, operand{base: base, path: p.String()}), false
				}
			}
		}
	case *ssa.Lookup:
		return s.entry(w, o, v), false
	case *ssa.BinOp:
		if k, ok := v.Y.(*ssa.Const); ok && (v.Op == token.ADD || v.Op == token.SUB) && k.Value != nil {
			if n, ok := intOf(k); ok {
				if v.Op == token.SUB {
					n = -n
				}
				return w.put(o, operandOf(v.X).add(n)), false
			}
		}
		return w.expand(v), false
	case *ssa.Extract:
		return w.put(o, s.part(operand{reg: v.Tuple}, append(path{"." + itoa(v.Index)}, sel...))), false
	case *ssa.Field:
		return w.put(o, s.part(operandOf(v.X), append(path{fieldSel(v.X.Type(), v.Field)}, sel...))), false
	case *ssa.ChangeType:
		return w.put(o, s.part(operandOf(v.X), sel)), false
	case *ssa.ChangeInterface:
		return w.put(o, s.part(operandOf(v.X), sel)), false
	case *ssa.MakeInterface:
		if o != w.value {
			return w.put(o, operand{constant: nonNil}), false
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" && o.sel == "" {
			return w.put(o, operand{reg: v.Call.Args[0], length: true}), false
		}
	}
	return s.admit(w, o, v, at)
}

// entry puts the entry of a map in the place of what is looked up in it, so that
// it is the same whenever it is looked up; it reports whether all can hold.
func (s *search) entry(w *way, o operand, v *ssa.Lookup) bool {
	if _, ok := v.X.Type().Underlying().(*types.Map); !ok {
		return true
	}
	if o == w.value && inRange(v) {
		return false // what a range statement has found is there
	}
	sel := elemSel(v.Index)
	e := operand{reg: v.X}
	if m := s.f.get(v.X); len(m) == 1 {
		if base, p, ok := place(m[0]); ok {
			e = operand{base: base}
			s.paths[p.String()] = p
			e.path = p.String()
		}
	}
	name := sel
	if sel == anyElem {
		key := operandOf(v.Index)
		if _, ok := s.ids[key]; !ok {
			s.ids[key] = len(s.ids)
		}
		name += itoa(s.ids[key])
	}
	if e.base != nil {
		p := append(slices.Clip(s.paths[e.path]), sel)
		e.path += name
		s.paths[e.path] = p
	} else {
		e.sel = name
		s.paths[e.sel] = path{sel}
	}
	e.entry = true
	switch {
	case !v.CommaOk:
		return w.put(o, e)
	case o.sel == ".1":
		facts := w.facts
		w.facts = nil
		for _, g := range facts {
			if g.x == o {
				g = fact{x: e, y: zeroOperand, is: g.is != (g.y == trueOperand)}
			}
			if !w.learn(g) {
				return false
			}
		}
		return true
	}
	return w.put(o, e)
}

// inRange reports whether a key that a range statement over the map gives is
// looked up.
func inRange(v *ssa.Lookup) bool {
	key, ok := v.Index.(*ssa.Extract)
	if !ok || key.Index != 1 {
		return false
	}
	next, ok := key.Tuple.(*ssa.Next)
	if !ok {
		return false
	}
	over, ok := next.Iter.(*ssa.Range)
	if !ok {
		return false
	}
	if over.X == v.X {
		return true
	}
	a, ok := over.X.(*ssa.UnOp)
	if !ok || a.Op != token.MUL {
		return false
	}
	b, ok := v.X.(*ssa.UnOp)
	return ok && b.Op == token.MUL && samePlace(a.X, b.X)
}

func intOf(c *ssa.Const) (int64, bool) {
	if b, ok := c.Type().Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(c.Value.ExactString(), 10, 64)
	return n, err == nil
}

// expand puts what truth value v says in the place of v.
func (w *way) expand(v ssa.Value) bool {
	facts := w.facts
	w.facts = nil
	for _, g := range facts {
		if g.x == (operand{reg: v}) && g.y == trueOperand && !g.less {
			h, ok := factOf(v, g.is)
			if !ok {
				continue
			}
			g = h
		}
		if !w.learn(g) {
			return false
		}
	}
	return true
}

// begin takes w back to where variable v begins: it is zero then.
func (s *search) begin(w *way, v *ssa.Alloc) (goes, found bool) {
	addr := s.f.get(v)
	if len(addr) != 1 || addr[0].kind != kindAddr {
		return true, false
	}
	goes = w.each(func(o operand) bool {
		if o.base != addr[0].base {
			return true
		}
		if o == w.value {
			found = s.f.begunHere(o.base)
			s.open = true
			return false
		}
		if zero := zeroOf(v.Type().Underlying().(*types.Pointer).Elem()); zero.fixed() && o.path == "" {
			return w.put(o, zero)
		}
		w.forget(o)
		return true
	})
	return goes, found
}

// zeroOf is the zero value of t, if that is a constant.
func zeroOf(t types.Type) operand {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case t.Info()&types.IsBoolean != 0:
			return operand{constant: "false"}
		case t.Info()&types.IsInteger != 0:
			return operand{constant: "0"}
		case t.Info()&types.IsString != 0:
			return operand{constant: `""`}
		}
	case *types.Pointer, *types.Interface, *types.Slice, *types.Map, *types.Chan, *types.Signature:
		return nilOperand
	}
	return operand{}
}
