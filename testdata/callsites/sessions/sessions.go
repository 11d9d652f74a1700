// Package sessions keeps the user context in a field, and asks methods for it.
package sessions

import (
	"errors"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type maker interface {
	make(*UC) *ws.WebSocketManager
}

type plain struct{}

func (plain) make(uc *UC) *ws.WebSocketManager { return ws.GetWebSocketManager(uc) }

type Session struct {
	name string
	uc   *UC
	m    maker
}

func New(name string) *Session { return &Session{name: name, m: plain{}} }

func (s *Session) User() *UC           { return s.uc }
func (s *Session) Bind(u *UC) *Session { s.uc = u; return s }
func (s *Session) Clear()              { s.uc = nil }
func (s *Session) Bound() bool         { return s.uc != nil }
func (s *Session) Open()               { ws.GetWebSocketManager(s.uc) }
func (s *Session) Make()               { s.m.make(s.uc) }

var errUnbound = errors.New("unbound")

func (s *Session) Err() error {
	if s.uc == nil {
		return errUnbound
	}
	return nil
}

func (s *Session) Try() error {
	if !s.Bound() {
		return errUnbound
	}
	s.Open()
	return nil
}

type Admin struct {
	*Session
	level int
}

func asks(tok string) {
	a := New("a").Bind(auth.Find(tok))
	a.Open() // want "the user context may be nil"
	if a.Bound() {
		a.Open()
		a.Make()
		ws.GetWebSocketManager(a.User())
	}
	if a.User() != nil {
		a.Open()
		ws.GetWebSocketManager(a.User())
		a.Clear()
		a.Open() // want "the user context is nil"
	}
	a.Try()

	b := New("b").Bind(auth.Find(tok))
	if b.Err() != nil {
		return
	}
	b.Open()
	b.Bind(auth.Find(tok))
	b.Make() // want "the user context may be nil"

	c := New("c")
	c.Open() // want "the user context is nil"
	c.Make() // want "the user context is nil"

	d := Admin{Session: New("d").Bind(auth.Find(tok))}
	d.Make() // want "the user context may be nil"
	if !d.Bound() {
		return
	}
	d.Make()
	d.Open()
}

func open(s *Session) {
	if s.Bound() {
		s.Open()
	}
	if s.User() == nil {
		return
	}
	ws.GetWebSocketManager(s.User())
}

func openAll(s *Session) { s.Make() }

func reopen(s *Session) {
	if s.User() == nil {
		return
	}
	s.Bind(auth.Find(s.name))
	ws.GetWebSocketManager(s.User()) // want "the user context may be nil"
}

func handed(tok string) {
	s := New("s").Bind(auth.Find(tok))
	open(s)
	openAll(s) // want "the user context may be nil"
	if s.Bound() {
		openAll(s)
	}
	for _, each := range []*Session{s, New("t")} {
		if each.Bound() {
			each.Open()
		}
		each.Try()
	}
}
