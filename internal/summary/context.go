package summary

import (
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
	From    Site   // the call from which nil came to the argument of the reported one; 0 if that is not known

	callee *ssa.Function // what is called there, if it does all by itself
}

// useContext looks at the context argument of a call of factory key, which
// takes it as p says.
func (f *frame) useContext(at point, p factory.ContextParam, key string, args []Value, chain *Hop) {
	switch {
	case p.Index == -1:
		f.badContext(key, "missing", chain)
		return
	case p.Index < 0 || p.Index >= len(args):
		return
	}
	v := args[p.Index]
	if p.Field != "" && !p.Option {
		if onlyNil(v) { // a nil pointer to the struct
			f.badContext(key, "nil", chain)
			return
		}
		f.sawEntry = false
		v = f.pick(v, "."+p.Field, at)
		if f.sawEntry {
			v = join(v, Value{f.e.u.constant("nil")})
		}
	}
	f.contextArgument(at, key, v, chain, p)
}

// contextArgument judges v, the argument for context parameter p.
func (f *frame) contextArgument(at point, key string, v Value, chain *Hop, p factory.ContextParam) {
	if !p.Variadic && !p.Option {
		f.contextValue(at, key, v, chain, p)
		return
	}
	all := v
	if p.Variadic {
		if onlyNil(v) {
			f.badContext(key, "missing", chain)
			return
		}
		if !p.Option && mayBeNil(v) && f.listMayBeNil(p, chain) {
			f.badContext(key, "maybe-nil", chain)
		}
		v = f.pick(v, anyElem, at)
	}
	if slices.ContainsFunc(slices.Concat(bare(all), bare(v)), func(a *Atom) bool { return a.kind == kindSym }) {
		if !p.Option && slices.ContainsFunc(v, func(a *Atom) bool { return a.kind == kindConst && a.constant == "nil" }) {
			f.badContext(key, "maybe-nil", chain) // among others
		}
		f.openContext(at, key, all, chain, p)
		return
	}
	if p.Option {
		options := v
		if v = f.optionSets(at, options, p.Field, "option"); len(v) == 0 {
			f.badContext(key, "missing", chain)
			return
		}
		v = f.oneOfOptions(at, options, p.Field, v)
	}
	f.contextValue(at, key, v, chain, factory.ContextParam{})
}

// optionSets is what options set the field of a fresh struct to, which is known by name.
func (f *frame) optionSets(at point, options Value, field, name string) Value {
	o := f.object(name+instrKey(at)+"."+itoa(at.seq), "option", at)
	addr := Value{f.e.u.objAddr(o, nil)}
	was := f.trial
	f.trial = &trial{}
	at = f.seq(at, name, -5)
	for i, a := range options {
		ctx := name + itoa(i)
		if a.kind == kindTyped {
			for _, m := range f.e.methodsOf(a.typ) {
				f.invoke(a.alone(), m, nil, []Value{addr}, 0, nil, at, ctx+m)
			}
			continue
		}
		f.callAtoms(a.alone(), []Value{addr}, 0, nil, at, ctx)
	}
	f.trial = was
	return f.load(f.e.u.objectSym(o), path{"." + field}, f.seq(at, name, -6))
}

// listMayBeNil reports whether the list that the factory is given here, as it takes it by
// p, is nil on a way that is no loop's: there are no user contexts in it then.
func (f *frame) listMayBeNil(p factory.ContextParam, chain *Hop) bool {
	call, ok := f.current.(ssa.CallInstruction)
	if !ok || chain.Site != f.site || chain.Next != nil || f.trial != nil || p.Index < 0 {
		return false
	}
	args := call.Common().Args
	if call.Common().IsInvoke() || p.Index >= len(args) {
		return false
	}
	list, ok := args[p.Index].(*ssa.Phi)
	if !ok || f.inCycle(list.Block().Index) || !f.nilByPath(f.get(list)) {
		return false
	}
	return f.canBeNil(operandOf(list), call.Block(), f.idx)
}

// methodsOf are the identifiers of t's methods that take one argument.
func (e *engine) methodsOf(t *TypeRef) []string {
	if t.typ == nil {
		return nil
	}
	var ids []string
	for sel := range e.prog.MethodSets.MethodSet(t.typ).Methods() {
		if fn, ok := sel.Obj().(*types.Func); ok && fn.Signature().Params().Len() == 1 {
			ids = append(ids, fn.Id())
		}
	}
	return ids
}

func onlyNil(v Value) bool {
	return len(v) == 1 && v[0].kind == kindConst && v[0].constant == "nil"
}

