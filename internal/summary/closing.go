package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Who receives from a closed channel gets a zero value. Whether a value is still
// there is counted where the channel is made: by the sends that come before it is
// closed, and the receives that can come before this one.

// A channelUse is what a function and its literals do with a channel that they
// have to themselves.
type channelUse struct {
	sends    []ssa.Instruction
	receives []ssa.Instruction
	closes   []ssa.Instruction // close(c) or defer close(c)
}

// mayBeSpent reports whether i can receive from channel c after it was closed and
// what was sent has been received.
func (f *frame) mayBeSpent(i ssa.Instruction, c ssa.Value) bool {
	t, ok := c.Type().Underlying().(*types.Chan)
	if !ok || !f.e.context(t.Elem()) || f.concrete || f.e.remote {
		return false
	}
	made := madeChannel(c)
	if made == nil {
		return false
	}
	outer := made.Parent()
	for outer.Parent() != nil {
		outer = outer.Parent()
	}
	var use channelUse
	if !use.collect(outer, made) {
		return false
	}
	for _, end := range use.closes {
		if !f.leftFor(i, end, &use) {
			return true
		}
	}
	return false
}

// leftFor reports whether a value is left for receive i when end has closed the
// channel.
func (f *frame) leftFor(i, end ssa.Instruction, use *channelUse) bool {
	sent := 0
	for _, s := range use.sends {
		if s.Parent() == end.Parent() && alwaysBefore(s, end) {
			sent++
		}
	}
	for _, r := range use.receives {
		if r == i {
			sent--
		} else if r.Parent() != i.Parent() || !alwaysBefore(i, r) {
			sent--
		}
	}
	if f.repeated(i) {
		return !slices.ContainsFunc(use.sends, func(s ssa.Instruction) bool { return !f.repeated(s) })
	}
	return sent >= 0
}

// repeated reports whether i is in a loop of this body, or in a literal that is made
// in one: how often it runs is not counted.
func (f *frame) repeated(i ssa.Instruction) bool {
	for fn := i.Parent(); fn != f.fn; fn = fn.Parent() {
		if fn == nil || fn.Referrers() == nil {
			return false
		}
		for _, ref := range *fn.Referrers() {
			if c, ok := ref.(*ssa.MakeClosure); ok {
				i = c
			}
		}
		if i.Parent() == fn {
			return false
		}
	}
	return f.inCycle(i.Block().Index)
}

// alwaysBefore reports whether a has run whenever b does; a deferred call runs when
// its function returns.
func alwaysBefore(a, b ssa.Instruction) bool {
	if _, deferred := b.(*ssa.Defer); deferred {
		for _, block := range b.Parent().Blocks {
			if last, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok && block != b.Parent().Recover && !precedes(a, last) {
				return false
			}
		}
		return true
	}
	return precedes(a, b)
}

// madeChannel is the make expression that c comes from, nil if that is not to be
// seen.
func madeChannel(c ssa.Value) *ssa.MakeChan {
	for range maxRefining {
		switch x := c.(type) {
		case *ssa.MakeChan:
			return x
		case *ssa.ChangeType:
			c = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil
			}
			c = variableOf(x.X)
			if c == nil {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}

// variableOf is the one value that is stored in the variable with this address, nil
// if there are others.
func variableOf(addr ssa.Value) ssa.Value {
	for {
		free, ok := addr.(*ssa.FreeVar)
		if !ok {
			break
		}
		if addr = boundTo(free); addr == nil {
			return nil
		}
	}
	a, ok := addr.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var stored ssa.Value
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if stored != nil || ref.Addr != a {
				return nil
			}
			stored = ref.Val
		case *ssa.UnOp, *ssa.MakeClosure, *ssa.DebugRef:
		default:
			return nil
		}
	}
	return stored
}

// boundTo is what the literal that has this free variable captures by it.
func boundTo(free *ssa.FreeVar) ssa.Value {
	fn := free.Parent()
	for n, v := range fn.FreeVars {
		if v != free {
			continue
		}
		for _, ref := range *fn.Referrers() {
			if c, ok := ref.(*ssa.MakeClosure); ok {
				return c.Bindings[n]
			}
		}
	}
	return nil
}

// collect adds what fn and its literals do with the channel that made makes; it is
// false where they hand it on.
func (u *channelUse) collect(fn *ssa.Function, made *ssa.MakeChan) bool {
	is := func(v ssa.Value) bool { return isChannel(v) && madeChannel(v) == made }
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.Send:
				if is(i.X) {
					return false
				} else if is(i.Chan) {
					u.sends = append(u.sends, i)
				}
			case *ssa.UnOp:
				if i.Op == token.ARROW && is(i.X) {
					u.receives = append(u.receives, i)
				}
			case *ssa.Select:
				for _, s := range i.States {
					if is(s.Chan) && s.Dir == types.RecvOnly {
						u.receives = append(u.receives, i)
					}
				}
			case ssa.CallInstruction:
				call := i.Common()
				for _, a := range call.Args {
					if !is(a) {
						continue
					}
					b, ok := call.Value.(*ssa.Builtin)
					if !ok {
						return false
					} else if b.Name() == "close" {
						u.closes = append(u.closes, i)
					}
				}
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		if !u.collect(lit, made) {
			return false
		}
	}
	return true
}

func isChannel(v ssa.Value) bool { _, ok := v.Type().Underlying().(*types.Chan); return ok }
