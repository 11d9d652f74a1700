package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// admit leaves of what v may be what agrees with all that is known of its
// parts. If the value is one of them, the way ends.
func (s *search) admit(w *way, o operand, v ssa.Value, at point) (goes, found bool) {
	f := s.f
	parts := s.f.get(v)
	if o == w.value && mayBeNil(f.project(parts, s.paths[o.sel], at)) {
		s.open = true
	}
	if len(parts) == 0 {
		return o != w.value, false
	}
	some := false
	for _, a := range parts {
		fits := true
		for _, g := range w.facts {
			if g.x.reg != v || g.less || !g.y.fixed() || g.x.length || g.x.plus != 0 {
				continue
			}
			part := f.project(a.alone(), s.paths[g.x.sel], at)
			if len(part) > 0 && !f.agrees(g, part) {
				fits = false
			}
		}
		if !fits {
			continue
		}
		some = true
		if o.reg == w.value.reg && holdsNoUser(f.project(a.alone(), s.paths[w.value.sel], at)) {
			return true, true
		}
	}
	return some && w.value.reg != v, false
}

// agrees reports whether v may be what g says of its first operand, which it
// compares with a constant.
func (f *frame) agrees(g fact, v Value) bool {
	if g.y == zeroOperand {
		return g.is && (mayBeNil(v) || holdsNoUser(v)) || !g.is && mayBeOther(v)
	}
	return f.admitted(guard{want: g.y.constant, not: !g.is})(v)
}

// holdsNoUser reports whether v is nil at times, as far as this body tells.
func holdsNoUser(v Value) bool {
	for _, a := range bare(v) {
		if a.kind == kindConst && (a.constant == "nil" || a.constant == zeroValue) || holdsNil(a) {
			return true
		}
	}
	return false
}

// says adds to w what instr says of its operands, because control has got past
// it, or by what it made; it reports whether all can hold.
func (s *search) says(w *way, instr ssa.Instruction) bool {
	f := s.f
	notNil := func(v ssa.Value) bool {
		if !f.e.context(v.Type()) {
			return true
		}
		return w.learn(fact{x: operandOf(v), y: nilOperand})
	}
	switch i := instr.(type) {
	case *ssa.FieldAddr:
		return notNil(i.X)
	case *ssa.UnOp:
		return i.Op != token.MUL || notNil(i.X)
	case *ssa.Call:
		if i.Call.IsInvoke() {
			return notNil(i.Call.Value)
		}
		if i.Call.StaticCallee() == nil || !slices.ContainsFunc(i.Call.Args, f.e.telling) && !captures(&i.Call) {
			return i.Call.StaticCallee() == nil || s.askedOfFields(w, i)
		}
		goes := true
		f.afterLiteral(&i.Call, func(b ssa.Value, g guard) {
			addr := f.get(b)
			if len(addr) != 1 || !goes {
				return
			}
			if base, p, ok := place(addr[0]); ok {
				s.paths[p.String()] = p
				goes = w.learn(fact{x: operand{base: base, path: p.String()}, y: operand{constant: g.want}, is: !g.not}.normal())
			}
		})
		f.afterCall(&i.Call, func(n int, g guard) {
			if goes {
				goes = w.learn(fact{x: operandOf(i.Call.Args[n]), y: operand{constant: g.want}, is: !g.not}.normal())
			}
		})
		return goes && s.asked(w, i)
	}
	return true
}

