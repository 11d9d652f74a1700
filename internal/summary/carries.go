package summary

import (
	"slices"
	"strings"
)

// What a context.Context that was made here carries: a user that context.WithValue has
// put in, or nothing. A user context that may be nil is one that may not be there, and
// one that was put in under another key than those that the factory asks for is not
// found.

// A carried says what a context may carry.
type carried struct {
	none bool // no user
	user bool // one
	open bool // the caller knows: it gives what is put in
}

// maxParents bounds how many contexts one derives from another.
const maxParents = 10

// carries is what context a may carry, where keys are those that are asked for; if
// there are none, nothing is known of that.
func (f *frame) carries(a *Atom, at point, keys []Value, depth int) carried {
	if a.kind != kindTyped || depth > maxParents {
		return carried{user: true}
	}
	var with carried
	switch strings.TrimPrefix(a.typ.key, "*") {
	case "context.backgroundCtx", "context.todoCtx":
		return carried{none: true}
	case "context.valueCtx":
		if f.askedFor(f.pick(a.inner, ".key", at), keys) {
			with = f.putIn(f.pick(a.inner, ".val", at))
		}
	}
	if with.user && !with.none && !with.open {
		return with
	}
	parent, ok := parentPath(a.typ.key)
	if !ok {
		return carried{user: true}
	}
	with.none = false // its parent may have one
	n := 0
	for _, p := range bare(f.project(a.inner, parent, at)) {
		if p.kind == kindSym && p.rootOf().root == rootObject || p.kind == kindAddr || p.kind == kindTop {
			continue // what calls of a parent's methods may have changed, or a recursion left open
		}
		of := f.carries(p, at, keys, depth+1)
		if of.user && !of.none {
			return carried{user: true}
		}
		with.none = with.none || of.none
		with.user = with.user || of.user
		with.open = with.open || of.open
		n++
	}
	if n == 0 {
		return carried{user: true}
	}
	if with.open { // what is put in decides
		with.none = false
	}
	return with
}

// putIn is what a context carries that v was put in.
func (f *frame) putIn(v Value) carried {
	var with carried
	for _, a := range f.e.u.split(v) {
		x := a
		if a.kind == kindCond {
			x = a.inner[0]
		}
		switch {
		case a.kind == kindCond && dependsOnNil(a.guards):
			with.open = true
		case holdsNil(x):
			with.none = true
		case x.kind == kindTyped && x.typ.typ != nil && !f.e.set.IsUserContext(x.typ.typ), x.kind == kindConst:
			with.none = true
		case x.kind == kindTyped && len(x.inner) == 1 && x.inner[0].kind == kindSym && f.nillableTyped(x):
			with.open = true
		default:
			with.user = true
		}
	}
	return with
}

// nillableTyped reports whether what interface value a holds can be a nil pointer.
func (f *frame) nillableTyped(a *Atom) bool {
	return a.typ.typ != nil && f.e.context(a.typ.typ) && a.inner[0].rootOf().root != rootGlobal
}

// askedFor reports whether what is under key may be what a factory asks for that asks
// for keys.
func (f *frame) askedFor(key Value, keys []Value) bool {
	return len(keys) == 0 || slices.ContainsFunc(keys, func(k Value) bool {
		same, _ := f.sameKeys(key, k)
		return same
	})
}

// noteAsked notes what factory, of which s is known, asks its context for.
func (e *engine) noteAsked(factory string, s *Summary) {
	if e.asked == nil {
		e.asked = make(map[string][]Value)
	}
	e.asked[factory] = keysOf(s)
}

// keysAsked are the keys that factory asks its context for, none if that is not known.
func (e *engine) keysAsked(factory string) []Value {
	if _, ok := e.asked[factory]; !ok {
		e.noteAsked(factory, e.facts.summary(factory))
	}
	return e.asked[factory]
}

// keysOf are the keys that a function with summary s asks a parameter for, if it does
// nothing else with that by which others could ask.
func keysOf(s *Summary) []Value {
	if s == nil || s.unknown {
		return nil
	}
	var keys []Value
	var asked []int
	for _, e := range s.effects {
		if e.kind != effectCall || e.method != "Value" || !single(e.fn) || e.fn[0].root != rootParam || len(e.args) != 1 || isCancelKey(e.args[0]) {
			continue
		}
		if len(e.args[0]) == 0 || slices.ContainsFunc(e.args[0], func(a *Atom) bool { return a.kind != kindTyped || a.typ.open() }) {
			return nil
		}
		keys, asked = append(keys, e.args[0]), append(asked, e.fn[0].index)
	}
	if slices.ContainsFunc(s.effects, func(e *effect) bool {
		return e.kind == effectCall && slices.ContainsFunc(e.args, func(v Value) bool {
			return slices.ContainsFunc(asked, func(i int) bool { return holdsParam(v, i, 0) })
		})
	}) {
		return nil
	}
	return keys
}
