package summary

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Site is where a call is, in the package that is analysed; 0 elsewhere.
type Site = token.Pos

// callInstr is the effect of a call instruction, its value, and whether
// control gets past it.
func (f *frame) callInstr(call *ssa.CallCommon, site Site, at point) (Value, bool) {
	args := make([]Value, len(call.Args))
	for i, a := range call.Args {
		args[i] = f.refined(a, f.fn.Blocks[at.block])
		if len(args[i]) == 0 {
			args[i] = f.onlyLength(a)
		}
		if len(args[i]) == 0 && isBool(a.Type()) {
			args[i] = Value{f.e.u.top()} // that it is stored must not be lost
		}
	}
	if b, ok := call.Value.(*ssa.Builtin); ok {
		return f.builtin(b.Name(), call, args, at), true
	}
	if f.skipCall(call) {
		return nil, true
	}
	f.narrow(call, args)
	f.losesUntyped(call, args)
	f.passesOn = true
	if !site.IsValid() {
		site = rangeSite(call)
	}
	if ways := f.apart(call, args, at); len(ways) > 1 {
		return f.callEach(ways, call, site, at)
	}
	v, returns := f.dispatch(call, f.get(call.Value), args, site, at, "")
	f.passHandlers(call, args, at)
	return v, returns
}

// rangeSite is where the range statement is that call stands for, or 0: SSA
// form gives the call of an iterator no position.
func rangeSite(call *ssa.CallCommon) Site {
	if len(call.Args) == 0 {
		return 0
	}
	body := call.Args[len(call.Args)-1]
	if c, ok := body.(*ssa.MakeClosure); ok {
		body = c.Fn
	}
	if fn, ok := body.(*ssa.Function); ok {
		if r, ok := fn.Syntax().(*ast.RangeStmt); ok {
			return r.For
		}
	}
	return 0
}

// skipCall reports whether the call is one that a package initializer makes
// of other initialisers: these are roots of their own.
func (f *frame) skipCall(call *ssa.CallCommon) bool {
	if f.fn.Synthetic != "package initializer" {
		return false
	}
	callee, ok := call.Value.(*ssa.Function)
	return ok && (callee.Synthetic == "package initializer" || isInit(callee) || callee.Name() == "init" && callee.Signature.Recv() == nil && callee.Pkg != f.fn.Pkg)
}

// dispatch calls whatever fnv may be; ctx tells apart what one call
// instruction calls.
func (f *frame) dispatch(call *ssa.CallCommon, fnv Value, args []Value, site Site, at point, ctx string) (Value, bool) {
	if call.IsInvoke() {
		if saysNothing(call.Method) {
			return nil, true
		}
		if f.e.set.IsFactory(call.Method) {
			chain := cons(funcKeyOf(call.Method), site, nil)
			f.reach(f.seq(at, ctx, -1), funcKeyOf(call.Method), chain)
			f.useContext(at, f.e.set.ContextParam(call.Method), funcKeyOf(call.Method), slices.Concat([]Value{fnv}, args), chain)
		}
		var recv *TypeRef
		if _, ok := types.Unalias(call.Value.Type()).(*types.TypeParam); ok {
			recv = f.e.u.typeRef(call.Value.Type())
		}
		v := f.invoke(fnv, call.Method.Id(), recv, args, site, nil, at, ctx)
		if f.e.set.IsFactory(call.Method) {
			v = join(v, Value{f.e.u.manager(funcKeyOf(call.Method))})
		}
		return v, !f.endless(call, fnv)
	}
	v, returns := f.callAtoms(fnv, args, site, nil, at, ctx)
	if call.StaticCallee() == nil {
		returns = !f.endless(call, fnv)
	}
	return v, returns
}

