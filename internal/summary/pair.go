package summary

import (
	"golang.org/x/tools/go/ssa"
)

// A user context and the error that came with it are often handed on together:
// render(auth(r)). Whoever gets them may look at the one to know of the other,
// so that a call is interpreted once for each pair that they can be.

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
