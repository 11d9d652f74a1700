package summary

import (
	"go/types"
	"slices"
)

// user reports whether t, below a pointer, is a user context: by itself, or
// because it has the methods of an interface that is one.
func (e *engine) user(t types.Type) bool {
	if is, ok := e.users[t]; ok {
		return is
	}
	is := e.set.IsUserContext(t)
	if e.facts == nil {
		return is // what is imported is not known yet
	}
	if !is && !e.remote {
		elem := t
		if p, ok := types.Unalias(t).(*types.Pointer); ok {
			elem = p.Elem()
		}
		if n, ok := types.Unalias(elem).(*types.Named); ok && !types.IsInterface(n) && n.TypeArgs() == nil && n.TypeParams() == nil {
			is = slices.ContainsFunc(e.userInterfaces(), func(i *types.Interface) bool {
				return types.Implements(types.NewPointer(n), i)
			})
		}
	}
	e.users[t] = is
	return is
}

// userInterfaces are the user contexts with methods that this package, or one
// that it imports, declares; the standard library has none.
func (e *engine) userInterfaces() []*types.Interface {
	if e.userMethods != nil {
		return *e.userMethods
	}
	var all []*types.Interface
	for _, p := range append([]*types.Package{e.pkg.Pkg}, e.pkg.Pkg.Imports()...) {
		if f := e.facts.imports[p.Path()]; p != e.pkg.Pkg && (f == nil || f.Standard != "") {
			continue
		}
		for _, name := range p.Scope().Names() {
			t, ok := p.Scope().Lookup(name).(*types.TypeName)
			if !ok || p != e.pkg.Pkg && !t.Exported() {
				continue
			}
			if i, ok := t.Type().Underlying().(*types.Interface); ok && i.NumMethods() > 0 && i.IsMethodSet() && e.set.IsUserContext(t.Type()) {
				all = append(all, i)
			}
		}
	}
	e.userMethods = &all
	return all
}

// context reports whether t is a user context that can be nil.
func (e *engine) context(t types.Type) bool { return e.nillable(t) && e.user(t) }

// record reports whether t is a struct whose zero value matters: a user context,
// or one with a field that is a user context or, in a generic function, may be.
func (e *engine) record(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	if e.set.IsUserContext(t) {
		return true
	}
	for f := range s.Fields() {
		if e.user(f.Type()) || isTypeParam(f.Type()) {
			return true
		}
	}
	return false
}

// zeroPart is the constant that stands for a part of type t of a struct of which
// nothing was set; "" where that does not matter.
func (e *engine) zeroPart(t types.Type) string {
	switch {
	case e.context(t):
		return "nil"
	case isTypeParam(t):
		return zeroValue
	case isBool(t):
		return "false"
	}
	return ""
}

// absent is the constant that stands for a user context of type t that is not
// there, or for the zero value of a type parameter; "" for other types.
func (e *engine) absent(t types.Type) string {
	switch {
	case isTypeParam(t) || e.record(t):
		return zeroValue
	case e.context(t):
		return "nil"
	}
	return ""
}
