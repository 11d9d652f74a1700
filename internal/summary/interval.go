package summary

import (
	"go/token"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// What is known of a number on a way leaves it an interval, less some numbers: where
// nothing is left, nobody comes this way. What counts up from a number is never less
// than that, so that a way back around a loop ends.

// An interval is what a number can be.
type interval struct {
	low, high       int64
	hasLow, hasHigh bool
	not             []int64
}

func (i *interval) atLeast(n int64) {
	if !i.hasLow || n > i.low {
		i.low, i.hasLow = n, true
	}
}

func (i *interval) atMost(n int64) {
	if !i.hasHigh || n < i.high {
		i.high, i.hasHigh = n, true
	}
}

func (i *interval) empty() bool {
	for i.hasLow && slices.Contains(i.not, i.low) {
		i.low++
	}
	for i.hasHigh && slices.Contains(i.not, i.high) {
		i.high--
	}
	return i.hasLow && i.hasHigh && i.low > i.high
}

// narrow leaves of i what g says of operand o, if g compares that with a number.
func (i *interval) narrow(o operand, g fact) {
	left := g.x == o
	other := g.y
	if !left {
		if other = g.x; g.y != o {
			return
		}
	}
	n, err := strconv.ParseInt(other.constant, 10, 64)
	switch {
	case err != nil:
	case !g.less && g.is:
		i.atLeast(n)
		i.atMost(n)
	case !g.less:
		i.not = append(i.not, n)
	case left && g.is:
		i.atMost(n - 1)
	case left:
		i.atLeast(n)
	case g.is:
		i.atLeast(n + 1)
	default:
		i.atMost(n)
	}
}

// begin is what o can be whatever is known.
func (o operand) begin() (i interval) {
	if n, ok := least(o.reg, 0); ok && o.sel == "" && o.base == nil && !o.length {
		i.atLeast(n)
	} else if o.length {
		i.atLeast(0)
	}
	return i
}

// numberOf is the operand that g compares with a number; ok is false if it does not.
func (g fact) numberOf() (o operand, ok bool) {
	switch {
	case g.x.fixed() == g.y.fixed():
		return operand{}, false
	case g.x.fixed():
		return g.y, integer(g.x.constant) != nil
	}
	return g.x, integer(g.y.constant) != nil
}

// goesWithout reports whether g, which compares o with a number, says nothing that
// is not so anyway.
func (g fact) goesWithout(o operand) bool {
	i := o.begin()
	g.is = !g.is
	i.narrow(o, g)
	return i.empty()
}

// roomFor reports whether there is a number that o can be, which g compares with one,
// after all of facts.
func (g fact) roomFor(o operand, facts []fact) bool {
	i := o.begin()
	i.narrow(o, g)
	for _, h := range facts {
		i.narrow(o, h)
	}
	return !i.empty()
}

// least is a number that r is never less than: what it begins with, if a loop counts
// up from there.
func least(r ssa.Value, depth int) (n int64, ok bool) {
	if depth > 4 {
		return 0, false
	}
	switch r := r.(type) {
	case *ssa.Const:
		return intOf(r)
	case *ssa.BinOp:
		if k, isConst := r.Y.(*ssa.Const); isConst && r.Op == token.ADD && k.Value != nil {
			if by, isInt := intOf(k); isInt {
				n, ok = least(r.X, depth+1)
				return n + by, ok
			}
		}
	case *ssa.Phi:
		for _, e := range r.Edges {
			if step, isStep := e.(*ssa.BinOp); isStep && step.X == ssa.Value(r) && step.Op == token.ADD {
				if k, isConst := step.Y.(*ssa.Const); isConst && k.Value != nil {
					if by, isInt := intOf(k); isInt && by > 0 {
						continue
					}
				}
				return 0, false
			}
			k, isInt := least(e, depth+1)
			if !isInt {
				return 0, false
			}
			if !ok || k < n {
				n, ok = k, true
			}
		}
	}
	return n, ok
}
