package summary

import "slices"

// A likeCall is a call of symbols that the body has made.
type likeCall struct {
	key  string
	args string
}

// These bound the calls of one method that a summary tells apart: those of the
// same symbols, and those of others.
const (
	maxAlike   = 4
	maxUnalike = 16
)

// callLike is the effect, and its key, that the call p is a part of: an earlier
// call of the same method, as same identifies it, of one of the same symbols and
// with the same arguments; where there are too many, of others; or a new one.
func (f *frame) callLike(same string, p *effect) (string, *effect) {
	if f.calls == nil {
		f.calls = make(map[string][]likeCall)
	}
	args := ""
	for _, a := range p.args {
		args += "|" + a.key()
	}
	alike, last := 0, ""
	for _, c := range f.calls[same] {
		e := f.node.effs[c.key]
		if len(e.args) != len(p.args) || !slices.ContainsFunc(e.fn, func(a *Atom) bool { return slices.Contains(p.fn, a) }) {
			continue
		}
		if c.args == args {
			return c.key, e
		}
		alike, last = alike+1, c.key
	}
	if n := len(f.calls[same]); n >= maxUnalike && last == "" && len(f.node.effs[f.calls[same][n-1].key].args) == len(p.args) {
		last = f.calls[same][n-1].key
	} else if alike < maxAlike {
		last = ""
	}
	if last != "" {
		return last, f.node.effs[last]
	}
	key := "C" + p.fn.key() + args + same
	f.calls[same] = append(f.calls[same], likeCall{key, args})
	return key, f.node.effect(key, f.e)
}
