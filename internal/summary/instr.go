package summary

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// instr is the transfer function of one instruction. It reports false when
// control does not get past it.
func (f *frame) instr(instr ssa.Instruction, at point) bool {
	if !f.e.library && f.certainlyPanics(instr) {
		f.mayPanic(at, true, Value{f.e.u.top()})
		f.finish(at)
		return false
	}
	if f.fn.Recover != nil && unchecked(instr) {
		f.mayPanic(at, false, Value{f.e.u.top()})
	}
	if f.indifferent(instr) {
		return true
	}
	switch i := instr.(type) {
	case *ssa.Alloc:
		f.alloc(i, at)
	case *ssa.BinOp:
		if i.Op == token.EQL || i.Op == token.NEQ {
			f.compare(i)
		} else if isUintptr(i.Type()) {
			f.set(i, f.get(i.X)) // pointer arithmetic
		}
	case *ssa.Call:
		f.sawEntry = false
		v, returns := f.callInstr(&i.Call, i.Pos(), at)
		if b, ok := i.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			f.set(i, v)
			return true
		}
		if f.sawEntry && len(v) == 0 && f.e.context(i.Type()) {
			v = Value{f.e.u.constant("nil")} // of what the callee returns nothing was stored
		}
		f.setTyped(i, v)
		if !returns {
			f.leave(i, at)
		}
		return returns
	case *ssa.ChangeInterface:
		f.set(i, f.get(i.X))
	case *ssa.ChangeType:
		v := f.get(i.X)
		if isTypeParam(i.X.Type()) && types.IsInterface(i.Type()) && !isTypeParam(i.Type()) {
			v = Value{f.e.u.typed(f.e.u.typeRef(i.X.Type()), v)}
		}
		f.set(i, v)
	case *ssa.Convert:
		f.convert(i, i.X)
	case *ssa.MultiConvert:
		f.convert(i, i.X)
	case *ssa.DebugRef:
	case *ssa.Defer:
		f.deferCall(i, at)
	case *ssa.Extract:
		f.setTyped(i, f.pick(f.get(i.Tuple), "."+strconv.Itoa(i.Index), at))
	case *ssa.Field:
		v := f.pick(f.get(i.X), fieldSel(i.X.Type(), i.Field), at)
		if f.e.follows(i.Type()) {
			f.setTyped(i, v)
		} else if f.e.switches(i.Type()) && len(v) > 0 {
			f.set(i, f.e.zeroAs(v, i.Type()))
		}
	case *ssa.FieldAddr:
		if interfaceWords(i.X.Type()) || i.Field == 0 && f.e.hold.isMask(i.Type()) {
			f.set(i, f.get(i.X)) // the address is the same
		} else {
			f.set(i, f.subAddr(f.get(i.X), fieldSel(i.X.Type(), i.Field)))
		}
		if f.e.switches(i.Type().Underlying().(*types.Pointer).Elem()) && f.e.isFlag(i) && !onlyAccessed(i) {
			f.store(f.get(i), Value{f.e.u.top()}, nil, at, true) // who has the address can set it
		}
	case *ssa.Go:
		f.goCall(i, at)
	case *ssa.If, *ssa.Jump:
	case *ssa.Index:
		f.setTyped(i, f.pick(f.get(i.X), f.elemSel(i.Index), at))
	case *ssa.IndexAddr:
		f.set(i, f.subAddr(f.get(i.X), f.elemSel(i.Index)))
	case *ssa.Lookup:
		f.lookup(i, at)
	case *ssa.MakeChan:
		f.set(i, f.made(i, at))
	case *ssa.MakeClosure:
		var binds []Value
		for n := range i.Bindings {
			binds = append(binds, f.capturedBy(i, n, at))
		}
		f.set(i, Value{f.funcAtom(i.Fn.(*ssa.Function), binds)})
	case *ssa.MakeInterface:
		x := f.get(i.X)
		if f.e.context(i.X.Type()) {
			x = f.refined(i.X, i.Block())
		}
		if len(x) == 0 && f.concrete {
			x = f.onlyLength(i.X)
		}
		f.set(i, Value{f.e.u.typed(f.e.u.typeRef(i.X.Type()), x)})
	case *ssa.MakeMap:
		f.set(i, f.made(i, at))
	case *ssa.MakeSlice:
		v := f.made(i, at)
		v[0].base.obj.alloc = i
		f.set(i, f.withLength(v, i))
	case *ssa.MapUpdate:
		sel := f.elemSel(i.Key)
		f.told, f.pruning = passing(i), f.prunes(i)
		f.store(f.get(i.Map), f.kept(i.Value, at.block), path{sel}, at, sel != anyElem)
		f.pruning = false
		if k := f.get(i.Key); len(k) > 0 && f.e.relevant(i.Key.Type()) {
			if place := f.e.placeKey(i.Map, 0); !f.e.set.IsUserContext(i.Key.Type()) {
				f.keyNow = &place // what holds a user is not kept under itself
			}
			f.store(f.get(i.Map), k, path{mapKeys}, f.seq(at, "key", 0), false)
			f.keyNow = nil
		}
		f.told = false
	case *ssa.Next:
		f.next(i, at)
	case *ssa.Panic:
		f.mayPanic(at, true, Value{f.e.u.top()})
		f.finish(at)
		return false
	case *ssa.Phi:
		f.phi(i)
	case *ssa.Range:
		f.set(i, f.get(i.X))
	case *ssa.Return:
		f.ret(i, at)
	case *ssa.RunDefers:
		f.runDefers(at)
	case *ssa.Select:
		f.selectInstr(i, at)
	case *ssa.Send:
		f.send(i.Chan, f.kept(i.X, at.block), at)
	case *ssa.Slice:
		f.slice(i, at)
	case *ssa.SliceToArrayPointer:
		f.set(i, f.get(i.X))
	case *ssa.Store:
		f.storeInstr(i, at)
	case *ssa.TypeAssert:
		f.typeAssert(i, at)
	case *ssa.UnOp:
		f.unop(i, at)
	default:
		panic(fmt.Sprintf("unknown SSA instruction %T", instr))
	}
	return true
}

