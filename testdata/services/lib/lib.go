// Package lib finds users, keeps them, and hands them on.
package lib

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"

	"example.com/services/ws"
)

type U = ws.UserExecutionContext
type key struct{}

var ErrNo = errors.New("no")

func Find(id string) *U {
	if id == "" {
		return nil
	}
	return &U{UserID: id}
}
func Auth(r *http.Request) (*U, error) {
	id := r.Header.Get("X-User")
	if id == "" {
		return nil, ErrNo
	}
	return &U{UserID: id}, nil
}
func Try(id string) (*U, bool) {
	u := Find(id)
	return u, u != nil
}
func MustAuth(r *http.Request) *U {
	u, err := Auth(r)
	if err != nil {
		panic(err)
	}
	return u
}
func From(ctx context.Context) *U {
	u, _ := ctx.Value(key{}).(*U)
	return u
}
func FromOK(ctx context.Context) (*U, bool) {
	u, ok := ctx.Value(key{}).(*U)
	return u, ok
}
func Into(ctx context.Context, u *U) context.Context { return context.WithValue(ctx, key{}, u) }

func Check(u *U) error {
	if u == nil {
		return fmt.Errorf("check: %w", ErrNo)
	}
	return nil
}
func OK(u *U) bool { return u != nil }
func Fatal(msg string) {
	log.Print(msg)
	os.Exit(1)
}
func Need(u *U) *U {
	if u == nil {
		Fatal("need a user")
	}
	return u
}
func Default(u *U) *U {
	if u != nil {
		return u
	}
	return ws.System()
}
func First(us ...*U) *U {
	for _, u := range us {
		if u != nil {
			return u
		}
	}
	return nil
}

type Service struct {
	User *U
	name string
	make ws.Ctor
}

func NewService(name string) *Service         { return &Service{name: name} }
func NewUserService(n string, u *U) *Service  { return &Service{name: n, User: u} }
func (s *Service) With(u *U) *Service         { c := *s; c.User = u; return &c }
func (s *Service) SetUser(u *U)               { s.User = u }
func (s *Service) Open() *ws.WebSocketManager { return ws.NewWSManager(s.name, s.User) }
func (s *Service) OpenChecked() *ws.WebSocketManager {
	if s.User == nil {
		return nil
	}
	return ws.NewWSManager(s.name, s.User)
}
func (s *Service) Lazy() *ws.WebSocketManager {
	if s.User == nil {
		s.User = ws.System()
	}
	return ws.NewWSManager(s.name, s.User)
}

func Wrap(u *U) *ws.WebSocketManager                   { return ws.NewWSManager("x", u) }
func Wrap2(u *U) *ws.WebSocketManager                  { return Wrap(u) }
func WrapCtx(ctx context.Context) *ws.WebSocketManager { return ws.NewWSManager("x", From(ctx)) } // want "the user context may be nil"
func WrapErr(u *U, err error) (*ws.WebSocketManager, error) {
	if err != nil {
		return nil, err
	}
	return ws.GetWebSocketManager(u)
}
func ListenAt(addr string, opts ...ws.Opt) *ws.WebSocketManager {
	return ws.Listen(addr, append([]ws.Opt{ws.Timeout(1)}, opts...)...)
}
func ListenAs(addr string, u *U, opts ...ws.Opt) *ws.WebSocketManager {
	return ws.Listen(addr, append(opts, ws.User(u))...)
}

func Each(us []*U, f func(*U)) {
	for _, u := range us {
		f(u)
	}
}
func WithUser(id string, f func(*U) error) error {
	u := Find(id)
	if u == nil {
		return ErrNo
	}
	return f(u)
}
func WithAny(id string, f func(*U) error) error { return f(Find(id)) }

type Handler func(w http.ResponseWriter, r *http.Request, u *U)

func Authed(h Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, err := Auth(r)
		if err != nil {
			http.Error(w, err.Error(), 401)
			return
		}
		h(w, r, u)
	}
}
func Loose(h Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, err := Auth(r)
		if err != nil {
			log.Print(err)
		}
		h(w, r, u)
	}
}

type Cache[T any] struct {
	mu sync.Mutex
	m  map[string]T
}

func (c *Cache[T]) Get(k string) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.m[k]
	return v, ok
}
func (c *Cache[T]) Or(k string, f func() T) T {
	if v, ok := c.Get(k); ok {
		return v
	}
	return f()
}

type Result[T any] struct {
	Val T
	Err error
}

func Ok[T any](v T) Result[T]          { return Result[T]{Val: v} }
func Fail[T any](err error) Result[T]  { return Result[T]{Err: err} }
func (r Result[T]) Unwrap() (T, error) { return r.Val, r.Err }
func (r Result[T]) Must() T {
	if r.Err != nil {
		panic(r.Err)
	}
	return r.Val
}
func Async(r *http.Request) <-chan Result[*U] {
	ch := make(chan Result[*U], 1)
	go func() {
		u, err := Auth(r)
		ch <- Result[*U]{u, err}
	}()
	return ch
}
func Produce(ids []string) <-chan *U {
	ch := make(chan *U)
	go func() {
		defer close(ch)
		for _, id := range ids {
			ch <- Find(id)
		}
	}()
	return ch
}
func ProduceGood(ids []string) <-chan *U {
	ch := make(chan *U)
	go func() {
		defer close(ch)
		for _, id := range ids {
			if u := Find(id); u != nil {
				ch <- u
			}
		}
	}()
	return ch
}
func Map[A, B any](as []A, f func(A) B) []B {
	var out []B
	for _, a := range as {
		out = append(out, f(a))
	}
	return out
}
func Filter[T any](ts []T, keep func(T) bool) []T {
	var out []T
	for _, t := range ts {
		if keep(t) {
			out = append(out, t)
		}
	}
	return out
}
func Ptr[T any](v T) *T { return &v }
func Deref[T any](p *T) T {
	if p == nil {
		var z T
		return z
	}
	return *p
}
func Retry[T any](n int, f func() (T, error)) (T, error) {
	var (
		v   T
		err error
	)
	for range n {
		if v, err = f(); err == nil {
			return v, nil
		}
	}
	return v, fmt.Errorf("retry: %w", err)
}
func Safe(f func() *U) (u *U, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return f(), nil
}
func Swallow(id string) (u *U) {
	defer func() { _ = recover() }()
	return Need2(id)
}
func Need2(id string) *U {
	u := Find(id)
	if u == nil {
		panic("no user")
	}
	return u
}
