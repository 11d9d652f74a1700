package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"time"
)

// intrinsic is what a function that is not written in Go does: the run-time
// system's and assembly's. There is no code to read.
func (f *frame) intrinsic(key string, args []Value, site Site, via *Hop, at point, ctx string) (v Value, returns, ok bool) {
	if exits(key) {
		return nil, false, true
	}
	switch key {
	case "(*net/http.Request).Context":
		// What it returns without a context set is no user's, but a server sets
		// one: the contract says that it carries a user.
		return f.requestContext(args, at), true, true
	case "time.AfterFunc":
		if len(args) == 2 && len(args[0]) == 1 && soon(args[0][0]) {
			was := f.async
			f.async = true
			f.callAtoms(args[1], nil, site, concat(via, cons(key, site, nil)), at, ctx)
			f.async = was
		}
		// The run-time system's timer holds the function.
		o := f.object(instrKey(at)+ctx+"timer", "timer", at)
		addr := Value{f.e.u.objAddr(o, nil)}
		f.store(addr, atLeastTwo(args)[1], path{".f"}, f.seq(at, ctx, -3), true)
		return addr, true, true
	case propagate:
		if len(args) == 3 {
			f.propagateCancel(args[0], args[1], args[2], site, via, at, ctx)
		}
		return nil, true, true
	case "maps.clone":
		return f.cloned(atLeastTwo(args)[0], f.seq(at, ctx, -3)), true, true
	case "(*sync.Pool).Get":
		args = atLeastTwo(args)
		return f.fromPool(args[0], site, concat(via, cons(key, site, nil)), at, ctx), true, true
	case "(*sync.Pool).Put":
		args = atLeastTwo(args)
		f.store(args[0], args[1], path{".pooled", anyElem}, f.seq(at, ctx, -3), false)
		return nil, true, true
	case "iter.newcoro":
		// A coroutine runs when it is switched to, not when it is made.
		o := f.object(instrKey(at)+ctx+"coro", "coro", at)
		addr := Value{f.e.u.objAddr(o, nil)}
		f.store(addr, args[0], path{".fn"}, f.seq(at, ctx, -3), true)
		return addr, true, true
	case "iter.coroswitch":
		// How far it gets is not known: what it does last does not replace the rest.
		was := f.async
		f.async = true
		f.callAtoms(f.pick(args[0], ".fn", at), []Value{args[0]}, site, via, at, ctx)
		f.async = was
		return nil, true, true
	}
	op, isAtomic := atomicOp(key)
	if !isAtomic || len(args) == 0 {
		return nil, false, false
	}
	switch op {
	case "Load":
		return f.pick(args[0], "*", at), true, true
	case "Store":
		f.store(args[0], args[1], nil, f.seq(at, ctx, -3), true)
		return nil, true, true
	case "Swap":
		v = f.pick(args[0], "*", at)
		f.store(args[0], args[1], nil, f.seq(at, ctx, -3), true)
		return v, true, true
	default: // CompareAndSwap
		f.store(args[0], args[2], nil, f.seq(at, ctx, -3), false)
		return nil, true, true
	}
}

// requestContext is the context that a request has: that which it was given, where it was
// made of another request, or what the caller knows. Of a request that a client makes the
// contract says that its context carries a user.
func (f *frame) requestContext(args []Value, at point) Value {
	top := Value{f.e.u.top()}
	if f.concrete || f.e.remote || len(args) == 0 || len(args[0]) == 0 {
		return top
	}
	for a := range each(args[0]) {
		if a.kind != kindSym && !(a.kind == kindAddr && a.base.root == rootObject && strings.HasPrefix(a.base.obj.origin, "(*net/http.Request).")) {
			return top
		}
	}
	was := f.sawEntry
	f.sawEntry = false
	v := without(f.pick(args[0], ".ctx", at), "nil")
	unset := f.sawEntry
	f.sawEntry = was
	if unset || len(v) == 0 {
		return join(v, top)
	}
	return v
}

// cloned are maps with what those in v hold, which are asserted to be of the type that
// they were at once.
func (f *frame) cloned(v Value, at point) Value {
	var g gathering
	for _, a := range bare(v) {
		if a.kind == kindTyped {
			addr := Value{f.e.u.objAddr(f.object(instrKey(at)+"clone"+strconv.Itoa(at.seq), "", at), nil)}
			f.store(addr, f.pick(a.inner, "*", at), nil, at, true)
			g.add(addr)
		}
	}
	return g.value()
}

