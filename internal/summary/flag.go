package summary

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Truth values in package-level variables decide what initialisers do. All that
// is stored in one is known if its address goes nowhere.

// beginFlags notes what the package's flags begin with: false; and anything,
// where an address is handed on.
func (e *engine) beginFlags() {
	exposed := e.usesOf().exposed
	for _, name := range e.pkg.Pkg.Scope().Names() {
		g, ok := e.pkg.Members[name].(*ssa.Global)
		if !ok {
			continue
		}
		base := e.u.rootSym(rootGlobal, 0, globalKey(g))
		for _, p := range flagPaths(g.Type().(*types.Pointer).Elem()) {
			value := e.u.constant("false")
			if exposed[g] {
				value = e.u.top()
			}
			en := entry{p, Value{value}, true}
			e.stateOf(base)
			e.state[base] = append(e.state[base], en)
			e.delta[base] = append(e.delta[base], en)
		}
	}
}

// flagPaths are the places of truth values in a variable of type t: itself, and
// the fields of a struct.
func flagPaths(t types.Type) []path {
	if isBool(t) {
		return []path{nil}
	}
	var ps []path
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if isBool(s.Field(i).Type()) {
				ps = append(ps, path{fieldSel(t, i)})
			}
		}
	}
	return ps
}

// expose notes the package-level variables whose address instr hands on, or
// that it stores in as a whole.
func (u *uses) expose(instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.FieldAddr:
		if g, ok := i.X.(*ssa.Global); ok && !onlyAccessed(i) {
			u.exposed[g] = true
		}
		return
	case *ssa.UnOp:
		if i.Op == token.MUL {
			return
		}
	case *ssa.Store:
		for _, v := range []ssa.Value{i.Addr, i.Val} {
			if g, ok := v.(*ssa.Global); ok && (v == i.Val || flagPaths(i.Val.Type()) == nil || len(flagPaths(i.Val.Type())[0]) > 0) {
				u.exposed[g] = true
			}
		}
		return
	case *ssa.DebugRef:
		return
	}
	for _, op := range instr.Operands(nil) {
		if g, ok := (*op).(*ssa.Global); ok {
			u.exposed[g] = true
		}
	}
}

// exposed reports whether addr is that of a package-level variable, or of a
// field of it, whose address is handed on.
func (e *engine) exposed(addr ssa.Value) bool {
	for {
		fa, ok := addr.(*ssa.FieldAddr)
		if !ok {
			break
		}
		addr = fa.X
	}
	g, ok := addr.(*ssa.Global)
	return ok && e.usesOf().exposed[g]
}

// onlyAccessed reports whether nothing but loads and stores is done through
// addr.
func onlyAccessed(addr *ssa.FieldAddr) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Store:
			if ref.Val == addr {
				return false
			}
		default:
			return false
		}
	}
	return true
}
