package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// deferred is a call that a defer or go statement captured: it runs later, with
// the operands of now.
type deferred struct {
	instr  ssa.Instruction
	at     point
	call   *ssa.CallCommon
	fnv    Value
	args   []Value
	site   Site
	callee *FuncRef
}

func (f *frame) deferCall(i *ssa.Defer, at point) {
	f.defers = append(f.defers, f.captured(i, &i.Call, i.Pos(), at))
}

// goCall runs the call where the statement is, and again when the function
// returns: the goroutine may run at any time between.
func (f *frame) goCall(i *ssa.Go, at point) {
	d := f.captured(i, &i.Call, i.Pos(), at)
	f.gos = append(f.gos, d)
	f.runAsync(d, at)
}

func (f *frame) captured(instr ssa.Instruction, call *ssa.CallCommon, site Site, at point) deferred {
	d := deferred{instr: instr, at: at, call: call, site: site}
	if _, ok := call.Value.(*ssa.Builtin); !ok {
		d.fnv = f.get(call.Value)
	}
	for _, a := range call.Args {
		v := f.get(a)
		if f.e.context(a.Type()) {
			v = f.refined(a, f.fn.Blocks[at.block])
		}
		d.args = append(d.args, v)
	}
	return d
}

func (f *frame) runAsync(d deferred, at point) {
	was := f.async
	f.async = true
	f.runCaptured(d, at)
	f.async = was
}

// runCaptured reports whether the call may return.
func (f *frame) runCaptured(d deferred, at point) (returns bool) {
	was := f.inDeferred
	f.inDeferred = true
	defer func() { f.inDeferred = was }()
	f.visit(d.instr) // what it keeps is kept there
	under := f.under
	f.under = joinGuards(under, f.endGuards(d.at.block)) // else the statement did not run
	defer func() { f.under = under }()
	if b, ok := d.call.Value.(*ssa.Builtin); ok {
		f.builtin(b.Name(), d.call, d.args, at)
		return true
	}
	_, returns = f.dispatch(d.call, d.fnv, d.args, d.site, at, "d"+instrKey(d.at))
	return returns
}

func (f *frame) runDefers(at point) {
	for _, d := range slices.Backward(f.defers) {
		if f.leadsTo(d.at.block, at.block) {
			f.runCaptured(d, at)
		}
	}
}

// leave does what happens when call, at at, does not return: the deferred functions run
// where it panics or ends the goroutine, and do not where it ends the process.
func (f *frame) leave(call *ssa.Call, at point) {
	if n := len(f.panicsAt); n > 0 && f.panicsAt[n-1].block == at.block && f.panicsAt[n-1].idx == at.idx {
		f.unwind(at)
	} else if fn := call.Call.StaticCallee(); fn != nil && fn.String() == "runtime.Goexit" {
		f.runDefers(at)
	}
}

// leadsTo reports whether control can get from block a to block b.
func (f *frame) leadsTo(a, b int) bool {
	blocks := f.fn.Blocks
	if a == b || blocks[a].Dominates(blocks[b]) {
		return true
	}
	after, ok := f.after[a]
	if !ok {
		after = reachedFrom(blocks, a)
		if f.after == nil {
			f.after = make(map[int][]uint64)
		}
		f.after[a] = after
	}
	return after[b/64]&(1<<(b%64)) != 0 || f.fn.Recover != nil && b == f.fn.Recover.Index
}

// reachedFrom is the set of the blocks that control can get to from block a, by
// their indexes.
func reachedFrom(blocks []*ssa.BasicBlock, a int) []uint64 {
	set := make([]uint64, (len(blocks)+63)/64)
	todo := []int{a}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, s := range blocks[n].Succs {
			if bit := uint64(1) << (s.Index % 64); set[s.Index/64]&bit == 0 {
				set[s.Index/64] |= bit
				todo = append(todo, s.Index)
			}
		}
	}
	return set
}

// finish does what happens when the function ends: its goroutines go on.
func (f *frame) finish(at point) {
	if _, ok := f.fn.Blocks[at.block].Instrs[at.idx].(*ssa.Return); !ok {
		f.unwind(at)
	}
	for _, d := range f.gos {
		if f.leadsTo(d.at.block, at.block) {
			f.ended = f.inCycle(d.at.block)
			f.runAsync(d, at)
			f.ended = false
		}
	}
	for _, again := range f.again {
		again(at)
	}
}
