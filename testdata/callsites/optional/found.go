package optional

import "example.com/callsites/ws"

type UC = ws.UserExecutionContext

// An Opt is a value that may not be there.
type Opt[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Opt[T]    { return Opt[T]{v, true} }
func None[T any]() Opt[T]       { return Opt[T]{} }
func (o Opt[T]) Get() (T, bool) { return o.v, o.ok }
func (o Opt[T]) IsSome() bool   { return o.ok }

func Find(id string) *UC {
	if id == "a" {
		return &UC{UserID: id}
	}
	return nil
}

func FindOpt(id string) Opt[*UC] {
	if uc := Find(id); uc != nil {
		return Some(uc)
	}
	return None[*UC]()
}

// A Found is the same without a type parameter.
type Found struct {
	uc  *UC
	err error
}

func (f Found) Get() (*UC, error) { return f.uc, f.err }

func Load(id string) Found {
	if uc := Find(id); uc != nil {
		return Found{uc: uc}
	}
	return Found{err: ws.ErrNoUser}
}
