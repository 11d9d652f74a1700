package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// callsWith are the calls of known functions that register r is an operand of.
func (f *frame) callsWith(r ssa.Value) []*ssa.Call {
	calls, ok := f.callsOf[r]
	if ok || r.Referrers() == nil {
		return calls
	}
	for _, ref := range *r.Referrers() {
		if call, ok := ref.(*ssa.Call); ok && call.Call.StaticCallee() != nil {
			calls = append(calls, call)
		}
	}
	if f.callsOf == nil {
		f.callsOf = make(map[ssa.Value][]*ssa.Call)
	}
	f.callsOf[r] = calls
	return calls
}

// position is where in its block an instruction stands.
func (f *frame) position(instr ssa.Instruction) int {
	b := instr.Block()
	at, ok := f.positions[b]
	if !ok {
		at = make(map[ssa.Instruction]int, len(b.Instrs))
		for i, x := range b.Instrs {
			at[x] = i
		}
		if f.positions == nil {
			f.positions = make(map[*ssa.BasicBlock]map[ssa.Instruction]int)
		}
		f.positions[b] = at
	}
	return at[instr]
}

// ensures calls yield with each condition on r that holds in block b, or before
// the present instruction in it, because a call with r as an argument has
// returned.
func (f *frame) ensures(r ssa.Value, b *ssa.BasicBlock, yield func(guard)) {
	for _, call := range f.callsWith(r) {
		at := call.Block()
		if at == b {
			if f.position(call) >= f.idx {
				continue
			}
		} else if !at.Dominates(b) {
			continue
		}
		f.afterCall(&call.Call, func(i int, g guard) {
			if call.Call.Args[i] == r {
				yield(g)
			}
		})
	}
}

// afterCall calls yield with what holds of call's arguments when it has
// returned.
func (f *frame) afterCall(call *ssa.CallCommon, yield func(i int, g guard)) {
	ref, _ := f.e.ref(call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return
	}
	for _, g := range s.holds {
		if len(g.val) == 1 && g.typ == nil && g.val[0].kind == kindSym && g.val[0].root == rootParam && g.val[0].parent == nil && g.val[0].index < len(call.Args) {
			yield(g.val[0].index, g)
		}
	}
}

// afterLiteral calls yield with what holds, when a literal that is called in
// place has returned, of what was in the variables that it captured before.
func (f *frame) afterLiteral(call *ssa.CallCommon, yield func(variable ssa.Value, g guard)) {
	lit, ok := call.Value.(*ssa.MakeClosure)
	if !ok {
		return
	}
	ref, _ := f.e.ref(lit.Fn.(*ssa.Function))
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return
	}
	for _, g := range s.holds {
		if len(g.val) != 1 || g.typ != nil || g.val[0].kind != kindSym || g.val[0].sel != "*" {
			continue
		}
		if free := g.val[0].parent; free.root == rootFree && free.index < len(lit.Bindings) {
			yield(lit.Bindings[free.index], g)
		}
	}
}

// admitted reports whether w may be what g says of it.
func (f *frame) admitted(g guard) func(Value) bool {
	return func(w Value) bool {
		if g.want == "nil" {
			return g.not && mayBeOther(w) || !g.not && mayBeNil(w)
		}
		yes, no := f.e.decide(guard{val: w, want: g.want})
		return g.not && no || !g.not && yes
	}
}

// checked is v, which register r may be in block b, less what calls before
// have made sure that it is not: they do not return if it is, or if another
// result of the same call says so.
func (f *frame) checked(r ssa.Value, v Value, b *ssa.BasicBlock) Value {
	f.ensures(r, b, func(g guard) {
		if g.not && g.want == "nil" {
			v = f.e.u.present(f.assumeNil(v, false))
		}
	})
	e, ok := r.(*ssa.Extract)
	if !ok || !mayBeNil(v) {
		return v
	}
	for _, ref := range *e.Tuple.Referrers() {
		if o, ok := ref.(*ssa.Extract); ok && o != e {
			f.ensures(o, b, func(g guard) { v = f.correlated(e, o, v, f.admitted(g)) })
		}
	}
	return v
}

