package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// What a constructor stores in the object that it returns it may store on some of its
// ways only. On the others there is what the object began with.

// mayLeaveOut reports whether the place p of object base, which this body makes and
// returns, can be a user context that is nil when it does.
func (f *frame) mayLeaveOut(base *Atom, p path) bool {
	if !f.returnsWith(base, p) {
		return false
	}
	for _, r := range f.with(base) {
		b := f.fn.Blocks[r.block]
		if f.placeCanBeNil(base, p, b, len(b.Instrs)-1) {
			return true
		}
	}
	return false
}

// setWhereReturned reports whether w is done to object base, which this body makes and
// only returns, wherever that is returned: nobody sees it without.
func (f *frame) setWhereReturned(base *Atom, w *write) bool {
	if !w.strong || w.async || f.concrete || f.e.remote || base.root != rootObject || base.parent != nil || base.obj.many {
		return false
	}
	made, ok := base.obj.alloc.(*ssa.Alloc)
	if !ok || made.Parent() != f.fn || slices.ContainsFunc(*made.Referrers(), func(ref ssa.Instruction) bool {
		switch ref.(type) {
		case *ssa.FieldAddr, *ssa.Return, *ssa.DebugRef:
			return false
		}
		return true
	}) {
		return false
	}
	ways := f.with(base)
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(r returning) bool { return !f.leadsAlways(w.at.block, r.block) })
}

// returnsWith reports whether this body makes object base and the place p of it is a
// user context, so that it may matter in what it returns.
func (f *frame) returnsWith(base *Atom, p path) bool {
	return !f.concrete && !f.e.remote && base.root == rootObject && base.parent == nil && !base.obj.many && len(p) > 0 && !hasElem(p) && len(f.unset(base, p)) > 0
}

// with are the ways in which the body returns the address of base, without an error.
func (f *frame) with(base *Atom) []returning {
	return slices.DeleteFunc(slices.Clone(f.returnings), func(r returning) bool {
		return f.fails(r) || !slices.ContainsFunc(r.values, func(v Value) bool { return f.holdsAddress(v, base) })
	})
}

// besideOf are the fields of object base for which holds, wherever that is returned: if
// one is a nil error, true or a certain constant, there is a user context in field p. It
// is "" if there are none.
func (f *frame) besideOf(base *Atom, p path) string {
	of, ok := underlying(base.obj.typ.typ).(*types.Struct)
	ways := f.with(base)
	if !ok || len(p) != 1 || len(ways) == 0 {
		return ""
	}
	var telling []string
	for n := range of.NumFields() {
		field := of.Field(n)
		for _, good := range f.tellingValues(base, n, field.Type()) {
			if !slices.ContainsFunc(ways, func(r returning) bool {
				return f.nilAfter(base, p, r.block, func(s *search, _ *ssa.Return) fact {
					x := operand{base: base, path: "." + field.Name()}
					if good.y != nilOperand && good.y != trueOperand {
						x = operand{reg: s.spotAt(base.obj.alloc, "."+field.Name(), field)}
					}
					return fact{x: x, y: good.y, is: good.is}.normal()
				})
			}) {
				telling = append(telling, besideName("."+field.Name(), good))
				break
			}
		}
	}
	return strings.Join(telling, besideSep)
}

// besideSep stands between the fields of one place.
const besideSep = "\n"

// asReturned reports whether base is an object that a call has returned and that nothing
// was stored in since: its fields say what they said there.
func (f *frame) asReturned(base *Atom) bool {
	made := base.obj.made
	if base.obj.alloc != nil || !f.begunHere(base) {
		return false
	}
	if call, ok := f.fn.Blocks[made.block].Instrs[made.idx].(*ssa.Call); !ok || setsField(call) {
		return false
	}
	for b, ws := range f.mems[base].byBlock {
		if slices.ContainsFunc(ws, func(w *write) bool { return b != made.block || w.at.idx != made.idx }) {
			return false
		}
	}
	return true
}

// setsField reports whether a field of what v points to is set by way of v, one of a type
// that is not followed included.
func setsField(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		fa, ok := ref.(*ssa.FieldAddr)
		return ok && slices.ContainsFunc(*fa.Referrers(), func(use ssa.Instruction) bool {
			s, ok := use.(*ssa.Store)
			return ok && s.Addr == fa
		})
	})
}

// besideName is how a summary names field sel, which tells by being good.
func besideName(sel string, good fact) string {
	switch {
	case good.y == nilOperand || good.y == trueOperand:
		return sel
	case !good.is:
		return sel + "!=" + good.y.constant
	}
	return sel + "=" + good.y.constant
}

// maxTelling bounds the constants of which it is asked what a field tells by them.
const maxTelling = 4

