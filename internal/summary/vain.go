package summary

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// waitsInVain reports whether cond says that something was received from a channel on
// which nothing is ever sent: one that a body makes, and of which nobody else hears.
func (f *frame) waitsInVain(cond ssa.Value) bool {
	switch c := cond.(type) {
	case *ssa.BinOp:
		index, ok := c.X.(*ssa.Extract)
		if !ok || c.Op != token.EQL || index.Index != 0 {
			return false
		}
		s, ok := index.Tuple.(*ssa.Select)
		n, isConst := intConst(c.Y)
		return ok && isConst && n >= 0 && n < int64(len(s.States)) && neverSent(s.States[n].Chan, false)
	case *ssa.Extract:
		r, ok := c.Tuple.(*ssa.UnOp)
		return ok && c.Index == 1 && r.Op == token.ARROW && neverSent(r.X, true)
	}
	return false
}

// neverSent reports whether nothing is sent on channel ch, and, unless closed is set, it is
// not closed.
func neverSent(ch ssa.Value, closed bool) bool {
	if nilConst(ch) {
		return true
	}
	made, ok := ch.(*ssa.MakeChan)
	if !ok {
		return false
	}
	for _, ref := range *made.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
		case *ssa.Select:
			for _, s := range ref.States {
				if s.Send != nil && (s.Chan == made || s.Send == made) {
					return false
				}
			}
		case *ssa.Call:
			b, ok := ref.Call.Value.(*ssa.Builtin)
			if !ok || b.Name() == "close" && !closed {
				return false
			}
		default:
			return false
		}
	}
	return true
}
