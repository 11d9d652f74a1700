package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// A ContextUse is a call whose user context is bad.
type ContextUse struct {
	Factory string
	Code    string // nil, maybe-nil, zero, background or missing
	Path    *Hop   // from the reported call, whose place is the first hop's
}

// useContext looks at the context argument of a call of factory fn.
func (f *frame) useContext(at point, fn *types.Func, key string, args []Value, chain *Hop) {
	p := f.e.set.ContextParam(fn)
	switch {
	case p.Index == -1:
		f.badContext(key, "missing", chain)
		return
	case p.Index < 0 || p.Index >= len(args):
		return
	}
	v := args[p.Index]
	if p.Field != "" {
		f.sawEntry = false
		v = f.pick(v, "."+p.Field, at)
		if f.sawEntry {
			v = join(v, Value{f.e.u.constant("nil")})
		}
	}
	f.contextValue(at, key, v, chain, p)
}

// contextValue judges the user context that reaches factory key. What depends
// on this function's caller is left to the caller.
func (f *frame) contextValue(at point, key string, v Value, chain *Hop, p factory.ContextParam) {
	var open Value
	bad, good := "", len(v) == 0
	for _, a := range v {
		inner := a
		if a.kind == kindCond {
			inner = a.inner[0]
			if inner.kind == kindSym || dependsOnNil(a.guards) {
				open = append(open, a)
				continue
			}
		}
		switch {
		case inner.kind == kindSym:
			open = append(open, a)
		case inner.kind == kindTop && p.Carrier: // what a recursion left open
		case inner.kind == kindConst && inner.constant == "nil", holdsNil(inner):
			bad = worse(bad, "nil")
		case f.zero(inner):
			bad = worse(bad, "zero")
		case p.Carrier && f.background(inner, at, 0):
			bad = worse(bad, "background")
		default:
			good = true
		}
	}
	if bad == "background" && (good || len(open) > 0) {
		bad = "" // (*http.Request).Context is one of these
	}
	if bad != "" {
		if bad == "nil" && (good || len(open) > 0) {
			bad = "maybe-nil"
		}
		f.badContext(key, bad, chain)
	}
	if len(open) == 0 || f.concrete {
		return
	}
	name := key
	if p.Carrier {
		name += carrierMark
	}
	at = f.seq(at, "context "+name, -4)
	k := "X" + name + open.key()
	e := f.node.effect(k, f.e)
	id := e.id
	*e = effect{id: id, kind: effectContext, factory: name, val: open, chain: chain}
	f.record(at, k, e)
}

// holdsNil reports whether a is an interface value that holds a nil pointer.
func holdsNil(a *Atom) bool {
	return a.kind == kindTyped && len(a.inner) == 1 && a.inner[0].kind == kindConst && a.inner[0].constant == "nil"
}

// carrierMark tells, in an effect, that the value is a context.Context.
const carrierMark = " in context"

func (f *frame) applyContext(e *effect, at point, v *env) {
	key, carrier := strings.CutSuffix(e.factory, carrierMark)
	f.sawEntry = false
	w := f.subst(e.val, v)
	if f.sawEntry && !carrier {
		w = join(w, Value{f.e.u.constant("nil")})
	}
	if len(w) > 0 {
		f.contextValue(at, key, w, concat(v.via, cons(v.hop, v.site, e.chain)), factory.ContextParam{Carrier: carrier})
	}
}

func worse(a, b string) string {
	if a == "" || a == b {
		return b
	}
	return "maybe-nil"
}

func dependsOnNil(gs []guard) bool {
	for _, g := range gs {
		if g.want == "nil" {
			return true
		}
	}
	return false
}

func (f *frame) badContext(key, code string, chain *Hop) {
	if chain == nil || !chain.Site.IsValid() || f.trial != nil {
		return
	}
	if f.contexts == nil {
		f.contexts = make(map[Site]*ContextUse)
	}
	if old := f.contexts[chain.Site]; old == nil || old.Path.Len >= chain.Len {
		f.contexts[chain.Site] = &ContextUse{Factory: key, Code: code, Path: chain}
	}
}

// zero reports whether a points to a user context that nothing was ever
// stored in.
func (f *frame) zero(a *Atom) bool {
	if a.kind == kindTyped && len(a.inner) == 1 {
		a = a.inner[0]
	}
	if a.kind != kindAddr || len(a.path) > 0 || a.base.root != rootObject || a.base.parent != nil {
		return false
	}
	o := a.base.obj
	return o.alloc != nil && o.alloc.Parent() == f.fn && f.e.set.IsUserContext(o.alloc.Type()) && untouched(o.alloc)
}

// untouched reports whether all that is done with an allocation is to hand
// its address on.
func untouched(a *ssa.Alloc) bool {
	calls := 0
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case ssa.CallInstruction:
			calls++
		case *ssa.MakeInterface:
			for _, r := range *ref.Referrers() {
				if _, ok := r.(ssa.CallInstruction); ok {
					calls++
				}
			}
		default:
			return false
		}
	}
	return calls == 1
}

// maxParents bounds how many contexts one derives from another.
const maxParents = 10