// tellingValues are what the n-th field of object base, of type t, may tell by that
// there is a user context: a nil error, true, and of a state or a name any but the one
// that it begins with, or else the constants that this body stores there.
func (f *frame) tellingValues(base *Atom, n int, t types.Type) []fact {
	switch {
	case isBool(t):
		return []fact{{y: trueOperand, is: true}}
	case isError(t):
		return []fact{{y: nilOperand, is: true}}
	}
	made, ok := base.obj.alloc.(*ssa.Alloc)
	zero := zeroOf(t)
	if !ok || !zero.fixed() || zero == nilOperand {
		return nil
	}
	all := []fact{{y: zero}}
	for _, ref := range *made.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || fa.Field != n {
			continue
		}
		for _, r := range *fa.Referrers() {
			s, ok := r.(*ssa.Store)
			if !ok {
				continue
			}
			if o := (fact{y: operandOf(s.Val), is: true}); o.y.fixed() && o.y != zero && !slices.Contains(all, o) && len(all) < maxTelling {
				all = append(all, o)
			}
		}
	}
	if len(all) == 1 {
		return nil
	}
	return all
}

// besideHolds reports whether what is known on way w of the field beside the one that
// wr has written is that there is a user context in this one.
func (s *search) besideHolds(w *way, wr *write) bool {
	if wr.beside == "" {
		return false
	}
	for telling := range strings.SplitSeq(wr.beside, besideSep) {
		if s.tells(w, telling) {
			return true
		}
	}
	return false
}

// tells reports whether it is known on way w that one field, which telling names, says
// so.
func (s *search) tells(w *way, telling string) bool {
	sel, good, constant := strings.Cut(telling, "=")
	sel, other := strings.CutSuffix(sel, "!")
	o := operand{base: w.value.base, path: sel}
	return slices.ContainsFunc(w.facts, func(g fact) bool {
		if g.less || !g.is && !other || g.x.sel != "" || g.x.length || g.x.plus != 0 {
			return false
		}
		if q, ok := g.x.reg.(*spot); g.x != o && !(ok && q.sels == sel && s.f.only(q.Value, w.value.base)) {
			return false
		}
		switch {
		case other:
			return g.y.fixed() && (g.y.constant == good) != g.is
		case constant:
			return g.y.constant == good
		}
		return g.y == nilOperand || g.y == trueOperand
	})
}

// only reports whether v is the address of base, and nothing else.
func (f *frame) only(v ssa.Value, base *Atom) bool {
	addr := f.get(v)
	return len(addr) == 1 && addr[0].kind == kindAddr && addr[0].base == base && len(addr[0].path) == 0
}

// fails reports whether r returns an error for sure: nobody uses what comes with it.
func (f *frame) fails(r returning) bool {
	for i, v := range r.values {
		if isError(f.fn.Signature.Results().At(i).Type()) && len(v) > 0 && !mayBeNil(v) {
			return true
		}
	}
	return false
}

// holdsAddress reports whether v may be the address of base.
func (f *frame) holdsAddress(v Value, base *Atom) bool {
	for a := range each(v) {
		if a.kind == kindAddr && a.base == base && len(a.path) == 0 {
			return true
		}
	}
	return false
}

// leftOut reports whether instr is the call that has made the object in which the
// value is, and may have returned it without it, as far as is known on way w.
func (s *search) leftOut(w *way, instr ssa.Instruction, at point) bool {
	o := w.value
	if _, ok := instr.(*ssa.Call); !ok || o.base == nil || o.base.root != rootObject || o.base.parent != nil {
		return false
	}
	made := o.base.obj.made
	m := s.f.mems[o.base]
	if o.base.obj.alloc != nil || made.block != at.block || made.idx != at.idx || m == nil || !s.f.begunHere(o.base) {
		return false
	}
	return slices.ContainsFunc(m.byBlock[at.block], func(wr *write) bool {
		return wr.at.idx == at.idx && wr.leaves && match(wr.path, s.paths[o.path]) == covers && !s.holdOn(w, wr.guards) && !s.besideHolds(w, wr) && !s.fine(w, wr, instr)
	})
}

// holdOn reports whether guards, of which there are some, are all known to hold on
// way w.
func (s *search) holdOn(w *way, guards []guard) bool {
	return len(guards) > 0 && !slices.ContainsFunc(guards, func(g guard) bool {
		if !single(g.val) || g.val[0].root != rootParam || g.val[0].parent != nil || g.typ != nil {
			return true
		}
		x := operand{reg: s.f.fn.Params[g.val[0].index]}
		return !slices.Contains(w.facts, fact{x: x, y: operand{constant: g.want}, is: !g.not}.normal())
	})
}
