package summary

import (
	"cmp"
	"go/types"
	"maps"
	"slices"
)

// What waits for a context waits for a channel to be closed, and whether one is, is
// not followed. So it is built in when contexts are cancelled: with those that they
// are derived from, and where their error says so; what is done then is read from the
// library's code.

const (
	// afterFunc has a function called when a context is cancelled, and waiter is the
	// type of what holds the function until then.
	afterFunc = "context.AfterFunc"
	waiter    = "context.afterFuncCtx"
	// propagate has a context cancelled with its parent, and cancelContext cancels it.
	propagate     = "(*context.cancelCtx).propagateCancel"
	cancelContext = "(*context.cancelCtx).cancel"
	cancelKey     = "context.cancelCtxKey"
	// ifCancelled is the method by which a caller is told that a function is called if
	// one of its contexts has been cancelled.
	ifCancelled = "·cancelled"
)

// propagateCancel has child, whose part args[0] is, cancelled with the context that
// it is derived from, or now if that is.
func (f *frame) propagateCancel(c, parent, child Value, site Site, via *Hop, at point, ctx string) {
	u := f.e.u
	via = concat(via, cons(propagate, site, nil))
	f.store(c, parent, path{".Context"}, f.seq(at, ctx+"+parent", 0), true)
	key := u.typed(u.typeRef(types.NewPointer(types.Typ[types.Int])), Value{u.rootSym(rootGlobal, 0, cancelKey)})
	with := f.pick(f.invoke(parent, "Value", nil, []Value{{key}}, site, via, at, ctx+"+with"), assertSel(u.cancelCtx()), at)
	told := f.told
	f.told = true // the parent lets go of it when it is cancelled, as it must be
	f.store(with, child, path{".children", mapKeys}, f.seq(at, ctx+"+with", 0), false)
	f.told = told
	f.ifCancelled(parent, site, via, f.seq(at, ctx+"+err", 0), ctx, func(err Value) {
		no := Value{u.constant("false")}
		f.invoke(child, "context.cancel", nil, []Value{no, err, err}, site, via, f.seq(at, ctx+"+now", 0), ctx+"+now")
	})
}

// cancelCtx is the type of the pointers that a context gives for cancelKey.
func (u *universe) cancelCtx() *TypeRef {
	named := u.internType(&TypeRef{kind: typeNamed, name: "context.cancelCtx"})
	return u.internType(&TypeRef{kind: typePointer, elem: named})
}

// ifCancelled does what is done if context parent has been cancelled.
func (f *frame) ifCancelled(parent Value, site Site, via *Hop, at point, ctx string, do func(err Value)) {
	err := f.invoke(parent, "Err", nil, nil, site, via, at, ctx+"+err")
	open := !f.concrete && len(err) > 0 && onlySymbols(err)
	if !open && !slices.ContainsFunc(bare(err), f.e.saysCancelled) {
		return
	}
	under := f.under
	if open {
		f.under = joinGuards(under, []guard{{val: err, want: "nil", not: true}})
	}
	do(err)
	f.under = under
}

// await leaves function fn, which context.AfterFunc was given at the call of v, with
// the context; and calls it if that is cancelled already.
func (f *frame) await(fn Value, v *env) {
	copies := slices.SortedFunc(maps.Values(v.objs), func(a, b *Object) int { return cmp.Compare(a.id, b.id) })
	for n, o := range copies {
		if o.typ == nil || o.typ.key != waiter {
			continue
		}
		addr := Value{f.e.u.objAddr(o, nil)}
		f.store(addr, fn, path{".f"}, f.seq(v.at, v.ctx+"+fn", n), true)
		f.store(addr, Value{f.e.u.constant("false")}, path{".once", onceFlag}, f.seq(v.at, v.ctx+"+once", n), true)
	}
	f.callIfCancelled(v.params[0], fn, v.site, concat(v.via, cons(afterFunc, v.site, nil)), f.seq(v.at, v.ctx+"+err", 0), v.ctx)
}

// callIfCancelled calls fn, in a goroutine, if context parent has been cancelled.
func (f *frame) callIfCancelled(parent, fn Value, site Site, via *Hop, at point, ctx string) {
	async := f.async
	f.async = true
	if !f.concrete && onlySymbols(parent) && len(parent) > 0 {
		f.callSymbol(&effect{kind: effectCall, fn: parent, method: ifCancelled, args: []Value{fn}, via: via}, site, at, ctx)
	} else {
		f.ifCancelled(parent, site, via, at, ctx, func(Value) {
			f.callAtoms(fn, nil, site, via, f.seq(at, ctx+"+now", 0), ctx+"+now")
		})
	}
	f.async = async
}

// saysCancelled reports whether a context of which a is the error has been cancelled.
// Whether a deadline has passed is not to be seen, and import time is short.
func (e *engine) saysCancelled(a *Atom) bool {
	switch a.kind {
	case kindSym:
		return e.sentinel(a) && a.parent.name != "context.DeadlineExceeded"
	case kindConst:
		return a.constant == nonNil
	case kindTyped:
		return a.typ.key != "context.deadlineExceededError"
	}
	return false
}
