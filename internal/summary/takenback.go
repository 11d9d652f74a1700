package summary

import (
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// A function that fails often takes back what it returns, when it is about to return:
// defer func() { if err != nil { uc = nil } }(). There are two ways to return then, one
// with the error and one without.

// A takeback is what deferred literals do to variables that a function returns: some
// become nil if another is what when says.
type takeback struct {
	when   guard // of what asked holds; its own value is not used
	asked  *ssa.Alloc
	taken  []*ssa.Alloc
	surely bool // whenever that is so
}

// takenBack finds what the literals that have been deferred do to results, which are
// variables, before the return statement in block b; ok is false where that is nothing,
// or more.
func (f *frame) takenBack(results []*ssa.Alloc, b int) (c takeback, ok bool) {
	c.surely = true
	for _, d := range f.defers {
		lit, isLit := d.call.Value.(*ssa.MakeClosure)
		if !isLit || !f.leadsTo(d.at.block, b) {
			continue
		}
		ref, _ := f.e.ref(lit.Fn.(*ssa.Function))
		s := f.e.summaryOf(ref, f.node)
		if s == nil || s.unknown {
			return c, false
		}
		for _, e := range s.effects {
			if e.kind != effectStore || !single(e.base) || e.base[0].root != rootFree || len(e.path) > 0 {
				continue
			}
			cell, isAlloc := lit.Bindings[e.base[0].index].(*ssa.Alloc)
			if !isAlloc || !slices.Contains(results, cell) || e.onPanic() {
				continue
			}
			n := slices.IndexFunc(e.guards, func(g guard) bool {
				return g.typ == nil && single(g.val) && g.val[0].sel == "*" && g.val[0].parent.root == rootFree
			})
			if n < 0 {
				return c, false
			}
			g := e.guards[n]
			asked, isAlloc := lit.Bindings[g.val[0].parent.index].(*ssa.Alloc)
			if !isAlloc || !slices.Contains(results, asked) || c.asked != nil && (asked != c.asked || g.want != c.when.want || g.not != c.when.not) {
				return c, false
			}
			c.asked, c.when = asked, guard{want: g.want, not: g.not}
			switch {
			case onlyNil(e.val) && f.e.context(cell.Type().Underlying().(*types.Pointer).Elem()):
				c.taken = append(c.taken, cell)
				c.surely = c.surely && len(e.guards) == 1 && f.leadsAlways(d.at.block, b)
			case cell != asked || mayBeNil(e.val):
				return c, false
			}
		}
	}
	return c, len(c.taken) > 0
}

// leadsAlways reports whether control gets to block b by way of a only.
func (f *frame) leadsAlways(a, b int) bool {
	return a == b || f.fn.Blocks[a].Dominates(f.fn.Blocks[b])
}

// rowsTakenBack are the ways in which i returns values together, where deferred literals
// make nil of some of them; nil where there is one way only.
func (f *frame) rowsTakenBack(i *ssa.Return, values []Value) [][]Value {
	b := i.Block()
	run := slices.IndexFunc(b.Instrs, func(instr ssa.Instruction) bool { _, ok := instr.(*ssa.RunDefers); return ok })
	if run < 0 || f.concrete || f.e.remote {
		return nil
	}
	var cells []*ssa.Alloc
	for _, r := range i.Results {
		load, ok := localLoad(r)
		if !ok {
			return nil
		}
		cells = append(cells, load.X.(*ssa.Alloc))
	}
	c, ok := f.takenBack(cells, b.Index)
	if !ok {
		return nil
	}
	at := point{block: b.Index, idx: run}
	baseOf := func(cell *ssa.Alloc) *Atom {
		if addr := f.get(cell); len(addr) == 1 && addr[0].kind == kindAddr {
			return addr[0].base
		}
		return nil
	}
	base := baseOf(c.asked)
	if base == nil {
		return nil
	}
	asked := f.load(base, nil, at)
	says := func(when guard) fact {
		return fact{x: operand{base: base}, y: operand{constant: when.want}, is: !when.not}.normal()
	}
	as := func(v Value, when guard) Value {
		if when.want != "nil" {
			return Value{f.e.u.constant(strconv.FormatBool((when.want == "true") != when.not))}
		}
		return f.assumeNil(v, !when.not)
	}
	not := c.when
	not.not = !not.not
	var rows [][]Value
	if len(asked) == 0 || f.admitted(c.when)(asked) {
		row := slices.Clone(values)
		for k, cell := range cells {
			switch {
			case cell == c.asked:
				row[k] = as(values[k], c.when)
			case c.surely && slices.Contains(c.taken, cell):
				row[k] = Value{f.e.u.constant("nil")}
			}
		}
		rows = append(rows, row)
	}
	if len(asked) == 0 || f.admitted(not)(asked) {
		row := slices.Clone(values)
		for k, cell := range cells {
			if cell == c.asked {
				row[k] = as(asked, not)
				continue
			}
			held := baseOf(cell)
			if held == nil || !f.e.context(i.Results[k].Type()) {
				continue
			}
			v := f.load(held, nil, at)
			s := f.newSearch()
			s.wary = true
			o := operand{base: held}
			if facts, ok := with([]fact{{x: o, y: zeroOperand, is: true}}, says(not)); !ok || !s.from(way{block: b.Index, value: o, facts: facts}, run) {
				v = f.assumeNil(v, false)
			}
			row[k] = v
		}
		rows = append(rows, row)
	}
	return rows
}
