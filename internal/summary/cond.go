package summary

import (
	"go/token"
	"iter"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// A conditional value is one that holds only where guards do: what one branch
// of the body returns, or hands on. A call that knows that a guard fails knows
// that the value is not the one that it gets.

// cond is v, where all of guards hold.
func (u *universe) cond(guards []guard, v Value) Value {
	if len(guards) == 0 || len(v) == 0 {
		return v
	}
	var g gathering
	for _, a := range v {
		gs := guards
		if a.kind == kindCond {
			gs = joinGuards(a.guards, guards)
			a = a.inner[0]
		}
		key := "w"
		for _, x := range gs {
			key += x.key() + "&"
		}
		inner := a.alone()
		g.add(Value{u.intern(key+"|"+inner.key(), func() *Atom {
			return &Atom{kind: kindCond, guards: gs, inner: inner, nesting: a.nesting, ours: a.ours}
		})})
	}
	return g.value()
}

// bare is v without conditions.
func bare(v Value) Value {
	for _, a := range v {
		if a.kind == kindCond {
			var g gathering
			for _, a := range v {
				if a.kind == kindCond {
					g.add(a.inner)
				} else {
					g.add(a.alone())
				}
			}
			return g.value()
		}
	}
	return v
}

// each yields the atoms of bare(v), some perhaps twice.
func each(v Value) iter.Seq[*Atom] {
	return func(yield func(*Atom) bool) {
		for _, a := range v {
			if a.kind != kindCond {
				if !yield(a) {
					return
				}
				continue
			}
			for _, x := range a.inner {
				if !yield(x) {
					return
				}
			}
		}
	}
}

// top is a value of which nothing is known. It stands in a join with
// constants, which would else seem to be all that the value can be.
func (u *universe) top() *Atom {
	return u.intern("?", func() *Atom { return &Atom{kind: kindTop} })
}

// An alternative is one of the values that a register or a result can have,
// and when it has it.
type alternative struct {
	guards []guard
	val    Value
}

// alternatives is the join of alternatives; one of them being unknown is told
// where others are constants.
func (u *universe) alternatives(as []alternative) Value {
	var g gathering
	open, fixed := false, false
	for _, a := range as {
		v := decisive(a.val)
		open = open || len(v) == 0
		for x := range each(v) {
			fixed = fixed || x.kind == kindConst
		}
		g.add(u.cond(a.guards, v))
	}
	if open && fixed {
		for _, a := range as {
			if len(decisive(a.val)) == 0 {
				g.add(u.cond(a.guards, Value{u.top()}))
			}
		}
	}
	v := g.value()
	conds := 0
	for _, a := range v {
		if a.kind == kindCond {
			conds++
		}
	}
	if conds > maxConds {
		return bare(v)
	}
	return v
}

// maxConds bounds the conditional values among alternatives: of more, only what
// they are is followed, not when. A ladder of branches would else cost the
// square of its length.
const maxConds = 48

// decisive is v without the constants that are not worth following further:
// nil and truth values are.
func decisive(v Value) Value {
	drop := func(a *Atom) bool {
		if a.kind == kindCond {
			a = a.inner[0]
		}
		if a.kind != kindConst {
			return false
		}
		switch a.constant {
		case "nil", "true", "false", nonNil, zeroValue, `""`, "0":
			return false
		}
		return true
	}
	for i, a := range v {
		if drop(a) {
			out := append(Value(nil), v[:i]...)
			for _, a := range v[i:] {
				if !drop(a) {
					out = append(out, a)
				}
			}
			return out
		}
	}
	return v
}

// A returning is what one return statement returns.
type returning struct {
	block  int
	values []Value
	same   *nilTest
	tuple  Value // all of them together, if that is how a call has returned them
}

// A nilTest says that of what is returned together one is whether another is
// nil, or is not: return u, u != nil.
type nilTest struct {
	of, is int
	not    bool
	oneWay bool // it is not nil if the other is what not says, and may be nil or not else
}

// nilTestOf finds such a result among what i returns.
func (f *frame) nilTestOf(i *ssa.Return) *nilTest {
	for is, r := range i.Results {
		c, ok := f.lastStored(r).(*ssa.BinOp)
		if !ok || c.Op != token.EQL && c.Op != token.NEQ {
			continue
		}
		if k, ok := c.Y.(*ssa.Const); !ok || !k.IsNil() {
			continue
		}
		for of, x := range i.Results {
			if f.sameAs(c.X, f.lastStored(x)) {
				return &nilTest{of: of, is: is, not: c.Op == token.NEQ}
			}
		}
	}
	return f.presentTest(i)
}

// split is the two ways in which values can be returned together.
func (t *nilTest) split(f *frame, values []Value) [][]Value {
	with := func(v Value, isNil bool) []Value {
		out := slices.Clone(values)
		out[t.of] = v
		out[t.is] = Value{f.e.u.constant(strconv.FormatBool(isNil != t.not))}
		return out
	}
	v := values[t.of]
	ways := [][]Value{with(f.assumeNil(v, false), false)}
	if t.oneWay {
		other := slices.Clone(values)
		other[t.is] = f.e.u.truth(!t.not)
		return append(ways, other)
	}
	if mayBeNil(v) {
		ways = append(ways, with(f.assumeNil(v, true), true))
	}
	return ways
}

// returnAt is the return statement of block b.
func (f *frame) returnAt(b int) *ssa.Return {
	instrs := f.fn.Blocks[b].Instrs
	return instrs[len(instrs)-1].(*ssa.Return)
}

// maxReturns bounds the return statements of one function that are told
// apart.
const maxReturns = 6

// result is what the function returns: for several results one tuple for each
// return statement, so that what goes together stays together.
func (f *frame) result() Value {
	if len(f.returnings) == 0 {
		return nil
	}
	u := f.e.u
	n := len(f.returnings[0].values)
	if n == 0 {
		return nil
	}
	if n == 1 {
		var all []alternative
		for _, r := range f.returnings {
			ways := [][]guard{nil}
			if slices.ContainsFunc(r.values[0], func(a *Atom) bool { return a.kind == kindSym && a.parent == nil }) {
				ways = f.waysInto(r.block)
			}
			for _, way := range ways {
				all = append(all, alternative{joinGuards(f.endGuards(r.block), way), r.values[0]})
			}
		}
		return u.widen(u.alternatives(all))
	}
	if len(f.returnings) > maxReturns {
		fields := make([]field, n)
		for i := range n {
			var all []alternative
			for _, r := range f.returnings {
				all = append(all, alternative{nil, r.values[i]})
			}
			fields[i] = field{"." + itoa(i), u.widen(u.alternatives(all))}
		}
		return u.aggregate(fields, nil)
	}
	var g gathering
	for _, r := range f.returnings {
		if len(r.tuple) > 0 {
			g.add(u.cond(f.endGuards(r.block), r.tuple))
			continue
		}
		ways := [][]Value{r.values}
		if rows := f.rowsTakenBack(f.returnAt(r.block), r.values); rows != nil {
			ways = rows
		} else if r.same != nil {
			ways = r.same.split(f, r.values)
		} else if rows := f.rows(f.returnAt(r.block), r.values); rows != nil {
			ways = rows
		}
		for _, values := range apartRecords(ways) {
			fields := make([]field, n)
			for i := range n {
				v := decisive(values[i])
				if len(v) == 0 {
					v = Value{u.top()}
				}
				fields[i] = field{"." + itoa(i), v}
			}
			g.add(u.cond(f.endGuards(r.block), u.aggregate(fields, nil)))
		}
	}
	v := g.value()
	if uninformative(v) {
		return nil
	}
	return v
}

// holdsAfter are the guards that hold whenever the function has returned: those
// under which every return statement stands, and what calls ensure that come
// before each.
func (f *frame) holdsAfter() []guard {
	var holds []guard
	var ends []*ssa.BasicBlock
	for i, r := range f.returnings {
		ends = append(ends, f.fn.Blocks[r.block])
		if gs := f.guardsOf(r.block); i == 0 {
			holds = gs
		} else {
			holds = sharedGuards(holds, gs)
		}
	}
	if len(ends) == 0 || f.concrete {
		return holds
	}
	for b := ends[0]; b != nil; b = b.Idom() {
		if slices.ContainsFunc(ends, func(end *ssa.BasicBlock) bool { return !b.Dominates(end) }) {
			continue
		}
		for _, instr := range b.Instrs {
			holds = joinGuards(holds, f.ensuredBy(instr))
		}
	}
	return holds
}

// ensuredBy are the guards on what the caller gave that hold if control gets
// past instr.
func (f *frame) ensuredBy(instr ssa.Instruction) []guard {
	var gs []guard
	given := func(v ssa.Value, want string, not bool) {
		load, ok := v.(*ssa.UnOp)
		if w := f.get(v); (ok && f.fromCaller(load) || isParam(v)) && len(w) > 0 && onlySymbols(w) {
			gs = append(gs, guard{val: w, want: want, not: not})
		}
	}
	switch i := instr.(type) {
	case *ssa.FieldAddr:
		if f.e.context(i.X.Type()) {
			given(i.X, "nil", true)
		}
	case *ssa.UnOp:
		if i.Op == token.MUL && f.e.context(i.X.Type()) {
			given(i.X, "nil", true)
		}
	case *ssa.Call:
		if i.Call.IsInvoke() {
			if f.e.context(i.Call.Value.Type()) {
				given(i.Call.Value, "nil", true)
			}
			break
		}
		if i.Call.StaticCallee() == nil || !slices.ContainsFunc(i.Call.Args, f.e.telling) && !captures(&i.Call) {
			break
		}
		f.afterCall(&i.Call, func(n int, g guard) { given(i.Call.Args[n], g.want, g.not) })
		f.afterLiteral(&i.Call, func(b ssa.Value, g guard) {
			if w := f.get(b); len(w) == 1 && w[0].kind == kindSym && isFree(b) {
				gs = append(gs, guard{val: Value{f.e.u.extend(w[0], "*")}, want: g.want, not: g.not})
			}
		})
	}
	return gs
}

func isParam(v ssa.Value) bool { _, ok := v.(*ssa.Parameter); return ok }

func isFree(v ssa.Value) bool { _, ok := v.(*ssa.FreeVar); return ok }

// captures reports whether call calls a literal that captures variables.
func captures(call *ssa.CallCommon) bool { _, ok := call.Value.(*ssa.MakeClosure); return ok }

// uninformative reports whether v, a set of tuples, says nothing.
func uninformative(v Value) bool {
	for _, a := range bare(v) {
		for _, fl := range a.fields {
			for _, x := range fl.val {
				if x.kind != kindTop {
					return false
				}
			}
		}
	}
	return true
}
