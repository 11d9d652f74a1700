package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Numbers decide what runs: how often a loop does, which entry of a table is
// called. They are read where they are needed, from constants, parameters and
// the lengths of what is given; registers do not carry them.

// length selects the length of a slice.
const length = ".·len"

// lengthPrefix begins the constant that stands for a slice of which nothing is
// followed but its length.
const lengthPrefix = "len "

// sized is slice a, whose length is n.
func (u *universe) sized(a *Atom, n int64) *Atom {
	if a.kind != kindAddr {
		return a
	}
	size := strconv.FormatInt(n, 10)
	return u.intern("a"+strconv.Itoa(a.base.id)+a.path.String()+"#"+size, func() *Atom {
		return &Atom{kind: kindAddr, base: a.base, path: a.path, constant: size}
	})
}

// unsized is slice v, of which part is taken: how long that is is not known.
func (u *universe) unsized(v Value) Value {
	var g gathering
	for _, a := range v {
		if a.kind == kindAddr && a.constant != "" {
			a = u.addr(a.base, a.path)
		}
		g.add(a.alone())
	}
	for _, a := range bare(v) {
		if a.kind != kindAddr {
			g.add(Value{u.top()})
			break
		}
	}
	return g.value()
}

// lengths are the lengths of the slices, or strings, in v.
func (u *universe) lengths(v Value) Value {
	var g gathering
	for _, a := range v {
		switch {
		case a.kind == kindSym && a.sel != anything:
			g.add(Value{u.extend(a, length)})
		case a.kind == kindAddr && a.constant != "":
			g.add(Value{u.constant(a.constant)})
		case a.kind == kindConst && a.constant == "nil":
			g.add(Value{u.constant("0")})
		case a.kind == kindConst && strings.HasPrefix(a.constant, lengthPrefix):
			g.add(Value{u.constant(a.constant[len(lengthPrefix):])})
		case a.kind == kindConst && strings.HasPrefix(a.constant, `"`):
			s, _ := strconv.Unquote(a.constant)
			g.add(Value{u.constant(strconv.Itoa(len(s)))})
		case a.kind == kindCond:
			g.add(u.cond(a.guards, u.lengths(a.inner)))
		default:
			g.add(Value{u.top()})
		}
	}
	return g.value()
}

// lengthOf is the length of what register r holds.
func (f *frame) lengthOf(r ssa.Value) Value {
	if v := f.get(r); len(v) > 0 {
		return f.e.u.lengths(v)
	}
	if n, ok := madeLength(r); ok {
		return Value{f.e.u.constant(strconv.FormatInt(n, 10))}
	}
	return nil
}

// madeLength is the length of slice r, if that is to be seen where it is made.
func madeLength(r ssa.Value) (int64, bool) {
	switch r := r.(type) {
	case *ssa.Const:
		return 0, r.Value == nil
	case *ssa.ChangeType:
		return madeLength(r.X)
	case *ssa.MakeSlice:
		if c, ok := r.Len.(*ssa.Const); ok {
			return c.Int64(), true
		}
	case *ssa.Slice:
		if low, ok := r.Low.(*ssa.Const); r.Low != nil && (!ok || low.Int64() != 0) {
			return 0, false
		}
		if high, ok := r.High.(*ssa.Const); ok {
			return high.Int64(), true
		} else if r.High != nil {
			return 0, false
		}
		if p, ok := r.X.Type().Underlying().(*types.Pointer); ok {
			if a, ok := p.Elem().Underlying().(*types.Array); ok {
				return a.Len(), true
			}
		}
		return madeLength(r.X)
	}
	return 0, false
}

// withLength is slice v as register r holds it.
func (f *frame) withLength(v Value, r ssa.Value) Value {
	n, ok := madeLength(r)
	if !ok {
		return v
	}
	var g gathering
	for _, a := range v {
		g.add(Value{f.e.u.sized(a, n)})
	}
	return g.value()
}

// onlyLength stands for a slice that register r holds and that is not followed.
func (f *frame) onlyLength(r ssa.Value) Value {
	if _, ok := r.Type().Underlying().(*types.Slice); ok {
		if n, ok := madeLength(r); ok {
			return Value{f.e.u.constant(lengthPrefix + strconv.FormatInt(n, 10))}
		}
	}
	return nil
}

// whole is the number that v is, where that is one number.
func whole(v Value) (int64, bool) {
	if len(v) != 1 || v[0].kind != kindConst {
		return 0, false
	}
	n, err := strconv.ParseInt(v[0].constant, 10, 64)
	return n, err == nil
}

