package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A switch is a truth value, number or text next to functions in a struct, as
// options have it: it decides which of them are called. What is stored in one is
// followed like any value, and what it begins with like that of a local variable;
// where some of that is not seen, it can be anything.

// isSwitch reports whether addr is that of a switch.
func (e *engine) isSwitch(addr ssa.Value) bool {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok || !e.switches(fa.Type().Underlying().(*types.Pointer).Elem()) {
		return false
	}
	p, ok := underlying(fa.X.Type()).(*types.Pointer)
	return ok && e.hooked(p.Elem())
}

// switched reports whether v is what a switch of something that only the caller
// knows says.
func (f *frame) switched(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		return v.Op == token.MUL && f.e.isFlag(v.X) && single(f.sinceMade(f.get(v)))
	case *ssa.Field:
		return single(f.get(v))
	}
	return false
}

// sinceMade is v, what a switch says, without what it began with where the body has
// made it and then let others set it: the caller, who knows whether they do, knows
// that it was made, too.
func (f *frame) sinceMade(v Value) Value {
	if len(v) != 2 || f.late {
		return v
	}
	for i, a := range v {
		if a.kind != kindSym || a.sel == anything || a.rootOf().root != rootObject {
			continue
		}
		switch first := v[1-i]; {
		case first.kind == kindTop, first.kind == kindConst && slices.Contains(unset, first.constant):
			return a.alone()
		}
	}
	return v
}

// unset are what switches begin with.
var unset = []string{zeroValue, "false", "0", `""`}

// switches reports whether a value of type t can be a switch. Numbers and texts
// are none in the standard library: it has too many that say nothing.
func (e *engine) switches(t types.Type) bool {
	switch zeroText(t) {
	case "false":
		return true
	case "0", `""`:
		return !e.library
	}
	return false
}

// unsetText is the zero value of what a guard compares with want; "" if that may
// be nil.
func unsetText(want string) string {
	switch {
	case want == "true":
		return "false"
	case want == "", want == "nil", want == nonNil, want == zeroValue, strings.HasPrefix(want, verbFor):
		return ""
	case want[0] == '"':
		return `""`
	}
	return "0"
}

// hooked reports whether t is a struct that has functions, or interfaces with
// methods, itself, in its parts, or as elements. Decoders, which set what they
// find by reflection, are not given such structs.
func (e *engine) hooked(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Struct); !ok {
		return false
	}
	is, ok := e.hooks[t]
	if !ok {
		is = hasHook(t, 0)
		e.hooks[t] = is
	}
	return is
}

// madeNow reports whether object base was made in a call that this initialiser
// does, and nobody gets at it who is not seen: it began with its zero value.
func (f *frame) madeNow(base *Atom) bool {
	if !f.concrete || f.late || base.root != rootObject || base.parent != nil {
		return false
	}
	m := f.mems[base]
	return base.obj.alloc == nil && !base.obj.many && !f.e.persistent[base.obj] && (m == nil || !m.exposed && !m.lost)
}

// mayBeSwitch reports whether the place p of base is a switch, as far as is known.
func (f *frame) mayBeSwitch(base *Atom, p path) bool {
	if base.root != rootObject || base.parent != nil || base.obj.typ == nil {
		return true
	}
	if len(p) == 0 || base.obj.typ.typ == nil {
		return base.obj.typ.kind == typeNamed
	}
	t := partType(base.obj.typ.typ, p[:len(p)-1])
	return t == nil || f.e.hooked(t)
}

// maxHookDepth bounds how deep a hook may lie in a struct.
const maxHookDepth = 4

func hasHook(t types.Type, depth int) bool {
	if depth > maxHookDepth {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return true
	case *types.Interface:
		return !isTypeParam(t) && !u.Empty()
	case *types.Slice:
		return hasHook(u.Elem(), depth+1)
	case *types.Array:
		return hasHook(u.Elem(), depth+1)
	case *types.Map:
		return hasHook(u.Elem(), depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if hasHook(f.Type(), depth+1) {
				return true
			}
		}
	}
	return false
}
