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
			sels, x = append(sels, fieldSel(fa.X.Type(), fa.Field)), fa.X
			continue
		}
		if load, ok := x.(*ssa.UnOp); ok && load.Op == token.MUL {
			sels, x = append(sels, "*"), load.X
			continue
		}
		break
	}
	slices.Reverse(sels)
	return s.spotAt(x, strings.Join(sels, ""), underlying(underlying(last.X.Type()).(*types.Pointer).Elem()).(*types.Struct).Field(last.Field))
}

func (s *search) spotAt(root ssa.Value, sels string, field *types.Var) *spot {
	key := spotKey{root, sels}
	p, ok := s.spots[key]
	if !ok {
		p = &spot{root, sels, field}
		if s.spots == nil {
			s.spots = make(map[spotKey]*spot)
		}
		s.spots[key] = p
	}
	return p
}

// fieldOf is the spot of field sel of what argument arg of a call points to.
func (s *search) fieldOf(arg ssa.Value, sel string) *spot {
	ptr, ok := underlying(arg.Type()).(*types.Pointer)
	if !ok {
		return nil
	}
	of, ok := underlying(ptr.Elem()).(*types.Struct)
	if !ok {
		return nil
	}
	for n := range of.NumFields() {
		if fieldSel(arg.Type(), n) == sel {
			return s.spotAt(arg, sel, of.Field(n))
		}
	}
	return nil
}

// private reports whether nobody has the address of p but this body, which uses
// it for loads and stores only.
func (p *spot) private() bool {
	a, ok := p.Value.(*ssa.Alloc)
	return ok && !a.Heap && !strings.Contains(p.sels, "*")
}

// overSpots takes w back over instr, for the spots among its operands. If the
// value is in one, and nobody knows what was there before, it may be nil.
func (s *search) overSpots(w *way, instr ssa.Instruction) (goes, found bool) {
	forget := func(o operand) {
		w.forget(o)
		found = found || o == w.value
	}
	goes = w.each(func(o operand) bool {
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
			if o == w.value {
				if known, isNil := s.inObjects(w, p, v); known {
					found = found || isNil
					return isNil
				}
			}
			forget(o)
			return true
		}
		switch i := instr.(type) {
		case *ssa.Store:
			if t := s.spotOf(i.Addr); t == p && o.sel == "" {
				return w.put(o, operandOf(i.Val))
			} else if p.mayBeAt(i.Addr, t) {
				forget(o)
			}
		case *ssa.Call:
			if p.givenTo(i) && !(s.f.e.context(p.field.Type()) && s.f.keepsContexts(i)) {
				forget(o)
			}
		}
		return true
	})
	return goes, found
}

// inObjects reports whether p, the value, can be nil in one of the objects that v, which
// has returned their addresses, may have made, as far as what is known of their other
// fields agrees: each is as it was made. It is not known of other objects.
func (s *search) inObjects(w *way, p *spot, v ssa.Value) (known, isNil bool) {
	f := s.f
	instr, ok := v.(ssa.Instruction)
	all := f.get(v)
	if _, fresh := v.(*ssa.Alloc); !ok || fresh || len(all) < 2 {
		return false, false
	}
	at := point{block: instr.Block().Index, idx: f.position(instr) + 1}
	for _, a := range bare(all) {
		base, in, ok := place(a)
		if !ok || a.kind != kindAddr || len(in) > 0 || !f.begunHere(base) {
			return false, false
		}
		if slices.ContainsFunc(w.facts, func(g fact) bool {
			q, ok := g.x.reg.(*spot)
			if !ok || q.Value != v || q.sels != "."+q.field.Name() || g.x.sel != "" || g.less || !g.y.fixed() || g.x.length || g.x.plus != 0 || q == p {
				return false
			}
			held := f.load(base, path{q.sels}, at)
			return len(held) > 0 && f.surelyStored(f.subAddr(a.alone(), q.sels), at) && !f.agrees(g, held)
		}) {
			continue
		}
		if p.sels != "."+p.field.Name() {
			return false, false
		}
		if held := f.load(base, path{p.sels}, at); len(held) == 0 || holdsNoUser(held) {
			return true, true
		}
	}
	return true, false
}

// keepsContexts reports whether call is known to store no user context.
func (f *frame) keepsContexts(call *ssa.Call) bool {
	if call.Call.StaticCallee() == nil {
		return false
	}
	ref, _ := f.e.ref(call.Call.StaticCallee())
	s := f.e.summaryOf(ref, f.node)
	return s != nil && !s.unknown && !slices.ContainsFunc(s.effects, func(e *effect) bool { return e.kind == effectStore || e.kind == effectCall })
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
			case *ssa.FieldAddr, *ssa.UnOp, *ssa.Call, *ssa.Return, *ssa.DebugRef:
				return false
			case *ssa.Store:
				return ref.Val == v
			}
			return true
		})
	}
	return false
}
