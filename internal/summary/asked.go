package summary

import "slices"

// What a callee does with what it was given may depend on what it has asked of it:
// whether it is nil, or a function that it was given too. A filter keeps what that
// function says yes to.

// notNilUnder is w, which a stands for at a call, where guards hold: they may say
// that it is not nil.
func (f *frame) notNilUnder(guards []guard, a, w Value, v *env) Value {
	for _, g := range guards {
		if g.want == "nil" && g.not && g.val.equal(bare(a)) && mayBeNil(w) {
			w = f.assumeNil(w, false)
		}
	}
	return f.keptUnder(guards, a, w, v)
}

// keptUnder is w, which a stands for at a call, where guards hold: one of them may
// be what a function that the caller gave has said of it.
func (f *frame) keptUnder(guards []guard, a, w Value, v *env) Value {
	if !f.nilByPath(w) {
		return w
	}
	for _, g := range guards {
		if len(g.val) == 1 && g.typ == nil && g.val[0].kind == kindSym && g.val[0].root == rootResult && f.deniesNil(g, bare(a), v) {
			return f.assumeNil(w, false)
		}
	}
	return w
}

// deniesNil reports whether what g says of the result of a call can not be so where
// the one argument that is a is nil, whatever of what may be called is.
func (f *frame) deniesNil(g guard, a Value, v *env) bool {
	c := g.val[0].call
	if c == nil || c.method != "" {
		return false
	}
	i := slices.IndexFunc(c.args, func(arg Value) bool { return len(a) == 1 && bare(arg).equal(a) })
	if i < 0 {
		return false
	}
	fns := f.called(c.fn, v)
	for _, fn := range fns {
		if fn.kind != kindFunc {
			return false
		}
		s := f.e.summaryOf(fn.fn, f.node)
		if s == nil || s.unknown {
			return false
		}
		params := make([]Value, len(c.args))
		params[i] = Value{f.e.u.constant("nil")}
		r := f.subst(s.result, &env{fn: fn.fn, frees: fn.binds, params: params, targs: fn.targs,
			results: make(map[*effect]Value), objs: make(map[*Object]*Object), ctx: "asked"})
		if len(r) == 0 || f.admitted(g)(r) {
			return false
		}
	}
	return len(fns) > 0
}
