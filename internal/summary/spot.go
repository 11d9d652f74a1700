package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A spot is a field in memory whose type is not followed, such as a truth value
// or a text in a struct. A branch that asks about it and a later one that asks
// again ask the same, unless something was stored there in between. In operands
// it stands for what it holds.
type spot struct {
	ssa.Value        // the register where the selectors begin
	sels      string // fields, and * for what a pointer points to
	field     *types.Var
}

type spotKey struct {
	root ssa.Value
	sels string
}

// maxSelectors bounds the selectors of a spot.
const maxSelectors = 6

// spotOf is the spot whose address is addr, nil if that is none.
func (s *search) spotOf(addr ssa.Value) *spot {
	last, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	var sels []string
	x := addr
	for n := 0; ; n++ {
		if n > maxSelectors {
			return nil
		}
		if fa, ok := x.(*ssa.FieldAddr); ok {
			sels, x = append(sels, "."+itoa(fa.Field)), fa.X
			continue
		}
		if load, ok := x.(*ssa.UnOp); ok && load.Op == token.MUL {
			sels, x = append(sels, "*"), load.X
			continue
		}
		break
	}
	slices.Reverse(sels)
	key := spotKey{x, strings.Join(sels, "")}
	p, ok := s.spots[key]
	if !ok {
		of := underlying(last.X.Type()).(*types.Pointer).Elem()
		p = &spot{x, key.sels, underlying(of).(*types.Struct).Field(last.Field)}
		if s.spots == nil {
			s.spots = make(map[spotKey]*spot)
		}
		s.spots[key] = p
	}
	return p
}

// private reports whether nobody has the address of p but this body, which uses
// it for loads and stores only.
func (p *spot) private() bool {
	a, ok := p.Value.(*ssa.Alloc)
	return ok && !a.Heap && !strings.Contains(p.sels, "*")
}

// overSpots takes w back over instr, for the spots among its operands.
func (s *search) overSpots(w *way, instr ssa.Instruction) bool {
	return w.each(func(o operand) bool {
		p, ok := o.reg.(*spot)
		if !ok {
			return true
		}
		if v, ok := instr.(ssa.Value); ok && v == p.Value {
			if zero := zeroOf(p.field.Type()); zero.fixed() && o.sel == "" && !strings.Contains(p.sels, "*") {
				if _, fresh := v.(*ssa.Alloc); fresh {
					return w.put(o, zero)
				}
			}
			w.forget(o)
			return true
		}
		switch i := instr.(type) {
		case *ssa.Store:
			if t := s.spotOf(i.Addr); t == p && o.sel == "" {
				return w.put(o, operandOf(i.Val))
			} else if p.mayBeAt(i.Addr, t) {
				w.forget(o)
			}
		case *ssa.Call:
			if p.givenTo(i) {
				w.forget(o)
			}
		}
		return true
	})
}

// mayBeAt reports whether a store to addr, whose spot is t if it has one, may
// change what p holds.
func (p *spot) mayBeAt(addr ssa.Value, t *spot) bool {
	switch {
	case addr == p.Value:
		return true
	case t != nil && t.Value == p.Value:
		return strings.HasPrefix(p.sels, t.sels) || strings.HasPrefix(t.sels, p.sels) || t.field == p.field && strings.Contains(p.sels+t.sels, "*")
	case p.private():
		return false
	case t != nil:
		return t.field == p.field && !t.private()
	}
	elem := underlying(addr.Type()).(*types.Pointer).Elem()
	_, whole := elem.Underlying().(*types.Struct)
	_, local := addr.(*ssa.Alloc)
	return !local && (whole || types.Identical(elem, p.field.Type()))
}

// givenTo reports whether call may store in p: it is given the object that p is
// in, or that has been put where others find it.
func (p *spot) givenTo(call *ssa.Call) bool {
	if _, ok := call.Call.Value.(*ssa.Builtin); ok || p.private() {
		return false
	}
	is := func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.MakeInterface:
			return v.X == p.Value
		case *ssa.MakeClosure:
			return slices.Contains(v.Bindings, p.Value)
		}
		return v == p.Value
	}
	if is(call.Call.Value) || slices.ContainsFunc(call.Call.Args, is) {
		return true
	}
	switch v := p.Value.(type) {
	case *ssa.Global, *ssa.FreeVar:
		return true
	case *ssa.Alloc:
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.FieldAddr, *ssa.UnOp, *ssa.Call, *ssa.DebugRef:
				return false
			case *ssa.Store:
				return ref.Val == v
			}
			return true
		})
	}
	return false
}
