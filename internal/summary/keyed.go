package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// What a collection keeps is told apart by the keys of a map, or by a field by
// which the entries of a list are found: one that is compared with something.

// keysOf follows the keys of map m.
func (t *tracer) keysOf(m ssa.Value) {
	if t.maps[m] || len(t.maps) > maxTraced {
		return
	}
	if t.maps == nil {
		t.maps = make(map[ssa.Value]bool)
	}
	t.maps[m] = true
	_, made := m.(*ssa.MakeMap)
	if typ, ok := underlying(m.Type()).(*types.Map); ok && !made && t.e.set.IsUserContext(typ.Elem()) {
		t.found(keyUser) // each user context with its own key
		return
	}
	switch m := m.(type) {
	case *ssa.MakeMap:
		for _, ref := range *m.Referrers() {
			switch ref := ref.(type) {
			case *ssa.MapUpdate:
				if ref.Map == m {
					t.key(ref.Key)
				}
			case *ssa.Call:
				for _, a := range ref.Call.Args {
					if a != m {
						t.value(a)
					}
				}
			}
		}
	case *ssa.Parameter:
		t.param(m.Parent(), slices.Index(m.Parent().Params, m), mapKeys)
	case *ssa.ChangeType:
		t.keysOf(m.X)
	case *ssa.MakeInterface:
		t.keysOf(m.X)
	case *ssa.Phi:
		for _, e := range m.Edges {
			t.keysOf(e)
		}
	case *ssa.UnOp:
		if a, ok := m.X.(*ssa.Alloc); ok {
			for _, v := range storedIn(a, 0) {
				t.keysOf(v)
			}
			return
		}
		t.value(m)
	default:
		t.value(m)
	}
}

// isRemainder reports whether v is what a division leaves: users share it.
func isRemainder(v ssa.Value) bool {
	if c, ok := v.(*ssa.Convert); ok {
		v = c.X
	}
	op, ok := v.(*ssa.BinOp)
	return ok && op.Op == token.REM
}

// keySection is what the key that a function makes of a user context and
// something else comes from: the parameters, by number and field. Of other
// functions it is taken for granted that a key comes from all that they are
// given.
const keySection = "k:"

// exportKey writes the key section of fn, if it has one.
func (x *exporter) exportKey(fn *ssa.Function) {
	results := fn.Signature.Results()
	if results.Len() != 1 || !keyLike(results.At(0).Type()) || !slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return x.e.set.IsUserContext(p.Type()) }) {
		return
	}
	if k := x.e.resultKey(fn); k.origin != keyUser && len(fn.Blocks) > 0 {
		x.section(keySection+x.e.node(fn).key, x.e.pkg.Pkg.Path(), func(w *encoder) { w.keys(k.params) })
	}
}

// resultKey is what the key section of an imported function says.
func (fs *facts) resultKey(key string) (k keyState, ok bool) {
	secs := fs.sections(keySection + key)
	if len(secs) == 0 {
		return k, false
	}
	fs.decode(key, secs[0], func(r *decoder) { k, ok = keyState{params: r.keys(), known: true}, true })
	return k, ok
}

// comparedFields are the fields that i compares with what is no constant.
func comparedFields(i *ssa.BinOp) []*types.Var {
	if i.Op != token.EQL && i.Op != token.NEQ {
		return nil
	}
	var fields []*types.Var
	for _, pair := range [][2]ssa.Value{{i.X, i.Y}, {i.Y, i.X}} {
		if _, isConst := pair[1].(*ssa.Const); isConst {
			continue
		}
		if field, _ := loadedField(pair[0]); field != nil {
			fields = append(fields, field)
		}
	}
	return fields
}

// loadedField is the field that v was loaded from, and what has it.
func loadedField(v ssa.Value) (field *types.Var, of ssa.Value) {
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok && v.Op == token.MUL {
			return fieldOf(fa), fa.X
		}
	case *ssa.Field:
		if s, ok := underlying(v.X.Type()).(*types.Struct); ok {
			return s.Field(v.Field).Origin(), v.X
		}
	}
	return nil, nil
}

