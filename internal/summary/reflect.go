package summary

import (
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Reflection reads what the compiler has written down of types: there is no
// code that says which methods a value has, or of what type its fields are. So
// the operations of package reflect are built in. A reflect.Value is taken for
// the interface value that it was made from, and a reflect.Type for a
// *reflect.rtype of such a value.

// Two selectors stand for what reflection finds in a value: [reflected] for the
// value and its parts, as far as methods may be called on them, and [pointed]
// for pointers to these, too, as reflect.New makes them.
// Where the package that looks for them skips fields with a tag of its name, that
// follows.
const (
	reflected = "~r"
	pointed   = "~p"
)

// isReflected and isPointed report whether sel is one of these.
func isReflected(sel string) bool { return strings.HasPrefix(sel, reflected) }
func isPointed(sel string) bool   { return strings.HasPrefix(sel, pointed) }

// byReflection is kind, one of these two selectors, as this body's package selects: an
// encoder leaves out fields that have "-" for a tag.
func (f *frame) byReflection(kind string) string {
	if f.fn.Pkg == nil {
		return kind
	}
	if path := f.fn.Pkg.Pkg.Path(); f.e.library && !strings.HasPrefix(path, "encoding/") {
		return kind
	}
	return kind + ":" + f.fn.Pkg.Pkg.Name()
}

// A description is what a *reflect.rtype, or an iterator over a map, is of:
// it is written as a function that has captured that, and [described] selects
// it.
const (
	description = "reflect·description"
	described   = ".described"
)

// Keys of functions that reflection makes begin with these; after the first two
// comes the name of a method, or [anyMethod].
const (
	boundMethod = "reflect·bound "
	plainMethod = "reflect·method "
	madeFunc    = "reflect·made"
)

// anyMethod is the method of which nothing is known but that it is exported.
const anyMethod = "·any"

// reflection does what function key of package reflect does.
func (f *frame) reflection(key string, binds, args []Value, site Site, via *Hop, at point, ctx string) (v Value, returns, ok bool) {
	if name, ok := strings.CutPrefix(key, boundMethod); ok {
		return f.invoke(binds[0], name, nil, args, site, via, at, ctx), true, true
	}
	if name, ok := strings.CutPrefix(key, plainMethod); ok && len(args) > 0 {
		return f.invoke(args[0], name, nil, args[1:], site, via, at, ctx), true, true
	}
	if key == description {
		return nil, true, true
	}
	if key == madeFunc {
		v, returns := f.callAtoms(binds[0], []Value{f.elements(args...)}, site, via, at, ctx)
		return f.pick(v, anyElem, at), returns, true
	}
	if name, ok := strings.CutPrefix(key, "(reflect.Value)."); ok {
		v, ok := f.reflectValue(name, args, site, via, at, ctx)
		return v, true, ok
	}
	if name, ok := strings.CutPrefix(key, "(*reflect.rtype)."); ok {
		v, ok := f.reflectType(name, args, at)
		return v, true, ok
	}
	args = atLeastTwo(args)
	switch key {
	case "reflect.ValueOf":
		return args[0], true, true
	case "reflect.TypeOf":
		return f.typeOf(args[0]), true, true
	case "reflect.PointerTo", "reflect.PtrTo", "reflect.New", "reflect.NewAt":
		v = f.pick(f.pick(args[0], described, at), f.byReflection(pointed), at)
		if strings.HasPrefix(key, "reflect.New") {
			return v, true, true
		}
		return f.typeOf(v), true, true
	case "reflect.Zero":
		return f.pick(args[0], described, at), true, true
	case "reflect.Indirect":
		return f.pick(args[0], f.byReflection(reflected), at), true, true
	case "reflect.Append", "reflect.AppendSlice":
		return join(args[0], f.pick(args[1], anyElem, at)), true, true
	case "reflect.MakeFunc":
		return Value{f.e.u.function(&FuncRef{key: madeFunc}, []Value{args[1]}, nil)}, true, true
	case "reflect.TypeAssert":
		return f.e.u.aggregate([]field{{".0", args[0]}}, nil), true, true
	case "(*reflect.MapIter).Key", "(*reflect.MapIter).Value":
		return f.pick(f.pick(args[0], described, at), f.byReflection(reflected), at), true, true
	case "(*reflect.MapIter).Next", "(*reflect.MapIter).Reset", "reflect.DeepEqual", "reflect.Copy", "reflect.Swapper":
		return nil, true, true
	}
	return nil, false, false
}

// reflectValue is the method of reflect.Value with this name.
func (f *frame) reflectValue(name string, args []Value, site Site, via *Hop, at point, ctx string) (Value, bool) {
	args = atLeastTwo(args)
	v := args[0]
	switch name {
	case "Interface", "Convert", "Slice", "Slice3":
		return v, true
	case "Addr", "Elem", "Field", "FieldByIndex", "FieldByName", "FieldByNameFunc", "Index", "MapIndex", "Recv":
		return f.pick(v, f.byReflection(reflected), at), true
	case "FieldByIndexErr", "TryRecv":
		return f.e.u.aggregate([]field{{".0", f.pick(v, f.byReflection(reflected), at)}}, nil), true
	case "MapKeys":
		return f.elements(f.pick(v, f.byReflection(reflected), at)), true
	case "MapRange":
		return f.describe(v), true
	case "Type":
		return f.typeOf(v), true
	case "Method", "MethodByName":
		return f.methodsOf(boundMethod, v, args[1]), true
	case "Call", "CallSlice":
		params := []Value{f.pick(args[1], anyElem, at)}
		for len(params) < maxParams {
			params = append(params, params[0])
		}
		r, _ := f.callAtoms(functions(v), params, site, via, at, ctx)
		return f.elements(r, f.pick(r, ".0", at), f.pick(r, ".1", at)), true
	case "Set", "SetMapIndex", "Send":
		f.reflectSet(v, args[len(args)-1], at)
	case "Seq", "Seq2":
		return nil, false
	}
	return nil, true
}

// reflectSet stores val, which holds a manager or is a function, by reflection: where v
// has pointers to its type, and in elements of v.
func (f *frame) reflectSet(v, val Value, at point) {
	isFunc := !f.e.library && slices.ContainsFunc(functions(val), func(a *Atom) bool { return a.kind == kindFunc })
	if !isFunc && (!f.managers || f.held(val, at).manager == nil) {
		return
	}
	for _, a := range bare(v) {
		if a.kind != kindTyped || a.typ.typ == nil {
			continue
		}
		switch t := a.typ.typ.Underlying().(type) {
		case *types.Map, *types.Chan:
			f.store(a.inner, val, path{anyElem}, at, false)
		case *types.Pointer:
			for _, b := range bare(val) {
				switch {
				case types.IsInterface(t.Elem()):
					f.store(a.inner, Value{b}, nil, at, false)
				case b.kind == kindTyped && b.typ == f.e.u.typeRef(t.Elem()):
					f.store(a.inner, b.inner, nil, at, false)
				}
			}
		}
	}
}

// encodes calls what encoding/gob calls of the values that it is given: it makes an engine
// for each type and keeps that for later, which is not followed.
func (f *frame) encodes(key string, args []Value, site Site, via *Hop, at point, ctx string) {
	var methods []string
	kind := reflected
	switch key {
	case "(*encoding/gob.Encoder).EncodeValue":
		methods = []string{"GobEncode", "MarshalBinary"}
	case "(*encoding/gob.Decoder).DecodeValue":
		methods, kind = []string{"GobDecode", "UnmarshalBinary"}, pointed
	}
	for _, m := range methods {
		v := f.pick(atLeastTwo(args)[1], f.byReflection(kind), at)
		f.invoke(v, m, nil, []Value{nil}, site, via, at, ctx+"."+m)
	}
}

// reflectType is the method of reflect.Type with this name.
func (f *frame) reflectType(name string, args []Value, at point) (Value, bool) {
	args = atLeastTwo(args)
	of := f.pick(args[0], described, at)
	switch name {
	case "Elem", "Key":
		return f.typeOf(f.pick(of, f.byReflection(reflected), at)), true
	case "Field", "FieldByIndex":
		return f.e.u.aggregate([]field{{".Type", f.typeOf(f.pick(of, f.byReflection(reflected), at))}}, nil), true
	case "FieldByName", "FieldByNameFunc":
		sf := f.e.u.aggregate([]field{{".Type", f.typeOf(f.pick(of, f.byReflection(reflected), at))}}, nil)
		return f.e.u.aggregate([]field{{".0", sf}}, nil), true
	case "Method":
		return f.methodStruct(of, args[1]), true
	case "MethodByName":
		return f.e.u.aggregate([]field{{".0", f.methodStruct(of, args[1])}}, nil), true
	case "Fields", "Methods", "Ins", "Outs":
		return nil, false
	}
	return nil, true
}

// saysNothing reports whether method m of reflect.Type, which only package reflect
// implements, leads to nothing that is followed.
func saysNothing(m *types.Func) bool {
	if m.Pkg() == nil || m.Pkg().Path() != "reflect" || !strings.HasPrefix(m.FullName(), "(reflect.Type).") {
		return false
	}
	switch m.Name() {
	case "Elem", "Key", "Field", "FieldByIndex", "FieldByName", "FieldByNameFunc", "Method", "MethodByName", "Fields", "Methods", "Ins", "Outs":
		return false
	}
	return true
}

func (f *frame) methodStruct(of, which Value) Value {
	return f.e.u.aggregate([]field{{".Func", f.methodsOf(plainMethod, of, which)}}, nil)
}

// atLeastTwo are args, and more of which nothing is known: a function may be
// called on trial without.
func atLeastTwo(args []Value) []Value {
	return append(slices.Clip(args), make([]Value, max(0, 2-len(args)))...)
}

// typeOf is the reflect.Type of v.
func (f *frame) typeOf(v Value) Value {
	if len(v) == 0 {
		return nil
	}
	u := f.e.u
	rtype := u.internType(&TypeRef{kind: typePointer, elem: u.internType(&TypeRef{kind: typeNamed, name: "reflect.rtype"})})
	return Value{u.typed(rtype, f.describe(v))}
}

func (f *frame) describe(v Value) Value {
	return Value{f.e.u.function(&FuncRef{key: description}, []Value{v}, nil)}
}

// elements is a slice with these elements.
func (f *frame) elements(vs ...Value) Value {
	var g gathering
	for _, v := range vs {
		g.add(v)
	}
	return f.e.u.aggregate([]field{{anyElem, slices.Clip(g.value())}}, nil)
}

// methodsOf are the methods of v of the kind that prefix names: that which has
// the name or the number which, where this is a constant, or any.
func (f *frame) methodsOf(prefix string, v, which Value) Value {
	if len(v) == 0 {
		return nil
	}
	name := anyMethod
	if len(which) == 1 && which[0].kind == kindConst {
		if s, err := strconv.Unquote(which[0].constant); err == nil {
			name = s
		} else if n, err := strconv.Atoi(which[0].constant); err == nil {
			name = f.methodNumber(v, n)
		}
	}
	return Value{f.e.u.function(&FuncRef{key: prefix + name}, []Value{v}, nil)}
}

// methodNumber is the n-th of the exported methods of v in the order of their
// names, where v has one type that is known.
func (f *frame) methodNumber(v Value, n int) string {
	if len(v) != 1 || v[0].kind != kindTyped || v[0].typ.typ == nil {
		return anyMethod
	}
	for sel := range f.e.prog.MethodSets.MethodSet(v[0].typ.typ).Methods() {
		if !sel.Obj().Exported() {
			continue
		}
		if n == 0 {
			return sel.Obj().Name()
		}
		n--
	}
	return anyMethod
}

// callAnyMethod calls each exported method of a value of type t.
func (f *frame) callAnyMethod(t *TypeRef, recv Value, args []Value, site Site, via *Hop, at point, ctx string) Value {
	if t.typ == nil || types.IsInterface(t.typ) {
		return nil
	}
	var g gathering
	for sel := range f.e.prog.MethodSets.MethodSet(t.typ).Methods() {
		if sel.Obj().Exported() && f.mayName(sel.Obj().Name()) {
			g.add(f.callMethod(t, recv, sel.Obj().Id(), args, site, via, at, ctx))
		}
	}
	return g.value()
}

// reflects does of a summary, for a body that has had its share of work, the
// calls by reflection: they are calls of anything that can be reached from an
// argument, and so there is little to follow.
func (f *frame) reflects(s *Summary, key string, args []Value, site Site, via *Hop, at point, ctx string) {
	if f.concrete {
		return
	}
	for n, e := range s.effects {
		if e.kind != effectCall {
			continue
		}
		named := e.method != "" && e.method != anyMethod
		var g gathering
		for _, a := range bare(e.fn) {
			if a.kind != kindSym || !isReflected(a.sel) || a.rootOf().root != rootParam || a.rootOf().index >= len(args) {
				continue
			}
			for _, arg := range bare(args[a.rootOf().index]) {
				if arg.kind == kindSym && (isReflected(arg.sel) || isPointed(arg.sel)) {
					g.add(Value{f.e.u.extend(arg, a.sel)})
				} else if arg.kind == kindSym && !named {
					g.add(Value{f.e.u.extend(f.e.u.extend(arg.rootOf(), anything), a.sel)})
				}
			}
		}
		if fn := g.value(); len(fn) > 0 {
			f.callSymbol(&effect{kind: effectCall, fn: fn, method: e.method, via: concat(via, cons(key, site, nil))}, 0, at, ctx+"#"+strconv.Itoa(n))
		}
	}
}

// maxReflected bounds the parts of one value that reflection tells apart.
const maxReflected = 32

// maxParams bounds the parameters of a function that is called by reflection.
const maxParams = 3

// A part is an interface value that reflection finds, and where it is found:
// with an address, in place, pointers to it can be had.
type part struct {
	val   Value
	place Value
	addr  bool
}

// reflectOn is what reflection finds in v: v itself and all its parts but
// unexported fields; and pointers to these, where they have addresses, or
// everywhere, if sel is for pointers.
func (f *frame) reflectOn(v Value, sel string, at point) Value {
	everywhere := isPointed(sel)
	_, tag, _ := strings.Cut(sel, ":")
	var g gathering
	seen := make(map[*Atom]bool)
	todo := []part{{val: v, addr: everywhere}}
	for len(todo) > 0 && len(seen) < maxReflected {
		p := todo[0]
		todo = todo[1:]
		for _, a := range bare(p.val) {
			if seen[a] {
				continue
			}
			seen[a] = true
			g.add(a.alone())
			switch a.kind {
			case kindSym:
				g.add(Value{f.e.u.extend(a, sel)})
			case kindAgg:
				todo = append(todo, part{val: flatten(a.alone())})
			case kindTyped:
				if p.addr && !types.IsInterface(typeOrNil(a.typ)) {
					g.add(Value{f.pointerTo(a.typ, p.place)})
				}
				parts := f.partsOf(a, p, tag, at)
				for i := range parts {
					parts[i].addr = parts[i].addr || everywhere
				}
				todo = append(todo, parts...)
			}
		}
	}
	return g.value()
}

func typeOrNil(t *TypeRef) types.Type {
	if t.typ == nil {
		return types.Typ[types.Invalid]
	}
	return t.typ
}

func (f *frame) pointerTo(t *TypeRef, place Value) *Atom {
	p := &TypeRef{kind: typePointer, elem: t}
	if t.typ != nil {
		p.typ = types.NewPointer(t.typ)
	}
	return f.e.u.typed(f.e.u.internType(p), place)
}

// partsOf are the direct parts of a, but fields that tag says are to be left out.
func (f *frame) partsOf(a *Atom, whole part, tag string, at point) []part {
	if a.typ.typ == nil || a.typ.open() {
		return nil
	}
	sub := func(t types.Type, sel string, addr bool) part {
		p := part{val: f.pick(a.inner, sel, at), addr: addr}
		if addr && len(whole.place) > 0 {
			p.place = f.subAddr(whole.place, sel)
		}
		if !types.IsInterface(t) {
			p.val = Value{f.e.u.typed(f.e.u.typeRef(t), p.val)}
		}
		return p
	}
	switch t := a.typ.typ.Underlying().(type) {
	case *types.Pointer:
		p := sub(t.Elem(), "*", true)
		p.place = a.inner
		return []part{p}
	case *types.Slice:
		return []part{sub(t.Elem(), anyElem, true)}
	case *types.Array:
		return []part{sub(t.Elem(), anyElem, whole.addr)}
	case *types.Map:
		return []part{sub(t.Key(), mapKeys, false), sub(t.Elem(), anyElem, false)}
	case *types.Chan:
		return []part{sub(t.Elem(), anyElem, false)}
	case *types.Struct:
		var parts []part
		for i := range t.NumFields() {
			if tag != "" && reflect.StructTag(t.Tag(i)).Get(tag) == "-" {
				continue
			}
			if fl := t.Field(i); fl.Exported() || fl.Embedded() {
				parts = append(parts, sub(fl.Type(), fieldSel(t, i), whole.addr))
			}
		}
		return parts
	}
	return nil
}