// callAtoms calls each function in fnv; via leads from this body to the call.
func (f *frame) callAtoms(fnv Value, args []Value, site Site, via *Hop, at point, ctx string) (Value, bool) {
	var g gathering
	returns := len(fnv) == 0
	var syms gathering
	for _, a := range fnv {
		switch a.kind {
		case kindFunc:
			v, r := f.callFunc(a, args, site, via, at, ctx)
			g.add(v)
			returns = returns || r
		case kindSym:
			if held := f.heldBy(a); len(held) > 0 {
				v, _ := f.callAtoms(held, args, site, via, at, ctx)
				g.add(v)
				continue
			}
			syms.add(a.alone())
		case kindConst, kindTop:
			returns = true
		case kindTyped:
			v, r := f.callAtoms(a.inner, args, site, via, at, ctx)
			g.add(v)
			returns = returns || r
		case kindCond:
			under := f.under
			if !f.concrete {
				f.under = joinGuards(under, a.guards)
			}
			v, _ := f.callAtoms(a.inner, args, site, via, at, ctx)
			f.under = under
			g.add(f.e.u.cond(a.guards, v))
			returns = true
		}
	}
	if s := syms.value(); len(s) > 0 {
		g.add(f.callSymbol(&effect{kind: effectCall, fn: s, args: args, via: via}, site, at, ctx))
		returns = true
	}
	if len(fnv) == 0 {
		f.e.unresolved++
		f.loseAll(args)
	}
	return g.value(), returns
}

// callSymbol records the call of a symbol: the caller resolves it.
func (f *frame) callSymbol(proto *effect, site Site, at point, ctx string) Value {
	if f.concrete {
		f.e.unresolved++
		return nil
	}
	f.noteGlobal(proto.fn)
	panicking := at
	if g, ok, none := f.formats(proto.method); none {
		return nil
	} else if ok {
		f.first = []guard{g}
		defer func() { f.first = nil }()
	}
	proto.async, proto.once = f.async, f.onceDepth > 0
	proto.fn = absorb(proto.fn)
	at = f.seq(at, ctx, -2)
	same := "." + proto.method
	if proto.recv != nil {
		same += proto.recv.key
	}
	if f.node.lexRoot {
		proto.site = strconv.Itoa(int(site))
		same += "@" + proto.site
	}
	if f.async {
		same += "~"
	}
	// An effect is the same one in every interpretation of the body.
	key, e := f.callLike(same, proto)
	proto.id, proto.guards = e.id, e.guards
	proto.unsure = f.unsure && (len(e.fn) == 0 || e.unsure)
	proto.fn = absorb(f.e.u.widen(join(e.fn, proto.fn)))
	for i := range proto.args {
		if i < len(e.args) {
			proto.args[i] = f.e.u.widen(join(e.args[i], proto.args[i]))
		}
	}
	*e = *proto
	if e.via == nil {
		e.via = cons("", site, nil)
	}
	f.record(at, key, e)
	for _, a := range proto.args {
		f.expose(a)
	}
	f.expose(proto.fn)
	r := f.e.u.resultSym(e, -1)
	if !f.e.library {
		flag := Value{f.e.u.extend(r, panicFlag)}
		f.mayPanic(panicking, false, flag)
		f.thrown = join(f.thrown, flag)
	}
	return Value{r}
}

// expose notes that a call of a symbol is given v and may change it.
func (f *frame) expose(v Value) {
	seen := make(map[*Atom]bool)
	todo := []Value{v}
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, a := range v {
			if seen[a] {
				continue
			}
			seen[a] = true
			todo = a.parts(todo)
			if a.kind != kindAddr || a.base.root != rootObject || a.base.parent != nil || seen[a.base] {
				continue
			}
			seen[a.base] = true
			m := f.memory(a.base)
			if !m.exposed {
				m.exposed = true
				f.changed = true
			}
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					todo = append(todo, w.val)
				}
			}
		}
	}
}