// entry follows the fields by which v, an entry that is added to a list, is
// found there; v may be the slice of entries of a variadic call.
func (t *tracer) entry(v ssa.Value) {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		v = x.X
	case *ssa.Slice:
		array, ok := x.X.(*ssa.Alloc)
		if !ok {
			return
		}
		for _, ref := range *array.Referrers() {
			if at, ok := ref.(*ssa.IndexAddr); ok {
				t.entryAt(at)
			}
		}
		return
	}
	if t.e.set.IsUserContext(v.Type()) || t.e.set.IsManager(v.Type()) {
		return // which is what is kept
	}
	for _, n := range t.keyFields(v.Type()) {
		t.field(v, n)
	}
}

// entryAt is entry for what is stored at addr.
func (t *tracer) entryAt(addr *ssa.IndexAddr) {
	fields := t.keyFields(addr.Type())
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				t.entry(ref.Val)
			}
		case *ssa.FieldAddr:
			if slices.Contains(fields, ref.Field) {
				t.values(storedIn(ref, 0))
			}
		}
	}
}

// keyFields are the numbers of the fields by which entries of type typ, or
// pointers to them, are found in this package.
func (t *tracer) keyFields(typ types.Type) []int {
	typ = underlying(typ)
	if ptr, ok := typ.(*types.Pointer); ok {
		typ = underlying(ptr.Elem())
	}
	s, ok := typ.(*types.Struct)
	if !ok {
		return nil
	}
	var fields []int
	for n := range s.NumFields() {
		if keyLike(s.Field(n).Type()) && t.e.usesOf().compared[s.Field(n).Origin()] {
			fields = append(fields, n)
		}
	}
	return fields
}

// maxConditions bounds how many conditions are looked at for one place.
const maxConditions = 16

// foundBy follows what entry x was found by: what one of its fields is equal to
// where block b runs.
func (t *tracer) foundBy(x ssa.Value, b *ssa.BasicBlock) {
	for n := 0; b.Idom() != nil && n < maxConditions; n, b = n+1, b.Idom() {
		d := b.Idom()
		branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cond, ok := branch.Cond.(*ssa.BinOp)
		if !ok || cond.Op != token.EQL && cond.Op != token.NEQ {
			continue
		}
		equal := d.Succs[0]
		if cond.Op == token.NEQ {
			equal = d.Succs[1]
		}
		if len(equal.Preds) != 1 || !equal.Dominates(b) {
			continue
		}
		for _, pair := range [][2]ssa.Value{{cond.X, cond.Y}, {cond.Y, cond.X}} {
			if _, of := loadedField(pair[0]); of != nil && sameShape(of, x, 0) {
				t.value(pair[1])
			}
		}
	}
}

// sameShape reports whether a and b are the same register, or are computed in
// the same way from such.
func sameShape(a, b ssa.Value, depth int) bool {
	if a == b {
		return true
	}
	if depth > maxKeyDepth {
		return false
	}
	switch a := a.(type) {
	case *ssa.UnOp:
		b, ok := b.(*ssa.UnOp)
		return ok && a.Op == b.Op && sameShape(a.X, b.X, depth+1)
	case *ssa.FieldAddr:
		b, ok := b.(*ssa.FieldAddr)
		return ok && a.Field == b.Field && sameShape(a.X, b.X, depth+1)
	case *ssa.IndexAddr:
		b, ok := b.(*ssa.IndexAddr)
		return ok && sameShape(a.X, b.X, depth+1) && sameShape(a.Index, b.Index, depth+1)
	case *ssa.MakeInterface:
		b, ok := b.(*ssa.MakeInterface)
		return ok && sameShape(a.X, b.X, depth+1)
	case *ssa.TypeAssert:
		b, ok := b.(*ssa.TypeAssert)
		return ok && sameShape(a.X, b.X, depth+1)
	}
	return false
}
