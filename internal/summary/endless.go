package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Control does not get past a call that never returns, however what is called was
// found: a function in a variable, a method by an interface, a literal.

// endless reports whether none of what call may call returns. What fnv is of the
// called value counts where all of it is known.
func (f *frame) endless(call *ssa.CallCommon, fnv Value) bool {
	if f.concrete {
		return false
	}
	if fns := f.e.heldFunctions(call.Value); len(fns) > 0 {
		return !slices.ContainsFunc(fns, func(fn ssa.Value) bool { return !f.endsIn(fn, call.Method) })
	}
	if held := f.e.importedFunctions(call.Value); len(held) > 0 {
		fnv = held
	}
	if call.IsInvoke() && !slices.ContainsFunc(bare(fnv), func(a *Atom) bool { return a.kind != kindSym }) {
		if all := f.e.sealed(call.Value.Type()); len(all) > 0 {
			return !slices.ContainsFunc(all, func(t types.Type) bool {
				return !f.endlessAtom(f.e.method(f.e.u.typeRef(t), call.Method.Id()))
			})
		}
	}
	if len(fnv) == 0 {
		return false
	}
	return !slices.ContainsFunc(bare(fnv), func(a *Atom) bool {
		if call.IsInvoke() {
			return a.kind != kindTyped || a.typ.open() || !f.endlessAtom(f.e.method(a.typ, call.Method.Id()))
		}
		return !f.endlessAtom(a)
	})
}

// sealed are the types that have the methods of interface t, if one of these is not
// exported, so that only the package that declares t has such types: testing.TB is one.
// Types that embed it are left out, and so are those that importers can not name.
func (e *engine) sealed(t types.Type) []types.Type {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || e.remote || named.Obj().Pkg() == nil || named.Obj().Pkg() == e.pkg.Pkg {
		return nil
	}
	i, ok := named.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	hidden := false
	for m := range i.Methods() {
		hidden = hidden || !m.Exported()
	}
	if !hidden {
		return nil
	}
	var all []types.Type
	scope := named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		of, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !of.Exported() || of.IsAlias() || types.IsInterface(of.Type()) {
			continue
		}
		if p := types.NewPointer(of.Type()); types.Implements(p, i) {
			all = append(all, p)
		}
	}
	return all
}

// endlessAtom reports whether a is a function that never returns.
func (f *frame) endlessAtom(a *Atom) bool {
	if a == nil || a.kind != kindFunc {
		return false
	}
	if exits(a.fn.key) {
		return true
	}
	s := f.e.summaryOf(a.fn, f.node)
	return s != nil && !s.unknown && !s.returns
}

// comesBack reports whether a call of fn, whose summary is s, may return: there
// may be something in args that it does not return for. Whoever calls a factory
// is told of what is wrong there, and of what is wrong behind it.
func (f *frame) comesBack(s *Summary, fn *Atom, args []Value, at point, panicked bool) bool {
	if !s.returns || len(s.holds) == 0 || f.concrete && !s.panics || f.e.remote || f.e.isFactory(fn.fn) ||
		slices.ContainsFunc(s.effects, func(e *effect) bool { return e.kind == effectReach || e.kind == effectContext }) {
		return s.returns
	}
	return f.admits(s.holds, &env{fn: fn.fn, frees: fn.binds, params: args, targs: fn.targs, at: at, panicked: panicked})
}

// exits reports whether key is a function of the run-time system that ends the
// process, or the goroutine.
func exits(key string) bool {
	switch key {
	case "syscall.Exit", "runtime.Goexit", "runtime.exit", "runtime.throw", "runtime.fatal":
		return true
	}
	return false
}

// endsIn reports whether v, a function, or an interface value that method is
// called of, is known not to return.
func (f *frame) endsIn(v ssa.Value, method *types.Func) bool {
	switch v := v.(type) {
	case *ssa.ChangeType:
		return f.endsIn(v.X, method)
	case *ssa.ChangeInterface:
		return f.endsIn(v.X, method)
	case *ssa.MakeInterface:
		return method != nil && f.endlessAtom(f.e.method(f.e.u.typeRef(v.X.Type()), method.Id()))
	case *ssa.Function:
		return method == nil && f.endlessAtom(f.funcAtom(v, nil))
	case *ssa.MakeClosure:
		return f.endsIn(v.Fn, method)
	}
	return false
}

// heldFunctions are all functions that this package stores in the package-level
// variable, or the field, that v is loaded from.
func (e *engine) heldFunctions(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.UnOp:
		switch addr := v.X.(type) {
		case *ssa.Global:
			if u := e.usesOf(); addr.Pkg == e.pkg && !u.exposed[addr] {
				return u.functions[addr]
			}
		case *ssa.FieldAddr:
			return e.fieldFunctions(fieldOf(addr))
		}
	case *ssa.Field:
		if s, ok := underlying(v.X.Type()).(*types.Struct); ok {
			return e.fieldFunctions(s.Field(v.Field).Origin())
		}
	}
	return nil
}

// importedFunctions are the functions that initialisers of the package that it is
// in have left in the package-level variable that v is loaded from.
func (e *engine) importedFunctions(v ssa.Value) Value {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return nil
	}
	g, ok := load.X.(*ssa.Global)
	if !ok || g.Pkg == e.pkg {
		return nil
	}
	var held gathering
	for _, en := range e.stateOf(e.u.rootSym(rootGlobal, 0, globalKey(g))) {
		held.add(en.val)
	}
	return known(held.value()) // what it began with is nil, and is not called
}

func (e *engine) fieldFunctions(field *types.Var) []ssa.Value {
	if field == nil || field.Exported() || field.Pkg() != e.pkg.Pkg {
		return nil
	}
	return e.usesOf().stores[field]
}
