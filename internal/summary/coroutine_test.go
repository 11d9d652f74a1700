package summary

import (
	"strings"
	"testing"
)

// coroutines is the part of package iter that matters, as the library has it.
const coroutines = `package iter

type coro struct{}

func newcoro(func(*coro)) *coro
func coroswitch(*coro)

func Pull[V any](seq func(yield func(V) bool)) (next func() (V, bool), stop func()) {
	var pull struct {
		v                              V
		ok, done, yieldNext, seqDone bool
		panicValue                     any
	}
	c := newcoro(func(c *coro) {
		if pull.done {
			return
		}
		yield := func(v1 V) bool {
			if pull.done {
				return false
			}
			if !pull.yieldNext {
				panic("yield called again before next")
			}
			pull.yieldNext = false
			pull.v, pull.ok = v1, true
			coroswitch(c)
			return !pull.done
		}
		defer func() {
			if p := recover(); p != nil {
				pull.panicValue = p
			} else if !pull.seqDone {
				pull.panicValue = "exit"
			}
			pull.done = true
		}()
		seq(yield)
		var v0 V
		pull.v, pull.ok = v0, false
		pull.seqDone = true
	})
	next = func() (v1 V, ok1 bool) {
		if pull.done {
			return
		}
		if pull.yieldNext {
			panic("next called again before yield")
		}
		pull.yieldNext = true
		coroswitch(c)
		if pull.panicValue != nil {
			panic(pull.panicValue)
		}
		return pull.v, pull.ok
	}
	stop = func() {
		if !pull.done {
			pull.done = true
			coroswitch(c)
		}
	}
	return next, stop
}
`

func TestWhatAnIteratorIsPulledFromRuns(t *testing.T) {
	lib, err := check("iter", coroutines, only{})
	if err != nil {
		t.Fatal(err)
	}
	_, fact := lib.analyze(nil)
	c, err := check("a", "package a\n\nimport \"iter\"\n"+declarations+`
func init() {
	next, stop := iter.Pull(func(yield func(int) bool) {
		GetWSManager(nil)
		yield(1)
	})
	next()
	stop()
}
`, only{"iter": lib.pkg})
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := c.analyze(map[string]*Fact{"iter": fact}); !strings.Contains(describe(r), "reach a.GetWSManager") {
		t.Errorf("%q", describe(r))
	}
}

func TestWhatAnIteratorHandsOutRunsOnlyWhereItIsCalled(t *testing.T) {
	lib, err := check("iter", coroutines, only{})
	if err != nil {
		t.Fatal(err)
	}
	_, fact := lib.analyze(nil)
	const handed = "package a\n\nimport \"iter\"\n" + declarations + `
func connect() { GetWSManager(nil) }

func init() {
	next, stop := iter.Pull(func(yield func(func()) bool) {
		_ = yield(func() {}) && yield(connect)
	})
	next()
	f, ok := next()
	CALL
	stop()
}
`
	for call, reached := range map[string]bool{"if ok { f() }": true, "_, _ = f, ok": false} {
		c, err := check("a", strings.Replace(handed, "CALL", call, 1), only{"iter": lib.pkg})
		if err != nil {
			t.Fatal(err)
		}
		if r, _ := c.analyze(map[string]*Fact{"iter": fact}); strings.Contains(describe(r), "reach a.GetWSManager") != reached {
			t.Errorf("%s: %q", call, describe(r))
		}
	}
}