// indifferent reports whether all that an instruction does is to compute a
// value of a type that is not followed.
func (f *frame) indifferent(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Phi, *ssa.Extract:
		return !f.e.follows(i.(ssa.Value).Type())
	case *ssa.UnOp:
		return !f.e.relevantResult(i.Type()) && !(i.Op == token.MUL && f.e.isFlag(i.X)) && i.Op != token.NOT
	case *ssa.Field:
		return !f.e.relevantResult(i.Type()) && !(f.e.switches(i.Type()) && f.e.hooked(i.X.Type()))
	case *ssa.Index, *ssa.Lookup, *ssa.Next, *ssa.TypeAssert:
		return !f.e.relevantResult(i.(ssa.Value).Type())
	case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Slice, *ssa.Alloc, *ssa.MakeSlice, *ssa.MakeMap, *ssa.MakeChan:
		return !f.e.relevantResult(i.(ssa.Value).Type()) && !f.e.isFlag(i.(ssa.Value))
	}
	return false
}

// setTyped is set for a value whose type says whether it can matter.
func (f *frame) setTyped(r ssa.Value, v Value) {
	if len(v) == 0 || !f.e.follows(r.Type()) {
		return
	}
	f.set(r, f.fitting(f.e.zeroAs(v, r.Type()), r.Type()))
}

