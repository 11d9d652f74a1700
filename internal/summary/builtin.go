package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

func (f *frame) builtin(name string, call *ssa.CallCommon, args []Value, at point) Value {
	switch name {
	case "append":
		return f.appendTo(call, args, at)
	case "copy":
		f.store(args[0], f.pick(args[1], anyElem, at), path{anyElem}, at, false)
	case "ssa:wrapnilchk", "Add", "Slice", "SliceData", "String", "StringData":
		return args[0]
	case "len":
		return f.lengthOf(call.Args[0])
	case "min", "max", "recover":
	case "close":
		if t, ok := call.Args[0].Type().Underlying().(*types.Chan); ok && f.e.context(t.Elem()) {
			f.store(args[0], Value{f.e.u.constant("nil")}, path{closedChan}, at, false)
		}
	case "clear":
		f.remove(call.Args[0], args[0], everyElem, nil, at)
	case "delete":
		if f.current == nil || !f.clearAll(f.current, at) {
			f.remove(call.Args[0], args[0], f.elemSel(call.Args[1]), nil, at)
		}
	}
	return nil
}

// appendTo is append: a new array that holds what both slices hold. Keys are
// kept where the old slice is known to be empty.
func (f *frame) appendTo(call *ssa.CallCommon, args []Value, at point) Value {
	if len(args) < 2 {
		return args[0]
	}
	if b, ok := call.Args[1].Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return args[0]
	}
	if c, ok := call.Args[0].(*ssa.Const); ok && c.IsNil() {
		return args[1]
	}
	o := f.object(instrKey(at), "", at)
	addr := Value{f.e.u.objAddr(o, nil)}
	old, ok := whole(f.e.u.lengths(args[0]))
	more, isKnown := whole(f.e.u.lengths(args[1]))
	known := ok && isKnown && !o.many
	if known && f.concrete && old+more <= maxCopied {
		f.copyElems(addr, 0, args[0], 0, int(old), at)
		f.copyElems(addr, int(old), args[1], 0, int(more), at)
	} else {
		f.store(addr, f.pick(filled(args[0]), anyElem, at), path{anyElem}, at, false)
		f.store(addr, f.pick(args[1], anyElem, at), path{anyElem}, f.seq(at, "append", 0), false)
	}
	if known {
		addr = Value{f.e.u.sized(addr[0], old+more)}
	}
	return addr
}

// filled is v less the slices that have no elements, whatever lies in the arrays
// behind them.
func filled(v Value) Value {
	return slices.DeleteFunc(slices.Clone(v), func(a *Atom) bool { return a.kind == kindAddr && a.constant == "0" })
}

// remove removes an entry, or all, of collection c, v, or a part of it.
func (f *frame) remove(c ssa.Value, v Value, sel string, part path, at point) {
	was := f.removing
	f.removing = true
	if m, ok := underlying(c.Type()).(*types.Map); ok && f.e.relevant(m.Key()) {
		f.store(v, nil, path{mapKeys}, f.seq(at, "key", 0), sel == everyElem)
	}
	f.store(v, nil, append(path{sel}, part...), at, sel != anyElem)
	f.removing = was
}