// contextValue judges the user context that reaches factory key. What depends
// on this function's caller is left to the caller.
func (f *frame) contextValue(at point, key string, v Value, chain *Hop, p factory.ContextParam) {
	var open Value
	bad, good := "", len(v) == 0
	for _, a := range f.e.u.split(v) {
		inner := a
		if a.kind == kindCond {
			inner = a.inner[0]
			if inner.kind == kindSym || dependsOnNil(a.guards) {
				open = append(open, a)
				continue
			}
		}
		switch {
		case inner.kind == kindSym, inner.kind == kindTyped && len(inner.inner) == 1 && inner.inner[0].kind == kindSym && f.e.nillableRef(inner.typ):
			open = append(open, a)
		case inner.kind == kindTop && p.Carrier: // what a recursion left open
		case inner.kind == kindConst && inner.constant == "nil", holdsNil(inner):
			bad = worse(bad, "nil")
		case f.zero(inner, at), inner.kind == kindConst && inner.constant == zeroValue:
			bad = worse(bad, "zero")
		case p.Carrier:
			with := f.carries(inner, at, f.e.keysAsked(key), 0)
			if with.none {
				bad = worse(bad, "background")
			}
			if with.open && !with.none {
				open = append(open, a)
			}
			good = good || with.user
		default:
			good = true
		}
	}
	if bad != "" {
		if bad == "nil" && (good || len(open) > 0) {
			bad = "maybe-nil"
		}
		f.badContext(key, bad, chain)
	}
	if len(open) > 0 {
		f.openContext(at, key, open, chain, p)
	}
}

// openContext records that factory key is given what depends on the caller.
func (f *frame) openContext(at point, key string, open Value, chain *Hop, p factory.ContextParam) {
	if f.concrete {
		return
	}
	if f.reported != nil && captured(open) {
		chain = f.reported // a literal that holds this one goes on
	}
	name := key + markOf(p)
	at = f.seq(at, "context "+name, -4)
	under := f.under
	for n, way := range f.waysInto(at.block) {
		k := "X" + name + open.key()
		if n > 0 {
			k += "/" + itoa(n)
		}
		e := f.node.effect(k, f.e)
		// Its guards are those of the pass before, in a loop.
		*e = effect{id: e.id, guards: e.guards, kind: effectContext, factory: name, val: open, chain: chain}
		f.under = joinGuards(under, way)
		f.record(at, k, e)
	}
	f.under = under
}

// split is v with a separate interface value for each thing that one may hold.
func (u *universe) split(v Value) Value {
	var g gathering
	for _, a := range v {
		if a.kind == kindCond {
			g.add(u.cond(a.guards, u.split(a.inner)))
			continue
		}
		if a.kind != kindTyped || len(a.inner) < 2 {
			g.add(a.alone())
			continue
		}
		for _, b := range a.inner {
			if b.kind == kindCond {
				g.add(u.cond(b.guards, Value{u.typed(a.typ, b.inner)}))
			} else {
				g.add(Value{u.typed(a.typ, Value{b})})
			}
		}
	}
	return g.value()
}

// nillableRef reports whether t is a user context that can be nil.
func (e *engine) nillableRef(t *TypeRef) bool { return t.typ != nil && e.context(t.typ) }

// holdsNil reports whether a is an interface value that holds a nil pointer.
func holdsNil(a *Atom) bool {
	return a.kind == kindTyped && len(a.inner) == 1 && a.inner[0].kind == kindConst && a.inner[0].constant == "nil"
}

// Marks tell, in an effect, what kind of argument the value is.
const (
	carrierMark  = " in context"
	variadicMark = " in variadic"
	optionMark   = " in option ."
)

func markOf(p factory.ContextParam) string {
	switch {
	case p.Option && p.Variadic:
		return optionMark + p.Field + variadicMark
	case p.Option:
		return optionMark + p.Field
	case p.Variadic:
		return variadicMark
	case p.Carrier:
		return carrierMark
	}
	return ""
}

// unmark is the factory and the kind of argument that name stands for.
func unmark(name string) (string, factory.ContextParam) {
	var p factory.ContextParam
	name, p.Carrier = strings.CutSuffix(name, carrierMark)
	name, p.Variadic = strings.CutSuffix(name, variadicMark)
	name, p.Field, p.Option = strings.Cut(name, optionMark)
	return name, p
}

func (f *frame) applyContext(e *effect, at point, v *env) {
	key, p := unmark(e.factory)
	f.sawEntry = false
	w := f.subst(e.val, v)
	if f.sawEntry && !p.Carrier && !p.Variadic && !p.Option {
		w = join(w, Value{f.e.u.constant("nil")})
	}
	w = f.notNilUnder(e.guards, e.val, w, v)
	if f.nilByPath(w) && !f.fieldCanBeNil(e.val, e.guards, v) {
		w = f.assumeNil(w, false)
	}
	if len(w) == 0 {
		return
	}
	was := f.reported
	if e.chain.Site.IsValid() && (captured(e.val) || v.loopBody()) && f.enclosing(v.site)(e.chain.Site) {
		f.reported = e.chain // in the literal, which this body holds
	}
	f.contextArgument(at, key, w, concat(v.via, cons(v.hop, v.site, e.chain)), p)
	f.reported = was
}

