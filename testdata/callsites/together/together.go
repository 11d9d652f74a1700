// Package together hands on, in parts, what a call has returned together.
package together

import (
	"fmt"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type result struct {
	uc  *UC
	err error
}

func have(tok string) (*UC, bool) {
	uc, err := auth.FromTokenFresh(tok)
	return uc, err == nil
}

func haveNot(tok string) (*UC, bool) {
	uc, err := auth.FromTokenFresh(tok)
	return uc, err != nil
}

func both(tok string) (result, int) {
	uc, err := auth.FromTokenFresh(tok)
	return result{uc, err}, len(tok)
}

func do(tok string) result {
	uc, err := auth.FromTokenFresh(tok)
	return result{uc, err}
}

func doLenient(tok string) result {
	uc, err := auth.Lenient(tok)
	return result{uc: uc, err: err}
}

func later(tok string) <-chan result {
	ch := make(chan result, 1)
	go func() {
		uc, err := auth.FromTokenFresh(tok)
		ch <- result{uc, err}
	}()
	return ch
}

func ready(tok string, on bool) (*UC, bool) {
	uc := auth.Find(tok)
	return uc, on && uc != nil
}

func valid(tok string) (*UC, bool) {
	uc := auth.Find(tok)
	return uc, uc.Valid()
}

func wrapped(tok string) (uc *UC, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("token: %w", err)
		}
	}()
	if uc, err = auth.FromTokenFresh(tok); err != nil {
		return
	}
	return
}

func cleared(tok string) (uc *UC, err error) {
	defer func() {
		if tok == "" {
			err = nil
		}
	}()
	if uc, err = auth.FromTokenFresh(tok); err != nil {
		return
	}
	return
}

func oks(tok string, on bool) {
	a, ok := have(tok)
	ws.GetWebSocketManager(a) // want "the user context may be nil"
	if ok {
		ws.GetWebSocketManager(a)
	}
	b, no := haveNot(tok)
	if no {
		ws.GetWebSocketManager(b) // want "the user context is nil"
		return
	}
	ws.GetWebSocketManager(b)
	c, ok := ready(tok, on)
	if ok {
		ws.GetWebSocketManager(c)
	} else {
		ws.GetWebSocketManager(c) // want "the user context may be nil"
	}
	d, ok := valid(tok)
	if !ok {
		return
	}
	ws.GetWebSocketManager(d)
}

func structs(tok string) {
	r := do(tok)
	ws.GetWebSocketManager(r.uc) // want "the user context may be nil"
	if r.err == nil {
		ws.GetWebSocketManager(r.uc)
	}
	l := doLenient(tok)
	if l.err != nil {
		return
	}
	ws.GetWebSocketManager(l.uc) // want "the user context may be nil"
	b, _ := both(tok)
	if b.err != nil {
		ws.GetWebSocketManager(b.uc) // want "the user context may be nil"
		return
	}
	ws.GetWebSocketManager(b.uc)
	s := <-later(tok)
	if s.err != nil {
		return
	}
	ws.GetWebSocketManager(s.uc)
}

func errs(tok string) {
	a, err := wrapped(tok)
	ws.GetWebSocketManager(a) // want "the user context may be nil"
	if err != nil {
		return
	}
	ws.GetWebSocketManager(a)
	b, err := cleared(tok)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(b) // want "the user context may be nil"
}

func all(ucs ...*UC) {
	for _, uc := range ucs {
		ws.GetWebSocketManager(uc)
	}
}

func some(ucs ...*UC) {
	for _, uc := range ucs {
		if uc == nil {
			continue
		}
		ws.GetWebSocketManager(uc)
	}
}

func lists(tok string) {
	all(ws.System(), auth.Find(tok)) // want "the user context may be nil"
	some(ws.System(), auth.Find(tok))
	some(nil)
	all(ws.System())
}
