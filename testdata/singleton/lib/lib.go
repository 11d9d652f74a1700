// Package lib keeps things for others.
package lib

import (
	"sync"

	"example.com/singleton/ws"
)

type Registry struct {
	mu  sync.Mutex
	cur *ws.WebSocketManager
	all []*ws.WebSocketManager
	m   map[string]*ws.WebSocketManager
}

func (r *Registry) Set(m *ws.WebSocketManager)           { r.mu.Lock(); defer r.mu.Unlock(); r.cur = m }
func (r *Registry) Add(m *ws.WebSocketManager)           { r.all = append(r.all, m) }
func (r *Registry) Put(k string, m *ws.WebSocketManager) { r.m[k] = m }

var Default = &Registry{m: map[string]*ws.WebSocketManager{}}

func SetDefault(m *ws.WebSocketManager) { Default.Set(m) }

var Current *ws.WebSocketManager

type Option func(*Server)

type Server struct {
	m *ws.WebSocketManager
}

func WithManager(m *ws.WebSocketManager) Option { return func(s *Server) { s.m = m } }

func NewServer(opts ...Option) *Server {
	s := &Server{}
	for _, o := range opts {
		o(s)
	}
	return s
}

type Holder[T any] struct{ v T }

func (h *Holder[T]) Set(v T) { h.v = v }
func (h *Holder[T]) Get() T  { return h.v }

type Lazy[T any] struct {
	once sync.Once
	New  func() T
	v    T
}

func (l *Lazy[T]) Get() T {
	l.once.Do(func() { l.v = l.New() })
	return l.v
}

func NewLazy[T any](f func() T) *Lazy[T] { return &Lazy[T]{New: f} }

type Emitter interface{ Emit(string) }

type emitter struct{ m *ws.WebSocketManager }

func (e *emitter) Emit(string) {}

func NewEmitter(m *ws.WebSocketManager) Emitter { return &emitter{m} }

// Key tells users apart.
func Key(uc *ws.UserExecutionContext) string { return "user/" + uc.UserID }

// Room is the same for all.
func Room(*ws.UserExecutionContext) string { return "lobby" }

// RoomOf is the room with this name.
func RoomOf(_ *ws.UserExecutionContext, name string) string { return "room/" + name }

// Stack gives back first what came last.
type Stack[T any] struct{ all []T }

func (s *Stack[T]) Push(v T) { s.all = append(s.all, v) }

func (s *Stack[T]) Pop() (v T) {
	v = s.all[len(s.all)-1]
	var zero T
	s.all[len(s.all)-1] = zero
	s.all = s.all[:len(s.all)-1]
	return v
}
