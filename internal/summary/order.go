package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// minSteps is the work that each body may take which leads to a factory, or is
// called on the way, when the work on the package is used up: what the rest of
// a large package takes must not hide what it is about.
const minSteps = 500

// leastSteps is the work that every other body of the package may take: most
// need no more, and a few that call each other in circles do not use up what
// there is for all. On nats-server's largest package it makes a third of the
// bodies that are seen in part only whole, for a tenth of the time.
const leastSteps = 200

// nearFirst divides the functions of the package into those whose code, or that
// of what they name, has a factory call or makes a manager, behind them those
// that return a user context, which may be nil, and the rest. The order is that
// of the source, but that of the rest those come first that are given a user
// context.
func (e *engine) nearFirst(fns []*ssa.Function) (near, rest []*ssa.Function) {
	users := make(map[*ssa.Function][]*ssa.Function) // who names a function
	leads := make(map[*ssa.Function]bool)
	var todo []*ssa.Function
	mark := func(fn *ssa.Function) {
		if !leads[fn] {
			leads[fn] = true
			todo = append(todo, fn)
		}
	}
	var visit func(fn, outer *ssa.Function)
	visit = func(fn, outer *ssa.Function) {
		if len(e.creations[fn]) > 0 {
			mark(outer)
		}
		var operands []*ssa.Value
		for _, b := range fn.Blocks {
			for _, i := range b.Instrs {
				if call, ok := i.(ssa.CallInstruction); ok && call.Common().IsInvoke() && e.set.IsFactory(call.Common().Method) {
					mark(outer)
				}
				operands = i.Operands(operands[:0])
				for _, o := range operands {
					callee, ok := (*o).(*ssa.Function)
					if !ok {
						continue
					}
					if obj, ok := callee.Object().(*types.Func); ok { // not its instances and wrappers
						callee = e.prog.FuncValue(obj.Origin())
					}
					if callee == nil {
						continue
					}
					if e.leadsFar(callee) {
						mark(outer)
					} else if len(callee.Blocks) > 0 {
						users[callee] = append(users[callee], outer)
					}
				}
			}
		}
		for _, lit := range fn.AnonFuncs {
			visit(lit, outer)
		}
	}
	for _, fn := range fns {
		visit(fn, fn)
	}
	for len(todo) > 0 {
		fn := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, user := range users[fn] {
			mark(user)
		}
	}
	var makers, others []*ssa.Function
	for _, fn := range fns {
		switch {
		case leads[fn]:
			near = append(near, fn)
		case e.returnsUser(fn):
			makers = append(makers, fn)
		case slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return e.set.IsUserContext(p.Type()) }):
			rest = append(rest, fn)
		default:
			others = append(others, fn)
		}
	}
	return append(near, makers...), append(rest, others...)
}

// returnsUser reports whether fn has a user context among its results.
func (e *engine) returnsUser(fn *ssa.Function) bool {
	for v := range fn.Signature.Results().Variables() {
		if e.set.IsUserContext(v.Type()) {
			return true
		}
	}
	return false
}

// leadsFar reports whether fn is a factory, or an imported function whose fact
// says that it reaches one.
func (e *engine) leadsFar(fn *ssa.Function) bool {
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return false
	}
	if e.set.IsFactory(obj) {
		return true
	}
	if len(fn.Blocks) > 0 || obj.Pkg() == nil {
		return false
	}
	if f := e.facts.imports[obj.Pkg().Path()]; f == nil || f.Standard != "" {
		return false
	}
	s := e.facts.summary(funcKeyOf(obj))
	return s != nil && slices.ContainsFunc(s.effects, func(ef *effect) bool { return ef.kind == effectReach || ef.kind == effectContext })
}

// deepest is how many functions may wait for what they call: each takes some
// kilobytes of a stack that is copied when it grows, and looked through whenever
// garbage is collected.
const deepest = 500

// leavesFirst solves what fn calls, and what that calls, from the leaves of the
// call graph, so that solving fn need not go deep. A function is visited for
// this but once, however many call it: a recursion goes as deep as it must.
func (e *engine) leavesFirst(fn *ssa.Function) {
	type visit struct {
		fn      *ssa.Function
		callees []*ssa.Function
	}
	var path []visit
	enter := func(fn *ssa.Function) {
		n := e.node(fn)
		if n.index < 0 && !n.entered {
			n.entered = true
			path = append(path, visit{fn, e.calledHere(fn)})
		}
	}
	enter(fn)
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.callees) > 0 {
			next := top.callees[0]
			top.callees = top.callees[1:]
			enter(next)
			continue
		}
		if n := e.node(top.fn); n.index < 0 && len(path) > 1 {
			e.solve(n)
		}
		path = path[:len(path)-1]
	}
}

// calledHere is the functions with a body that fn calls.
func (e *engine) calledHere(fn *ssa.Function) []*ssa.Function {
	var callees []*ssa.Function
	for _, b := range fn.Blocks {
		for _, i := range b.Instrs {
			call, ok := i.(ssa.CallInstruction)
			if !ok || call.Common().StaticCallee() == nil {
				continue
			}
			if ref, _ := e.ref(call.Common().StaticCallee()); len(ref.fn.Blocks) > 0 {
				callees = append(callees, ref.fn)
			}
		}
	}
	return callees
}
