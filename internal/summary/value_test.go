package summary

import (
	"math/rand/v2"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// randomValue draws a value of up to five of ten parameters.
func randomValue(r *rand.Rand, u *universe) Value {
	var g gathering
	for range r.IntN(6) {
		g.add(Value{u.rootSym(rootParam, r.IntN(10), "")})
	}
	return g.value()
}

func TestJoinIsUnion(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	u := newUniverse()
	for range 1000 {
		a, b, c := randomValue(r, u), randomValue(r, u), randomValue(r, u)
		if join(a, b).key() != join(b, a).key() {
			t.Fatalf("join of %q and %q does not commute", a.key(), b.key())
		}
		if join(a, a).key() != a.key() {
			t.Fatalf("join of %q with itself is another value", a.key())
		}
		if join(join(a, b), c).key() != join(a, join(b, c)).key() {
			t.Fatalf("join of %q, %q and %q does not associate", a.key(), b.key(), c.key())
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		write, read path
		want        overlap
	}{
		{path{".a"}, path{".a"}, covers},
		{path{".a"}, path{".a", ".b"}, covers},
		{path{".a", ".b"}, path{".a"}, within},
		{path{".a"}, path{".b"}, apart},
		{path{"[1]"}, path{"[2]"}, apart},
		{path{"[1]"}, path{"[]"}, mayCovers},
		{path{"[]"}, path{"[]"}, mayCovers},
		{path{"[]", ".a"}, path{"[1]"}, mayWithin},
		{nil, path{".a"}, covers},
	} {
		if got := match(c.write, c.read); got != c.want {
			t.Errorf("match(%v, %v) = %d, want %d", c.write, c.read, got, c.want)
		}
	}
}

// A section that was cut short says nothing, and is noted; it must not stop
// the analysis of whoever imports it.
func TestTruncatedSectionIsNoted(t *testing.T) {
	w := newEncoder(func(*Object) string { return "" })
	w.factory = func(*FuncRef) (factory.ContextParam, bool) { return factory.ContextParam{}, false }
	u := newUniverse()
	w.uint(0) // no references
	w.summary(&Summary{returns: true, result: Value{u.rootSym(rootParam, 3, "")}})
	for n := range w.buf {
		e := &engine{u: newUniverse(), owned: map[string]*Object{}}
		fs := &facts{e: e, carried: map[string][]section{"f:a.F": {{owner: "a", data: w.buf[:n]}}}, found: map[string][]section{}, summaries: map[string]*Summary{}}
		e.facts = fs
		if s := fs.summary("a.F"); s == nil || len(s.result) != 0 || len(fs.broken) != 1 {
			t.Errorf("cut at %d: summary %v, broken %q", n, s, fs.broken)
		}
	}
	e := &engine{u: newUniverse(), owned: map[string]*Object{}}
	fs := &facts{e: e, carried: map[string][]section{"f:a.F": {{owner: "a", data: w.buf}}}, found: map[string][]section{}, summaries: map[string]*Summary{}}
	e.facts = fs
	if s := fs.summary("a.F"); len(s.result) != 1 || s.result[0].index != 3 || len(fs.broken) != 0 {
		t.Errorf("whole section: %v, broken %q", s.result, fs.broken)
	}
}
