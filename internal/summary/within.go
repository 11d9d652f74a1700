package summary

import "slices"

// within is to, what places base are at a call, without the package-level
// variables that what the callee is given merely leads to, where it stores
// anywhere in that: such a variable is no part of it.
func (f *frame) within(base, to Value, v *env) Value {
	if !somewhere(base) || !slices.ContainsFunc(to, inGlobal) {
		return to
	}
	var given Value
	for _, a := range base {
		b, _, _ := place(a)
		given = append(given, f.subst(Value{b.rootOf()}, v)...)
	}
	return slices.DeleteFunc(slices.Clone(to), func(a *Atom) bool {
		return inGlobal(a) && !slices.ContainsFunc(given, func(g *Atom) bool {
			b, _, ok := place(g)
			return ok && b.rootOf() == globalOf(a)
		})
	})
}

func inGlobal(a *Atom) bool { return globalOf(a) != nil }

// globalOf is the package-level variable that place a lies in, or nil.
func globalOf(a *Atom) *Atom {
	if base, _, ok := place(a); ok && base.rootOf().root == rootGlobal {
		return base.rootOf()
	}
	return nil
}