// present is v where it is not nil: neither is what a symbol stands for.
func (u *universe) present(v Value) Value {
	var g gathering
	for _, a := range v {
		if a.kind == kindSym && a.rootOf().root != rootGlobal {
			g.add(u.cond([]guard{{val: a.alone(), want: "nil", not: true}}, a.alone()))
		} else {
			g.add(a.alone())
		}
	}
	return g.value()
}

// narrow leaves of a call's arguments what they can be if it returns: of two
// results of one call, must(auth(r)) returns the first only if the second is
// nil.
func (f *frame) narrow(call *ssa.CallCommon, args []Value) {
	var wide []*ssa.Extract
	for i, a := range call.Args {
		if e, ok := a.(*ssa.Extract); ok && f.e.context(e.Type()) && mayBeNil(args[i]) {
			wide = append(wide, e)
		}
	}
	if len(wide) == 0 || len(call.Args) < 2 || call.StaticCallee() == nil {
		return
	}
	f.afterCall(call, func(i int, g guard) {
		o, ok := call.Args[i].(*ssa.Extract)
		if !ok {
			return
		}
		for n, a := range call.Args {
			if e, ok := a.(*ssa.Extract); ok && e != o && e.Tuple == o.Tuple && slices.Contains(wide, e) {
				args[n] = f.correlated(e, o, args[n], f.admitted(g))
			}
		}
	})
}

// nillable reports whether checks of a value of type t matter: it is an error
// or may be a user context.
func (e *engine) nillable(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}

// asks is the value that k is about, and what k says of it; ok is false where
// that is compared with another.
func (k knownCond) asks() (x ssa.Value, says guard, ok bool) {
	cond, is := k.cond, k.is
	for {
		n, ok := cond.(*ssa.UnOp)
		if !ok || n.Op != token.NOT {
			break
		}
		cond, is = n.X, !is
	}
	c, ok := cond.(*ssa.BinOp)
	if !ok || c.Op != token.EQL && c.Op != token.NEQ {
		return cond, guard{want: "true", not: !is}, true
	}
	x = c.X
	y, ok := c.Y.(*ssa.Const)
	if !ok {
		y, ok = c.X.(*ssa.Const)
		x = c.Y
	}
	if !ok {
		return nil, guard{}, false
	}
	return x, guard{want: operandOf(y).constant, not: (c.Op == token.EQL) != is}, true
}

// knownCall is the call of a known function that x is a result of, nil if it is
// none.
func knownCall(x ssa.Value) *ssa.Call {
	if e, ok := x.(*ssa.Extract); ok {
		x = e.Tuple
	}
	if call, ok := x.(*ssa.Call); ok && call.Call.StaticCallee() != nil {
		return call
	}
	return nil
}

// assume is what v, of register r, can be where k holds.
func (f *frame) assume(r ssa.Value, v Value, k knownCond) Value {
	x, says, ok := k.asks()
	if !ok {
		return v
	}
	if says.want == "nil" && f.sameAs(x, r) {
		return f.assumeNil(v, !says.not)
	}
	admits := f.admitted(says)
	// Results of one call go together.
	if e, ok := r.(*ssa.Extract); ok {
		if o, ok := x.(*ssa.Extract); ok && o.Tuple == e.Tuple && o != e {
			return f.correlated(e, o, v, admits)
		}
	}
	// A predicate or a validator was asked about r.
	call := knownCall(x)
	if call == nil {
		return v
	}
	for i, a := range call.Call.Args {
		if a != r && !through(a, r) {
			continue
		}
		if w := f.answer(x, f.whatIf(&call.Call, i, "nil")); len(w) > 0 && !admits(w) {
			v = f.assumeNil(v, false)
		}
	}
	return v
}

