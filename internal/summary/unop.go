package summary

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Loads, receives and negations.

func (f *frame) unop(i *ssa.UnOp, at point) {
	switch i.Op {
	case token.MUL:
		var g gathering
		unseen := f.unseen
		f.sawEntry, f.sawZero, f.unseen = false, false, false
		for _, a := range f.get(i.X) {
			g.add(f.deref(a, at))
		}
		v := g.value()
		if f.e.isSwitch(i.X) && (f.unseen || f.late) {
			v = join(v, Value{f.e.u.top()})
		}
		f.unseen = f.unseen || unseen
		if fa, ok := i.X.(*ssa.FieldAddr); ok && f.e.context(i.Type()) && f.e.neverSet(fa) {
			v = Value{f.e.u.constant("nil")}
		}
		if g, ok := i.X.(*ssa.Global); ok && f.e.context(i.Type()) && f.e.neverAssigned(g) {
			v = Value{f.e.u.constant("nil")}
		}
		if g, ok := i.X.(*ssa.Global); ok && isBool(i.Type()) && !f.e.remote && f.e.neverAssigned(g) {
			v = Value{f.e.u.constant("false")}
		}
		if _, sentinel := i.X.(*ssa.Global); isError(i.Type()) && !sentinel && len(v) > 0 && !mayBeNil(v) && !f.surelyStored(f.get(i.X), at) {
			v = join(v, Value{f.e.u.top()}) // memory does not keep that an error is nil
		}
		if !isPointer(i.Type()) && f.e.set.IsManager(i.Type()) { // a manager by value
			for _, a := range f.get(i.X) {
				if a.kind == kindManager {
					v = join(v, a.alone())
				}
			}
		}
		if elem, ok := i.X.(*ssa.IndexAddr); f.e.context(i.Type()) && (f.sawEntry || ok && f.partlyFilled(elem)) {
			v = join(v, Value{f.e.u.constant("nil")})
		}
		if (f.sawEntry || f.sawZero) && f.e.isFlag(i.X) {
			v = join(v, Value{f.e.u.constant(zeroText(i.Type()))})
		}
		v = f.recordOf(i, f.unsetFields(i, v, at))
		switch underlying(i.Type()).(type) {
		case *types.Struct, *types.Array:
		default:
			v = flatten(v)
		}
		if f.e.isFlag(i.X) && len(v) > 0 {
			f.set(i, v)
			break
		}
		f.setTyped(i, v)
	case token.NOT:
		if !f.concrete {
			f.setTyped(i, f.e.u.negated(f.get(i.X)))
		}
	case token.ARROW:
		v := f.pick(f.get(i.X), chanElem, at)
		f.takeOne(i.X, at)
		elem := i.X.Type().Underlying().(*types.Chan).Elem()
		if len(v) == 0 && f.e.context(elem) {
			v = f.pick(f.get(i.X), closedChan, at) // nothing is ever sent
		}
		if i.CommaOk {
			v = f.commaOk(v, elem)
		} else if f.mayBeSpent(i, i.X) {
			v = f.e.u.or(v, f.e.absent(elem))
		}
		f.setTyped(i, v)
	}
}

// unsetFields completes a struct that is loaded whole: a field that is a user
// context and was never set is nil.
func (f *frame) unsetFields(i *ssa.UnOp, v Value, at point) Value {
	s, ok := underlying(i.Type()).(*types.Struct)
	if !ok {
		return v
	}
	var fields []field
	for n := range s.NumFields() {
		zero := f.e.zeroPart(s.Field(n).Type())
		isSwitch := f.e.switches(s.Field(n).Type()) && f.e.hooked(i.Type())
		if isSwitch {
			zero = zeroText(s.Field(n).Type())
		}
		if zero == "" || zero == "false" && !isSwitch && !f.e.record(i.Type()) {
			continue
		}
		sel := fieldSel(i.Type(), n)
		var g gathering
		unseen := f.unseen
		f.sawEntry, f.sawZero, f.unseen = false, false, false
		for _, a := range f.subAddr(f.get(i.X), sel) {
			g.add(f.deref(a, at))
		}
		vague := isSwitch && (f.unseen || f.late)
		f.unseen = f.unseen || unseen
		if vague {
			g.add(Value{f.e.u.top()})
			if f.sawEntry || f.sawZero {
				g.add(Value{f.e.u.constant(zero)})
			}
			fields = append(fields, field{sel, g.value()})
		} else if f.sawEntry || isSwitch && f.sawZero || slices.Contains(g.atoms, f.e.u.constant(zero)) {
			fields = append(fields, field{sel, join(g.value(), Value{f.e.u.constant(zero)})})
		}
	}
	return f.e.u.withFields(v, fields)
}

// withFields is struct v with these fields in the place of its own: in one
// aggregate, since values that lie deep in values are left out.
func (u *universe) withFields(v Value, fields []field) Value {
	if len(fields) == 0 || len(v) != 1 || v[0].kind != kindAgg {
		return u.aggregate(fields, v)
	}
	for _, own := range v[0].fields {
		if !slices.ContainsFunc(fields, func(fl field) bool { return fl.sel == own.sel }) {
			fields = append(fields, own)
		}
	}
	return u.aggregate(fields, v[0].inner)
}

func (f *frame) deref(a *Atom, at point) Value {
	switch a.kind {
	case kindAddr:
		return f.load(a.base, a.path, at)
	case kindSym:
		return f.load(a, nil, at)
	case kindTyped, kindFunc:
		return a.alone() // through unsafe.Pointer
	case kindCond:
		return f.e.u.cond(a.guards, f.deref(a.inner[0], at))
	}
	return nil
}
