package summary

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A user context and the error that came with it are often handed on together:
// render(auth(r)). Whoever gets them may look at the one to know of the other,
// so that a call is interpreted once for each pair that they can be. What a callee
// returns, or stores, of one struct with both stays together too.

// maxPairs bounds the pairs of one call that are told apart.
const maxPairs = 4

// apart are the lists of arguments that call can have, if there are several and
// two arguments are results of one call, one of them a user context that is nil
// at times.
func (f *frame) apart(call *ssa.CallCommon, args []Value, at point) [][]Value {
	if f.concrete || f.e.remote {
		return nil
	}
	tuple := f.pair(call, args)
	if tuple == nil {
		return nil
	}
	all := f.get(tuple)
	if len(all) < 2 || len(all) > maxPairs {
		return nil
	}
	var ways [][]Value
	for _, a := range all {
		if bare(a.alone())[0].kind != kindAgg {
			return nil
		}
		way := append([]Value(nil), args...)
		for i, arg := range call.Args {
			if e, ok := arg.(*ssa.Extract); ok && e.Tuple == tuple {
				way[i] = f.e.zeroAs(f.pick(a.alone(), "."+itoa(e.Index), at), e.Type())
			}
		}
		ways = append(ways, way)
	}
	return ways
}

// substEach is aggregate a, at a call, as one aggregate for each of the structs, or
// ways to return several values, that two of its fields come from: found.Get()
// returns what lies together in one. It is nil if there are not several.
func (f *frame) substEach(a *Atom, v *env) Value {
	if f.concrete || f.e.remote {
		return nil
	}
	var root *Atom
	n := 0
	for _, fl := range a.fields {
		w := bare(fl.val)
		if len(w) != 1 || w[0].kind != kindSym || w[0].parent == nil {
			continue
		}
		if r := w[0].rootOf(); root == nil || r == root {
			root, n = r, n+1
		}
	}
	if n < 2 || root.root != rootParam && root.root != rootResult {
		return nil
	}
	all := f.substRoot(root, v)
	if !oneOfRecords(all) {
		return nil
	}
	var g gathering
	for _, one := range all {
		narrowed := *v
		narrowed.memo = memo{}
		if root.root == rootParam {
			narrowed.params = slices.Clone(v.params)
			narrowed.params[root.index] = one.alone()
		} else {
			narrowed.results = maps.Clone(v.results)
			narrowed.results[root.call] = one.alone()
		}
		g.add(f.substNew(a, &narrowed))
	}
	return g.value()
}

// oneOfRecords reports whether v is one of some structs.
func oneOfRecords(v Value) bool {
	if len(v) < 2 || len(v) > maxPairs {
		return false
	}
	for a := range each(v) {
		if a.kind != kindAgg && a.kind != kindTop && !(a.kind == kindConst && a.constant == zeroValue) {
			return false
		}
	}
	return true
}

// fittingRecords leaves of the structs that r may be those of which a call with
// it can have said what ks say: found.Ok().
func (f *frame) fittingRecords(r ssa.Value, v Value, ks []knownCond) Value {
	if f.concrete || f.e.remote || !oneOfRecords(v) {
		return v
	}
	for _, k := range ks {
		x, says, ok := k.asks()
		if !ok {
			continue
		}
		call := knownCall(x)
		if call == nil {
			continue
		}
		i := slices.Index(call.Call.Args, r)
		if i < 0 {
			continue
		}
		var fits gathering
		for n, a := range v {
			w := f.answer(x, f.whatIfGiven(&call.Call, i, a, "record"+itoa(n)))
			if len(w) == 0 || f.admitted(says)(w) {
				fits.add(a.alone())
			}
		}
		if left := fits.value(); len(left) > 0 {
			v = left
		}
	}
	return v
}

// pair is the call of which two arguments are results, of which no more is
// known than when it returned; nil if there is none.
func (f *frame) pair(call *ssa.CallCommon, args []Value) ssa.Value {
	var tuple ssa.Value
	nilAtTimes, n := false, 0
	for i, a := range call.Args {
		e, ok := a.(*ssa.Extract)
		if !ok {
			continue
		}
		if _, ok := e.Tuple.(*ssa.Call); !ok || tuple != nil && e.Tuple != tuple || !args[i].equal(f.get(e)) {
			return nil
		}
		tuple = e.Tuple
		n++
		nilAtTimes = nilAtTimes || f.e.context(e.Type()) && f.nilByPath(args[i])
	}
	if n < 2 || !nilAtTimes {
		return nil
	}
	return tuple
}

// callEach interprets call with each list of arguments.
func (f *frame) callEach(ways [][]Value, call *ssa.CallCommon, site Site, at point) (Value, bool) {
	var g gathering
	returns := false
	was := f.oneOfSeveral
	f.oneOfSeveral = true
	for n, args := range ways {
		v, r := f.dispatch(call, f.get(call.Value), args, site, at, "way"+itoa(n))
		g.add(v)
		returns = returns || r
		f.passHandlers(call, args, at)
	}
	f.oneOfSeveral = was
	return g.value(), returns
}
