package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A tracer follows keys back to what they are computed from.
type tracer struct {
	e      *engine
	fn     *ssa.Function
	seen   map[ssa.Value]bool
	fields map[keyField]bool
	maps   map[ssa.Value]bool // whose keys were followed
	origin keyOrigin
	params []keyParam
	gaveUp bool
}

// A keyField is field number n of what x is or points to.
type keyField struct {
	x ssa.Value
	n int
}

func (e *engine) trace(fn *ssa.Function) *tracer {
	return &tracer{e: e, fn: fn, seen: make(map[ssa.Value]bool), fields: make(map[keyField]bool)}
}

func (t *tracer) state(known bool) keyState {
	return keyState{origin: t.origin, known: true}.or(keyState{params: t.params, known: known})
}

func (t *tracer) found(o keyOrigin) { t.origin = max(t.origin, o) }

// param notes that the key comes from a parameter of fn, or a field of it.
func (t *tracer) param(fn *ssa.Function, index int, field string) {
	p := fn.Params[index]
	o := keyOpen
	switch p.Type().Underlying().(type) {
	case *types.Basic, *types.Array:
	case *types.Struct:
		if field != "" {
			o = keyCaller
		}
	case *types.Interface:
		if p.Type().Underlying().(*types.Interface).NumMethods() > 0 && !isTypeParam(p.Type()) {
			o = keyCaller
		}
	default:
		o = keyCaller
	}
	t.found(o)
	for around := t.fn; around != nil; around = around.Parent() {
		if around == fn {
			of := fn
			if fn == t.fn {
				of = nil
			}
			t.params = append(t.params, keyParam{of, index, field})
		}
	}
}

// key follows v, which is used as a key as it is. A manager tells itself apart
// from others, but does not say whose it is.
func (t *tracer) key(v ssa.Value) {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if !t.e.set.IsManager(v.Type()) && !isRemainder(v) {
		t.value(v)
	}
}

// arguments follows those of args that can be keys. A user context is one
// where no key comes before it and something comes after it: it is what is
// kept otherwise.
func (t *tracer) arguments(args []ssa.Value) {
	keys := 0
	for i, a := range args {
		if t.argument(a, keys == 0 && i < len(args)-1) {
			keys++
		}
	}
}

// argument follows argument v of a call, if that can be a key.
func (t *tracer) argument(v ssa.Value, first bool) (isKey bool) {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		if v.Type().Underlying().(*types.Interface).NumMethods() > 0 {
			return false
		}
		v = mi.X
		if first && t.e.set.IsUserContext(v.Type()) {
			t.value(v)
			return true
		}
	} else if iface, ok := v.Type().Underlying().(*types.Interface); ok && iface.NumMethods() == 0 {
		if _, ok := v.(*ssa.Parameter); ok {
			t.value(v)
		}
		return false
	}
	if !keyLike(v.Type()) {
		return false
	}
	t.value(v)
	return true
}

// keyLike reports whether a value of type t can be a key and nothing else.
func keyLike(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Array:
		return keyLike(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if !keyLike(f.Type()) {
				return false
			}
		}
		return t.NumFields() > 0
	}
	return false
}

// part follows field of what v is or points to; all of v where field is "".
func (t *tracer) part(v ssa.Value, field string) {
	m, isMap := underlying(v.Type()).(*types.Map)
	switch {
	case field == mapKeys, field == "" && isMap && !keyLike(m.Elem()):
		t.keysOf(v)
		return
	case field == "":
		t.key(v)
		return
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		t.part(v.X, field)
		return
	case *ssa.Parameter:
		t.param(v.Parent(), slices.Index(v.Parent().Params, v), field)
		return
	case *ssa.Alloc:
		if s, ok := v.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct); ok {
			for i := range s.NumFields() {
				if s.Field(i).Name() == field {
					t.field(v, i)
				}
			}
			return
		}
	}
	t.value(v)
}

