// Package found finds users, in what says whether there is one.
package found

import (
	"context"
	"errors"

	"example.com/contexts/ws"
)

type User = ws.UserExecutionContext

var ErrNotFound = errors.New("not found")

func find(id string) *User {
	if id == "" {
		return nil
	}
	return &User{UserID: id}
}

// Resolve takes the user back where it fails.
func Resolve(id string) (uc *User, err error) {
	defer func() {
		if err != nil {
			uc = nil
		}
	}()
	if id == "" {
		return nil, ErrNotFound
	}
	return &User{UserID: id}, check(id)
}

// Forget takes it back where it does not fail, too.
func Forget(id string) (uc *User, err error) {
	defer func() {
		if id == "guest" {
			uc = nil
		}
	}()
	return &User{UserID: id}, check(id)
}

// Allow takes it back where it says no.
func Allow(id string) (uc *User, ok bool) {
	defer func() {
		if !ok {
			uc = nil
		}
	}()
	uc = &User{UserID: id}
	ok = check(id) == nil
	return
}

func check(id string) error {
	if id == "x" {
		return ErrNotFound
	}
	return nil
}

func Empty() *User { return &User{} }

func New(id string) *User {
	u := &User{}
	u.UserID = id
	return u
}

type Result struct {
	User *User
	Err  error
}

// Ask makes one result or another.
func Ask(id string) *Result {
	u := find(id)
	if u == nil {
		return &Result{Err: ErrNotFound}
	}
	return &Result{User: u}
}

// Fill sets one field of the same or another.
func Fill(id string) *Result {
	r := &Result{}
	if u := find(id); u != nil {
		r.User = u
		return r
	}
	r.Err = ErrNotFound
	return r
}

// Loose leaves the error out at times.
func Loose(id string) *Result {
	u := find(id)
	if u == nil && check(id) != nil {
		return &Result{Err: ErrNotFound}
	}
	if u == nil {
		return &Result{}
	}
	return &Result{User: u}
}

type State int

const (
	Anonymous State = iota
	LoggedIn
)

type Conn struct {
	State State
	User  *User
}

func Connect(id string) *Conn {
	c := &Conn{}
	if u := find(id); u != nil {
		c.State = LoggedIn
		c.User = u
	}
	return c
}

// Hasty says so before it knows.
func Hasty(id string) *Conn {
	c := &Conn{State: LoggedIn}
	if u := find(id); u != nil {
		c.User = u
	}
	return c
}

func (c *Conn) Authenticated() bool { return c.State == LoggedIn }

func (c *Conn) Open() {
	if c.State != LoggedIn {
		return
	}
	ws.GetWebSocketManager(c.User)
}

type Builder struct{ config ws.Config }

func NewBuilder() *Builder { return &Builder{} }

func (b *Builder) User(uc *User) *Builder {
	b.config.User = uc
	return b
}

func (b *Builder) Name(name string) *Builder {
	b.config.Name = name
	return b
}

func (b *Builder) Build() *ws.WebSocketManager { return ws.NewWSManager(b.config) }

type key struct{}

func With(ctx context.Context, uc *User) context.Context { return context.WithValue(ctx, key{}, uc) }

func From(ctx context.Context) *User {
	uc, _ := ctx.Value(key{}).(*User)
	return uc
}

type UserWSManager struct{ user string }

// MakeUserWSManager asks for a user under one key.
func MakeUserWSManager(ctx context.Context) *UserWSManager {
	uc := From(ctx)
	if uc == nil {
		return nil
	}
	return &UserWSManager{uc.UserID}
}

// A Session has two fields that say whether there is a user, and a third by chance.
type Session struct {
	state State
	ready bool
	name  string
	user  *User
}

func Start(id string) *Session {
	s := &Session{name: id}
	if u := find(id); u != nil {
		s.state = LoggedIn
		s.ready = true
		s.user = u
	}
	return s
}

func (s *Session) Ready() bool { return s.ready }

func (s *Session) State() State { return s.state }

func (s *Session) Name() string { return s.name }

func (s *Session) User() *User { return s.user }
