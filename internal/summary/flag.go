package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Truth values, numbers and texts in package-level variables decide what
// initialisers do, and whether something is there yet. All that is stored in one
// is known if its address goes nowhere.

// beginFlags notes what the package's flags begin with: the zero value; and
// anything, where an address is handed on.
func (e *engine) beginFlags() {
	exposed := e.usesOf().exposed
	e.openImported(exposed)
	for _, name := range e.pkg.Pkg.Scope().Names() {
		g, ok := e.pkg.Members[name].(*ssa.Global)
		if !ok {
			continue
		}
		base := e.u.rootSym(rootGlobal, 0, globalKey(g))
		for _, p := range flagPlaces(g.Type().(*types.Pointer).Elem()) {
			value := e.u.constant(p.zero)
			switch {
			case p.zero != "false" && e.remote, p.zero == "nil" && (exposed[g] || e.context(p.typ)):
				continue
			case exposed[g]:
				value = e.u.top()
			}
			e.leave(base, entry{p.path, Value{value}, true})
		}
	}
}

// openImported notes that imported packages' flags, whose address this package
// hands on, can be anything.
func (e *engine) openImported(exposed map[*ssa.Global]bool) {
	var gs []*ssa.Global
	for g := range exposed {
		if g.Pkg != e.pkg {
			gs = append(gs, g)
		}
	}
	slices.SortFunc(gs, func(a, b *ssa.Global) int { return strings.Compare(globalKey(a), globalKey(b)) })
	for _, g := range gs {
		for _, p := range flagPlaces(g.Type().(*types.Pointer).Elem()) {
			if base := e.u.rootSym(rootGlobal, 0, globalKey(g)); p.zero != "nil" && len(e.stateOf(base)) > 0 {
				e.leave(base, entry{p.path, Value{e.u.top()}, true})
			}
		}
	}
}

// leave notes what an initialiser leaves in base.
func (e *engine) leave(base *Atom, en entry) {
	e.stateOf(base)
	e.state[base] = append(e.state[base], en)
	e.delta[base] = append(e.delta[base], en)
}

// A flagPlace is where a variable has something of which it is followed what it
// is, and what that begins with.
type flagPlace struct {
	path path
	zero string
	typ  types.Type
}

// flagPlaces are those of a variable of type t: itself, and the fields of a
// struct.
func flagPlaces(t types.Type) []flagPlace {
	if zero := zeroText(t); zero != "" {
		return []flagPlace{{nil, zero, t}}
	}
	var ps []flagPlace
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			ft := s.Field(i).Type()
			if zero := zeroText(ft); zero != "" && zero != "nil" {
				ps = append(ps, flagPlace{path{fieldSel(t, i)}, zero, ft})
			}
		}
	}
	return ps
}

// zeroText is the zero value of type t as a constant; "" if that is not followed.
func zeroText(t types.Type) string {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case t.Info()&types.IsBoolean != 0:
			return "false"
		case t.Info()&types.IsInteger != 0 && t.Kind() != types.Uintptr:
			return "0"
		case t.Info()&types.IsString != 0:
			return `""`
		}
	case *types.Pointer, *types.Signature, *types.Interface, *types.Map, *types.Slice, *types.Chan:
		return "nil"
	}
	return ""
}

// isFlag reports whether addr is that of a truth value in a local variable, in
// one that a literal captured, or in a package-level variable: those who share it
// tell each other by it what to do. So does one next to a user context in a
// struct. Of package-level variables, numbers and texts are flags, too.
func (e *engine) isFlag(addr ssa.Value) bool {
	p, ok := addr.Type().Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	switch zeroText(p.Elem()) {
	case "false":
		return e.isLocal(addr) || e.isSwitch(addr) || e.isState(addr)
	case "0", `""`:
		return !e.remote && isGlobal(addr) || e.isSwitch(addr) || e.isState(addr) || !e.library && isCaptured(addr)
	case "nil":
		return e.mayBeUnset(addr) && !e.hold.mayHold(p.Elem())
	}
	return false
}

