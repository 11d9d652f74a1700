// Package app has guards that can be removed, and calls that can be added: a
// line says what is found in it without one, or with the other.
//
//	if uc == nil { // guard: NAME      the statement is removed
//	//add: NAME: call()                the call is added
//	call() // NAME: ANALYZER CODE      what is found then, in this line
package app

import (
	"example.com/guards/lib"
	"example.com/guards/ws"
)

func early(id string) {
	uc := lib.Find(id)
	if uc == nil { // guard: early
		return
	}
	ws.GetWSManager(uc) // early: nilcontext maybe-nil
}

func branch(id string) {
	uc := lib.Find(id)
	if uc == nil { // guard: branch
		uc = &ws.UserContext{ID: "guest"}
	}
	ws.GetWSManager(uc) // branch: nilcontext maybe-nil
}

func failed(id string) {
	uc, err := lib.Auth(id)
	if err != nil { // guard: failed
		return
	}
	ws.GetWSManager(uc) // failed: nilcontext maybe-nil
}

func twice(id string) {
	uc := lib.Find(id)
	if uc == nil { // guard: first
		return
	}
	ws.GetWSManager(uc) // first: nilcontext maybe-nil
	uc = lib.Find(id + id)
	if uc == nil { // guard: second
		return
	}
	ws.GetWSManager(uc) // second: nilcontext maybe-nil
}

func loop(ids []string) {
	for _, id := range ids {
		uc := lib.Find(id)
		if uc == nil { // guard: loop
			continue
		}
		ws.GetWSManager(uc) // loop: nilcontext maybe-nil
	}
}

func callee(id string) {
	lib.Open(lib.Find(id)) // open: nilcontext maybe-nil
}

func constant() {
	lib.Open(nil) // open: nilcontext nil
}

func checked(id string) {
	uc := lib.Find(id)
	lib.Must(uc)
	ws.GetWSManager(uc) // must: nilcontext maybe-nil
}

func asked(id string) {
	uc := lib.Find(id)
	if lib.Valid(uc) {
		ws.GetWSManager(uc) // valid: nilcontext maybe-nil
	}
}

func open(uc *ws.UserContext) {
	if uc == nil { // guard: inner
		return
	}
	ws.GetWSManager(uc)
}

func outer() {
	open(nil) // inner: nilcontext nil
}

var table = map[string]func(){
	"connect": connect,
}

func connect() { ws.GetWSManager(&ws.UserContext{ID: "x"}) }

var registry lib.Registry

func init() {
	lib.Ready(false, connect)                                // ready: importtime init-call
	registry.Keep(ws.GetWSManager, false)                    // nothing is made
	_ = func() { ws.GetWSManager(&ws.UserContext{ID: "x"}) } // nothing is called
	_ = table["connect"]                                     // nothing is called
	//add: direct: ws.GetWSManager(&ws.UserContext{ID: "x"}) // direct: importtime init-call
	//add: table: table["connect"]() // table: importtime init-call
	//add: helper: connect() // helper: importtime init-call
	//add: deferred: defer connect() // deferred: importtime init-call
	//add: goroutine: go connect() // goroutine: importtime init-call
}

func serve(uc *ws.UserContext) {
	m := ws.GetWSManager(uc)
	registry.Keep(m, false) // keep: singleton global
	_ = m
	//add: store: registry.Keep(m, true) // store: singleton global
	//add: assign: last = m // assign: singleton global
	//add: user: current = uc // user: singleton context
	//add: nothing: ws.GetWSManager(nil) // nothing: nilcontext nil
}

var last *ws.WSManager
var current *ws.UserContext
