package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// An entry of a map is the same one whenever it is looked up under the same key,
// until something is stored under it: if _, ok := m[k]; !ok { m[k] = v }.

// keyOf is what stands for key k wherever it is computed anew from a variable
// that is stored in once.
func (s *search) keyOf(k ssa.Value) ssa.Value {
	load, ok := k.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || len(storesTo(load.X)) > 1 {
		return k
	}
	if p := s.spotOf(load.X); p != nil {
		return p
	}
	return load.X
}

// entry puts the entry of a map, or the part of it that o is, in the place of
// what is looked up in it; it reports whether all can hold.
func (s *search) entry(w *way, o operand, v *ssa.Lookup) bool {
	if _, ok := v.X.Type().Underlying().(*types.Map); !ok {
		return true
	}
	if o == w.value && inRange(v) {
		return false // what a range statement has found is there
	}
	rest := s.paths[o.sel]
	found := v.CommaOk && o.sel == ".1"
	if v.CommaOk && len(rest) > 0 {
		rest = rest[1:]
	}
	sel := s.f.elemSel(v.Index)
	p := append(path{sel}, rest...)
	e := operand{reg: v.X, entry: true}
	if sel == anyElem {
		e.key = s.keyOf(v.Index)
	}
	if m := s.f.get(v.X); len(m) == 1 {
		if base, at, ok := place(m[0]); ok {
			p = slices.Concat(at, p)
			e.reg, e.base, e.path = nil, base, p.String()
			s.paths[e.path] = p
		}
	}
	if e.base == nil {
		e.sel = p.String()
		s.paths[e.sel] = p
	}
	if !found {
		return w.put(o, e)
	}
	facts := w.facts
	w.facts = nil
	for _, g := range facts {
		if g.x == o {
			g = fact{x: e, y: zeroOperand, is: g.is != (g.y == trueOperand)}
		}
		if !w.learn(g) {
			return false
		}
	}
	return true
}

// isThere reports whether it is known on way w that the entry that o is, or is a
// part of, is there.
func (w *way) isThere(o operand) bool {
	return slices.ContainsFunc(w.facts, func(g fact) bool {
		return !g.less && !g.is && (g.y == zeroOperand || g.y == nilOperand) && o.within(g.x)
	})
}

// within reports whether o is entry e, or a part of it.
func (o operand) within(e operand) bool {
	return e.entry && o.entry && e.base == o.base && e.reg == o.reg && e.key == o.key &&
		strings.HasPrefix(o.path, e.path) && strings.HasPrefix(o.sel, e.sel)
}

// constantKey reports whether o is an entry under a key that is a constant.
func (o operand) constantKey() bool {
	return o.entry && o.key == nil && !strings.Contains(o.path+o.sel, keyOfParam)
}

// unentered takes w back to where nothing is known yet of o, an entry. If the
// value is in it, found says that it can be nil.
func (s *search) unentered(w *way, o operand, found *bool) (goes bool) {
	if o != w.value {
		if !w.value.within(o) {
			w.forget(o)
		}
		return true
	}
	*found = !w.isThere(o)
	return *found
}

// makesMap reports whether v makes the map that o is an entry of.
func (s *search) makesMap(o operand, v ssa.Value) bool {
	if o.base == nil || o.base.obj == nil {
		return false
	}
	m, ok := v.(*ssa.MakeMap)
	if !ok {
		return false
	}
	made := s.f.get(m)
	return len(made) == 1 && made[0].kind == kindAddr && made[0].base == o.base && len(made[0].path) == 0
}

// atEntry reports whether instr stores in, or removes, the very entry that o is,
// or is a part of.
func (s *search) atEntry(instr ssa.Instruction, o operand) bool {
	if !o.entry || o.key == nil {
		return false
	}
	switch i := instr.(type) {
	case *ssa.MapUpdate:
		return s.keyOf(i.Key) == o.key
	case *ssa.Call:
		b, ok := i.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "delete" && s.keyOf(i.Call.Args[1]) == o.key
	}
	return false
}

// storedBy is what instr stores, nil if it is no statement that stores.
func storedBy(instr ssa.Instruction) ssa.Value {
	switch i := instr.(type) {
	case *ssa.Store:
		return i.Val
	case *ssa.MapUpdate:
		return i.Value
	}
	return nil
}

// inRange reports whether a key that a range statement over the map gives is
// looked up.
func inRange(v *ssa.Lookup) bool {
	key, ok := v.Index.(*ssa.Extract)
	if !ok || key.Index != 1 {
		return false
	}
	next, ok := key.Tuple.(*ssa.Next)
	if !ok {
		return false
	}
	over, ok := next.Iter.(*ssa.Range)
	if !ok {
		return false
	}
	if over.X == v.X {
		return true
	}
	a, ok := over.X.(*ssa.UnOp)
	if !ok || a.Op != token.MUL {
		return false
	}
	b, ok := v.X.(*ssa.UnOp)
	return ok && b.Op == token.MUL && samePlace(a.X, b.X)
}
