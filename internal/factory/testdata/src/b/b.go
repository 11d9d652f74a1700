package b // want package:`factories\(\(a.Provider\).Session a.Open\)`

import "a"

var _ a.Session

/* want `directive //wsinitlint:usercontext is for a type, not for a function` */ //wsinitlint:usercontext
func f() {
}

func g() {
	/* want `directive //wsinitlint:factory stands at no declaration` */ //wsinitlint:factory
}
