package summary

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

type ssaFunc = *ssa.Function

// A TypeRef names a type so that it can be compared, substituted and written
// to a fact: what methods a value has is all that is asked of it.
type TypeRef struct {
	key   string
	kind  typeKind
	elem  *TypeRef   // pointer
	name  string     // named: package path and name; other: the type's text
	args  []*TypeRef // named
	index int        // type parameter
	typ   types.Type // nil where only facts know the type

	iface   bool     // it is an interface
	methods []string // and the identifiers of its methods
}

type typeKind uint8

const (
	typeOther typeKind = iota
	typeNamed
	typePointer
	typeParam
)

func writeTypes(b *strings.Builder, ts []*TypeRef) {
	if len(ts) == 0 {
		return
	}
	b.WriteByte('[')
	for i, t := range ts {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(t.key)
	}
	b.WriteByte(']')
}

func (u *universe) internType(t *TypeRef) *TypeRef {
	var b strings.Builder
	switch t.kind {
	case typePointer:
		b.WriteByte('*')
		b.WriteString(t.elem.key)
	case typeParam:
		b.WriteString("$" + strconv.Itoa(t.index))
	default:
		b.WriteString(t.name)
		writeTypes(&b, t.args)
	}
	t.key = b.String()
	if t.typ != nil && t.kind != typePointer {
		if i, ok := t.typ.Underlying().(*types.Interface); ok {
			t.iface, t.methods = true, nil
			for m := range i.Methods() {
				t.methods = append(t.methods, methodText(m.Id(), m.Signature()))
			}
		}
	}
	if old, ok := u.types[t.key]; ok {
		if old.typ == nil {
			old.typ = t.typ
		}
		if t.iface && !old.iface {
			old.iface, old.methods = true, t.methods
		}
		return old
	}
	u.types[t.key] = t
	return t
}

// methodText identifies a method with its parameters and results; without, where
// type parameters are among them.
func methodText(id string, sig *types.Signature) string {
	text := id + " "
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		text += "("
		for v := range tuple.Variables() {
			if mentionsParam(v.Type()) {
				return id
			}
			text += types.TypeString(v.Type(), nil) + ","
		}
		text += ")"
	}
	return text
}

// typeRef is the reference to t.
func (u *universe) typeRef(t types.Type) *TypeRef {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return u.internType(&TypeRef{kind: typePointer, elem: u.typeRef(t.Elem()), typ: t})
	case *types.TypeParam:
		return u.internType(&TypeRef{kind: typeParam, index: t.Index()})
	case *types.Named:
		ref := &TypeRef{kind: typeNamed, name: typeName(t.Obj()), typ: t}
		open := false
		for a := range t.TypeArgs().Types() {
			arg := u.typeRef(a)
			ref.args = append(ref.args, arg)
			open = open || arg.open()
		}
		if open {
			ref.typ = nil
		}
		if ref.typ == nil {
			ref.typ = t.Origin() // completed by substitution
			return u.internType(&TypeRef{kind: typeNamed, name: ref.name, args: ref.args, typ: nil, elem: u.internType(&TypeRef{kind: typeOther, name: "origin " + ref.name, typ: t.Origin()})})
		}
		return u.internType(ref)
	default:
		return u.internType(&TypeRef{kind: typeOther, name: types.TypeString(t, nil), typ: t})
	}
}

// typeName identifies a named type; types declared in a function are told
// apart by their position in their scope chain.
func typeName(obj *types.TypeName) string {
	if obj.Pkg() == nil {
		return obj.Name()
	}
	name := obj.Pkg().Path() + "." + obj.Name()
	if parent := obj.Parent(); parent != nil && parent != obj.Pkg().Scope() {
		for s := parent; s != nil && s.Parent() != nil; s = s.Parent() {
			for i := range s.Parent().NumChildren() {
				if s.Parent().Child(i) == s {
					name += "·" + strconv.Itoa(i)
				}
			}
			if s.Parent() == obj.Pkg().Scope() {
				break
			}
		}
	}
	return name
}

// open reports whether a type parameter occurs in t.
func (t *TypeRef) open() bool {
	switch t.kind {
	case typeParam:
		return true
	case typePointer:
		return t.elem.open()
	}
	for _, a := range t.args {
		if a.open() {
			return true
		}
	}
	return false
}

// substType replaces the type parameters in t by targs.
func (u *universe) substType(t *TypeRef, targs []*TypeRef) *TypeRef {
	if len(targs) == 0 || !t.open() {
		return t
	}
	switch t.kind {
	case typeParam:
		if t.index < len(targs) {
			return targs[t.index]
		}
		return t
	case typePointer:
		e := u.substType(t.elem, targs)
		n := &TypeRef{kind: typePointer, elem: e}
		if e.typ != nil && !e.open() {
			n.typ = types.NewPointer(e.typ)
		}
		return u.internType(n)
	}
	n := &TypeRef{kind: typeNamed, name: t.name, elem: t.elem}
	var goArgs []types.Type
	for _, a := range t.args {
		a = u.substType(a, targs)
		n.args = append(n.args, a)
		if a.typ != nil && !a.open() {
			goArgs = append(goArgs, a.typ)
		}
	}
	if len(goArgs) == len(n.args) && t.elem != nil && t.elem.typ != nil {
		if inst, err := types.Instantiate(nil, t.elem.typ, goArgs, false); err == nil {
			n.typ = inst
		}
	}
	return u.internType(n)
}

