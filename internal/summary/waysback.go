package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

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
	if goes, found := s.overSpots(w, instr); !goes || found {
		return true, found
	}
	if s.leftOut(w, instr, at) {
		return true, true
	}
	if v, ok := instr.(*ssa.Alloc); ok {
		if goes, found := s.begin(w, v); !goes || found {
			return true, found
		}
	}
	if v, ok := instr.(ssa.Value); ok {
		goes := w.each(func(o operand) bool {
			if o.entry && (o.key == v || s.makesMap(o, v)) {
				return s.unentered(w, o, &found)
			}
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
	if v, ok := instr.(ssa.Value); ok {
		w.forgetRegister(v)
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
		whole := how == covers && wr.strong || s.atEntry(instr, o)
		if wr.removal && o == w.value && (whole || o.constantKey()) {
			return true, true
		}
		if stored := storedBy(instr); stored != nil && whole && len(wr.path) <= len(p) {
			return w.put(o, s.part(operandOf(stored), p[len(wr.path):])), false
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
			if s.fine(w, wr, instr) || s.besideHolds(w, wr) {
				return false, false
			}
			s.open = s.open || len(v) == 0 || mayBeNil(v)
			if holdsNoUser(v) {
				return true, true
			}
			if whole || wr.fills || wr.async && !wr.perhaps { // whoever reads it has waited
				return false, false
			}
		}
		if whole && len(v) == 1 && v[0].kind == kindConst && v[0].constant != nonNil {
			return w.put(o, operand{constant: v[0].constant}), false
		}
		if o != w.value && !wr.removal && w.value.within(o) {
			continue // if that was stored under another key, so was the value
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
	if !ok || wr.fine == 0 {
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
			if elem, ok := v.X.(*ssa.IndexAddr); ok && o == w.value && f.partlyFilled(elem) {
				return s.admit(w, o, v, at)
			}
			if _, ok := v.X.(*ssa.Global); ok && o != w.value && isError(v.Type()) {
				return w.put(o, operand{constant: nonNil}), false // a sentinel
			}
			if addr := f.get(v.X); len(addr) == 1 {
				if base, p, ok := place(addr[0]); ok {
					p = slices.Concat(p, sel)
					s.paths[p.String()] = p
					return w.put(o, operand{base: base, path: p.String()}), false
				}
			}
			if p := s.spotOf(v.X); p != nil && o.sel == "" && (o != w.value || len(f.get(v.X)) > 1) {
				return w.put(o, operand{reg: p}), false
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
		if arg := f.returnedArgument(v); arg != nil {
			return w.put(o, s.part(operandOf(arg), sel)), false
		}
		if o.sel == "" && (f.e.context(v.Type()) || f.e.switches(v.Type())) {
			if place, ok := s.fieldReturned(v); ok {
				return w.put(o, place), false
			}
		}
	}
	return s.admit(w, o, v, at)
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
	ends := false
	goes = w.each(func(o operand) bool {
		if o.base != addr[0].base {
			return true
		}
		if o == w.value {
			ends = true
			return true
		}
		t := partType(v.Type().Underlying().(*types.Pointer).Elem(), s.paths[o.path])
		if o.path != "" && (t == nil || !s.f.begunHere(o.base)) {
			w.forget(o)
			return true
		}
		if zero := zeroOf(t); zero.fixed() {
			return w.put(o, zero)
		}
		w.forget(o)
		return true
	})
	if !goes || !ends {
		return goes, false
	}
	s.open = true
	return false, s.f.begunHere(addr[0].base)
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
