package summary

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A registry of users is no mistake: a manager that is kept under a key that
// comes from a user context serves that user alone. Words and numbers are not
// followed as values; where a key comes from is read backwards from the
// registers.

// A keyOrigin tells where a key comes from.
type keyOrigin uint8

const (
	keyNone   keyOrigin = iota
	keyCaller           // a part of something that the caller made
	keyOpen             // a parameter: the caller may take it from a user context
	keyUser             // a user context, or what one is made of
)

// A keyState is what is known of the keys of a place.
type keyState struct {
	origin keyOrigin
	params []keyParam // what of the caller's it depends on
	known  bool       // these are all: it depends on no other argument
}

// A keyParam is a parameter, or a field of what it points to.
type keyParam struct {
	of    *ssa.Function // the function around a literal whose parameter it is; nil for the function itself
	index int
	field string
}

func (k keyState) or(l keyState) keyState {
	params := slices.Clone(k.params)
	for _, p := range l.params {
		if !slices.Contains(params, p) {
			params = append(params, p)
		}
	}
	slices.SortFunc(params, func(a, b keyParam) int {
		return cmp.Or(cmp.Compare(a.index, b.index), cmp.Compare(a.field, b.field))
	})
	return keyState{max(k.origin, l.origin), params, k.known && l.known}
}

// spares reports whether a body that makes a manager and keeps it under such a
// key may do so.
func (k keyState) spares() bool { return k.origin >= keyOpen }

// key is the key of the place that the present instruction stores in.
func (f *frame) key() keyState {
	if f.keyNow != nil {
		return *f.keyNow
	}
	return f.instrKey()
}

// instrKey is key as the instruction says it, for calls that nothing is known
// of.
func (f *frame) instrKey() keyState {
	if f.current == nil {
		return keyState{known: true}
	}
	if k, ok := f.e.keyStates[f.current]; ok {
		return k
	}
	k := f.e.keyAt(f.current)
	f.e.keyStates[f.current] = k
	return k
}

func (e *engine) keyAt(instr ssa.Instruction) keyState {
	t := e.trace(instr.Parent())
	switch i := instr.(type) {
	case *ssa.MapUpdate:
		t.key(i.Key)
		return t.state(true).or(e.placeKey(i.Map, 0))
	case *ssa.Store:
		if _, isElem := i.Addr.(*ssa.IndexAddr); isElem {
			t.entry(i.Val)
		}
		return t.state(true).or(e.placeKey(i.Addr, 0))
	case *ssa.Send:
		return e.placeKey(i.Chan, 0)
	case ssa.CallInstruction:
		args := i.Common().Args
		if b, ok := i.Common().Value.(*ssa.Builtin); ok && len(args) > 0 {
			if b.Name() == "append" && len(args) > 1 {
				t.entry(args[1])
			}
			return t.state(true).or(e.placeKey(args[0], 0))
		}
		t.arguments(args)
		for _, a := range args {
			t.entry(a)
		}
		return t.state(false)
	}
	return keyState{known: true}
}

// keyOfEffect is the key under which effect e of the function that the present
// instruction calls stores.
func (f *frame) keyOfEffect(e *effect, v *env) keyState {
	outer := f.key()
	switch {
	case e.keyed:
		outer.origin = keyUser
		return outer
	case f.depth > 1:
		return outer
	}
	call, ok := f.current.(ssa.CallInstruction)
	if !ok {
		return outer
	}
	args := call.Common().Args
	if call.Common().IsInvoke() {
		args = slices.Concat([]ssa.Value{call.Common().Value}, args)
	}
	k := outer
	if e.keysKnown {
		t := f.e.trace(f.fn)
		for _, p := range e.keys {
			if p.of == nil && p.index < len(args) {
				t.part(args[p.index], p.field)
			} else if p.of != nil {
				t.param(p.of, p.index, p.field)
			}
		}
		if f.e.nodeIn(e.val) != nil {
			for _, a := range args {
				t.entry(a) // it is put into a list
			}
		}
		k = t.state(true)
	}
	for _, a := range e.base {
		if base, _, ok := place(a); ok && base.rootOf().root == rootParam && base.rootOf().index < len(args) {
			if from := f.e.placeKey(args[base.rootOf().index], 0); from.origin == keyNone || !f.leadsOut(e, v, true) {
				k = k.or(from) // not that of a user's own, which only points there
			}
		}
	}
	return k
}

// shareKeys gives what is stored of a linked list's nodes the keys under which
// the same variable holds them too: a cache that keeps its entries in a list
// beside the map is still keyed.
func (f *frame) shareKeys() {
	type place struct {
		root *Atom
		node *Object
	}
	var keys map[place]keyState
	each := func(visit func(*Atom, *write, *Object)) {
		for _, base := range f.bases {
			root := base.rootOf()
			m := f.mems[base]
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					if o := f.e.nodeIn(w.val); o != nil {
						visit(root, w, o)
					}
				}
			}
		}
	}
	each(func(root *Atom, w *write, o *Object) {
		if w.key.origin != keyNone && root.root != rootObject {
			if keys == nil {
				keys = make(map[place]keyState)
			}
			keys[place{root, o}] = w.key
			keys[place{nil, o}] = w.key
		}
	})
	if keys == nil {
		return
	}
	each(func(root *Atom, w *write, o *Object) {
		if root.root == rootObject {
			root = nil // a neighbour in the list
		}
		if k, ok := keys[place{root, o}]; ok && w.key.origin == keyNone {
			w.key, w.spared = k, k.spares()
		}
	})
}