// background reports whether a is a context that no user was put in.
func (f *frame) background(a *Atom, at point, depth int) bool {
	if a.kind != kindTyped || depth > maxParents {
		return false
	}
	switch strings.TrimPrefix(a.typ.key, "*") {
	case "context.backgroundCtx", "context.todoCtx":
		return true
	case "context.valueCtx":
		for _, v := range bare(f.pick(a.inner, ".val", at)) {
			if v.kind != kindConst && (v.kind != kindTyped || v.typ.typ == nil || f.e.set.IsUserContext(v.typ.typ)) {
				return false
			}
		}
	case "context.cancelCtx", "context.timerCtx", "context.withoutCancelCtx", "context.afterFuncCtx", "context.stopCtx":
	default:
		return false
	}
	parents := f.pick(a.inner, ".Context", at)
	if a.typ.key == "*context.timerCtx" {
		parents = f.project(a.inner, path{".cancelCtx", ".Context"}, at)
	}
	if a.typ.key == "context.withoutCancelCtx" {
		parents = f.pick(a.inner, ".c", at)
	}
	n := 0
	for _, p := range bare(parents) {
		if p.kind == kindSym && p.rootOf().root == rootObject || p.kind == kindAddr {
			continue // what calls of a parent's methods may have changed
		}
		if !f.background(p, at, depth+1) {
			return false
		}
		n++
	}
	return n > 0
}

// checkedBy reports whether a call before block b, or before the present
// instruction in it, does not return if r is nil.
func (f *frame) checkedBy(r ssa.Value, b *ssa.BasicBlock) bool {
	if r.Referrers() == nil {
		return false
	}
	for _, ref := range *r.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok || call.Call.StaticCallee() == nil {
			continue
		}
		at := call.Block()
		if at == b {
			i := slices.Index(b.Instrs, ssa.Instruction(call))
			if i >= f.idx {
				continue
			}
		} else if !at.Dominates(b) {
			continue
		}
		ref, _ := f.e.ref(call.Call.StaticCallee())
		s := f.e.summaryOf(ref, f.node)
		if s == nil {
			continue
		}
		for _, g := range s.holds {
			if g.not && g.want == "nil" && len(g.val) == 1 && g.val[0].root == rootParam && g.val[0].kind == kindSym &&
				g.val[0].index < len(call.Call.Args) && call.Call.Args[g.val[0].index] == r {
				return true
			}
		}
	}
	return false
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

// assume is what v, of register r, can be where k holds.
func (f *frame) assume(r ssa.Value, v Value, k knownCond) Value {
	cond, is := k.cond, k.is
	for {
		n, ok := cond.(*ssa.UnOp)
		if !ok || n.Op != token.NOT {
			break
		}
		cond, is = n.X, !is
	}
	x := cond
	wantNil, compares := false, false
	if c, ok := cond.(*ssa.BinOp); ok && (c.Op == token.EQL || c.Op == token.NEQ) {
		x = c.X
		y, isConst := c.Y.(*ssa.Const)
		if !isConst {
			y, isConst = c.X.(*ssa.Const)
			x = c.Y
		}
		if !isConst || !y.IsNil() {
			return v
		}
		wantNil, compares = (c.Op == token.EQL) == is, true
	}
	if x == r && compares {
		return f.assumeNil(v, wantNil)
	}
	// Results of one call go together.
	if e, ok := r.(*ssa.Extract); ok {
		if o, ok := x.(*ssa.Extract); ok && o.Tuple == e.Tuple && o != e {
			return f.correlated(e, o, v, func(w Value) bool {
				if compares {
					return mayBeNil(w) && wantNil || mayBeOther(w) && !wantNil
				}
				want := "false"
				if is {
					want = "true"
				}
				may, _ := f.e.decide(guard{val: w, want: want})
				return may
			})
		}
	}
	// A predicate or a validator was asked about r.
	call, ok := x.(*ssa.Call)
	if e, isExtract := x.(*ssa.Extract); isExtract {
		call, ok = e.Tuple.(*ssa.Call)
	}
	if !ok || call.Call.StaticCallee() == nil {
		return v
	}
	for i, a := range call.Call.Args {
		if a != r && !through(a, r) {
			continue
		}
		w := f.whatIf(&call.Call, i)
		if e, isExtract := x.(*ssa.Extract); isExtract {
			w = f.pick(w, "."+itoa(e.Index), point{block: call.Block().Index})
		}
		if len(w) == 0 {
			continue
		}
		var possible bool
		if compares {
			possible = mayBeNil(w) && wantNil || mayBeOther(w) && !wantNil
		} else {
			want := "false"
			if is {
				want = "true"
			}
			possible, _ = f.e.decide(guard{val: w, want: want})
		}
		if !possible {
			v = f.assumeNil(v, false)
		}
	}
	return v
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

// whatIf is what a call returns if its i-th argument is nil.
func (f *frame) whatIf(call *ssa.CallCommon, i int) Value {
	ref, targs := f.e.ref(call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	if s == nil {
		return nil
	}
	params := make([]Value, len(call.Args))
	params[i] = Value{f.e.u.constant("nil")}
	return f.subst(s.result, &env{fn: ref, params: params, targs: targs, memo: make(map[*Atom]Value),
		results: make(map[*effect]Value), objs: make(map[*Object]*Object), ctx: "if nil"})
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
		case b.kind == kindConst && b.constant == "nil":
		case b.kind == kindTop:
			g.add(Value{f.e.u.constant(nonNil)})
		default:
			g.add(Value{a})
		}
	}
	if out := g.value(); len(out) > 0 {
		return out
	}
	return Value{f.e.u.constant(nonNil)}
}

func mayBeNil(v Value) bool {
	for _, a := range bare(v) {
		switch a.kind {
		case kindConst:
			if a.constant == "nil" {
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
		part := f.pick(Value{t}, "."+itoa(e.Index), at)
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