// telling reports whether something may be known of argument v after a call.
func (e *engine) telling(v ssa.Value) bool {
	if _, ok := v.(*ssa.Const); ok {
		return false
	}
	if b, ok := v.Type().Underlying().(*types.Basic); ok {
		return b.Info()&types.IsBoolean != 0
	}
	return e.context(v.Type()) || isError(v.Type())
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// asked adds to w what the result of call says of its arguments: if it can not
// be what it is where an argument is nil, that is not nil.
func (s *search) asked(w *way, call *ssa.Call) bool {
	f := s.f
	if captures(&call.Call) && !s.askedOfCaptured(w, call) || !s.askedOfFields(w, call) {
		return false
	}
	for _, g := range w.facts {
		if g.x.reg != call || g.less || !g.y.fixed() || g.x.length || g.x.plus != 0 {
			continue
		}
		for i, a := range call.Call.Args {
			if _, ok := a.(*ssa.Const); ok || !f.e.context(a.Type()) && !isError(a.Type()) {
				continue
			}
			for _, what := range []string{"nil", nonNil} {
				r := f.project(f.whatIf(&call.Call, i, what), s.paths[g.x.sel], point{block: w.block})
				if len(r) > 0 && !f.agrees(g, r) {
					if !w.learn(fact{x: operandOf(a), y: nilOperand, is: what != "nil"}) {
						return false
					}
				}
			}
		}
	}
	return true
}

// askedOfCaptured adds to w what the truth value that a literal has returned says
// of the variables that it captured.
func (s *search) askedOfCaptured(w *way, call *ssa.Call) bool {
	f := s.f
	lit := call.Call.Value.(*ssa.MakeClosure)
	for _, g := range w.facts {
		if g.x.reg != call || g.less || g.x.sel != "" || !g.y.fixed() {
			continue
		}
		for i, b := range lit.Bindings {
			addr := f.get(b)
			if p, ok := b.Type().Underlying().(*types.Pointer); !ok || !f.e.context(p.Elem()) || len(addr) != 1 {
				continue
			}
			base, p, ok := place(addr[0])
			if !ok {
				continue
			}
			for _, what := range []string{"nil", nonNil} {
				if r := f.whatIfHeld(&call.Call, i, what); len(r) > 0 && !f.agrees(g, r) {
					s.paths[p.String()] = p
					if !w.learn(fact{x: operand{base: base, path: p.String()}, y: nilOperand, is: what != "nil"}) {
						return false
					}
				}
			}
		}
	}
	return true
}

// fineAfter is the result, counted from 1, for which holds: if it is a nil error
// or true, there is a user context in variable base of the caller, or in the place p
// of an object that is returned. It is 0 if there is none.
func (f *frame) fineAfter(base *Atom, p path) int {
	results, ways := f.fn.Signature.Results(), f.returnings
	if len(p) > 0 {
		ways = f.with(base)
	}
	for k := range min(results.Len(), 7) {
		good := nilOperand
		if basic, ok := results.At(k).Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsBoolean != 0 {
			good = trueOperand
		} else if !isError(results.At(k).Type()) {
			continue
		}
		if len(ways) > 0 && !slices.ContainsFunc(ways, func(r returning) bool {
			return f.nilAfter(base, p, r.block, func(_ *search, ret *ssa.Return) fact {
				return fact{x: operandOf(ret.Results[k]), y: good, is: true}.normal()
			})
		}) {
			return k + 1
		}
	}
	return 0
}

// nilAfter reports whether the place p of base can be nil after the return statement
// in block b, where what says of it holds.
func (f *frame) nilAfter(base *Atom, p path, b int, says func(*search, *ssa.Return) fact) bool {
	if f.fn.Recover != nil && b == f.fn.Recover.Index {
		return true
	}
	instrs := f.fn.Blocks[b].Instrs
	ret, ok := instrs[len(instrs)-1].(*ssa.Return)
	if !ok {
		return true
	}
	s := f.newSearch()
	s.wary = true
	value := operand{base: base, path: p.String()}
	s.paths[value.path] = p
	g := says(s, ret)
	if g.x.base != nil {
		s.paths[g.x.path] = path{g.x.path}
	}
	facts, ok := with([]fact{{x: value, y: zeroOperand, is: true}}, g)
	return ok && s.from(way{block: b, value: value, facts: facts}, len(instrs)-1)
}