// invoke calls method id of whatever v may be.
func (f *frame) invoke(v Value, id string, recv *TypeRef, args []Value, site Site, via *Hop, at point, ctx string) Value {
	if id == poolGet {
		return f.fromPool(v, site, via, at, ctx)
	} else if id == ifCancelled {
		f.callIfCancelled(v, atLeastTwo(args)[0], site, via, at, ctx)
		return nil
	}
	var g gathering
	var syms gathering
	if recv != nil {
		if recv.open() {
			return f.callSymbol(&effect{kind: effectCall, fn: v, method: id, recv: recv, args: args, via: via}, site, at, ctx)
		}
		if recv.typ == nil || !types.IsInterface(recv.typ) {
			return f.callMethod(recv, v, id, args, site, via, at, ctx)
		}
	}
	for _, a := range v {
		switch a.kind {
		case kindTyped:
			if a.typ.open() {
				g.add(f.callSymbol(&effect{kind: effectCall, fn: a.alone(), method: id, recv: a.typ, args: args, via: via}, site, at, ctx))
				continue
			}
			g.add(f.callMethod(a.typ, a.inner, id, args, site, via, at, ctx))
		case kindSym:
			if held := f.heldBy(a); len(held) > 0 {
				g.add(f.invoke(held, id, nil, args, site, via, at, ctx))
				continue
			}
			if !f.e.sentinel(a) {
				syms.add(a.alone())
			}
		case kindAgg:
			g.add(f.invoke(flatten(a.alone()), id, nil, args, site, via, at, ctx))
		case kindTop:
			g.add(a.alone())
		case kindCond:
			under := f.under
			if !f.concrete {
				f.under = joinGuards(under, a.guards)
			}
			g.add(f.e.u.cond(a.guards, f.invoke(a.inner, id, nil, args, site, via, at, ctx)))
			f.under = under
		}
	}
	if s := syms.value(); len(s) > 0 {
		g.add(f.callSymbol(&effect{kind: effectCall, fn: s, method: id, args: args, via: via}, site, at, ctx))
	}
	if len(v) == 0 {
		f.e.unresolved++
	}
	return g.value()
}

// callMethod calls method id of a value of type t.
func (f *frame) callMethod(t *TypeRef, recv Value, id string, args []Value, site Site, via *Hop, at point, ctx string) Value {
	if id == anyMethod {
		return f.callAnyMethod(t, recv, args, site, via, at, ctx)
	}
	if id == "Value" && len(args) == 1 {
		if v, ok := f.valueOf(t, recv, args[0], at, func(parent Value) Value {
			return f.invoke(parent, id, nil, args, site, via, at, ctx+".parent")
		}); ok {
			return v
		}
	}
	a := f.e.method(t, id)
	if a == nil {
		return nil
	}
	v, _ := f.callFunc(a, slices.Concat([]Value{recv}, args), site, via, at, ctx+"."+t.key)
	return v
}

// onceDo is the method by which the contract tells code once from global.
const onceDo = "(*sync.Once).Do"

// onceFlag is the field of a sync.Once that says that it has been done. The real
// one is set by an atomic operation, after a comparison that leads elsewhere.
const onceFlag = ".·done"

// beenDone reports whether what once points to has certainly been done. If that
// is the caller's to know, what is done now is done under that condition.
func (f *frame) beenDone(once Value, at point) bool {
	f.openEnded = false
	done := f.pick(once, onceFlag, at)
	if !f.openEnded && constants(done) {
		return true
	}
	if !f.concrete && len(done) > 0 && onlySymbols(done) {
		f.under = joinGuards(f.under, []guard{{val: done, want: "true", not: true}})
	}
	return false
}

// maxDynamic bounds how deep calls resolved while a call is applied nest.
const maxDynamic = 40

// callFunc calls one function.
func (f *frame) callFunc(a *Atom, args []Value, site Site, via *Hop, at point, ctx string) (Value, bool) {
	v, returns := f.callBody(a, args, site, via, at, ctx)
	if f.e.isFactory(a.fn) {
		v = f.managerOf(a.fn, v, at)
	}
	return v, returns
}

// managerOf is what factory fn returns, v, with the mark of a manager. Whether it
// fails is left open: who keeps its manager does so whenever it does not.
func (f *frame) managerOf(fn *FuncRef, v Value, at point) Value {
	f.managers = true
	m := Value{f.e.u.manager(fn.key)}
	if fn.fn != nil && fn.fn.Signature.Results().Len() == 1 {
		return join(v, m)
	}
	top := Value{f.e.u.top()}
	return join(f.e.u.aggregate([]field{{".0", join(known(f.pick(v, ".0", at)), m)}, {".1", top}}, nil), m)
}

