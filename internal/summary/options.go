package summary

import "slices"

// What sets the user context may be one option on one branch and another, or none, on
// another branch. Whether there is one on each is told by the guards of the options.

// oneOfOptions is v, what options set the field to: with the nil that it began with if
// there is a way on which none of them is given that sets it, without if there is not.
func (f *frame) oneOfOptions(at point, options Value, field string, v Value) Value {
	if f.e.remote || f.trial != nil {
		return v
	}
	var when [][]guard
	var g gathering
	for i, a := range options {
		if sets := f.optionSets(at, bare(a.alone()), field, "option"+itoa(i)+"."); len(sets) > 0 {
			g.add(sets)
			when = append(when, a.guards)
		}
	}
	switch {
	case !exhaustive(when):
		return join(v, Value{f.e.u.constant("nil")})
	case f.nilByPath(v) && !slices.ContainsFunc(when, func(gs []guard) bool { return len(gs) == 0 }):
		return g.value()
	}
	return v
}

// maxChoices bounds the guards of which all choices are gone through.
const maxChoices = 6

// exhaustive reports whether one of several lists of guards holds whatever is, as far
// as that is to be seen: where there are many, it is taken for granted.
func exhaustive(lists [][]guard) bool {
	positive := func(g guard) string {
		g.not = false
		return g.key()
	}
	var about []string
	for _, gs := range lists {
		for _, g := range gs {
			if k := positive(g); !slices.Contains(about, k) {
				about = append(about, k)
			}
		}
	}
	if len(about) > maxChoices {
		return true
	}
	for choice := range 1 << len(about) {
		if !slices.ContainsFunc(lists, func(gs []guard) bool {
			return !slices.ContainsFunc(gs, func(g guard) bool {
				holds := choice>>slices.Index(about, positive(g))&1 != 0
				return holds == g.not
			})
		}) {
			return false
		}
	}
	return true
}
