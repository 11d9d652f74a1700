package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// What a call returns together stays together where it is handed on in parts:
// in a struct, or with what a comparison says of one of them instead of it, as
// in return uc, err == nil.

// tuples are the ways in which the results of call can have been returned
// together, where control has got to block b; nil where there is only one, or
// nothing is known.
func (f *frame) tuples(call ssa.Value, b *ssa.BasicBlock) []*Atom {
	all := f.get(call)
	if len(all) < 2 || len(all) > maxReturns {
		return nil
	}
	var fits []*Atom
	for _, a := range all {
		t := a
		if a.kind == kindCond {
			t = a.inner[0]
		}
		if t.kind != kindAgg {
			return nil
		}
		if !slices.ContainsFunc(f.conditionsAt(b), func(k knownCond) bool {
			g, ok := factOf(k.cond, k.is)
			e, isPart := g.x.reg.(*ssa.Extract)
			if !ok || !isPart || e.Tuple != call || g.less || g.x.length || !g.y.fixed() {
				return false
			}
			part := f.pick(Value{t}, "."+itoa(e.Index), point{block: b.Index})
			return len(part) > 0 && !f.agrees(g, part)
		}) {
			fits = append(fits, a)
		}
	}
	if len(fits) < 2 {
		return nil
	}
	return fits
}

// tupleOf is the call of several results of which v is one, or a comparison of
// one with nil.
func tupleOf(v ssa.Value) ssa.Value {
	if c, ok := v.(*ssa.BinOp); ok && (c.Op == token.EQL || c.Op == token.NEQ) {
		if k, ok := c.Y.(*ssa.Const); ok && k.IsNil() {
			v = c.X
		}
	}
	if e, ok := v.(*ssa.Extract); ok {
		if call, ok := e.Tuple.(*ssa.Call); ok {
			return call
		}
	}
	return nil
}

// partOf is v, of which tupleOf is a call that returns t.
func (f *frame) partOf(v ssa.Value, t *Atom) Value {
	guards := []guard(nil)
	if t.kind == kindCond {
		guards, t = t.guards, t.inner[0]
	}
	c, compares := v.(*ssa.BinOp)
	if compares {
		v = c.X
	}
	e := v.(*ssa.Extract)
	part := decisive(f.pick(Value{t}, "."+itoa(e.Index), point{block: e.Block().Index}))
	if len(part) == 0 {
		part = Value{f.e.u.top()}
	}
	if compares {
		yes, no := f.e.decide(guard{val: part, want: "nil"})
		if c.Op == token.NEQ {
			yes, no = no, yes
		}
		part = nil
		if yes {
			part = join(part, Value{f.e.u.constant("true")})
		}
		if no {
			part = join(part, Value{f.e.u.constant("false")})
		}
	}
	return f.e.u.cond(guards, part)
}

// rows are the ways in which i returns values together, where several of them
// are what one call has returned together; nil if there are not.
func (f *frame) rows(i *ssa.Return, values []Value) [][]Value {
	var call ssa.Value
	var from []int
	regs := make([]ssa.Value, len(i.Results))
	for k, r := range i.Results {
		regs[k] = f.lastStored(r)
		if c := tupleOf(regs[k]); c != nil && (call == nil || c == call) {
			call, from = c, append(from, k)
		}
	}
	if len(from) < 2 {
		return nil
	}
	var rows [][]Value
	for _, t := range f.tuples(call, i.Block()) {
		row := slices.Clone(values)
		for _, k := range from {
			row[k] = f.partOf(regs[k], t)
		}
		rows = append(rows, row)
	}
	return rows
}

