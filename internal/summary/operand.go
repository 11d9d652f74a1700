package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// An operand is what something is known of on a way: a constant, a register or
// a part of it, or what a place in memory holds.
type operand struct {
	constant string    // "nil", a truth value, or an exact number or string
	reg      ssa.Value // a register,
	sel      string    // what selects the part of it, if only a part is meant
	base     *Atom     // or the place in memory that path selects from base
	path     string
	entry    bool      // that is the entry of a map, or a part of it, and may be absent
	key      ssa.Value // the key of the entry, where that is not known; see keyOf
	length   bool      // its length
	plus     int64     // and so much more
}

// A fact says that x is y, or is less than y; or that it is not.
type fact struct {
	less bool
	x, y operand
	is   bool
}

var (
	nilOperand  = operand{constant: "nil"}
	trueOperand = operand{constant: "true"}
	zeroOperand = operand{constant: zeroValue}
)

func (o operand) fixed() bool { return o.constant != "" }

// operandOf is the operand that v is.
func operandOf(v ssa.Value) operand {
	c, ok := v.(*ssa.Const)
	if !ok {
		return operand{reg: v}
	}
	if c.Value == nil {
		switch c.Type().Underlying().(type) {
		case *types.Struct, *types.Array:
			return zeroOperand
		}
		if isTypeParam(c.Type()) {
			return zeroOperand
		}
		return nilOperand
	}
	return operand{constant: c.Value.ExactString()}
}

// add is o, and n more.
func (o operand) add(n int64) operand {
	if !o.fixed() {
		o.plus += n
		return o
	}
	if k, err := strconv.ParseInt(o.constant, 10, 64); err == nil {
		o.constant = strconv.FormatInt(k+n, 10)
	}
	return o
}

// factOf is what register cond being a truth value says; ok is false where it
// says nothing that is followed.
func factOf(cond ssa.Value, is bool) (fact, bool) {
	for {
		n, ok := cond.(*ssa.UnOp)
		if !ok || n.Op != token.NOT {
			break
		}
		cond, is = n.X, !is
	}
	b, ok := cond.(*ssa.BinOp)
	if !ok {
		return fact{x: operandOf(cond), y: trueOperand, is: is}.normal(), true
	}
	x, y := operandOf(b.X), operandOf(b.Y)
	switch b.Op {
	case token.EQL:
		return fact{x: x, y: y, is: is}.normal(), true
	case token.NEQ:
		return fact{x: x, y: y, is: !is}.normal(), true
	case token.LSS:
		return fact{less: true, x: x, y: y, is: is}.normal(), true
	case token.GTR:
		return fact{less: true, x: y, y: x, is: is}.normal(), true
	case token.GEQ:
		return fact{less: true, x: x, y: y, is: !is}.normal(), true
	case token.LEQ:
		return fact{less: true, x: y, y: x, is: !is}.normal(), true
	}
	return fact{}, false
}

// normal is the way in which f is written among facts, so that the same is
// said in the same way: constants are on the right, and of lengths it is said
// whether they are 0.
func (f fact) normal() fact {
	if f.less {
		switch {
		case f.y.length && f.y.plus == 0 && f.x.constant == "0":
			return fact{x: f.y, y: f.x, is: !f.is}
		case f.x.length && f.x.plus == 0 && f.y.constant == "1":
			return fact{x: f.x, y: operand{constant: "0"}, is: f.is}
		case f.y.fixed() && f.x.plus != 0:
			f.y, f.x.plus = f.y.add(-f.x.plus), 0
		case f.x.fixed() && f.y.plus != 0:
			f.x, f.y.plus = f.x.add(-f.y.plus), 0
		}
		return f
	}
	if f.x.fixed() {
		f.x, f.y = f.y, f.x
	}
	if f.y.constant == "false" {
		f.y, f.is = trueOperand, !f.is
	}
	if f.y.fixed() && f.x.plus != 0 {
		f.y, f.x.plus = f.y.add(-f.x.plus), 0
	}
	return f
}

// decided reports whether f compares constants, and whether it is true then.
func (f fact) decided() (known, holds bool) {
	switch {
	case f.x == f.y && !f.less:
		return true, f.is
	case !f.x.fixed() || !f.y.fixed():
		return false, false
	case !f.less:
		return true, same(f.x.constant, f.y.constant) == f.is
	}
	x, y := integer(f.x.constant), integer(f.y.constant)
	if x == nil || y == nil {
		return false, false
	}
	return true, constant.Compare(x, token.LSS, y) == f.is
}

// same reports whether constants a and b are the same; zeroValue is any type's.
func same(a, b string) bool {
	if a == zeroValue {
		a, b = b, a
	}
	if b != zeroValue {
		return a == b
	}
	switch a {
	case "nil", "0", "false", `""`, zeroValue:
		return true
	}
	return false
}

// integer is the number that s is, nil if it is none.
func integer(s string) constant.Value {
	if v := constant.MakeFromLiteral(s, token.INT, 0); v.Kind() == constant.Int {
		return v
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return constant.MakeInt64(n)
	}
	return nil
}

// replaced is f where new stands for old.
func (f fact) replaced(old, new operand) fact {
	put := func(o operand) operand {
		length, plus := o.length, o.plus
		o.length, o.plus = false, 0
		if o != old {
			o.length, o.plus = length, plus
			return o
		}
		o = new
		if length {
			if new == nilOperand {
				return operand{constant: "0"}.add(plus)
			}
			if new.fixed() {
				return operand{path: "length of a constant"}
			}
			o.length = true
		}
		return o.add(plus)
	}
	f.x, f.y = put(f.x), put(f.y)
	return f.normal()
}

// contradicts reports whether f and g can not both hold.
func (f fact) contradicts(g fact) bool {
	if f.less == g.less && f.x == g.x && f.y == g.y {
		return f.is != g.is
	}
	for range 2 {
		// f says what x is: put that into g.
		if !f.less && f.is && f.y.fixed() && !f.x.length {
			h := g.replaced(f.x, f.y)
			if h != g {
				if known, holds := h.decided(); known && !holds {
					return true
				}
			}
		}
		f, g = g, f
	}
	return false
}

// maxFacts bounds what is known on one way.
const maxFacts = 10

// with is facts and g; ok is false if they can not all hold.
func with(facts []fact, g fact) (out []fact, ok bool) {
	if known, holds := g.decided(); known {
		return facts, holds
	}
	if slices.Contains(facts, g) {
		return facts, true
	}
	for _, h := range facts {
		if g.contradicts(h) {
			return nil, false
		}
	}
	if o, ok := g.numberOf(); ok {
		if !g.roomFor(o, facts) {
			return nil, false
		}
		if g.goesWithout(o) {
			return facts, true
		}
	}
	if len(facts) >= maxFacts {
		return facts, true
	}
	return append(slices.Clip(facts), g), true
}

// rewritten is facts where new stands for old; ok is false if they can not all
// hold then.
func rewritten(facts []fact, old, new operand) (out []fact, ok bool) {
	touched := false
	for _, g := range facts {
		if g.replaced(old, new) != g {
			touched = true
		}
	}
	if !touched {
		return facts, true
	}
	for _, g := range facts {
		if out, ok = with(out, g.replaced(old, new)); !ok {
			return nil, false
		}
	}
	return out, true
}

// about calls yield with each operand in facts, constants left out.
func about(facts []fact, yield func(operand) bool) bool {
	for _, g := range facts {
		if !g.x.fixed() && !yield(g.x) || !g.y.fixed() && !yield(g.y) {
			return false
		}
	}
	return true
}
