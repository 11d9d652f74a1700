package truth

// keepHead is the head of the package of generated functions.
const keepHead = `package app

import (
	"container/heap"
	"container/list"
	"container/ring"
	"context"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"example.com/gen/lib"
	"example.com/gen/ws"
)

var (
	_ = heap.Push
	_ list.List
	_ ring.Ring
	_ context.Context
	_ = fmt.Sprint
	_ = maps.Copy[map[int]int, map[int]int]
	_ http.Handler
	_ reflect.Type
	_ = slices.Contains[[]int]
	_ sync.Once
	_ atomic.Bool
	_ time.Time
)

type Function struct {
	Call     func(*ws.UserContext)
	Variable any
}
`

// keepLibrary is the package that keeps things for generated functions.
const keepLibrary = `package lib

import (
	"container/list"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"example.com/gen/ws"
)

type Pool struct{ M *ws.WSManager }

func NewPool(m *ws.WSManager) *Pool { return &Pool{M: m} }

type Namer interface{ Name() string }

func (p *Pool) Name() string { return p.M.User }

func NewNamer(m *ws.WSManager) Namer { return NewPool(m) }

type Box[T any] struct{ V T }

func (b *Box[T]) Set(v T) { b.V = v }

func NewBox[T any](v T) *Box[T] { return &Box[T]{v} }

type Registry struct {
	mu   sync.Mutex
	Cur  any
	All  []any
	ByID map[string]any
	N    int
}

func (r *Registry) Set(v any) { r.mu.Lock(); defer r.mu.Unlock(); r.Cur = v }

func (r *Registry) Add(v any) { r.All = append(r.All, v) }

func (r *Registry) Put(id string, v any) {
	if r.ByID == nil {
		r.ByID = map[string]any{}
	}
	r.ByID[id] = v
}

func Fill[T any](to *T, v T) { *to = v }

func Ignore(any) {}

func (r *Registry) Remove(v any) {
	r.All = slices.DeleteFunc(r.All, func(o any) bool { return same(o, v) })
	for id, o := range r.ByID {
		if same(o, v) {
			delete(r.ByID, id)
		}
	}
}

func same(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func Has(all []any, v any) int {
	return slices.IndexFunc(all, func(o any) bool { return same(o, v) })
}

func (b *Box[T]) Reset() { var zero T; b.V = zero }

func Release(p *sync.Pool, b *Box[any]) {
	b.V = nil
	p.Put(b)
}

type Event struct{ From any }

func Send[T any](c chan<- T, v T) { c <- v }

type Entry struct {
	Key   string
	Value any
}

// List finds entries by their keys.
type List struct{ entries []Entry }

func (l *List) Add(key string, v any) {
	for i := range l.entries {
		if l.entries[i].Key == key {
			l.entries[i].Value = v
			return
		}
	}
	l.entries = append(l.entries, Entry{key, v})
}

type LRU struct {
	max   int
	order *list.List
	byKey map[string]*list.Element
}

func NewLRU(max int) *LRU {
	return &LRU{max: max, order: list.New(), byKey: map[string]*list.Element{}}
}

func (l *LRU) Len() int { return l.order.Len() }

func (l *LRU) Add(key string, v any) {
	if e, ok := l.byKey[key]; ok {
		l.order.MoveToFront(e)
		e.Value.(*Entry).Value = v
		return
	}
	l.byKey[key] = l.order.PushFront(&Entry{key, v})
	if l.order.Len() > l.max {
		last := l.order.Back()
		l.order.Remove(last)
		delete(l.byKey, last.Value.(*Entry).Key)
	}
}

type Heap []any

func (h Heap) Len() int           { return len(h) }
func (h Heap) Less(i, j int) bool { return i < j }
func (h Heap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *Heap) Push(v any)        { *h = append(*h, v) }
func (h *Heap) Pop() any          { old := *h; v := old[len(old)-1]; *h = old[:len(old)-1]; return v }

type Node struct {
	Next  *Node
	Value any
}

type Tree struct {
	left, right *Tree
	at          int
	value       any
}

func (t *Tree) Insert(at int, v any) {
	next := &t.left
	if at > t.at {
		next = &t.right
	}
	if *next == nil {
		*next = &Tree{at: at, value: v}
		return
	}
	(*next).Insert(at, v)
}

// Cell keeps a value in what its functions captured.
type Cell struct {
	Set func(any)
	Get func() any
}

func NewCell() *Cell {
	var v any
	return &Cell{Set: func(x any) { v = x }, Get: func() any { return v }}
}

type Pair struct{ A, B string }

func Key(s string) string               { return "key/" + s }
func KeyOf(uc *ws.UserContext) string   { return "user/" + uc.ID }
func Room(uc *ws.UserContext) string    { return "room" }
func PairOf(uc *ws.UserContext, b string) Pair { return Pair{uc.ID, b} }

type Lazy[T any] struct {
	mu   sync.Mutex
	done bool
	v    T
}

func (l *Lazy[T]) Get(make func() T) T {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.done {
		l.v, l.done = make(), true
	}
	return l.v
}

type Once[T any] struct {
	once sync.Once
	v    T
}

func (o *Once[T]) Get(make func() T) T {
	o.once.Do(func() { o.v = make() })
	return o.v
}

type Cache[T any] struct{ m map[string]T }

func (c *Cache[T]) Get(key string, make func() T) T {
	if v, ok := c.m[key]; ok {
		return v
	}
	if c.m == nil {
		c.m = map[string]T{}
	}
	v := make()
	c.m[key] = v
	return v
}

var Current any

func SetCurrent(v any) { Current = v }

func Install(e Event) { install(&e) }

func install(e *Event) { SetCurrent(e.From) }

var byDefault = &Registry{}

func Default() *Registry { return byDefault }

func PartOf(r *Registry) *Registry { return r }

type Setter interface{ Set(any) }

// Value is set by value, which does nothing.
type Value struct{ V any }

func (v Value) Set(x any) { v.V = x }

func Each(vs []any, do func(any)) {
	for _, v := range vs {
		do(v)
	}
}

func Do(f func()) { f() }

func Append(to []any, vs ...any) []any { return append(to, vs...) }

type Server struct {
	m   *ws.WSManager
	any any
}

type Option func(*Server)

func WithManager(m *ws.WSManager) Option { return func(s *Server) { s.m = m } }

func WithAny(v any) Option { return func(s *Server) { s.any = v } }

func NewServer(opts ...Option) *Server {
	s := &Server{}
	for _, o := range opts {
		o(s)
	}
	return s
}

func (s *Server) With(v any) *Server { s.any = v; return s }

type Handler struct{ V any }

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

// Seen is a handler, and what it shares.
type Seen struct {
	http.Handler
	Shared *any
}

type Hidden struct{ m *ws.WSManager }

func Hide(m *ws.WSManager) *Hidden { h := new(Hidden); h.m = m; return h }

type Embedding struct{ *ws.WSManager }

func Deferred(m *ws.WSManager) func() *ws.WSManager { return func() *ws.WSManager { return m } }

func Chan(m *ws.WSManager) chan *ws.WSManager { c := make(chan *ws.WSManager, 1); c <- m; return c }

func Of(vs ...any) []any { return vs }

func Identity[T any](v T) T { return v }

type Session struct{ UC *ws.UserContext }

func With(ctx context.Context, v any) context.Context { return context.WithValue(ctx, "m", v) }
`