// recordOf is v, the struct that load loads from a variable of this body, as one
// struct for each way in which a call has returned together what several of its
// fields are.
func (f *frame) recordOf(load *ssa.UnOp, v Value) Value {
	made, ok := load.X.(*ssa.Alloc)
	if !ok || f.concrete || f.e.remote || len(v) != 1 || !f.e.record(load.Type()) {
		return v
	}
	var call ssa.Value
	vals := make(map[int]ssa.Value)
	for _, ref := range *made.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			for _, r := range *ref.Referrers() {
				s, ok := r.(*ssa.Store)
				if !ok {
					if _, ok := r.(*ssa.UnOp); ok {
						continue
					}
					return v
				}
				if _, again := vals[ref.Field]; again || s.Addr != ref || s.Block() != load.Block() {
					return v
				}
				vals[ref.Field] = s.Val
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			return v
		}
	}
	var fields []int
	s := underlying(load.Type()).(*types.Struct)
	for n := range s.NumFields() {
		if c := tupleOf(vals[n]); c != nil && (call == nil || c == call) {
			call, fields = c, append(fields, n)
		}
	}
	if len(fields) < 2 {
		return v
	}
	var g gathering
	for _, t := range f.tuples(call, load.Block()) {
		var with []field
		for _, n := range fields {
			with = append(with, field{fieldSel(load.Type(), n), f.partOf(vals[n], t)})
		}
		g.add(f.e.u.withFields(v, with))
	}
	if all := g.value(); len(all) > 0 {
		return all
	}
	return v
}

// apartRecords is rows with a row of its own for each of the structs that a value
// may be.
func apartRecords(rows [][]Value) [][]Value {
	if len(rows) != 1 {
		return rows
	}
	k := slices.IndexFunc(rows[0], func(v Value) bool {
		return 1 < len(v) && len(v) <= maxReturns && !slices.ContainsFunc(v, func(a *Atom) bool { return a.kind != kindAgg && a.kind != kindTop })
	})
	if k < 0 {
		return rows
	}
	var out [][]Value
	for _, a := range rows[0][k] {
		row := slices.Clone(rows[0])
		row[k] = a.alone()
		out = append(out, row)
	}
	return out
}

// presentIf is the truth value of c from which it follows that r is not nil: r
// was compared with nil for it, among others, or a predicate was asked. ok is
// false where there is none.
func (f *frame) presentIf(c, r ssa.Value) (is, ok bool) {
	switch c := c.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			is, ok = f.presentIf(c.X, r)
			return !is, ok
		}
	case *ssa.BinOp:
		if k, isConst := c.Y.(*ssa.Const); isConst && k.IsNil() && (c.Op == token.EQL || c.Op == token.NEQ) && f.sameAs(c.X, r) {
			return c.Op == token.NEQ, true
		}
	case *ssa.Phi: // of && or ||
		n := 0
		for k, e := range c.Edges {
			pred := c.Block().Preds[k]
			if !f.live[pred.Index] || f.stopped[pred.Index] {
				continue
			}
			if konst, isConst := e.(*ssa.Const); isConst && konst.Value != nil {
				if b := konst.Value.String() == "true"; n > 0 && b == is {
					return false, false
				}
				continue
			}
			b, found := f.presentIf(e, r)
			if !found || n > 0 && b != is {
				return false, false
			}
			is, n = b, n+1
		}
		for k, e := range c.Edges {
			if konst, isConst := e.(*ssa.Const); isConst && n > 0 && f.live[c.Block().Preds[k].Index] && (konst.Value.String() == "true") == is {
				return false, false
			}
		}
		return is, n > 0
	case *ssa.Call:
		if c.Call.StaticCallee() == nil {
			return false, false
		}
		for i, a := range c.Call.Args {
			if a != r {
				continue
			}
			if w := f.whatIf(&c.Call, i, "nil"); len(w) == 1 && w[0].kind == kindConst {
				return w[0].constant == "false", w[0].constant == "true" || w[0].constant == "false"
			}
		}
	}
	return false, false
}

// presentTest finds among what i returns a truth value from which it follows,
// one way, that another result is not nil.
func (f *frame) presentTest(i *ssa.Return) *nilTest {
	for is, r := range i.Results {
		if !isBool(r.Type()) {
			continue
		}
		for of, x := range i.Results {
			if !f.e.context(x.Type()) {
				continue
			}
			if yes, ok := f.presentIf(f.lastStored(r), f.lastStored(x)); ok {
				return &nilTest{of: of, is: is, not: yes, oneWay: true}
			}
		}
	}
	return nil
}

// truth is the constant that b is.
func (u *universe) truth(b bool) Value { return Value{u.constant(strconv.FormatBool(b))} }
