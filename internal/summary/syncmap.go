package summary

import "slices"

// A sync.Map is a tree with locks in it: that one has no entries is not to be seen from
// how it is walked. So whether it ever had one is kept beside it.

const syncMap = "(*sync.Map)."

// hasEntries is the field of a sync.Map that says that something was stored in it.
const hasEntries = ".·filled"

// onMap notes what method key of a sync.Map does to whether it has entries. It reports
// whether the call goes over the entries of one that has none; if that is the caller's to
// know, what is done now is done under that condition.
func (f *frame) onMap(key string, args []Value, at point, ctx string) (none bool) {
	if len(args) == 0 {
		return false
	}
	switch key {
	case syncMap + "Store", syncMap + "LoadOrStore", syncMap + "Swap":
		f.store(args[0], Value{f.e.u.constant("true")}, path{hasEntries}, f.seq(at, ctx, 1<<18), true)
	case syncMap + "Clear":
		f.store(args[0], Value{f.e.u.constant("false")}, path{hasEntries}, f.seq(at, ctx, 1<<18), true)
	case syncMap + "Range":
		was, open := f.sawEntry, f.openEnded
		filled := f.pick(args[0], hasEntries, at)
		f.sawEntry, f.openEnded = was, open
		if f.late || len(args[0]) == 0 {
			return false
		}
		if len(filled) > 0 && onlySymbols(filled) {
			f.under = joinGuards(f.under, []guard{{val: filled, want: "true"}})
			return false
		}
		return neverFilled(filled)
	}
	return false
}

// neverFilled reports whether v, what a sync.Map says of its entries, leaves no doubt that
// it has none: that something was stored is always noted.
func neverFilled(v Value) bool {
	return !slices.ContainsFunc(bare(v), func(a *Atom) bool { return a.kind == kindSym || a.constant == "true" })
}