// answer is what x is where the call that it is a result of returns w.
func (f *frame) answer(x ssa.Value, w Value) Value {
	if e, ok := x.(*ssa.Extract); ok {
		return f.pick(w, "."+itoa(e.Index), point{block: e.Block().Index})
	}
	return w
}

func through(a, r ssa.Value) bool {
	switch a := a.(type) {
	case *ssa.MakeInterface:
		return a.X == r
	case *ssa.ChangeInterface:
		return a.X == r
	}
	return false
}

// whatIf is what a call returns if its i-th argument is nil, or whatever else
// constant what stands for.
func (f *frame) whatIf(call *ssa.CallCommon, i int, what string) Value {
	return f.whatIfGiven(call, i, f.e.u.constant(what), "if "+what)
}

// whatIfGiven is what a call returns if its i-th argument is a.
func (f *frame) whatIfGiven(call *ssa.CallCommon, i int, a *Atom, ctx string) Value {
	ref, targs := f.e.ref(call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return nil
	}
	params := make([]Value, len(call.Args))
	params[i] = a.alone()
	return f.subst(s.result, &env{fn: ref, params: params, targs: targs,
		results: make(map[*effect]Value), objs: make(map[*Object]*Object), ctx: ctx})
}

// whatIfHeld is what a call of a literal returns if the i-th variable that it
// captured holds the constant what.
func (f *frame) whatIfHeld(call *ssa.CallCommon, i int, what string) Value {
	ref, _ := f.e.ref(call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return nil
	}
	return f.resultWhere(s, f.e.u.extend(f.e.u.rootSym(rootFree, i, ""), "*"), what)
}

// nonNil is the constant that stands for any value but nil.
const nonNil = "non-nil"

func (f *frame) assumeNil(v Value, want bool) Value {
	if want {
		return Value{f.e.u.constant("nil")}
	}
	var g gathering
	for _, a := range v {
		b := a
		if a.kind == kindCond {
			b = a.inner[0]
		}
		switch {
		case b.kind == kindConst && (b.constant == "nil" || b.constant == zeroValue):
		case b.kind == kindTop:
			g.add(Value{f.e.u.constant(nonNil)})
		default:
			g.add(a.alone())
		}
	}
	if out := g.value(); len(out) > 0 {
		return out
	}
	return Value{f.e.u.constant(nonNil)}
}

func mayBeNil(v Value) bool {
	for a := range each(v) {
		switch a.kind {
		case kindConst:
			if a.constant == "nil" || a.constant == zeroValue {
				return true
			}
		case kindSym:
			if a.rootOf().root != rootGlobal { // a sentinel error
				return true
			}
		case kindTop:
			return true
		}
	}
	return len(v) == 0
}

func mayBeOther(v Value) bool {
	for _, a := range bare(v) {
		if a.kind != kindConst || a.constant != "nil" {
			return true
		}
	}
	return len(v) == 0
}

// correlated is what e may be, other being another result of the same call,
// where admits holds of other's value.
func (f *frame) correlated(e, other *ssa.Extract, v Value, admits func(Value) bool) Value {
	var g gathering
	for _, a := range f.get(e.Tuple) {
		t := a
		if a.kind == kindCond {
			t = a.inner[0]
		}
		if t.kind != kindAgg {
			return v
		}
		at := point{block: e.Block().Index}
		if !admits(f.pick(Value{t}, "."+itoa(other.Index), at)) {
			continue
		}
		part := f.e.zeroAs(f.pick(Value{t}, "."+itoa(e.Index), at), e.Type())
		if a.kind == kindCond {
			part = f.e.u.cond(a.guards, part)
		}
		g.add(part)
	}
	out := g.value()
	if len(out) == 0 {
		return Value{f.e.u.constant(nonNil)}
	}
	return out
}
