package summary

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A guard is a condition on a parameter under which an effect happens.
//
// Only conditions on a parameter itself are guards, and only arguments that
// are constants, functions, objects or values of known dynamic type decide
// them: a value that is not fully known admits either way.
type guard struct {
	val  Value
	want string   // the constant that val is compared with
	typ  *TypeRef // or the type that it is asserted to have
	not  bool

	early bool // the body stores there after it has asked: what was there when it began is meant
}

// maxGuards bounds the conditions of one effect.
const maxGuards = 6

func (g guard) key() string {
	s := g.val.key() + "?" + g.want
	if g.typ != nil {
		s += ":" + g.typ.key
	}
	if g.not {
		s += "!"
	}
	return s
}

// forCaller reports whether the caller decides g: it is about what only that knows, or
// about a type that is a type parameter here.
func (g guard) forCaller() bool {
	if g.typ != nil && len(g.val) == 1 && g.val[0].kind == kindTyped && g.val[0].typ.open() {
		return true
	}
	return len(g.val) > 0 && onlySymbols(g.val)
}

// equal reports whether g and h say the same.
func (g guard) equal(h guard) bool {
	return g.want == h.want && g.not == h.not && g.val.equal(h.val) &&
		(g.typ == h.typ || g.typ != nil && h.typ != nil && g.typ.key == h.typ.key)
}

// constant is the value of a constant operand: what a guard can be decided
// by, no more.
func (e *engine) constant(c *ssa.Const) Value {
	if c.Value == nil {
		if _, ok := c.Type().Underlying().(*types.Struct); ok && !e.record(c.Type()) && !e.hooked(c.Type()) {
			return nil
		} else if ok || isTypeParam(c.Type()) {
			return Value{e.u.constant(zeroValue)}
		}
		return Value{e.u.constant("nil")}
	}
	switch c.Value.Kind() {
	case constant.Bool, constant.Int, constant.String:
		if s := c.Value.ExactString(); len(s) <= 64 {
			return Value{e.u.constant(s)}
		}
	}
	return nil
}

// zeroValue is the zero value of a user context that is a struct, of a struct
// that has one, and of whatever type a type parameter is.
const zeroValue = "zero"

// known is v without constants: they are followed from an argument to a
// parameter, not through variables.
func known(v Value) Value {
	for i, a := range v {
		if a.kind == kindConst {
			out := append(Value(nil), v[:i]...)
			for _, a := range v[i:] {
				if a.kind != kindConst {
					out = append(out, a)
				}
			}
			return out
		}
	}
	return v
}

// present is the symbol of which g says that it is not nil; nil if g says something
// else.
func (g guard) present() *Atom {
	if g.not && (g.want == "nil" || g.want == zeroValue) && len(g.val) == 1 && g.val[0].kind == kindSym {
		return g.val[0]
	}
	return nil
}

// condition is the guard that cond being true stands for.
func (f *frame) condition(cond ssa.Value) (guard, bool) {
	switch c := cond.(type) {
	case *ssa.Parameter:
		return guard{val: f.get(c), want: "true"}, true
	case *ssa.Call:
		if f.answered(c) {
			return guard{val: f.get(c), want: "true"}, true
		}
	case *ssa.UnOp:
		if c.Op == token.NOT {
			g, ok := f.condition(c.X)
			g.not = !g.not
			return g, ok
		}
		if c.Op == token.MUL && f.e.isFlag(c.X) {
			if v := f.sinceMade(f.get(c)); f.fromCaller(c) || single(v) {
				return guard{val: v, want: "true", early: f.storesAfter(c)}, true
			}
		}
	case *ssa.BinOp:
		if g, ok := f.order(c, false); ok {
			g.early = f.storesAfterLoad(c.X) || f.storesAfterLoad(c.Y)
			return g, true
		}
		if c.Op != token.EQL && c.Op != token.NEQ {
			break
		}
		x, y := c.X, c.Y
		if _, ok := x.(*ssa.Const); ok {
			x, y = y, x
		}
		k, ok := y.(*ssa.Const)
		if ok && isRecover(x) {
			return guard{val: Value{f.e.u.recovered()}, want: "nil", not: c.Op == token.NEQ}, true
		}
		if !ok || !f.plain(x) && !f.switched(x) && !f.answered(x) && !f.getsField(x) && !(f.concrete && constants(f.get(x))) {
			break
		}
		want := f.e.constant(k)
		if len(want) != 1 {
			break
		}
		return guard{val: f.sinceMade(f.get(x)), want: want[0].constant, not: c.Op == token.NEQ, early: f.storesAfterLoad(x)}, true
	case *ssa.Field:
		if v := f.get(c); single(v) {
			return guard{val: v, want: "true"}, true
		}
	case *ssa.Extract:
		if f.answered(c) {
			return guard{val: f.get(c), want: "true"}, true
		}
		ta, ok := c.Tuple.(*ssa.TypeAssert)
		if !ok || c.Index != 1 || !f.plain(ta.X) {
			break
		}
		return guard{val: f.get(ta.X), typ: f.e.u.typeRef(ta.AssertedType)}, true
	}
	return guard{}, false
}

// single reports whether v is one symbol.
func single(v Value) bool { return len(v) == 1 && v[0].kind == kindSym && v[0].sel != anything }

// plain reports whether all that v may be is known from its operand.
func (f *frame) plain(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.MakeInterface, *ssa.Const, *ssa.MakeClosure, *ssa.Function:
		return true
	case *ssa.UnOp:
		return f.fromCaller(v)
	case *ssa.ChangeType:
		return f.plain(v.X)
	case *ssa.ChangeInterface:
		return f.plain(v.X)
	}
	return false
}