// field follows field number n of what x is or points to.
func (t *tracer) field(x ssa.Value, n int) {
	if t.fields[keyField{x, n}] || t.givesUp(len(t.fields)) {
		return
	}
	t.fields[keyField{x, n}] = true
	if t.e.set.IsUserContext(x.Type()) || t.e.set.IsManager(x.Type()) {
		t.value(x)
		return
	}
	if made, ok := x.(*ssa.Alloc); ok {
		for _, ref := range *made.Referrers() {
			switch ref := ref.(type) {
			case *ssa.FieldAddr:
				if ref.Field == n {
					t.values(storedIn(ref, 0))
				}
			case *ssa.Store:
				if ref.Addr == made { // a copy of a struct
					t.field(ref.Val, n)
				}
			}
		}
		return
	}
	var field *types.Var
	typ := underlying(x.Type())
	if ptr, ok := typ.(*types.Pointer); ok {
		typ = underlying(ptr.Elem())
	}
	if s, ok := typ.(*types.Struct); ok {
		field = s.Field(n).Origin()
	}
	if p, ok := x.(*ssa.Parameter); ok {
		if field != nil && !isRequest(p.Type()) {
			t.param(p.Parent(), slices.Index(p.Parent().Params, p), field.Name())
			if t.e.fieldKey(t.fn, field) == keyUser {
				t.found(keyOpen) // the caller's may be another
			}
		}
		return
	}
	if load, ok := x.(*ssa.UnOp); ok {
		if from, ok := load.X.(*ssa.Alloc); ok {
			t.field(from, n)
			return
		}
	}
	if field != nil && t.e.fieldKey(t.fn, field) == keyUser {
		t.found(keyUser)
		return
	}
	t.value(x)
}

// fieldKey is what this package's stores in field come from.
func (e *engine) fieldKey(fn *ssa.Function, field *types.Var) keyOrigin {
	o, ok := e.fieldKeys[field]
	if !ok {
		e.fieldKeys[field] = keyNone // while it is in progress
		t := e.trace(fn)
		t.values(e.usesOf().stores[field])
		o = t.origin
		e.fieldKeys[field] = o
	}
	return o
}

func (t *tracer) values(vs []ssa.Value) {
	for _, v := range vs {
		t.value(v)
	}
}

// maxTraced bounds the registers that one key is followed through.
const maxTraced = 200

// givesUp reports whether n registers are too many to go on: what is behind them
// may be anybody's key.
func (t *tracer) givesUp(n int) bool {
	if n <= maxTraced {
		return false
	}
	if !t.gaveUp {
		t.gaveUp = true
		t.e.note("key", functionKey(t.fn))
		t.found(keyOpen)
	}
	return true
}

// value follows v to what it is computed from.
func (t *tracer) value(v ssa.Value) {
	if v == nil || t.seen[v] || t.origin == keyUser || t.givesUp(len(t.seen)) {
		return
	}
	t.seen[v] = true
	if t.e.set.IsUserContext(v.Type()) || t.e.set.IsManager(v.Type()) {
		t.context(v)
		return
	}
	if t.e.makesContext(v) {
		t.found(keyUser)
		return
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		switch {
		case isContext(v.Type()):
			t.found(keyUser)
		case !isRequest(v.Type()):
			t.param(v.Parent(), slices.Index(v.Parent().Params, v), "")
		}
	case *ssa.FreeVar:
		t.captured(v)
	case *ssa.Alloc:
		t.values(storedIn(v, 0))
		t.flows(v, 0)
	case *ssa.MakeSlice, *ssa.MakeMap:
		t.values(storedIn(v, 0))
		t.flows(v, 0)
	case *ssa.FieldAddr:
		t.field(v.X, v.Field)
	case *ssa.Field:
		t.field(v.X, v.Field)
	case *ssa.Function:
		t.results(v)
	case *ssa.MakeClosure:
		t.results(v.Fn.(*ssa.Function))
	case *ssa.Call:
		t.call(v)
	case *ssa.Extract:
		if next, ok := v.Tuple.(*ssa.Next); ok && v.Index == 1 && !next.IsString {
			t.keysOf(next.Iter.(*ssa.Range).X)
		} else {
			t.value(v.Tuple)
		}
	case *ssa.Next:
		if r, ok := v.Iter.(*ssa.Range); ok {
			if m, ok := r.X.Type().Underlying().(*types.Map); ok && t.e.set.IsUserContext(m.Elem()) {
				t.found(keyUser) // each user context with its own key
			}
		}
		t.value(v.Iter)
	case ssa.Instruction:
		for _, op := range v.Operands(nil) {
			t.value(*op)
		}
	}
}

