// Package generics has the containers and options of generic code.
package generics

import (
	"errors"
	"maps"
	"slices"
	"sync"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type Opt[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Opt[T]    { return Opt[T]{v, true} }
func None[T any]() Opt[T]       { return Opt[T]{} }
func (o Opt[T]) Get() (T, bool) { return o.v, o.ok }
func (o Opt[T]) OrElse(d T) T {
	if o.ok {
		return o.v
	}
	return d
}
func (o Opt[T]) MustGet() T {
	if !o.ok {
		panic("none")
	}
	return o.v
}

func opts(tok string) {
	o := Some(ws.System())
	if uc, ok := o.Get(); ok {
		ws.GetWebSocketManager(uc)
	}
	ws.GetWebSocketManager(o.OrElse(ws.System()))
	ws.GetWebSocketManager(o.MustGet())
	n := None[*UC]()
	if uc, ok := n.Get(); ok {
		ws.GetWebSocketManager(uc)
	}
	ws.GetWebSocketManager(n.OrElse(ws.System()))
	uc, _ := n.Get()
	_ = uc
	ws.GetWebSocketManager(n.OrElse(nil)) // want "the user context is nil"
}

type Cache[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]V
}

func NewCache[K comparable, V any]() *Cache[K, V] { return &Cache[K, V]{m: map[K]V{}} }
func (c *Cache[K, V]) Get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.m[k]
	return v, ok
}
func (c *Cache[K, V]) GetOr(k K, mk func() V) V {
	if v, ok := c.Get(k); ok {
		return v
	}
	v := mk()
	c.m[k] = v
	return v
}
func (c *Cache[K, V]) Peek(k K) V { return c.m[k] }
func (c *Cache[K, V]) Load(k K, f func(K) (V, error)) (V, error) {
	if v, ok := c.Get(k); ok {
		return v, nil
	}
	v, err := f(k)
	if err != nil {
		var zero V
		return zero, err
	}
	return v, nil
}

func caches(tok string) {
	c := NewCache[string, *UC]()
	if uc, ok := c.Get(tok); ok {
		ws.GetWebSocketManager(uc)
	}
	uc, _ := c.Get(tok)
	ws.GetWebSocketManager(uc)          // want "the user context is nil"
	ws.GetWebSocketManager(c.Peek(tok)) // want "the user context is nil"
	ws.GetWebSocketManager(c.GetOr(tok, ws.System))
	u2, err := c.Load(tok, auth.FromToken)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(u2)
	u3, err := c.Load(tok, auth.FromToken)
	ws.GetWebSocketManager(u3) // want "the user context may be nil"
	_ = err
}

func First[T any](l []T, p func(T) bool) (T, bool) {
	for _, v := range l {
		if p(v) {
			return v, true
		}
	}
	var zero T
	return zero, false
}

func Zero[T any]() T {
	var z T
	return z
}

func Coalesce[T any](vs ...*T) *T {
	for _, v := range vs {
		if v != nil {
			return v
		}
	}
	return nil
}

func Map[T, U any](l []T, f func(T) U) []U {
	out := make([]U, 0, len(l))
	for _, v := range l {
		out = append(out, f(v))
	}
	return out
}

func Deref[T any](p *T, d T) T {
	if p == nil {
		return d
	}
	return *p
}

func If[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}

func more(l []*UC, tok string, m map[string]*UC) {
	uc, ok := First(l, func(u *UC) bool { return u.UserID == tok })
	if !ok {
		return
	}
	ws.GetWebSocketManager(uc)
	u2, _ := First(l, func(u *UC) bool { return u.UserID == tok })
	ws.GetWebSocketManager(u2)                                       // want "the user context may be nil"
	ws.GetWebSocketManager(Zero[*UC]())                              // want "the user context is nil"
	ws.GetWebSocketManager(Coalesce(auth.Find(tok), auth.Find("x"))) // want "the user context may be nil"
	for _, b := range Map(l, func(u *UC) *ws.WebSocketManager { return ws.GetWebSocketManager(u) }) {
		_ = b
	}
	ws.GetWebSocketManager(If(tok != "", ws.System(), nil)) // want "the user context may be nil"
	ws.GetWebSocketManager(If(tok != "", ws.System(), auth.Always(tok)))
	i := slices.IndexFunc(l, func(u *UC) bool { return u.UserID == tok })
	if i < 0 {
		return
	}
	ws.GetWebSocketManager(l[i])
	for _, k := range slices.Sorted(maps.Keys(m)) {
		_ = k
	}
	for u := range maps.Values(m) {
		ws.GetWebSocketManager(u)
	}
	for _, u := range slices.Backward(l) {
		ws.GetWebSocketManager(u)
	}
	get := sync.OnceValue(func() *UC { return ws.System() })
	ws.GetWebSocketManager(get())
	getNil := sync.OnceValue(func() *UC { return nil })
	ws.GetWebSocketManager(getNil()) // want "the user context is nil"
	gv := sync.OnceValues(func() (*UC, error) { return auth.FromToken(tok) })
	u4, err := gv()
	if err != nil {
		return
	}
	_ = u4
	u5, _ := gv()
	_ = u5
}

func Do[T any](f func() (T, error)) (T, error) {
	var zero T
	for i := 0; i < 3; i++ {
		v, err := f()
		if err == nil {
			return v, nil
		}
	}
	return zero, errors.New("gave up")
}

func retry(tok string) {
	uc, err := Do(func() (*UC, error) { return auth.FromToken(tok) })
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
	u2, err := Do(func() (*UC, error) { return auth.FromToken(tok) })
	_ = err
	ws.GetWebSocketManager(u2) // want "the user context may be nil"
}

func fnOpts2(opts ...func(*ws.Config)) *ws.WebSocketManager {
	c := &ws.Config{Room: "x"}
	for _, o := range opts {
		o(c)
	}
	return ws.OpenPtr(c)
}

type builder struct {
	uc   *UC
	room string
}

func newBuilder() *builder                     { return &builder{} }
func (b *builder) User(uc *UC) *builder        { b.uc = uc; return b }
func (b *builder) Room(r string) *builder      { b.room = r; return b }
func (b *builder) Build() *ws.WebSocketManager { return ws.GetWebSocketManager(b.uc) }

func builders() {
	newBuilder().User(ws.System()).Room("x").Build()
	newBuilder().User(nil).Build() // want "the user context is nil"
	fnOpts2(func(c *ws.Config) { c.User = ws.System() })
}

type pair[A, B any] struct {
	a A
	b B
}

func mkPair[A, B any](a A, b B) pair[A, B] { return pair[A, B]{a, b} }

func pairs(tok string) {
	p := mkPair(ws.System(), 1)
	ws.GetWebSocketManager(p.a)
	var none *UC
	q := mkPair(1, none)
	ws.GetWebSocketManager(q.b) // want "the user context is nil"
	arr := [2]*UC{ws.System(), nil}
	ws.GetWebSocketManager(arr[0])
	ws.GetWebSocketManager(arr[1]) // want "the user context is nil"
	lo := min(1, len(tok))
	for i := 0; i < max(1, lo); i++ {
		ws.GetWebSocketManager(arr[0])
	}
	for i := range 3 {
		var u *UC
		if i%2 == 0 {
			u = ws.System()
		}
		ws.GetWebSocketManager(u) // want "the user context may be nil"
	}
}
