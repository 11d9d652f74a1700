package summary

import "go/types"

// fitting is v without what a register of type t can not hold: behind
// [anything] types are lost, and all that can be reached is met again.
func (f *frame) fitting(v Value, t types.Type) Value {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok || len(v) < 2 {
		return v
	}
	if _, ok := underlying(ptr.Elem()).(*types.Struct); !ok {
		return v
	}
	want := f.e.u.typeRef(ptr.Elem())
	if want.kind != typeNamed {
		return v
	}
	for i, a := range v {
		if f.fits(a, want) {
			continue
		}
		out := append(Value(nil), v[:i]...)
		for _, a := range v[i+1:] {
			if f.fits(a, want) {
				out = append(out, a)
			}
		}
		return out
	}
	return v
}

// fits reports whether a may be a pointer to a want.
func (f *frame) fits(a *Atom, want *TypeRef) bool {
	switch a.kind {
	case kindAddr:
		if len(a.path) > 0 || a.base.root != rootObject || a.base.parent != nil {
			return true
		}
		return f.e.hold.same(a.base.obj.typ, want)
	case kindSym:
		if a.sel == anything && f.e.hold.isMasked(want.name) {
			return false // a structure of masks is closed under all that it holds
		}
		t := f.symbolType(a)
		if t == nil {
			return true
		}
		have := f.e.u.typeRef(t)
		switch have.kind {
		case typePointer:
			return f.e.hold.same(have.elem, want)
		case typeParam:
			return false
		}
		return true
	}
	return true
}

// isMask reports whether ptr points to a mask.
func (h *holder) isMask(ptr types.Type) bool {
	if len(h.masks) == 0 {
		return false
	}
	p, ok := ptr.(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && h.masks[n.Obj()]
}

// isMasked reports whether the type with this name is a mask, or is handled
// through one.
func (h *holder) isMasked(name string) bool {
	for pair := range h.wholes {
		if pair[0] == name || pair[1] == name {
			return true
		}
	}
	return false
}

// same reports whether have may be want, as far as is known.
func (h *holder) same(have, want *TypeRef) bool {
	if have == nil || have.kind != typeNamed && have.kind != typeParam {
		return true
	}
	return origin(have) == origin(want) || h.wholes[[2]string{have.name, want.name}] || h.wholes[[2]string{want.name, have.name}]
}