const keepFactory = `package ws

import "net/http"

type UserContext struct{ ID string }

func (uc *UserContext) Key() string { return "user/" + uc.ID }

func From(r *http.Request) *UserContext { return &UserContext{ID: r.Header.Get("User")} }

type WSManager struct{ User string }

func GetWSManager(uc *UserContext) *WSManager { return &WSManager{uc.ID} }
`

// keepMain calls each function for a user and looks for the user's manager, and
// user context, in what can be reached from the function's package-level
// variable, or from the handler that served a request.
const keepMain = `package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime/debug"
	"sync"
	"unsafe"

	"example.com/gen/app"
	"example.com/gen/ws"
)

func main() {
	debug.SetGCPercent(-1) // which empties pools
	for n, f := range app.Functions {
		user := fmt.Sprint("user", n)
		f.Call(&ws.UserContext{ID: user})
		if h, ok := f.Variable.(http.Handler); ok {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("User", user)
			h.ServeHTTP(httptest.NewRecorder(), r)
		}
		s := search{user, map[place]bool{}}
		if s.reaches(reflect.ValueOf(f.Variable)) {
			fmt.Println(n)
		}
	}
}

type place struct {
	at  uintptr
	typ reflect.Type
}

type search struct {
	user string
	seen map[place]bool
}

var manager, userContext = reflect.TypeFor[ws.WSManager](), reflect.TypeFor[ws.UserContext]()

func (s search) reaches(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || s.seen[place{v.Pointer(), v.Type()}] {
			return false
		}
		s.seen[place{v.Pointer(), v.Type()}] = true
		switch p := v.Interface().(type) {
		case *sync.Map:
			found := false
			p.Range(func(_, value any) bool {
				found = found || s.reaches(reflect.ValueOf(value))
				return true
			})
			return found
		case *sync.Pool:
			return s.reaches(reflect.ValueOf(p.Get()))
		}
		if load := v.MethodByName("Load"); load.IsValid() && load.Type().NumIn() == 0 {
			return s.reaches(load.Call(nil)[0])
		}
		return s.reaches(v.Elem())
	case reflect.Interface:
		return !v.IsNil() && s.reaches(v.Elem())
	case reflect.Struct:
		if v.Type() == manager || v.Type() == userContext {
			return v.Field(0).String() == s.user
		}
		if !v.CanAddr() {
			c := reflect.New(v.Type()).Elem()
			c.Set(v)
			v = c
		}
		if at := v.Addr(); v.Type().PkgPath() == "sync" || v.Type().PkgPath() == "sync/atomic" {
			return s.reaches(at)
		}
		for i := range v.NumField() {
			f := v.Field(i)
			if s.reaches(reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if s.reaches(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if s.reaches(v.MapIndex(k)) {
				return true
			}
		}
	case reflect.Chan:
		for range v.Len() {
			if e, _ := v.Recv(); s.reaches(e) {
				return true
			}
		}
	case reflect.Func:
		return !v.IsNil() && s.calls(v)
	}
	return false
}

// calls reports whether the function v hands out what is looked for, or sets it
// in what it is given.
func (s search) calls(v reflect.Value) bool {
	switch t := v.Type(); {
	case t.NumIn() == 0 && t.NumOut() == 1:
		r := v.Call(nil)[0]
		return r.Kind() == reflect.String && r.String() == s.user || s.reaches(r)
	case t.NumIn() == 1 && t.NumOut() == 0 && t.In(0).Kind() == reflect.Pointer:
		to := reflect.New(t.In(0).Elem())
		v.Call([]reflect.Value{to})
		return s.reaches(to)
	}
	return false
}
`
