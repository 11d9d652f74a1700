package summary

import (
	"golang.org/x/tools/go/ssa"
)

// What a function of the package does by itself is reported in it, not again
// where it is called: late, when it is known what package-level variables hold,
// or by what it reads back of what it stored, a caller finds the same.

// alone is the function of this package that instr calls, if that gets nothing
// for which gives says true.
func (f *frame) alone(instr ssa.Instruction, gives func(ssa.Value) bool) *ssa.Function {
	call, ok := instr.(ssa.CallInstruction)
	if !ok || f.concrete {
		return nil
	}
	callee := call.Common().StaticCallee()
	if callee == nil || callee.Parent() != nil || len(callee.Blocks) == 0 || callee.Pkg != f.e.pkg || callee == f.fn {
		return nil
	}
	for _, a := range call.Common().Args {
		if gives(a) {
			return nil
		}
	}
	return callee
}

// keepsAlone is the function that instr calls, if it gets no manager of factory;
// of any, if that is "".
func (f *frame) keepsAlone(instr ssa.Instruction, factory string) *ssa.Function {
	return f.alone(instr, func(a ssa.Value) bool {
		m := f.held(f.get(a), point{block: instr.Block().Index, idx: f.idx}).manager
		return m != nil && (factory == "" || m.name == factory)
	})
}

// usesAlone is the function that instr calls, if it gets nothing in which a
// user context could be, other than what this body was given itself.
func (f *frame) usesAlone(instr ssa.Instruction) *ssa.Function {
	return f.alone(instr, func(a ssa.Value) bool { return f.e.hold.mayHold(a.Type()) && !onlySymbols(f.get(a)) })
}

// reportsKeep reports whether fn, or what it calls, has what k is about as a
// finding of its own.
func (e *engine) reportsKeep(fn *ssa.Function, k *Keep, busy map[*ssa.Function]bool) bool {
	n := e.nodes[fn]
	if fn == nil || n == nil || busy[fn] {
		return false
	}
	busy[fn] = true
	defer delete(busy, fn)
	for _, own := range n.keeps {
		if own.Variable == k.Variable && (k.Context || own.Factory == k.Factory) && (own.callee == nil || e.reportsKeep(own.callee, k, busy)) {
			return true
		}
	}
	return false
}

// reportsUse is [engine.reportsKeep] for a bad user context.
func (e *engine) reportsUse(fn *ssa.Function, use *ContextUse, busy map[*ssa.Function]bool) bool {
	n := e.nodes[fn]
	if fn == nil || n == nil || busy[fn] {
		return false
	}
	busy[fn] = true
	defer delete(busy, fn)
	for _, own := range n.contexts {
		if own.Factory == use.Factory && own.Code == use.Code && (own.callee == nil || e.reportsUse(own.callee, use, busy)) {
			return true
		}
	}
	return false
}