// zeroAs is v of type t: where it is a zero value, that is nil if t can be.
func (e *engine) zeroAs(v Value, t types.Type) Value {
	if isTypeParam(t) || e.record(t) || e.hooked(t) || !slices.ContainsFunc(bare(v), func(a *Atom) bool { return a.kind == kindConst && a.constant == zeroValue }) {
		return v
	}
	var g gathering
	for _, a := range v {
		inner := a
		if a.kind == kindCond {
			inner = a.inner[0]
		}
		if inner.kind != kindConst || inner.constant != zeroValue {
			g.add(a.alone())
		} else if e.context(t) {
			g.add(e.u.cond(a.guards, Value{e.u.constant("nil")}))
		} else if e.switches(t) {
			g.add(e.u.cond(a.guards, Value{e.u.constant(zeroText(t))}))
		}
	}
	return g.value()
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

func isUintptr(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Uintptr
}

// compare is the truth value of a comparison on a parameter: which it is
// depends on the caller.
func (f *frame) compare(i *ssa.BinOp) {
	g, ok := f.condition(i)
	if !ok || f.concrete || len(g.val) == 0 || !onlySymbols(g.val) {
		return
	}
	u := f.e.u
	not := g
	not.not = !g.not
	f.set(i, join(u.cond([]guard{g}, Value{u.constant("true")}), u.cond([]guard{not}, Value{u.constant("false")})))
}

// negated is the contrary of truth value v.
func (u *universe) negated(v Value) Value {
	var g gathering
	for _, a := range v {
		inner, guards := a, []guard(nil)
		if a.kind == kindCond {
			inner, guards = a.inner[0], a.guards
		}
		switch {
		case inner.kind == kindConst && inner.constant == "true":
			inner = u.constant("false")
		case inner.kind == kindConst && (inner.constant == "false" || inner.constant == zeroValue):
			inner = u.constant("true")
		case inner.kind == kindSym && inner.sel != anything:
			yes := guard{val: Value{inner}, want: "true"}
			no := yes
			no.not = true
			g.add(u.cond(joinGuards(guards, []guard{no}), Value{u.constant("true")}))
			g.add(u.cond(joinGuards(guards, []guard{yes}), Value{u.constant("false")}))
			continue
		default:
			inner = u.top()
		}
		g.add(u.cond(guards, Value{inner}))
	}
	return g.value()
}

func edgeConds(pred, b *ssa.BasicBlock) []knownCond {
	cond, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If)
	if !ok || pred.Succs[0] == pred.Succs[1] {
		return nil
	}
	return []knownCond{{cond.Cond, pred.Succs[0] == b}}
}

func (f *frame) alloc(i *ssa.Alloc, at point) {
	o := f.object(instrKey(at), "", at)
	elem := i.Type().(*types.Pointer).Elem()
	if o.typ == nil {
		o.typ = f.e.u.typeRef(elem)
	}
	o.alloc = i
	if (i.Comment == "complit" || i.Comment == "new") && !isPointer(elem) && f.e.set.IsManager(elem) {
		f.managers = true
		f.set(i, Value{f.e.u.manager(types.TypeString(elem, nil) + "{…}")})
	}
	f.set(i, Value{f.e.u.objAddr(o, nil)})
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// made is the object that a make expression makes.
func (f *frame) made(v ssa.Value, at point) Value {
	return Value{f.e.u.objAddr(f.object(instrKey(at), "", at), nil)}
}

func (f *frame) lookup(i *ssa.Lookup, at point) {
	if _, ok := i.X.Type().Underlying().(*types.Map); !ok {
		return // a byte of a string
	}
	v := f.pick(f.get(i.X), f.elemSel(i.Index), at)
	elem := i.X.Type().Underlying().(*types.Map).Elem()
	if i.CommaOk {
		v = f.commaOk(v, elem)
	} else if f.e.hooked(elem) && len(v) > 0 {
		v = f.e.u.or(v, zeroValue)
	} else if absent := f.e.absent(elem); absent != "" {
		v = f.e.u.or(v, absent)
	}
	f.setTyped(i, v)
}

func (f *frame) next(i *ssa.Next, at point) {
	if i.IsString {
		return
	}
	m := f.get(i.Iter)
	f.setTyped(i, f.e.u.aggregate([]field{
		{".1", f.pick(m, mapKeys, at)},
		{".2", f.pick(m, anyElem, at)},
	}, nil))
}

func (f *frame) send(c ssa.Value, v Value, at point) {
	removes := false
	if !f.e.remote {
		f.told, removes = f.e.letsGo(c)
		f.joining = f.e.joined(c)
	}
	f.store(f.get(c), v, path{chanElem}, at, false)
	f.told, f.joining = false, false
	if f.removing = removes; removes {
		f.store(f.get(c), nil, path{chanElem}, f.seq(at, "removed", 0), false)
		f.removing = false
	}
}

func (f *frame) selectInstr(i *ssa.Select, at point) {
	var fields []field
	n := 2
	for _, s := range i.States {
		if s.Dir == types.SendOnly {
			f.site = s.Pos
			f.send(s.Chan, f.get(s.Send), at)
			continue
		}
		v := f.pick(f.get(s.Chan), chanElem, at)
		if received(i, 1, true) == nil && f.mayBeSpent(i, s.Chan) {
			v = f.e.u.or(v, f.e.absent(s.Chan.Type().Underlying().(*types.Chan).Elem()))
		}
		fields = append(fields, field{"." + strconv.Itoa(n), v})
		n++
	}
	f.setTyped(i, f.e.u.aggregate(fields, nil))
}

// slice is v[low:high]: unless it begins at 0, the keys are not known after.
func (f *frame) slice(i *ssa.Slice, at point) {
	x := f.get(i.X)
	if b, ok := i.X.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return
	}
	low := i.Low
	if c, ok := low.(*ssa.Const); low == nil || ok && c.Int64() == 0 {
		if _, ok := i.High.(*ssa.Const); ok || i.High == nil {
			f.set(i, f.withLength(x, i))
		} else {
			f.set(i, f.e.u.unsized(x))
		}
		return
	}
	o := f.object(instrKey(at), "", at)
	addr := Value{f.e.u.objAddr(o, nil)}
	if first, ok := intConst(low); ok && f.concrete && i.High == nil && !o.many {
		if n, ok := whole(f.e.u.lengths(x)); ok && f.copyElems(addr, 0, x, int(first), int(n), at) {
			f.set(i, Value{f.e.u.sized(addr[0], n-first)})
			return
		}
	}
	f.store(addr, f.pick(x, anyElem, at), path{anyElem}, at, false)
	f.set(i, addr)
}

