package summary

import (
	"go/types"
	"strings"
)

// What a context.Context gives for a key is what the innermost context.WithValue with
// that key has put in. The library compares keys as any interface values; here they
// are told apart where their types, or the constants that they are, say so.

// parentPath leads from a context of the library's type with this key to the one that
// it is derived from; ok is false for other types.
func parentPath(key string) (p path, ok bool) {
	switch strings.TrimPrefix(key, "*") {
	case "context.valueCtx", "context.cancelCtx", "context.afterFuncCtx", "context.stopCtx", "os/signal.signalCtx":
		return path{".Context"}, true
	case "context.timerCtx":
		return path{".cancelCtx", ".Context"}, true
	case "context.withoutCancelCtx":
		return path{".c"}, true
	}
	return nil, false
}

// valueOf is what a context of type t, ctx, gives for key; ok is false where the code
// of its method says that.
func (f *frame) valueOf(t *TypeRef, ctx, key Value, at point, invoke func(Value) Value) (v Value, ok bool) {
	if isCancelKey(key) {
		if v, ok := f.cancels(t, ctx); ok {
			return v, true
		}
	}
	p, ok := parentPath(t.key)
	if !ok || f.e.remote || len(ctx) == 0 {
		return nil, false
	}
	var g gathering
	parents := true
	if t.key == "*context.valueCtx" {
		same, other := f.sameKeys(f.pick(ctx, ".key", at), key)
		if same {
			g.add(f.pick(ctx, ".val", at))
		}
		parents = other
	}
	if parents {
		g.add(invoke(f.project(ctx, p, at)))
	}
	return g.value(), true
}

// isCancelKey reports whether key is that for which a context gives the innermost
// one around it that can be cancelled: what is cancelled with it registers there.
func isCancelKey(key Value) bool {
	return len(key) == 1 && single(key[0].inner) && key[0].inner[0].name == cancelKey
}

// cancels is what a context of type t, ctx, gives for that key; ok is false where its
// parent gives it.
func (f *frame) cancels(t *TypeRef, ctx Value) (v Value, ok bool) {
	switch t.key {
	case "*context.cancelCtx":
	case "*context.timerCtx", "*context.afterFuncCtx":
		ctx = f.subAddr(ctx, ".cancelCtx")
	case "context.withoutCancelCtx":
		return nil, true
	default:
		return nil, false
	}
	return Value{f.e.u.typed(f.e.u.cancelCtx(), ctx)}, true
}

// sameKeys reports whether keys k and l may be the same, and whether they may not.
func (f *frame) sameKeys(k, l Value) (same, other bool) {
	if len(k) == 0 || len(l) == 0 {
		return true, true
	}
	for a := range each(k) {
		for b := range each(l) {
			if a.kind != kindTyped || b.kind != kindTyped || a.typ.open() || b.typ.open() {
				return true, true
			}
			switch {
			case a.typ != b.typ:
				other = true
			case single(a.inner) && a.inner.key() == b.inner.key(), isEmptyStruct(a.typ), len(a.inner) == 0 && len(b.inner) == 0:
				same = true
			case constants(a.inner) && constants(b.inner) && len(a.inner) == 1 && len(b.inner) == 1:
				same = same || a.inner[0] == b.inner[0]
				other = other || a.inner[0] != b.inner[0]
			default:
				return true, true
			}
		}
	}
	return same, other
}

// isEmptyStruct reports whether t has one value only.
func isEmptyStruct(t *TypeRef) bool {
	if t.typ == nil {
		return false
	}
	s, ok := t.typ.Underlying().(*types.Struct)
	return ok && s.NumFields() == 0
}
