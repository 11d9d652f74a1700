package a // want package:`factories\(\(a.Provider\).Session a.Open\)`

//wsinitlint:factory
func Open() *Session { return nil }

// Session serves one user.
type Session struct{}

type Provider interface {
	//wsinitlint:factory
	Session() *Session
}

//wsinitlint:usercontext
type User struct{}

//wsinitlint:factroy // want `unknown directive //wsinitlint:factroy: known are factory, usercontext and ignore`
func misspelt() *Session { return nil }

//wsinitlint:factory // want `directive //wsinitlint:factory takes nothing after it, but has "// want.*"`
func trailing() *Session { return nil }
