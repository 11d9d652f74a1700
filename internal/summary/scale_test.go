package summary

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A shape is a program that grows with n, in which init reaches a factory.
type shape struct {
	name string
	n    int // the largest
	text func(n int) string
}

var shapes = []shape{
	{"chain of calls", 10_000, func(n int) string {
		return many(n, "func f#() { next#() }\n") + chained(n, "func next%d() { f%d() }\n") + fmt.Sprintf("func next%d() { GetWSManager(nil) }\nfunc init() { f0() }\n", n-1)
	}},
	{"callers of one function", 10_000, func(n int) string {
		return "func one(uc *UserContext, f func()) { f(); GetWSManager(uc) }\n" + many(n, "func c#(uc *UserContext) { one(uc, func() {}) }\n") + fmt.Sprintf("func init() { c%d(&UserContext{}) }\n", n-1)
	}},
	{"recursion", 5_000, func(n int) string {
		return many(n, "func r#(i int) { if i > 0 { s#(i - 1) } }\n") + chained(n, "func s%d(i int) { r%d(i) }\n") + fmt.Sprintf("func s%d(i int) { if i == 7 { GetWSManager(nil) }; r0(i) }\nfunc init() { r0(9) }\n", n-1)
	}},
	{"instructions of one function", 50_000, func(n int) string {
		return "func large(a, b int) int {\n" + many(n/5, "\tif a > b { a -= b }\n") + "\tGetWSManager(nil)\n\treturn a\n}\nfunc init() { large(1, 2) }\n"
	}},
	{"calls of one function", 50_000, func(n int) string {
		return "func use(uc *UserContext, f func()) *UserContext { f(); return uc }\nfunc large(uc *UserContext, f func()) {\n" + many(n, "\tuc = use(uc, f)\n") +
			"\tGetWSManager(uc)\n}\nfunc init() { large(&UserContext{}, func() {}) }\n"
	}},
	{"branches of one function", 50_000, func(n int) string {
		return "func large(uc, other *UserContext, a, b int) {\n" + many(n/10, "\tif a > # { uc = other } else if uc == nil { return }\n\tif b == # && uc != nil { a++ }\n") +
			"\tGetWSManager(uc)\n}\nfunc init() { large(nil, &UserContext{}, 1, 2) }\n"
	}},
	{"table of functions", 10_000, func(n int) string {
		return "var table = []func(){\n" + many(n, "\tt#,\n") + "}\n" + many(n-1, "func t#() {}\n") + fmt.Sprintf("func t%d() { GetWSManager(nil) }\nfunc init() { for _, f := range table { f() } }\n", n-1)
	}},
	{"implementations of an interface", 1_000, func(n int) string {
		return "type I interface { do() }\n" + many(n, "type i# struct{}\n") + many(n-1, "func (i#) do() {}\n") +
			fmt.Sprintf("func (i%d) do() { GetWSManager(nil) }\nvar all = []I{\n", n-1) + many(n, "\ti#{},\n") + "}\nfunc init() { for _, i := range all { i.do() } }\n"
	}},
}

// chained is n-1 times format of a number and the next.
func chained(n int, format string) string {
	var b strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&b, format, i, i+1)
	}
	return b.String()
}

// built is a shape of size n, in SSA form, which x/tools makes.
func (s shape) built(tb testing.TB, n int) *Package {
	tb.Helper()
	c, err := check("a", "package a\n\n"+declarations+s.text(n), only{})
	if err != nil {
		tb.Fatal(err)
	}
	return c.build(byName{}, nil)
}

func (s shape) analyzed(tb testing.TB, n int) *Result {
	r, _ := Analyze(s.built(tb, n))
	return r
}

// took reports how long analysing times programs of size n takes, one after
// the other.
func (s shape) took(tb testing.TB, n, times int) time.Duration {
	var ps []*Package
	for range times {
		ps = append(ps, s.built(tb, n))
	}
	runtime.GC() // what came before is not its work
	start := time.Now()
	for _, p := range ps {
		Analyze(p)
	}
	return time.Since(start)
}

// BenchmarkGrowth analyses what has grown to four times its size, and says how
// much longer that takes: 4 is linear. It is compared with four programs that
// have not grown, so that collecting garbage has as much to do for both; the
// medians of three count.
func BenchmarkGrowth(b *testing.B) {
	for _, s := range shapes {
		b.Run(strings.ReplaceAll(s.name, " ", "-"), func(b *testing.B) {
			var small, large time.Duration
			for b.Loop() {
				var four, one []time.Duration
				for range 3 {
					four = append(four, s.took(b, s.n/4, 4))
					one = append(one, s.took(b, s.n, 1))
				}
				slices.Sort(four)
				slices.Sort(one)
				small, large = four[1]/4, one[1]
			}
			b.ReportMetric(large.Seconds()/small.Seconds(), "t(4n)/t(n)")
			b.ReportMetric(float64(large.Microseconds())/float64(s.n), "µs/n")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// TestLargeProgramsAreAnalysedWhole finds what init reaches in programs that
// the benchmark times, and counts the work instead of timing it.
func TestLargeProgramsAreAnalysedWhole(t *testing.T) {
	for _, s := range shapes {
		small := s.analyzed(t, s.n/4)
		large := s.analyzed(t, s.n)
		if len(large.Reaches) != 1 {
			t.Errorf("%s: %d calls reach a factory at import time, want 1 (%d notes)", s.name, len(large.Reaches), len(large.Notes))
		}
		if large.Steps > 5*small.Steps {
			t.Errorf("%s: %d steps for %d, and %d for a quarter", s.name, large.Steps, s.n, small.Steps)
		}
	}
}

// TestNothingStaysOfAPackage analyses packages again and again: hosts analyse
// thousands in one process.
func TestNothingStaysOfAPackage(t *testing.T) {
	heap := func(times int) uint64 {
		for range times {
			for _, s := range shapes {
				s.analyzed(t, 40)
			}
			for _, name := range []string{"a large table", "nested type arguments"} {
				c, err := check("a", "package a\n\n"+declarations+hostile[name], only{})
				if err != nil {
					t.Fatal(err)
				}
				c.analyze(nil)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap(2)
	if after := heap(10); after > before+1<<20 {
		t.Errorf("%d bytes are in use after 2 rounds, and %d after 10 more", before, after)
	}
}
