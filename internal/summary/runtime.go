package summary

import "slices"

// intrinsic is what a function that is not written in Go does: the run-time
// system's and assembly's. There is no code to read.
func (f *frame) intrinsic(key string, args []Value, site Site, via *Hop, at point, ctx string) (v Value, returns, ok bool) {
	switch key {
	case "syscall.Exit", "runtime.Goexit", "runtime.exit", "runtime.throw", "runtime.fatal":
		return nil, false, true
	case "(*net/http.Request).Context":
		// What it returns without a context set is no user's, but a server sets
		// one: the contract says that it carries a user.
		return Value{f.e.u.top()}, true, true
	case "reflect.call":
		// call(frametype, fn, frame, ...) jumps to fn.
		if len(args) > 1 {
			v, _ := f.callAtoms(functions(args[1]), nil, site, via, at, ctx)
			return v, true, true
		}
	case "iter.newcoro":
		// A coroutine runs when it is switched to, not when it is made.
		o := f.object(instrKey(at)+ctx+"coro", "coro", at)
		addr := Value{f.e.u.objAddr(o, nil)}
		f.store(addr, args[0], path{".fn"}, f.seq(at, ctx, -3), true)
		return addr, true, true
	case "iter.coroswitch":
		f.callAtoms(f.pick(args[0], ".fn", at), []Value{args[0]}, site, via, at, ctx)
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
		g.add(Value{a})
	}
	return slices.Clip(g.value())
}