// soon reports whether a timer of this duration may go off while packages are
// initialised, which takes much less than a second.
func soon(d *Atom) bool {
	n, err := strconv.ParseInt(d.constant, 10, 64)
	return d.kind == kindConst && err == nil && n < int64(time.Second)
}

// poolGet is the method by which a caller is told that an item is taken from
// one of its pools.
const poolGet = "·get"

// fromPool is what a sync.Pool gives: what its New makes, or what was put in
// it. Where the pool is the caller's, it is one item: the body that takes it
// sets it up before it looks at it. The pool's own lists, one for each
// processor, are found by computing addresses and lose what is in them.
func (f *frame) fromPool(pool Value, site Site, via *Hop, at point, ctx string) Value {
	if !f.concrete && onlySymbols(pool) && len(pool) > 0 {
		item := f.callSymbol(&effect{kind: effectCall, fn: pool, method: poolGet, via: via}, site, at, ctx)
		if !f.late {
			return item
		}
		made, _ := f.callAtoms(f.pick(pool, ".New", at), nil, site, via, at, ctx)
		return join(item, made) // what is taken out of it is no longer in it
	}
	made, _ := f.callAtoms(f.pick(pool, ".New", at), nil, site, via, at, ctx)
	return join(made, f.project(pool, path{".pooled", anyElem}, at))
}

// pooled reports whether base is an item of a pool, or part of one.
func pooled(base *Atom) bool {
	root := base.rootOf()
	return root.root == rootResult && root.call.method == poolGet
}

// putBack reports whether w, of base, puts an item back into the pool that it was
// taken from, which gives such a one anyway.
func (f *frame) putBack(base *Atom, w *write) bool {
	n := len(w.path) - 2
	if n < 0 || w.path[n] != ".pooled" || len(w.val) == 0 {
		return false
	}
	pool := Value{f.e.u.addr(base, w.path[:n])}.key()
	var taken func(v Value) bool
	taken = func(v Value) bool {
		for a := range each(v) {
			inside := a.kind == kindTyped && len(a.inner) > 0 && taken(a.inner)
			if !inside && !(a.kind == kindSym && pooled(a) && a.rootOf().call.fn.key() == pool) {
				return false
			}
		}
		return true
	}
	return taken(w.val)
}

// sentinel reports whether a is what a package-level variable of type error
// holds. By convention that is what it was declared with: there is nothing to
// be followed in its methods.
func (e *engine) sentinel(a *Atom) bool {
	if a.sel != "*" || a.parent.root != rootGlobal || a.parent.parent != nil {
		return false
	}
	is, ok := e.sentinels[a]
	if !ok {
		i := strings.LastIndexByte(a.parent.name, '.')
		name := a.parent.name[i+1:]
		if pkg := e.facts.pkgs[a.parent.name[:i]]; pkg != nil && (pkg == e.pkg.Pkg || token.IsExported(name)) {
			v, isVar := pkg.Scope().Lookup(name).(*types.Var)
			is = isVar && types.Identical(v.Type(), types.Universe.Lookup("error").Type())
		}
		e.sentinels[a] = is
	}
	return is
}

// mentions reports whether v has a symbol with this root in it.
func mentions(v Value, root *Atom) bool {
	return slices.ContainsFunc(v, func(a *Atom) bool {
		switch {
		case a.kind == kindSym && a.rootOf() == root, a.kind == kindAddr && a.base.rootOf() == root, mentions(a.inner, root):
			return true
		}
		return slices.ContainsFunc(a.binds, func(b Value) bool { return mentions(b, root) }) ||
			slices.ContainsFunc(a.fields, func(f field) bool { return mentions(f.val, root) })
	})
}

// atomicOp tells the operations on pointers that sync/atomic and the run-time
// system do in assembly.
func atomicOp(key string) (string, bool) {
	switch key {
	case "sync/atomic.LoadPointer":
		return "Load", true
	case "sync/atomic.StorePointer":
		return "Store", true
	case "sync/atomic.SwapPointer":
		return "Swap", true
	case "sync/atomic.CompareAndSwapPointer":
		return "CompareAndSwap", true
	}
	return "", false
}

// functions is v with the functions that interface values in it hold.
func functions(v Value) Value {
	var g gathering
	for _, a := range v {
		if a.kind == kindTyped || a.kind == kindCond {
			g.add(functions(a.inner))
			continue
		}
		g.add(a.alone())
	}
	return slices.Clip(g.value())
}