// loopBody reports whether the callee is the body of a range statement over a
// function.
func (v *env) loopBody() bool {
	return v.fn != nil && v.fn.fn != nil && strings.HasPrefix(v.fn.fn.Synthetic, "range-over-func")
}

// captured reports whether all of v comes from what a literal captured.
func captured(v Value) bool {
	return !slices.ContainsFunc(bare(v), func(a *Atom) bool {
		return a.kind != kindSym || a.rootOf().root != rootFree
	})
}

func worse(a, b string) string {
	if a == "" || a == b {
		return b
	}
	return "maybe-nil"
}

// dependsOnNil reports whether gs say that something the caller gave is nil, and
// nothing else of what it gave: what is nil then is so because of the caller.
func dependsOnNil(gs []guard) bool {
	depends := false
	for _, g := range gs {
		if len(g.val) == 1 && g.val[0].rootOf().root == rootResult {
			continue // given by a call
		}
		if g.want != "nil" && g.want != zeroValue {
			return false
		}
		depends = true
	}
	return depends
}

func (f *frame) badContext(key, code string, chain *Hop) {
	if chain == nil || !chain.Site.IsValid() || f.trial != nil || f.ended {
		return
	}
	if f.oneOfSeveral {
		code = worse("", code)
		if code == "nil" {
			code = "maybe-nil"
		}
	}
	if f.reported != nil {
		chain = f.reported
	}
	if old := f.contexts[chain.Site]; old == nil || old.Path.Len >= chain.Len {
		use := &ContextUse{Factory: key, Code: code, Path: chain}
		if chain.Site == f.site {
			use.callee = f.usesAlone(f.current)
			use.From = f.cause(f.current)
		}
		f.useOf(chain.Site, use)
	}
}

func (f *frame) useOf(site Site, use *ContextUse) {
	if f.contexts == nil {
		f.contexts = make(map[Site]*ContextUse)
	}
	f.contexts[site] = use
}

// cause is the call from which nil came to the one argument of a call that may be
// a user context; 0 if that is not known.
func (f *frame) cause(instr ssa.Instruction) Site {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return 0
	}
	var from Site
	n := 0
	for _, a := range call.Common().Args {
		if f.e.set.IsUserContext(a.Type()) || f.e.context(a.Type()) && !isContext(a.Type()) {
			from, n = f.causes[a], n+1
		}
	}
	if n != 1 {
		return 0
	}
	return from
}

// callsWith are the calls that v is an argument of.
func callsWith(v ssa.Value) []ssa.CallInstruction {
	var calls []ssa.CallInstruction
	for _, ref := range *v.Referrers() {
		if call, ok := ref.(ssa.CallInstruction); ok {
			calls = append(calls, call)
		}
	}
	return calls
}

// makesContext reports whether v, a word or a number, is what a user context is
// made of: it is stored in one, or given to a function that returns one.
func (e *engine) makesContext(v ssa.Value) bool {
	if _, ok := v.Type().Underlying().(*types.Basic); !ok {
		return false
	}
	if _, ok := v.(*ssa.Const); ok || v.Referrers() == nil {
		return false
	}
	same := []ssa.Value{v}
	if load, ok := v.(*ssa.UnOp); ok { // other loads of the field
		if fa, ok := load.X.(*ssa.FieldAddr); ok && fa.X.Referrers() != nil {
			for _, ref := range *fa.X.Referrers() {
				if other, ok := ref.(*ssa.FieldAddr); ok && other.Field == fa.Field {
					for _, r := range *other.Referrers() {
						if l, ok := r.(*ssa.UnOp); ok && l != load {
							same = append(same, l)
						}
					}
				}
			}
		}
	}
	for _, v := range same {
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Store:
				if fa, ok := ref.Addr.(*ssa.FieldAddr); ok && ref.Val == v && e.set.IsUserContext(fa.X.Type()) {
					return true
				}
			case *ssa.Call:
				results := ref.Call.Signature().Results()
				for i := range results.Len() {
					if slices.Contains(ref.Call.Args, v) && e.set.IsUserContext(results.At(i).Type()) {
						return true
					}
				}
			}
		}
	}
	return false
}

func isContext(t types.Type) bool { return isNamed(t, "context", "Context") }
