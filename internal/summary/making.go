package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A finding tells where what is kept was made, and each place by which it got
// there, as far as that is in this package.

// maxHops bounds the places that are told of one store.
const maxHops = 8

// A Making is a call that gives a manager, or what holds one.
type Making struct {
	Site    Site
	Callee  string // the function that is called there
	factory string // what makes the manager
}

// madeFor is where the present instruction, or the callee that stores it, has
// manager m from.
func (f *frame) madeFor(m *Atom, at point) Making {
	if made := f.maker(m, at); made.Site.IsValid() {
		return made
	}
	if f.making.factory == m.name {
		return f.making
	}
	return Making{}
}

// maker is the call from which the present instruction has manager m: of the
// factory, or of what returns m or what holds it.
func (f *frame) maker(m *Atom, at point) Making {
	var direct, holder Making
	seen := make(map[ssa.Value]bool)
	todo := slices.Clone(stored(f.current))
	for len(todo) > 0 && len(seen) < maxReachable {
		v := todo[0]
		todo = todo[1:]
		if v == nil || seen[v] {
			continue
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Call:
			fn := v.Call.StaticCallee()
			made := Making{Site: v.Pos(), factory: m.name}
			switch {
			case v.Call.IsInvoke():
				made.Callee = funcKeyOf(v.Call.Method)
			case fn != nil:
				made.Callee = functionKey(fn)
			}
			switch {
			case made.Callee == m.name:
				return made
			case fn == nil || direct.Site.IsValid():
			case slices.Contains(f.get(v), m):
				direct = made
			case !holder.Site.IsValid() && f.makesHolder(v, m, at):
				holder = made
			}
			todo = append(todo, v.Call.Args...)
		case *ssa.Alloc:
			todo = append(todo, storedIn(v, 0)...)
		case *ssa.MakeClosure:
			todo = append(todo, v.Bindings...)
		case ssa.Instruction:
			for _, op := range v.Operands(nil) {
				todo = append(todo, *op)
			}
		}
	}
	if direct.Site.IsValid() {
		return direct
	}
	return holder
}

// makesHolder reports whether what call returns holds manager m, and nothing
// that it is given does.
func (f *frame) makesHolder(call *ssa.Call, m *Atom, at point) bool {
	holds := func(v ssa.Value) bool { return f.held(f.get(v), at).manager == m }
	return holds(call) && !slices.ContainsFunc(call.Call.Args, holds)
}
