package summary

import "testing"

func TestACallWhoseResultIsCalledNextOverflowedTheStack(t *testing.T) {
	u := newUniverse()
	next := &effect{id: 1, kind: effectCall}
	next.fn = Value{u.resultSym(next, 0)}
	if aboutGlobal(next.fn) {
		t.Error("what only comes from itself is not from a variable")
	}
	next.fn = Value{next.fn[0], u.rootSym(rootGlobal, 0, "p.F")}
	if !aboutGlobal(next.fn) {
		t.Error("it is also what a variable holds")
	}
}
