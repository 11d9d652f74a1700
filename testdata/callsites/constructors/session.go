package constructors

import (
	"errors"

	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

var errNo = errors.New("nobody")

func Find(id string) *UC {
	if id == "" {
		return nil
	}
	return &UC{UserID: id}
}

type Session struct {
	State int
	User  *UC
}

func NewFound(id string) *Session {
	s := &Session{}
	if uc := Find(id); uc != nil {
		s.User = uc
		s.State = 1
	}
	return s
}

func NewMaybe(id string, b bool) *Session {
	s := &Session{}
	if b {
		s.User = &UC{UserID: id}
	}
	return s
}

func Value(id string) Session {
	s := Session{}
	if uc := Find(id); uc != nil {
		s.User = uc
		s.State = 1
	}
	return s
}

func ValueNamed(id string) (s Session) {
	if uc, ok := Find2(id); ok {
		s.User = uc
	}
	return
}

func Find2(id string) (*UC, bool) {
	if id == "a" {
		return &UC{UserID: id}, true
	}
	return nil, false
}

func Try[T any](f func() (T, error)) Res[T] {
	v, err := f()
	return Res[T]{v, err}
}

type Res[T any] struct {
	Val T
	Err error
}

func (r Res[T]) Unwrap() T {
	if r.Err != nil {
		panic(r.Err)
	}
	return r.Val
}

func (r Res[T]) Or(d T) T {
	if r.Err != nil {
		return d
	}
	return r.Val
}

func New(id string) (*Session, error) {
	s := &Session{}
	uc := Find(id)
	if uc == nil {
		return nil, errNo
	}
	s.User = uc
	return s, nil
}

func NewEither(id string, b bool) *Session {
	s := &Session{}
	if b {
		s.User = &UC{UserID: id}
	} else {
		s.User = &UC{UserID: "d"}
	}
	return s
}

func NewHandedOn(id string, b bool) *Session { return NewMaybe(id, b) }
func NewFilled(id string, b bool) *Session {
	s := NewMaybe(id, b)
	if s.User == nil {
		s.User = &UC{UserID: "d"}
	}
	return s
}

func (s *Session) Set(u *UC) *Session { s.User = u; return s }
func NewSwitched(id string, n int) *Session {
	s := &Session{}
	switch n {
	case 1:
		s.User = &UC{UserID: id}
	case 2:
		s.User = &UC{UserID: "2"}
	default:
		s.User = &UC{UserID: "3"}
	}
	return s
}

func NewWithDefault(id string, opts ...func(*Session)) *Session {
	s := &Session{}
	for _, o := range opts {
		o(s)
	}
	if s.User == nil {
		s.User = &UC{UserID: "d"}
	}
	return s
}

func NewWith(id string, opts ...func(*Session)) *Session {
	s := &Session{}
	for _, o := range opts {
		o(s)
	}
	return s
}