// number is the integer, or the symbol of one, that r is; nil if that is not
// known. What a loop counts is what it begins with if first is set, and not
// known otherwise.
func (f *frame) number(r ssa.Value, first bool) Value {
	switch r := r.(type) {
	case *ssa.Const:
		return f.e.constant(r)
	case *ssa.BinOp:
		x, ok := whole(f.number(r.X, first))
		y, isNumber := whole(f.number(r.Y, first))
		if !ok || !isNumber {
			return nil
		}
		switch r.Op {
		case token.ADD:
			x += y
		case token.SUB:
			x -= y
		default:
			return nil
		}
		return Value{f.e.u.constant(strconv.FormatInt(x, 10))}
	case *ssa.Phi:
		if first {
			return f.begins(r)
		}
		return nil
	case *ssa.Call, *ssa.Parameter, *ssa.Field:
		return f.get(r)
	case *ssa.UnOp:
		if f.plain(r) || f.concrete || f.switched(r) {
			return f.get(r)
		}
	}
	return nil
}

// begins is what phi is when the loop that it counts for begins.
func (f *frame) begins(phi *ssa.Phi) Value {
	b := phi.Block()
	var v Value
	for n, e := range phi.Edges {
		if b.Dominates(b.Preds[n]) {
			continue
		}
		w := f.number(e, false)
		if len(w) != 1 || v != nil && v[0] != w[0] {
			return nil
		}
		v = w
	}
	return v
}

// below is the want of a guard for numbers that are less than n.
func below(n int64) string { return "<" + strconv.FormatInt(n, 10) }

// order is the guard that comparison c stands for: of one number with a constant.
func (f *frame) order(c *ssa.BinOp, first bool) (guard, bool) {
	b, ok := c.X.Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return guard{}, false
	}
	x, y := f.number(c.X, first), f.number(c.Y, first)
	op := c.Op
	if !first && !f.concrete && !f.e.library && single(x) && single(y) {
		return f.e.u.lessThan(op, x, y)
	}
	if _, ok := whole(y); !ok {
		x, y = y, x
		switch op {
		case token.LSS:
			op = token.GTR
		case token.GTR:
			op = token.LSS
		case token.LEQ:
			op = token.GEQ
		case token.GEQ:
			op = token.LEQ
		}
	}
	n, ok := whole(y)
	if !ok || len(x) == 0 {
		return guard{}, false
	}
	switch op {
	case token.LSS:
		return guard{val: x, want: below(n)}, true
	case token.LEQ:
		return guard{val: x, want: below(n + 1)}, true
	case token.GTR:
		return guard{val: x, want: below(n + 1), not: true}, true
	case token.GEQ:
		return guard{val: x, want: below(n), not: true}, true
	case token.EQL, token.NEQ:
		return guard{val: x, want: strconv.FormatInt(n, 10), not: op == token.NEQ}, true
	}
	return guard{}, false
}

// lessThanOther is the want of a guard on two numbers, of which the first is less
// than the second: they are the fields of its value.
const lessThanOther = "<y"

// lessThan is the guard that a comparison of two numbers stands for which only
// the caller knows.
func (u *universe) lessThan(op token.Token, x, y Value) (guard, bool) {
	switch op {
	case token.LSS, token.GEQ:
	case token.GTR, token.LEQ:
		x, y = y, x
	default:
		return guard{}, false
	}
	pair := u.aggregate([]field{{".x", x}, {".y", y}}, nil)
	return guard{val: pair, want: lessThanOther, not: op == token.GEQ || op == token.LEQ}, true
}

// decidePair tells whether the first of two numbers may be less than the second,
// and whether it may not.
func decidePair(v Value) (may, mayNot bool) {
	for a := range each(v) {
		if a.kind != kindAgg || len(a.fields) != 2 || len(a.inner) > 0 {
			return true, true
		}
		for x := range each(a.fields[0].val) {
			for y := range each(a.fields[1].val) {
				less, ok := isLess(x.constant, "<"+y.constant)
				if !ok {
					return true, true
				}
				may, mayNot = may || less, mayNot || !less
			}
		}
	}
	return may, mayNot
}

// isLess tells whether constant a is less than what want, made by [below],
// says; ok is false where a is no number.
func isLess(a, want string) (less, ok bool) {
	x, err := strconv.ParseInt(a, 10, 64)
	if err != nil {
		return false, false
	}
	y, err := strconv.ParseInt(want[1:], 10, 64)
	return x < y, err == nil
}

