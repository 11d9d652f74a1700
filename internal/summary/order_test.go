package summary

import (
	"fmt"
	"strings"
	"testing"
)

// What a package does besides, and takes all its work, must not hide a call of
// a factory, nor where its context comes from, wherever that stands.
func TestWorkBesidesHidesNoFactoryCall(t *testing.T) {
	lib, fact := newLibrary(t)
	var besides strings.Builder
	for i := range 50 {
		fmt.Fprintf(&besides, "func besides%d(r *lib.Registry, f func(int) func(func()) string) { for i := range 9 { f(i)(func() { r.Run() }); r.Add(f(1)(r.Run), func() { f(2)(func() { r.Run() }) }); r.Run() } }\n", i)
	}
	const found = `
func none(ok bool) *UserContext { if ok { return &UserContext{} }; return find() }
func find() *UserContext { return nil }
func open(uc *UserContext) { GetWSManager(uc) }
func viaLiteral() func() { return func() { open(find()) } }
func direct() { GetWSManager(nil) }
func maybe(ok bool) { open(none(ok)) }
var kept *WSManager
func keep(uc *UserContext) { set(GetWSManager(uc)) }
func set(m *WSManager, err error) { kept = m }
`
	c, err := check("a", "package a\n\nimport \"lib\"\n"+declarations+besides.String()+found, only{"lib": lib.pkg})
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]*Fact{"lib": fact}
	c.limit = 1 // none of the work is left
	little, _ := c.analyze(facts)
	if len(little.Notes) == 0 {
		t.Error("there is work enough for everything")
	}
	c.limit = 0
	all, _ := c.analyze(facts)
	if a, b := describe(little), describe(all); a != b {
		t.Errorf("with little work:\n%swith all:\n%s", a, b)
	}
	if n := len(all.Contexts); n != 3 {
		t.Errorf("%d calls with a bad context, not 3:\n%s", n, describe(all))
	}
	if n := len(all.Keeps); n != 1 {
		t.Errorf("%d managers kept, not 1", n)
	}
}

// A function that takes all the work it may before it calls a factory calls it
// all the same, with what a callee returns in every call.
func TestWorkBeforeHidesNoFactoryCall(t *testing.T) {
	lib, fact := newLibrary(t)
	source := `
func find() *UserContext { return nil }
func known() *UserContext { return &UserContext{} }
func long(r *lib.Registry, f func(int) func(func()) string) {
` + strings.Repeat("	for i := range 9 { f(i)(func() { r.Run() }); r.Add(f(1)(r.Run), func() { f(2)(func() { r.Run() }) }); r.Run() }\n", 300) + `
	GetWSManager(find())
	GetWSManager(known())
	open(r, find())
	open(r, known())
}
func open(r *lib.Registry, uc *UserContext) { r.Run(); GetWSManager(uc) }
`
	c, err := check("a", "package a\n\nimport \"lib\"\n"+declarations+source, only{"lib": lib.pkg})
	if err != nil {
		t.Fatal(err)
	}
	c.limit = 1
	r, _ := c.analyze(map[string]*Fact{"lib": fact})
	if len(r.Notes) == 0 {
		t.Error("there is work enough for everything")
	}
	if n := len(r.Contexts); n != 2 || r.Contexts[0].Code != "nil" || r.Contexts[1].Code != "nil" {
		t.Errorf("%d calls with a bad context, not two with nil:\n%s", n, describe(r))
	}
}

// A package that is about user contexts, as net/http is about requests, may use
// up its work on functions that are given one. Those that return one come first:
// that they return nil was lost.
func TestWorkBesidesHidesNoNilThatAFunctionReturns(t *testing.T) {
	lib, fact := newLibrary(t)
	var besides strings.Builder
	for i := range 50 {
		fmt.Fprintf(&besides, "func Besides%d(uc *UserContext, r *lib.Registry, f func(int) func(func()) string) { for i := range 9 { f(i)(func() { r.Run() }); r.Add(f(1)(r.Run), func() { f(2)(func() { r.Run() }) }); r.Run() } }\n", i)
	}
	users, err := check("users", "package users\n\nimport \"lib\"\n\ntype UserContext struct{ id string }\n"+besides.String()+`
func Find(id string) (*UserContext, error) { return FindIn(&table{}, id) }

type table struct {
`+many(70, "	f# func() string\n")+`}

func FindIn(t *table, id string) (*UserContext, error) {
`+many(70, "	t.f# = func() string { return id }\n")+`
	if len(id) < 3 {
		return nil, failed{id}
	}
	return &UserContext{id}, nil
}

type failed struct{ id string }

func (f failed) Error() string { return f.id }
`, only{"lib": lib.pkg})
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]*Fact{"lib": fact}
	users.limit = 1000
	r, usersFact := users.analyze(facts)
	if len(r.Notes) == 0 {
		t.Error("there is work enough for everything")
	}
	c, err := check("a", `package a

import "users"

type WSManager struct{}

func GetWSManager(*users.UserContext) *WSManager { return nil }

func serve(id string) {
	uc, _ := users.Find(id)
	GetWSManager(uc)
}
`, only{"lib": lib.pkg, "users": users.pkg})
	if err != nil {
		t.Fatal(err)
	}
	facts["users"] = usersFact
	if r, _ := c.analyze(facts); len(r.Contexts) != 1 || r.Contexts[0].Code != "maybe-nil" {
		t.Errorf("%d calls with a bad context, not one whose user context may be nil:\n%s", len(r.Contexts), describe(r))
	}
}

// Functions that lead to a factory do not use up the work on those that do not:
// a server that registers itself kept no manager.
func TestWorkOnFactoryCallsHidesNoStore(t *testing.T) {
	lib, fact := newLibrary(t)
	server, err := check("server", "package server\n\nimport \"lib\"\n"+declarations+
		many(4, "func Open#(uc *UserContext, r *lib.Registry, f func(int) func(func()) string) {\n"+
			many(100, "	f(#)(func() { r.Run() }); r.Add(f(1)(r.Run), func() { f(2)(func() { r.Run() }) }); r.Run()\n")+"	GetWSManager(uc)\n}\n")+`
var started []any

type table struct {
`+many(70, "	f# func() any\n")+`}

func fill(t *table, v any) {
`+many(70, "	t.f# = func() any { return v }\n")+`}

func Start(v any) {
	var t table
	fill(&t, v)
	fill(&t, v)
	fill(&t, v)
	started = append(started, v)
}
`, only{"lib": lib.pkg})
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]*Fact{"lib": fact}
	server.limit = 100_000
	r, serverFact := server.analyze(facts)
	if len(r.Notes) == 0 {
		t.Error("there is work enough for everything")
	}
	c, err := check("a", `package a

import "server"

func main() {
	m, _ := server.GetWSManager(&server.UserContext{})
	server.Start(m)
}
`, only{"lib": lib.pkg, "server": server.pkg})
	if err != nil {
		t.Fatal(err)
	}
	facts["server"] = serverFact
	if r, _ := c.analyze(facts); len(r.Keeps) != 1 {
		t.Errorf("%d managers kept, not 1:\n%s", len(r.Keeps), describe(r))
	}
}
