// Package records asks fields of structs more than once, with stores between.
package records

import (
	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type config struct {
	user  bool
	mode  string
	limit int
	inner *config
}

func byValue(c config) {
	var uc *UC
	if c.user {
		uc = ws.System()
	}
	if c.user {
		ws.GetWebSocketManager(uc)
	}
	if c.user && c.limit > 3 {
		ws.GetWebSocketManager(uc)
	}
	if !c.user {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
	if c.mode == "user" {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func byPointer(c *config, other *config) {
	var a *UC
	if c.mode == "user" {
		a = ws.System()
	}
	if c.mode == "user" {
		ws.GetWebSocketManager(a)
	}
	other.limit = 1
	if c.mode == "user" {
		ws.GetWebSocketManager(a)
	}
	other.mode = "user"
	if c.mode == "user" {
		ws.GetWebSocketManager(a) // want "the user context may be nil"
	}

	var b *UC
	if c.inner.user {
		b = ws.System()
	}
	if c.inner.user {
		ws.GetWebSocketManager(b)
	}
	c.inner = other
	if c.inner.user {
		ws.GetWebSocketManager(b) // want "the user context may be nil"
	}

	var d *UC
	if c.user {
		d = ws.System()
	}
	change(c)
	if c.user {
		ws.GetWebSocketManager(d) // want "the user context may be nil"
	}

	var e *UC
	if c.user {
		e = ws.System()
	}
	*c = config{user: true}
	if c.user {
		ws.GetWebSocketManager(e) // want "the user context may be nil"
	}
}

func change(c *config) { c.user = !c.user }

func local(tok string) {
	var c config
	var uc *UC
	if tok != "" {
		uc = ws.System()
		c.user = true
	}
	if c.user {
		ws.GetWebSocketManager(uc)
	}
	c.user = true
	if c.user {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}

func inLoop(cs []config) {
	for _, c := range cs {
		var uc *UC
		if c.user {
			uc = ws.System()
		}
		if !c.user {
			continue
		}
		ws.GetWebSocketManager(uc)
	}
	var uc *UC
	for i := range cs {
		c := &cs[i]
		if c.user {
			uc = ws.System()
		}
		if c.limit == 0 {
			continue
		}
		if c.user {
			ws.GetWebSocketManager(uc)
		}
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}

func given(uc *UC) bool   { return !(uc == nil) }
func absent(uc *UC) bool  { return uc == nil }
func present(uc *UC) bool { return !absent(uc) }

func negated(tok string) {
	uc := auth.Find(tok)
	if given(uc) {
		ws.GetWebSocketManager(uc)
	}
	if present(uc) {
		ws.GetWebSocketManager(uc)
	}
	if !present(uc) {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
	if !given(uc) {
		return
	}
	ws.GetWebSocketManager(uc)
}

func callWith(f func(*UC), uc *UC) { f(uc) }

func callIf(f func(*UC), uc *UC) {
	if uc != nil {
		f(uc)
	}
}

func open(uc *UC) { ws.GetWebSocketManager(uc) }

func handed(tok string) {
	callIf(open, auth.Find(tok))
	callIf(open, nil)
	callWith(open, auth.Find(tok)) // want "the user context may be nil"
	callWith(open, ws.System())
}