func (u *universe) substTypes(ts, targs []*TypeRef) []*TypeRef {
	if len(targs) == 0 || len(ts) == 0 {
		return ts
	}
	out := make([]*TypeRef, len(ts))
	for i, t := range ts {
		out[i] = u.substType(t, targs)
	}
	return out
}

// interfaceWords reports whether p points to how the standard library takes an
// interface value apart through an unsafe.Pointer: a word for the type, and
// one for the data. Both stand for the whole value.
func interfaceWords(p types.Type) bool {
	ptr, ok := underlying(p).(*types.Pointer)
	if !ok {
		return false
	}
	s, ok := underlying(ptr.Elem()).(*types.Struct)
	if !ok || s.NumFields() != 2 {
		return false
	}
	b, ok := s.Field(1).Type().(*types.Basic)
	return ok && b.Kind() == types.UnsafePointer && interfaceWord("."+s.Field(1).Name())
}

// A holder decides which types can hold something that can be called.
type holder struct {
	memo   map[types.Type]bool
	follow func(types.Type) bool
	masks  map[*types.TypeName]bool // see findMasks
	wholes map[[2]string]bool       // a mask's name and that of a type it stands for
}

// mayHold reports whether a function or a method can be called through a
// value of type t, directly or through what it holds.
func (h *holder) mayHold(t types.Type) bool {
	if t == nil {
		return true
	}
	if b, ok := h.memo[t]; ok {
		return b
	}
	b := h.holds(t, make(map[types.Type]bool))
	h.memo[t] = b
	return b
}

func (h *holder) holds(t types.Type, busy map[types.Type]bool) bool {
	if b, ok := h.memo[t]; ok {
		return b
	}
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() == types.UnsafePointer || t.Kind() == types.Uintptr
	case *types.Signature, *types.Interface, *types.TypeParam:
		return true
	case *types.Alias:
		return h.holds(types.Unalias(t), busy)
	case *types.Named:
		if busy[t] {
			return false
		}
		busy[t] = true
		if holdsUnseen(t.Obj()) || isOnce(t.Obj()) || h.masks[t.Obj()] || h.follow != nil && h.follow(t) {
			return true
		}
		return h.holds(t.Underlying(), busy)
	case *types.Pointer:
		return h.holds(t.Elem(), busy)
	case *types.Slice:
		return h.holds(t.Elem(), busy)
	case *types.Array:
		return h.holds(t.Elem(), busy)
	case *types.Chan:
		return h.holds(t.Elem(), busy)
	case *types.Map:
		return h.holds(t.Key(), busy) || h.holds(t.Elem(), busy)
	case *types.Struct:
		for f := range t.Fields() {
			if h.holds(f.Type(), busy) {
				return true
			}
		}
		return false
	case *types.Tuple:
		for v := range t.Variables() {
			if h.holds(v.Type(), busy) {
				return true
			}
		}
		return false
	}
	return true
}

// findMasks notes the types through which a package handles others: with an
// unsafe.Pointer it gets from the first field of a struct to the whole.
func (h *holder) findMasks(pkg *types.Package, files []*ast.File, info *types.Info) {
	if !slices.Contains(pkg.Imports(), types.Unsafe) {
		return
	}
	first := make(map[*types.TypeName][]string)
	for _, name := range pkg.Scope().Names() {
		obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		s, ok := obj.Type().Underlying().(*types.Struct)
		if !ok || s.NumFields() < 2 || !h.mayHold(obj.Type()) {
			continue
		}
		if part, ok := types.Unalias(s.Field(0).Type()).(*types.Named); ok && part.Obj().Pkg() == pkg {
			first[part.Obj()] = append(first[part.Obj()], typeName(obj))
		}
	}
	if len(first) == 0 {
		return
	}
	h.memo, h.masks, h.wholes = make(map[types.Type]bool), make(map[*types.TypeName]bool), make(map[[2]string]bool)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 || info.TypeOf(call.Fun) != types.Typ[types.UnsafePointer] {
				return true
			}
			if ptr, ok := info.TypeOf(call.Args[0]).(*types.Pointer); ok {
				if named, ok := types.Unalias(ptr.Elem()).(*types.Named); ok && first[named.Obj()] != nil {
					h.masks[named.Obj()] = true
					for _, whole := range first[named.Obj()] {
						h.wholes[[2]string{typeName(named.Obj()), whole}] = true
					}
				}
			}
			return true
		})
	}
}

// holdsUnseen reports whether obj is a type of which the run-time system keeps
// what it holds: a coroutine and a timer hold the function that runs.
func holdsUnseen(obj *types.TypeName) bool {
	if obj.Pkg() == nil {
		return false
	}
	switch obj.Name() {
	case "coro":
		return obj.Pkg().Path() == "iter"
	case "Timer":
		return obj.Pkg().Path() == "time"
	}
	return false
}

// isOnce reports whether obj is sync.Once: it holds no function, but whether it
// has been done is followed.
func isOnce(obj *types.TypeName) bool {
	return obj.Name() == "Once" && obj.Pkg() != nil && obj.Pkg().Path() == "sync"
}
