package b // want package:`factories\(\(a.Provider\).Session a.Open\)`

import "a"

var _ a.Session

/* want `directive //wsinitlint:usercontext is for a type, not for a function` */ //wsinitlint:usercontext
func f() {
}

func g() {
	/* want `directive //wsinitlint:factory stands at no declaration` */ //wsinitlint:factory
}

/* want `directive //wsinitlint:factory is for a function, a method or an interface method, not for a type` */ //wsinitlint:factory
type session struct{}

/* want `directive //wsinitlint:factory is for a function, a method or an interface method, not for a var` */ //wsinitlint:factory
var open = func() *session { return nil }