// maxCopied bounds the elements of a list that are copied one by one.
const maxCopied = 16

// copyElems copies the elements of x under the keys from first up to n to addr, from key
// to on. It reports false, and copies nothing, if they are too many.
func (f *frame) copyElems(addr Value, to int, x Value, first, n int, at point) bool {
	if first < 0 || first > n || n-first > maxCopied {
		return false
	}
	for k := range n - first {
		f.store(addr, f.pick(x, constSel(itoa(first+k)), at), path{constSel(itoa(to + k))}, f.seq(at, "elem", to+k), true)
	}
	return true
}

func (f *frame) convert(i ssa.Value, x ssa.Value) {
	v := f.get(x)
	if len(v) == 0 {
		return
	}
	if p, ok := i.Type().Underlying().(*types.Pointer); ok {
		// From an unsafe.Pointer to a part of an object to the whole.
		want := f.e.u.typeRef(p.Elem())
		var g gathering
		for _, a := range v {
			if a.kind == kindAddr && a.base.root == rootObject && a.base.parent == nil && a.base.obj.typ != nil && origin(a.base.obj.typ) == origin(want) {
				a = f.e.u.addr(a.base, nil)
			}
			g.add(a.alone())
		}
		v = g.value()
	}
	if f.e.follows(i.Type()) {
		f.set(i, v)
	}
}

func origin(t *TypeRef) string {
	if t.kind == typeNamed {
		return t.name
	}
	return t.key
}

func (f *frame) storeInstr(i *ssa.Store, at point) {
	if !f.e.relevantResult(i.Val.Type()) && !f.e.isFlag(i.Addr) {
		f.storeFlags(i.Addr, i.Val, at)
		return
	}
	strong := true
	for v := i.Addr; ; {
		if fa, ok := v.(*ssa.FieldAddr); ok && interfaceWords(fa.X.Type()) {
			strong = false
		}
		ia, ok := v.(*ssa.IndexAddr)
		if !ok {
			break
		}
		if f.elemSel(ia.Index) == anyElem {
			strong = false
		}
		v = ia.X
	}
	if f.e.context(i.Val.Type()) {
		f.storing, f.stores = i.Val, true
	}
	v := f.kept(i.Val, at.block)
	if f.e.isFlag(i.Addr) {
		if zeroText(i.Val.Type()) != "false" {
			v = f.asFlag(f.flagValue(i.Val))
		}
		if f.e.exposed(i.Addr) {
			v = Value{f.e.u.top()}
		}
	}
	if f.e.mayBeUnset(i.Addr) && !f.e.isFlag(i.Addr) {
		if c, ok := i.Val.(*ssa.Const); ok && c.IsNil() {
			v = f.get(c)
		} else if len(v) == 0 {
			v = Value{f.e.u.top()}
		}
	}
	if b, ok := i.Val.Type().Underlying().(*types.Basic); ok && b.Kind() == types.Uintptr && !f.e.library {
		v = nil // an address, which nothing is reached by way of
	}
	f.shrinking, f.pruning = shrinks(i), f.prunes(i)
	if !f.clearAll(i, at) {
		f.store(f.get(i.Addr), v, nil, at, strong)
	}
	f.storing, f.shrinking, f.pruning = nil, false, false
	f.storeFlags(i.Addr, i.Val, at)
}