func (f *frame) callBody(a *Atom, args []Value, site Site, via *Hop, at point, ctx string) (Value, bool) {
	key := a.fn.key
	isFactory := f.e.isFactory(a.fn)
	if isFactory {
		chain := concat(via, cons(key, site, nil))
		f.reach(f.seq(at, ctx, -1), key, chain)
		if p, ok := f.e.contextParam(a.fn); ok {
			if p.Carrier {
				f.e.noteAsked(key, f.e.summaryOf(a.fn, f.node))
			}
			f.useContext(at, p, key, args, chain)
		}
	}
	if v, returns, ok := f.intrinsic(key, args, site, via, at, ctx); ok {
		return v, returns
	}
	if strings.Contains(key, "reflect") {
		if v, returns, ok := f.reflection(key, a.binds, args, site, via, at, ctx); ok {
			return v, returns
		}
	}
	f.encodes(key, args, site, concat(via, cons(key, site, nil)), at, ctx)
	before := f.e.steps
	s := f.e.summaryOf(a.fn, f.node)
	f.limit += f.e.steps - before // a callee's own work is not this body's
	f.least += f.e.steps - before
	if f.concrete && !isFactory {
		f.e.missingFacts(a.fn)
	}
	panicked := f.recovering
	f.recovering = false
	defer func() { f.recovering = panicked }()
	if s == nil || s.unknown {
		f.e.unresolved++
		f.loseAll(args)
		return nil, true
	}
	outer, throws := f.thrown, f.throwsAt(s, a, isFactory, args, at, panicked)
	if len(throws) > 0 && throws[0].constant != "false" {
		f.mayPanic(at, true, throws)
	}
	f.thrown = join(outer, throws)
	if len(s.effects) == 0 && len(s.result) == 0 {
		return nil, f.comesBack(s, a, args, at, panicked)
	}
	if f.exhausted() {
		f.reaches(s, key, isFactory, args, site, via, at, ctx)
		f.reflects(s, key, args, site, via, at, ctx)
		return closed(s.result), s.returns
	}
	active := a.key
	for _, v := range args {
		active += "|" + v.key()
	}
	if f.active[active] || f.depth > maxDynamic || f.exhausted() {
		return nil, true
	}
	f.active[active] = true
	f.depth++
	if f.onceDepth > 0 {
		f.e.onceBodies[key] = true
	}
	under := f.under
	if key == onceDo && len(args) > 0 {
		if f.beenDone(args[0], at) {
			f.depth--
			delete(f.active, active)
			return nil, true
		}
		f.onceDepth++
	}
	returns := f.comesBack(s, a, args, at, panicked)
	if f.onMap(key, args, at, ctx) || f.nothingToCompare(key, args) {
		f.depth--
		delete(f.active, active)
		return nil, returns
	}
	var awaited Value
	if key == afterFunc && len(args) == 2 {
		args, awaited = []Value{args[0], nil}, args[1]
	}
	call := &env{
		panicked: panicked,
		fn:       a.fn, frees: a.binds, params: args, targs: a.targs, site: site, via: via, at: at,
		ctx: ctx + "/" + key, hop: key, factory: isFactory,
		results: make(map[*effect]Value), objs: make(map[*Object]*Object),
		recursive: f.e.sameComponent(a.fn, f.node),
		closed:    f.givesNothing(a.fn, s, slices.Concat(a.binds, args)),
	}
	again := len(f.again)
	panics, panicsAt := f.panics, len(f.panicsAt)
	v := f.apply(s, call)
	if s.catches {
		f.panics, f.panicsAt = panics, f.panicsAt[:panicsAt]
	}
	f.thrown = join(outer, call.whetherThrown(f.e.u, throws, s.catches))
	if len(awaited) > 0 {
		f.again = f.again[:again]
		f.await(awaited, call)
	}
	if key == cancelContext && len(args) > 0 {
		f.store(args[0], nil, path{".children"}, f.seq(at, ctx, 1<<19), true)
	}
	if key == onceDo && len(args) > 0 {
		f.onceDepth--
		f.under = under
		f.store(args[0], Value{f.e.u.constant("true")}, path{onceFlag}, f.seq(at, ctx, 1<<19), true)
	}
	f.templated(key, args, f.seq(at, ctx, 1<<19))
	f.depth--
	delete(f.active, active)
	f.under = under
	return v, returns
}
