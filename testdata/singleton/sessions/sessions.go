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

// What is everybody's is not a user's because a user's session points to it.
type hall struct {
	byName map[string]*ws.WebSocketManager
	users  map[string]*ws.UserExecutionContext
	guests chan *ws.WebSocketManager
	events bus.Bus
}

var theHall = &hall{byName: map[string]*ws.WebSocketManager{}, users: map[string]*ws.UserExecutionContext{}}

type visit struct {
	*hall
	user    *ws.UserExecutionContext
	manager *ws.WebSocketManager
}

func (h *hall) enter(uc *ws.UserExecutionContext) *visit {
	m, _ := ws.GetWebSocketManager(uc)
	return &visit{h, uc, m}
}

func (v *visit) host()    { v.byName["host"] = v.manager }
func (v *visit) sign()    { v.byName[v.user.UserID] = v.manager }
func (v *visit) wait()    { v.guests <- v.manager }
func (v *visit) speak()   { v.users["speaker"] = v.user }
func (v *visit) listen()  { v.events.On("a", func() { _ = v.manager }) }
func (v *visit) whisper() { _ = v.manager }

func visited(uc *ws.UserExecutionContext) {
	v := theHall.enter(uc)
	v.host() // want "container theHall"
	v.sign()
	v.wait()   // want "container theHall"
	v.speak()  // want "keeps a user context"
	v.listen() // want "container theHall"
	v.whisper()
}

func visitedAlone(uc *ws.UserExecutionContext) {
	h := &hall{byName: map[string]*ws.WebSocketManager{}}
	v := h.enter(uc)
	v.host()
	v.sign()
	v.listen()
}

type guide struct{ hall *hall }

func (g *guide) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := g.hall.enter(userOf(r))
	v.host() // want "receiver of type guide"
	v.sign()
}

func tour(h *hall) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h.enter(userOf(r)).host() // want "variable h, captured by a handler,"
		h.enter(userOf(r)).sign()
	}
}

type party struct{ first *member }

type member struct {
	service *service
	manager *ws.WebSocketManager
}

func (p *party) come()                              { p.first.greet() }
func (m *member) greet()                            { m.introduce(m.manager) }
func (m *member) introduce(mm *ws.WebSocketManager) { m.service.current = mm }

func came(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	p := &party{&member{shared, m}}
	p.come() // want "variable shared"
	p = &party{&member{&service{}, m}}
	p.come()
}

// Methods of a copy too.
func (m member) leave() { m.service.current = m.manager }

func left(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	member{shared, m}.leave() // want "variable shared"
	member{&service{}, m}.leave()
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
