// Package sessions has what serves one request together with what serves all.
package sessions

import (
	"net/http"
	"unsafe"

	"example.com/singleton/bus"
	"example.com/singleton/ws"
)

type service struct {
	current *ws.WebSocketManager
	last    *session
}

var shared = &service{}

type session struct {
	service *service
	manager *ws.WebSocketManager
}

func open(s *service, uc *ws.UserExecutionContext) *session {
	m, _ := ws.GetWebSocketManager(uc)
	return &session{s, m}
}

func (s *session) bind() { s.service.current = s.manager }

func (s *session) name() { s.service.last = s }

func (s *session) unbind() { s.service.current = nil }

func bound(uc *ws.UserExecutionContext) {
	s := open(shared, uc)
	s.bind() // want "variable shared"
}

func named(uc *ws.UserExecutionContext) {
	s := open(shared, uc)
	s.name() // want "variable shared"
}

func own(uc *ws.UserExecutionContext) {
	s := open(&service{}, uc)
	s.bind()
	s.name()
}

func lent(uc *ws.UserExecutionContext) {
	s := open(shared, uc)
	s.bind()
	defer s.unbind()
}

// A copy of the receiver shares what that leads to.
type handler struct{ state *service }

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.state.current, _ = ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: r.Header.Get("u")}) // want "receiver of type handler"
}

func serve(h http.Handler) { h.ServeHTTP(nil, nil) }

var theHandler = handler{&service{}}

func served() { serve(theHandler) }

func userOf(r *http.Request) *ws.UserExecutionContext {
	uc, _ := r.Context().Value("user").(*ws.UserExecutionContext)
	return uc
}

func remembered(w http.ResponseWriter, r *http.Request) {
	bus.Remember(userOf(r), true) // want "keeps a user context"
}

func notRemembered(w http.ResponseWriter, r *http.Request) {
	bus.Remember(userOf(r), false)
	bus.Remember(userOf(r).UserID, true)
}

var tasks = make(chan func())

func work() {
	for task := range tasks {
		task()
	}
}

func handedOver(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	tasks <- func() { _ = m.User }
}

var done []func()

var kept = make(chan func())

func keepAll() {
	for task := range kept {
		task()
		done = append(done, task)
	}
}

func handedOverForGood(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	kept <- func() { _ = m.User } // want "container kept"
}

var address uintptr

var pointer unsafe.Pointer

func addressed(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	address = uintptr(unsafe.Pointer(m))
	pointer = unsafe.Pointer(m) // want "variable pointer"
}

var late *bus.Named[func()]

func linkedFirst(uc *ws.UserExecutionContext) {
	late = new(bus.Named[func()])
	m, _ := ws.GetWebSocketManager(uc)
	late.Put("all", func() { _ = m.User }) // want "container late"
}
