package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A field of a struct that nothing sets is nil. That is known of an object if
// all that can set it is followed: it is lost where something else gets at it,
// a function without a summary, or reflection through an argument of type any.
// A loss is written to summaries as a store of anything anywhere in the object.

// begunHere reports whether what object base began with is its zero value, and
// all that is done with it since is seen.
func (f *frame) begunHere(base *Atom) bool {
	if base.root != rootObject || base.parent != nil || base.obj.many {
		return false
	}
	o := base.obj
	if o.alloc != nil && private(o.alloc) {
		return true
	}
	if o.typ == nil || f.concrete || f.late || f.spent || f.e.persistent[o] {
		return false
	}
	m := f.mems[base]
	return m == nil || !m.lost && !m.exposed
}

// unset is what the place p of object base holds before anything is stored
// there, if that is a user context.
func (f *frame) unset(base *Atom, p path) Value {
	if f.concrete || f.e.remote || base.obj.typ == nil || base.obj.typ.typ == nil {
		return nil
	}
	if t := partType(base.obj.typ.typ, p); t != nil && (f.e.context(t) || isTypeParam(t)) {
		return Value{f.e.u.constant(f.e.zeroPart(t))}
	}
	return nil
}

// partType is the type of the part p of a value of type t, pointers not
// followed; nil where it is not known.
func partType(t types.Type, p path) types.Type {
	for _, sel := range p {
		switch u := underlying(t).(type) {
		case *types.Struct:
			t = nil
			for v := range u.Fields() {
				if "."+v.Name() == sel {
					t = v.Type()
				}
			}
			if t == nil {
				return nil
			}
		case *types.Array:
			if !isElem(sel) {
				return nil
			}
			t = u.Elem()
		default:
			return nil
		}
	}
	return t
}

// isLoss reports whether a store of val to p says that an object is lost.
func isLoss(p path, val Value) bool {
	return len(p) == 1 && p[0] == anything && len(val) == 1 && val[0].kind == kindTop
}

// lossOf is the effect by which a caller is told that base is lost.
func (f *frame) lossOf(base *Atom) *effect {
	e := f.node.effect("L"+base.key, f.e)
	*e = effect{id: e.id, kind: effectStore, base: Value{f.e.u.addr(base, nil)}, path: path{anything}, val: Value{f.e.u.top()}}
	return e
}

func (f *frame) lose(base *Atom) {
	if m := f.memory(base); !m.lost {
		m.lost = true
		f.changed = true
	}
}

// losesUntyped loses what call is given as a value of type any.
func (f *frame) losesUntyped(call *ssa.CallCommon, args []Value) {
	if f.concrete || f.e.remote {
		return
	}
	params := call.Signature().Params()
	skip := len(args) - params.Len()
	for i := range params.Len() {
		if i+skip >= 0 && isUntyped(params.At(i).Type()) {
			f.loseAll(args[i+skip : i+skip+1])
		}
	}
}

// isUntyped reports whether t is any, or a list of it.
func isUntyped(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Slice); ok {
		t = s.Elem()
	}
	if isTypeParam(t) {
		return false
	}
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

// loseAll loses the structs with user contexts that can be reached from vs.
func (f *frame) loseAll(vs []Value) {
	if f.concrete || f.e.remote {
		return
	}
	seen := make(map[*Atom]bool)
	var todo Value
	for _, v := range vs {
		todo = append(todo, v...)
	}
	for len(todo) > 0 && len(seen) < maxReachable {
		a := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[a] {
			continue
		}
		seen[a] = true
		todo = append(todo, a.inner...)
		for _, b := range a.binds {
			todo = append(todo, b...)
		}
		for _, fl := range a.fields {
			todo = append(todo, fl.val...)
		}
		base, _, ok := place(a)
		if !ok || seen[base] && base != a {
			continue
		}
		seen[base] = true
		if f.canLose(base) {
			f.lose(base)
		}
		if m := f.mems[base]; m != nil {
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					todo = append(todo, w.val...)
				}
			}
		}
	}
}

// canLose reports whether base points to what may have a field that is a user
// context, and is not a package-level variable's.
func (f *frame) canLose(base *Atom) bool {
	if base.root == rootObject && base.parent == nil {
		return base.obj.typ != nil && (base.obj.typ.typ == nil || f.e.context(base.obj.typ.typ) || f.e.hasContext(base.obj.typ.typ))
	}
	switch base.rootOf().root {
	case rootParam, rootFree:
	default:
		return false
	}
	t := f.symbolType(base)
	if t == nil {
		return false
	}
	p, ok := underlying(t).(*types.Pointer)
	return ok && f.e.hasContext(p.Elem())
}

// hasContext reports whether a value of type t has a part that is a user context
// and can be nil.
func (e *engine) hasContext(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for v := range u.Fields() {
			if e.context(v.Type()) || e.hasContext(v.Type()) {
				return true
			}
		}
	case *types.Array:
		return e.context(u.Elem()) || e.hasContext(u.Elem())
	case *types.Interface:
		return isTypeParam(t)
	}
	return false
}