// nodeIn is an object in v that is a node of a linked list or a tree: it has a
// pointer to its own type.
func (e *engine) nodeIn(v Value) *Object {
	for _, a := range bare(v) {
		if a.kind == kindAddr && len(a.path) == 0 && a.base.root == rootObject && a.base.parent == nil {
			if o := a.base.obj; o.typ != nil && o.typ.typ != nil && e.linked(o.typ) {
				return o
			}
		}
	}
	return nil
}

func (e *engine) linked(t *TypeRef) bool {
	known, ok := e.linkedTypes[t]
	if !ok {
		n, isNamed := types.Unalias(t.typ).(*types.Named)
		s, isStruct := t.typ.Underlying().(*types.Struct)
		if isNamed && isStruct {
			for field := range s.Fields() {
				ptr, ok := types.Unalias(field.Type()).(*types.Pointer)
				if !ok {
					continue
				}
				to, ok := types.Unalias(ptr.Elem()).(*types.Named)
				known = known || ok && to.Origin() == n.Origin()
			}
		}
		e.linkedTypes[t] = known
	}
	return known
}

// maxKeyDepth bounds how many selections one place is followed back through,
// and how many calls a key is.
const maxKeyDepth = 8

// A placeAt is a register, and how far from the place in question it was met.
type placeAt struct {
	v     ssa.Value
	depth int
}

// placeKey is the key under which the place that v points to was looked up. It
// is read once for each depth: joins of joins in a large body have more ways
// back than can be followed one by one.
func (e *engine) placeKey(v ssa.Value, depth int) keyState {
	if depth > maxKeyDepth || v == nil {
		return keyState{known: true}
	}
	at := placeAt{v, depth}
	k, ok := e.placeKeys[at]
	if !ok {
		k = e.placeKeyOf(v, depth)
		e.placeKeys[at] = k
	}
	return k
}

func (e *engine) placeKeyOf(v ssa.Value, depth int) keyState {
	none := keyState{known: true}
	// least joins what several values come from: those made here are nobody's yet.
	least := func(vs []ssa.Value) keyState {
		k, found := none, false
		for _, v := range vs {
			switch v.(type) {
			case *ssa.Const, *ssa.Alloc, *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeSlice:
				continue
			}
			l := e.placeKey(v, depth+1)
			if !found || l.origin < k.origin {
				k, found = l, true
			}
		}
		return k
	}
	switch v := v.(type) {
	case *ssa.FieldAddr:
		t := e.trace(v.Parent())
		t.foundBy(v.X, v.Block())
		return t.state(true).or(e.placeKey(v.X, depth+1))
	case *ssa.Field:
		return e.placeKey(v.X, depth+1)
	case *ssa.IndexAddr:
		t := e.trace(v.Parent())
		t.key(v.Index)
		return t.state(true).or(e.placeKey(v.X, depth+1))
	case *ssa.Lookup:
		t := e.trace(v.Parent())
		t.key(v.Index)
		return t.state(true).or(e.placeKey(v.X, depth+1))
	case *ssa.UnOp:
		return e.placeKey(v.X, depth+1)
	case *ssa.Extract:
		return e.placeKey(v.Tuple, depth+1)
	case *ssa.TypeAssert:
		return e.placeKey(v.X, depth+1)
	case *ssa.MakeInterface:
		return e.placeKey(v.X, depth+1)
	case *ssa.ChangeInterface:
		return e.placeKey(v.X, depth+1)
	case *ssa.ChangeType:
		return e.placeKey(v.X, depth+1)
	case *ssa.Slice:
		return e.placeKey(v.X, depth+1)
	case *ssa.Phi:
		return least(v.Edges)
	case *ssa.Alloc:
		return least(storedIn(v, maxDerived))
	case *ssa.FreeVar:
		if _, _, from := capturedFrom(v.Parent(), slices.Index(v.Parent().FreeVars, v)); from != nil {
			return e.placeKey(from, depth+1)
		}
	case *ssa.Call:
		if _, ok := v.Call.Value.(*ssa.Builtin); ok {
			break
		}
		t := e.trace(v.Parent())
		k := none
		if v.Call.IsInvoke() {
			k = e.placeKey(v.Call.Value, depth+1)
		}
		t.arguments(v.Call.Args)
		for _, a := range v.Call.Args {
			if e.set.IsUserContext(a.Type()) {
				t.value(a)
			}
		}
		if !v.Call.IsInvoke() && v.Call.Signature().Recv() != nil && len(v.Call.Args) > 0 {
			k = k.or(e.placeKey(v.Call.Args[0], depth+1))
		}
		return k.or(t.state(true))
	}
	return none
}
