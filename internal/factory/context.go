package factory

import "go/types"

// A ContextParam says where a factory takes its user context.
type ContextParam struct {
	Index    int    // of the parameter, the receiver counting first; -1 if there is none
	Field    string // the field of a struct parameter, or of what an option sets; or ""
	Carrier  bool   // it is a context.Context, which carries the user context
	Variadic bool   // it is variadic: its elements are meant
	Option   bool   // it is a functional option, or an interface with one method that does the same
}

// ContextParam is the context parameter of factory fn: a user context, else a
// struct with one, else a variadic parameter or a functional option of one,
// else a context.Context.
func (s *Set) ContextParam(fn *types.Func) ContextParam {
	sig := fn.Type().(*types.Signature)
	var params []*types.Var
	if r := sig.Recv(); r != nil {
		params = append(params, r)
	}
	for v := range sig.Params().Variables() {
		params = append(params, v)
	}
	for i, p := range params {
		if s.IsUserContext(p.Type()) {
			return ContextParam{Index: i}
		}
	}
	for i, p := range params {
		if sig.Recv() != nil && i == 0 {
			continue // what a receiver holds is its own
		}
		t := p.Type()
		if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
			t = ptr.Elem()
		}
		if st, ok := t.Underlying().(*types.Struct); ok {
			for f := range st.Fields() {
				if s.IsUserContext(f.Type()) {
					return ContextParam{Index: i, Field: f.Name()}
				}
			}
		}
	}
	for i, p := range params {
		if sig.Recv() != nil && i == 0 {
			continue
		}
		t, variadic := p.Type(), sig.Variadic() && i == len(params)-1
		if variadic {
			t = t.(*types.Slice).Elem()
		}
		if variadic && s.IsUserContext(t) {
			return ContextParam{Index: i, Variadic: true}
		}
		if field := s.optionField(t); field != "" {
			return ContextParam{Index: i, Field: field, Variadic: variadic, Option: true}
		}
	}
	for i, p := range params {
		n := namedBelow(p.Type())
		if n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && n.Obj().Name() == "Context" {
			return ContextParam{Index: i, Carrier: true}
		}
	}
	if sig.Variadic() || opaque(params, sig.Recv() != nil) {
		return ContextParam{Index: -2}
	}
	return ContextParam{Index: -1}
}

// optionField is the field that options of type t set a user context in: t is
// a function of a pointer to a struct with one, or an interface with such a
// method alone. It is "" for other types.
func (s *Set) optionField(t types.Type) string {
	sig, ok := t.Underlying().(*types.Signature)
	if iface, isIface := t.Underlying().(*types.Interface); isIface && iface.NumMethods() == 1 {
		sig, ok = iface.Method(0).Type().(*types.Signature)
	}
	if !ok || sig.Params().Len() != 1 {
		return ""
	}
	ptr, ok := sig.Params().At(0).Type().Underlying().(*types.Pointer)
	if !ok {
		return ""
	}
	st, ok := ptr.Elem().Underlying().(*types.Struct)
	if !ok {
		return ""
	}
	for f := range st.Fields() {
		if s.IsUserContext(f.Type()) {
			return f.Name()
		}
	}
	return ""
}

// opaque reports whether a user context may be in one of params: in a
// function, such as an option, or in an interface.
func opaque(params []*types.Var, method bool) bool {
	for i, p := range params {
		if method && i == 0 {
			return true
		}
		switch p.Type().Underlying().(type) {
		case *types.Signature, *types.Interface:
			return true
		}
	}
	return false
}
