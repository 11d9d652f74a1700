package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// fromOutside reports whether v is a function that others may put in a field for it, or
// hand to this package, as this package itself does not: whether it keeps what it is
// given is not known, and is not held against who calls it.
func (e *engine) fromOutside(v ssa.Value, depth int) bool {
	if depth > maxLetting {
		return false
	}
	if p, ok := v.(*ssa.Parameter); ok {
		return e.givenFromOutside(p, depth)
	}
	field, _ := loadedField(v)
	return field != nil && !slices.ContainsFunc(e.usesOf().stores[field], func(s ssa.Value) bool {
		return !nilConst(s) && !e.fromOutside(s, depth+1)
	})
}

// givenFromOutside is fromOutside for what callers hand to parameter p.
func (e *engine) givenFromOutside(p *ssa.Parameter, depth int) bool {
	fn := p.Parent()
	i := slices.Index(fn.Params, p)
	for _, by := range e.usesOf().callers[fn] {
		for _, b := range by.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok || call.Common().StaticCallee() != fn {
					continue
				}
				if arg := call.Common().Args[i]; !nilConst(arg) && !e.fromOutside(arg, depth+1) {
					return false
				}
			}
		}
	}
	return true
}
