package lib

import (
	"context"
	"errors"
	"log"
	"os"

	"example.com/paths/ws"
)

type UC = ws.UserContext

var ErrMissing = errors.New("missing")

type AuthError struct{ UC *UC }

func (e *AuthError) Error() string { return "auth" }

func Find(id string) *UC {
	if id == "" {
		return nil
	}
	return &UC{User: id}
}
func Login(id string) (uc *UC, err error) {
	if id == "" {
		err = ErrMissing
		return
	}
	uc = &UC{User: id}
	return
}
func Login2(id string) (*UC, error) {
	if id == "" {
		return nil, ErrMissing
	}
	return &UC{User: id}, nil
}
func Quiet(id string) (*UC, error) {
	if id == "" {
		return nil, nil
	}
	return &UC{User: id}, nil
}
func Coalesce[T comparable](vs ...T) T {
	var zero T
	for _, v := range vs {
		if v != zero {
			return v
		}
	}
	return zero
}
func Swallow(id string) (uc *UC) {
	defer func() { recover() }()
	if id == "" {
		panic("no id")
	}
	uc = &UC{User: id}
	return uc
}
func SwallowErr(id string) (uc *UC, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = ErrMissing
		}
	}()
	if id == "" {
		panic("no id")
	}
	return &UC{User: id}, nil
}
func Finally(id string) (uc *UC, err error) {
	defer func() {
		if err != nil {
			uc = nil
		}
	}()
	uc = &UC{User: id + "x"}
	if id == "" {
		err = ErrMissing
	}
	return uc, err
}
func Validate(uc *UC) error {
	switch {
	case uc == nil:
		return ErrMissing
	case uc.User == "":
		return errors.New("empty")
	}
	return nil
}

type Result struct {
	UC  *UC
	Err error
}

func Do(id string) Result {
	uc, err := Login(id)
	return Result{uc, err}
}
func DoP(id string) *Result {
	uc, err := Login(id)
	return &Result{UC: uc, Err: err}
}
func Async(id string) <-chan Result {
	ch := make(chan Result, 1)
	go func() {
		defer close(ch)
		uc, err := Login(id)
		ch <- Result{uc, err}
	}()
	return ch
}
func Put(ctx context.Context, uc *UC) context.Context { return context.WithValue(ctx, ws.K{}, uc) }
func Take(ctx context.Context) *UC {
	uc, _ := ctx.Value(ws.K{}).(*UC)
	return uc
}
func Die(format string, args ...any) { log.Printf(format, args...); os.Exit(1) }
func Fatalf(s string)                { panic(s) }

var Exit = os.Exit

var Abort = func(s string) { panic(s) }

type Logger interface{ Fatal(string) }
type L struct{}

func (L) Fatal(s string) { panic(s) }

type ctxKey struct{}

func NewContext(ctx context.Context, uc *UC) context.Context {
	return context.WithValue(ctx, ctxKey{}, uc)
}
func FromContext(ctx context.Context) *UC {
	uc, _ := ctx.Value(ctxKey{}).(*UC)
	return uc
}
func FromContextOK(ctx context.Context) (*UC, bool) {
	uc, ok := ctx.Value(ctxKey{}).(*UC)
	return uc, ok
}
func MustFromContext(ctx context.Context) *UC {
	uc, ok := ctx.Value(ctxKey{}).(*UC)
	if !ok {
		panic("no user")
	}
	return uc
}