// isState reports whether addr is that of a truth value, or of a state that has a type
// of its own, next to a user context in a struct.
func (e *engine) isState(addr ssa.Value) bool {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok || e.library || e.remote {
		return false
	}
	t := fa.Type().Underlying().(*types.Pointer).Elem()
	if _, named := types.Unalias(t).(*types.Named); !named && !isBool(t) {
		return false
	}
	p, ok := underlying(fa.X.Type()).(*types.Pointer)
	if !ok || e.set.IsUserContext(p.Elem()) {
		return false
	}
	s, ok := underlying(p.Elem()).(*types.Struct)
	if !ok {
		return false
	}
	for field := range s.Fields() {
		if e.context(field.Type()) {
			return true
		}
	}
	return false
}

// mayBeUnset reports whether addr is that of a package-level variable of which it
// is followed whether something is there yet.
func (e *engine) mayBeUnset(addr ssa.Value) bool {
	g, ok := addr.(*ssa.Global)
	return ok && !e.remote && !e.context(g.Type().(*types.Pointer).Elem()) && zeroText(g.Type().(*types.Pointer).Elem()) == "nil"
}

func (e *engine) isLocal(addr ssa.Value) bool {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return a.Heap || e.record(a.Type().Underlying().(*types.Pointer).Elem()) // Heap: a literal captured it
	case *ssa.FreeVar, *ssa.Global:
		return true
	case *ssa.FieldAddr:
		return e.isLocal(a.X)
	}
	return false
}

// isCaptured reports whether addr is that of a variable that a literal captured.
func isCaptured(addr ssa.Value) bool {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return a.Heap
	case *ssa.FreeVar:
		return true
	}
	return false
}

func isGlobal(addr ssa.Value) bool {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		addr = fa.X
	}
	_, ok := addr.(*ssa.Global)
	return ok
}

// asFlag is what a flag keeps of v: what it is, if that is known, or anything.
func (f *frame) asFlag(v Value) Value {
	if constants(v) || len(v) > 0 && onlySymbols(v) {
		return v
	}
	return Value{f.e.u.top()}
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
			if g, ok := v.(*ssa.Global); ok && (v == i.Val || zeroText(i.Val.Type()) == "" && literalOf(i.Val) == nil) {
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

// literalOf is the variable that composite literal v is built in, if nothing else
// is done with that.
func literalOf(v ssa.Value) *ssa.Alloc {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	lit, ok := load.X.(*ssa.Alloc)
	if !ok || lit.Comment != "complit" {
		return nil
	}
	for _, ref := range *lit.Referrers() {
		if fa, ok := ref.(*ssa.FieldAddr); ref != load && (!ok || !onlyAccessed(fa)) {
			return nil
		}
	}
	return lit
}

// storeFlags stores the flags of composite literal v in the package-level
// variable at addr.
func (f *frame) storeFlags(addr, v ssa.Value, at point) {
	g, ok := addr.(*ssa.Global)
	lit := literalOf(v)
	if !ok || lit == nil || f.e.exposed(addr) {
		return
	}
	for n, p := range flagPlaces(v.Type()) {
		if p.zero != "false" && f.e.remote {
			continue
		}
		val := Value{f.e.u.constant(p.zero)}
		for _, ref := range *lit.Referrers() {
			fa, ok := ref.(*ssa.FieldAddr)
			if !ok || fieldSel(fa.X.Type(), fa.Field) != p.path[0] {
				continue
			}
			for _, s := range storesTo(fa) {
				val = f.asFlag(f.flagValue(s.Val))
			}
		}
		f.store(f.get(g), val, p.path, f.seq(at, "flag", n), true)
	}
}

// flagValue is what r is of a flag's value.
func (f *frame) flagValue(r ssa.Value) Value {
	switch zeroText(r.Type()) {
	case "false":
		return f.get(r)
	case "nil":
		switch r := r.(type) {
		case *ssa.Const:
			return f.get(r)
		case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan, *ssa.MakeInterface, *ssa.MakeClosure, *ssa.Function:
			return Value{f.e.u.constant(nonNil)}
		}
		return nil
	}
	return f.number(r, false)
}