func (t *tracer) captured(v *ssa.FreeVar) {
	fn, i, from := capturedFrom(v.Parent(), slices.Index(v.Parent().FreeVars, v))
	switch {
	case from != nil:
		t.value(from)
	case i >= 0:
		t.value(fn.FreeVars[i])
	}
}

// context follows v, a user context or a manager: one that a variable of the
// package holds, or that is made of constants, is the same for all requests.
func (t *tracer) context(v ssa.Value) {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Global:
	case *ssa.FreeVar:
		t.captured(v)
	case *ssa.Alloc:
		for _, s := range storedIn(v, 0) {
			if _, isConst := s.(*ssa.Const); !isConst {
				t.found(keyUser)
			}
		}
		if len(callsWith(v)) > 1 {
			t.found(keyUser) // filled by a call
		}
	case *ssa.UnOp:
		switch v.X.(type) {
		case *ssa.Global:
		case *ssa.Alloc, *ssa.FreeVar:
			t.value(v.X)
		default:
			t.found(keyUser)
		}
	case *ssa.Phi:
		t.values(v.Edges)
	case *ssa.Call:
		if fn := v.Call.StaticCallee(); fn != nil && len(fn.Blocks) > 0 && len(v.Call.Args) == 0 {
			t.results(fn)
			return
		}
		t.found(keyUser)
	default:
		t.found(keyUser)
	}
}

// call follows the result of a call: to what the callee computes it from, where
// its code is there, or else to all that it is given.
func (t *tracer) call(v *ssa.Call) {
	switch callee := v.Call.Value.(type) {
	case *ssa.Builtin:
		t.values(v.Call.Args)
		return
	case *ssa.MakeClosure, *ssa.UnOp, *ssa.Phi:
		t.value(callee)
	}
	fn := v.Call.StaticCallee()
	var k keyState
	known := false
	switch {
	case fn == nil:
	case len(fn.Blocks) > 0:
		k, known = t.e.resultKey(fn), true
	default:
		k, known = t.e.facts.resultKey(functionKey(fn))
	}
	if known {
		if k.origin == keyUser {
			t.found(keyUser)
		}
		for _, p := range k.params {
			if p.of == nil && p.index < len(v.Call.Args) {
				t.part(v.Call.Args[p.index], p.field)
			}
		}
		return
	}
	if v.Call.IsInvoke() {
		t.value(v.Call.Value)
	}
	t.values(v.Call.Args)
	switch v.Type().Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Slice, *types.Map:
		t.flows(v, 0)
	}
}

// resultKey is what the results of fn come from, where that is a key.
func (e *engine) resultKey(fn *ssa.Function) keyState {
	k, ok := e.resultKeys[fn]
	if !ok {
		e.resultKeys[fn] = keyState{} // while it is in progress: a recursion adds nothing
		t := e.trace(fn)
		t.results(fn)
		k = t.state(true)
		e.resultKeys[fn] = k
	}
	return k
}

// results follows what fn returns.
func (t *tracer) results(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		if r, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			t.values(r.Results)
		}
	}
}

// flows follows what calls may put into the object that v points to.
func (t *tracer) flows(v ssa.Value, depth int) {
	if depth > 3 || v.Referrers() == nil {
		return
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeInterface:
			t.flows(ref, depth+1)
		case *ssa.ChangeInterface:
			t.flows(ref, depth+1)
		case *ssa.Slice:
			t.flows(ref, depth+1)
		case *ssa.MapUpdate:
			t.value(ref.Value)
		case *ssa.Call:
			if ref.Call.Value == v || slices.Contains(ref.Call.Args, v) {
				t.values(ref.Call.Args)
			}
		}
	}
}
