// Package queues hands managers from one goroutine to another, and keeps some in
// channels and closures.
package queues

import (
	"net/http"

	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

type job struct {
	uc    *ws.UserExecutionContext
	reply chan *ws.WebSocketManager
}

var jobs = make(chan job)

func work() {
	for j := range jobs {
		j.reply <- mk(j.uc)
	}
}

func ask(uc *ws.UserExecutionContext) string {
	j := job{uc, make(chan *ws.WebSocketManager, 1)}
	jobs <- j
	return (<-j.reply).User
}

type held struct{ m *ws.WebSocketManager }

var toKeep = make(chan held)

var last *ws.WebSocketManager

func keep() {
	for h := range toKeep {
		last = h.m
	}
}

func keeps(uc *ws.UserExecutionContext) {
	toKeep <- held{mk(uc)} // want "container toKeep"
}

var slot = make(chan *ws.WebSocketManager, 1)

func take() string { return (<-slot).User }

func leavesForTheNext(uc *ws.UserExecutionContext) {
	slot <- mk(uc) // want "container slot"
}

// A free list.
type scratch struct{ m *ws.WebSocketManager }

type freeList struct{ free chan *scratch }

var unused = &freeList{make(chan *scratch, 2)}

func (l *freeList) get() *scratch {
	select {
	case s := <-l.free:
		return s
	default:
		return &scratch{}
	}
}

func (l *freeList) put(s *scratch) {
	select {
	case l.free <- s:
	default:
	}
}

func (s *scratch) reset() { *s = scratch{} }

func returnsClean(uc *ws.UserExecutionContext) {
	s := unused.get()
	s.m = mk(uc)
	s.reset()
	unused.put(s)
}

func returnsFilled(uc *ws.UserExecutionContext) {
	s := unused.get()
	s.m = mk(uc)
	unused.put(s) // want "container unused"
}

// What a closure of a variable keeps is kept where it stores it.
func getter() func(*ws.UserExecutionContext) *ws.WebSocketManager {
	var m *ws.WebSocketManager
	return func(uc *ws.UserExecutionContext) *ws.WebSocketManager {
		if m == nil {
			m = mk(uc) // want "package variable get"
		}
		return m
	}
}

var get = getter()

func gets(uc *ws.UserExecutionContext) string { return get(uc).User }

type server struct {
	onConnect []func(*ws.UserExecutionContext)
}

func (s *server) handle(f func(*ws.UserExecutionContext)) { s.onConnect = append(s.onConnect, f) }

var srv server

func init() {
	var latest *ws.WebSocketManager
	srv.handle(func(uc *ws.UserExecutionContext) {
		latest = mk(uc) // want "variable latest, captured by a handler,"
		_ = latest.User
	})
	srv.handle(func(uc *ws.UserExecutionContext) {
		mine := mk(uc)
		_ = mine.User
	})
}

func connected(uc *ws.UserExecutionContext) {
	for _, f := range srv.onConnect {
		f(uc)
	}
}

// A handler that serves one request is that request's.
type handler struct{ m *ws.WebSocketManager }

func (h *handler) ServeHTTP(http.ResponseWriter, *http.Request) { _ = h.m.User }

func one(h http.Handler) {
	r, _ := http.NewRequest("GET", "/", nil)
	h.ServeHTTP(nil, r)
}

func servedOnce(uc *ws.UserExecutionContext) {
	h := &handler{}
	h.m = mk(uc)
	one(h)
}

func all(h http.Handler) {
	for {
		r, _ := http.NewRequest("GET", "/", nil)
		h.ServeHTTP(nil, r)
	}
}

func servedForEver(uc *ws.UserExecutionContext) {
	h := &handler{}
	h.m = mk(uc)
	all(h) // want "receiver of type handler"
}

// Nothing sets this, so what it would let happen does not.
var sink any

var never bool

func escape(v any) any {
	if never {
		sink = v
	}
	return v
}

func escapes(uc *ws.UserExecutionContext) { escape(mk(uc)) }