// entered is the guard that a loop's condition has said if its body ever runs:
// that of what it counts when it begins.
func (f *frame) entered(cond ssa.Value, is bool) (guard, bool) {
	if text := textOver(cond); text != nil && is {
		v := f.lengthOf(text)
		return guard{val: v, want: below(1), not: true}, len(v) > 0
	}
	c, ok := cond.(*ssa.BinOp)
	if !ok || !f.inCycle(c.Block().Index) {
		return guard{}, false
	}
	b := c.Block()
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || branch.Cond != cond {
		return guard{}, false
	}
	body := b.Succs[1]
	if is {
		body = b.Succs[0]
	}
	if !b.Dominates(body) || !f.leadsTo(body.Index, b.Index) || f.leadsTo(b.Succs[0].Index, b.Index) && f.leadsTo(b.Succs[1].Index, b.Index) {
		return guard{}, false
	}
	return f.order(c, true)
}

// textOver is the text that a loop goes over whose condition is cond; nil if it is no
// such loop.
func textOver(cond ssa.Value) ssa.Value {
	e, ok := cond.(*ssa.Extract)
	if !ok || e.Index != 0 {
		return nil
	}
	n, ok := e.Tuple.(*ssa.Next)
	if !ok || !n.IsString {
		return nil
	}
	if r, ok := n.Iter.(*ssa.Range); ok {
		return r.X
	}
	return nil
}

// mayEnter reports whether a loop's body may run, if it is where control goes
// when cond is as is says.
func (f *frame) mayEnter(cond ssa.Value, is bool) bool {
	g, ok := f.entered(cond, is)
	if !ok {
		return true
	}
	may, mayNot := f.e.decide(g)
	if is != g.not {
		return may
	}
	return mayNot
}

// A key that only the caller knows is a selector of its own: the caller puts
// in what it knows.
const keyOfParam = "[$"

// elemSel selects the element under key k, as far as that is known.
func (f *frame) elemSel(k ssa.Value) string {
	sel := elemSel(k)
	if sel != anyElem {
		return sel
	}
	if mi, ok := k.(*ssa.MakeInterface); ok {
		k = mi.X
	}
	if b, ok := k.Type().Underlying().(*types.Basic); !ok || b.Info()&(types.IsInteger|types.IsString|types.IsBoolean) == 0 {
		return anyElem
	}
	return keySel(f.number(k, false))
}

func keySel(v Value) string {
	if len(v) != 1 {
		return anyElem
	}
	switch a := v[0]; {
	case a.kind == kindConst && a.constant != nonNil && a.constant != zeroValue && a.constant != "nil":
		return constSel(a.constant)
	case a.kind == kindSym && a.root == rootParam:
		return keyOfParam + strconv.Itoa(a.index) + "]"
	}
	return anyElem
}

// substKey is selector sel, where what v says is put in for a key.
func substKey(sel string, v *env) string {
	if !strings.HasPrefix(sel, keyOfParam) {
		return sel
	}
	n, err := strconv.Atoi(strings.TrimSuffix(sel[len(keyOfParam):], "]"))
	if err != nil || n >= len(v.params) {
		return anyElem
	}
	return keySel(v.params[n])
}

// substPath is p, where what v says is put in for keys.
func substPath(p path, v *env) path {
	if !slices.ContainsFunc(p, func(sel string) bool { return strings.HasPrefix(sel, keyOfParam) }) {
		return p
	}
	out := slices.Clone(p)
	for i, sel := range out {
		out[i] = substKey(sel, v)
	}
	return out
}

// nothingToCompare reports whether key is a function that sorts, and the list that it is
// given has no two elements. How it goes through longer ones is not followed, but to
// whether it does; if that is the caller's to know, what is done now is done then.
func (f *frame) nothingToCompare(key string, args []Value) bool {
	switch key {
	case "sort.Slice", "sort.SliceStable", "slices.SortFunc", "slices.SortStableFunc":
	default:
		return false
	}
	if len(args) != 2 {
		return false
	}
	list := args[0]
	if len(list) == 1 && list[0].kind == kindTyped {
		list = list[0].inner
	}
	if len(list) == 0 {
		return false
	}
	g := guard{val: f.e.u.lengths(list), want: below(2), not: true}
	if !f.concrete && onlySymbols(g.val) {
		f.under = joinGuards(f.under, []guard{g})
		return false
	}
	_, mayNot := f.e.decide(g)
	return !mayNot
}