// answered reports whether v is the result of a call that only the caller knows,
// or one of its results.
func (f *frame) answered(v ssa.Value) bool {
	w := f.get(v)
	return returned(v) && len(w) == 1 && w[0].kind == kindSym && w[0].sel != anything && w[0].rootOf().root == rootResult
}

// truth tells which ways a condition can go, from what is known of it.
func (f *frame) truth(cond ssa.Value) (yes, no bool) {
	if f.waitsInVain(cond) {
		return false, true
	}
	g, ok := f.condition(cond)
	if !ok {
		yes, no := f.fixed(cond)
		return yes && f.mayEnter(cond, true), no && f.mayEnter(cond, false)
	}
	yes, no = f.e.decide(g)
	if g.not {
		yes, no = no, yes
	}
	return yes, no
}

// fixed tells which ways a truth value can go that calls computed.
func (f *frame) fixed(cond ssa.Value) (yes, no bool) {
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			yes, no = f.fixed(c.X)
			return no, yes
		}
		if v := f.get(c); c.Op == token.MUL && f.e.isFlag(c.X) && constants(v) {
			return f.e.decide(guard{val: v, want: "true"})
		}
	case *ssa.BinOp:
		k, ok := c.Y.(*ssa.Const)
		if !ok || !k.IsNil() || c.Op != token.EQL && c.Op != token.NEQ {
			break
		}
		if v := f.get(c.X); !f.concrete && f.e.context(c.X.Type()) && len(v) > 0 && !mayBeNil(v) {
			return c.Op == token.NEQ, c.Op == token.EQL
		} else if !constants(v) {
			break
		}
		return c.Op == token.EQL, c.Op == token.NEQ
	case *ssa.Call, *ssa.Extract, *ssa.Field, *ssa.Phi:
		if v := f.get(c); constants(v) {
			return f.e.decide(guard{val: v, want: "true"})
		}
	}
	return true, true
}

// constants reports whether v is known to be one of some constants.
func constants(v Value) bool {
	for a := range each(v) {
		if a.kind != kindConst {
			return false
		}
	}
	return len(v) > 0
}

// decide tells whether the guard's comparison, without its not, may hold and
// may fail.
func (e *engine) decide(g guard) (may, mayNot bool) {
	if len(g.val) == 0 {
		return true, true
	} else if g.want == lessThanOther {
		return decidePair(g.val)
	}
	for _, a := range bare(g.val) {
		switch {
		case a.kind == kindConst && a.constant == zeroValue && g.want == "true":
			mayNot = true
		case a.kind == kindSym && g.want == "nil" && e.sentinel(a):
			mayNot = true
		case a.kind == kindSym, a.kind == kindTop, a.kind == kindConst && a.constant == zeroValue:
			return true, true
		case strings.HasPrefix(g.want, verbFor):
			leads, ok := leadsTo(a.constant, g.want[len(verbFor):])
			if !ok {
				return true, true
			}
			may, mayNot = may || leads, mayNot || !leads
		case strings.HasPrefix(g.want, "<"):
			less, ok := isLess(a.constant, g.want)
			if !ok {
				return true, true
			}
			may, mayNot = may || less, mayNot || !less
		case a.kind == kindConst && g.typ == nil:
			is := a.constant == g.want || g.want == zeroValue && same(a.constant, zeroValue)
			may = may || is
			mayNot = mayNot || !is
		case a.kind == kindConst:
			mayNot = true
		case g.typ == nil:
			mayNot = true
		case a.kind != kindTyped || a.typ.open() || g.typ.open():
			return true, true
		case a.typ == g.typ:
			may = true
		case g.typ.iface:
			if e.implementsRef(a.typ, g.typ) {
				may = true
				mayNot = mayNot || a.typ.typ == nil
			} else {
				mayNot = true
			}
		default:
			mayNot = true
		}
	}
	return may, mayNot
}

// admits reports whether an effect under these guards can happen at a call.
func (f *frame) admits(guards []guard, v *env) bool {
	for _, g := range guards {
		may, mayNot := f.e.decide(f.substGuard(g, v))
		if !g.not && !may || g.not && !mayNot {
			return false
		}
	}
	return true
}

func (f *frame) substGuard(g guard, v *env) guard {
	was, unseen := f.sawEntry, f.unseen
	f.sawEntry, f.sawZero, f.sawUndone, f.unseen = false, false, false, false
	once := slices.ContainsFunc(g.val, func(a *Atom) bool { return a.sel == onceFlag })
	filled := slices.ContainsFunc(g.val, func(a *Atom) bool { return a.sel == hasEntries })
	field := !once && slices.ContainsFunc(g.val, func(a *Atom) bool { return strings.HasPrefix(a.sel, ".") })
	if list := g.every(); list != nil {
		g.val = f.everyOf(f.substAtom(list, v), v.at)
	} else {
		g.val = f.subst(g.val, v)
	}
	zero := ""
	if g.typ == nil {
		zero = unsetText(g.want)
	}
	if field && zero != "" && len(g.val) > 0 && (f.unseen || f.late) {
		g.val = join(g.val, Value{f.e.u.top()})
	}
	if g.want == lessThanOther && (f.unseen || f.late || f.sawEntry || f.sawZero) {
		g.val = Value{f.e.u.top()}
	}
	if filled && !f.late && neverFilled(g.val) {
		g.val = Value{f.e.u.constant("false")}
	}
	f.unseen = f.unseen || unseen
	if (f.sawEntry || f.sawZero && !once || f.sawUndone) && zero != "" {
		g.val = join(g.val, Value{f.e.u.constant(zero)})
	}
	if f.sawEntry && g.want == "nil" {
		g.val = join(g.val, Value{f.e.u.constant("nil")})
	}
	f.sawEntry = was
	if g.typ != nil {
		g.typ = f.e.u.substType(g.typ, v.targs)
	}
	return g
}
