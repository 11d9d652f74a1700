package app

import (
	"context"
	"net/http"
	"sync"

	"example.com/singleton/ws"
)

var value = ws.WebSocketManager{User: "x"} // want "beyond its request"

var ptr = &ws.WebSocketManager{User: "x"} // want "beyond its request"

var zero ws.WebSocketManager

type handler struct{ m *ws.WebSocketManager }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.m, _ = ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: r.Header.Get("u")}) // want "beyond its request"
}

type session struct{ m *ws.WebSocketManager }

func scoped(uc *ws.UserExecutionContext) *session {
	m, _ := ws.GetWebSocketManager(uc)
	return &session{m: m}
}

func withValue(ctx context.Context, uc *ws.UserExecutionContext) context.Context {
	m, _ := ws.GetWebSocketManager(uc)
	return context.WithValue(ctx, "k", m)
}

var reg = struct {
	mu sync.Mutex
	m  map[string]*ws.WebSocketManager
}{m: map[string]*ws.WebSocketManager{}}

func getFor(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	reg.mu.Lock()
	defer reg.mu.Unlock()
	if m, ok := reg.m[uc.UserID]; ok {
		return m
	}
	m, _ := ws.GetWebSocketManager(uc)
	reg.m[uc.UserID] = m
	return m
}

func fill(p **ws.WebSocketManager, uc *ws.UserExecutionContext) {
	*p, _ = ws.GetWebSocketManager(uc)
}

var filled *ws.WebSocketManager

func doFill(uc *ws.UserExecutionContext) { fill(&filled, uc) } // want "beyond its request"

type sub struct{ s struct{ list []*session } }

var deep = &sub{}

func addDeep(uc *ws.UserExecutionContext) {
	deep.s.list = append(deep.s.list, scoped(uc)) // want "beyond its request"
}

func (s *sub) add(x *session) { s.s.list = append(s.s.list, x) }

func viaMethod(uc *ws.UserExecutionContext) {
	deep.add(scoped(uc)) // want "beyond its request"
	d := deep
	d.add(scoped(uc)) // want "beyond its request"
}

var objects sync.Pool

func put(uc *ws.UserExecutionContext) { objects.Put(scoped(uc)) } // want "beyond its request"

var fn func() string

func bound(uc *ws.UserExecutionContext) { fn = scoped(uc).name } // want "beyond its request"

func (s *session) name() string { return s.m.User }

func metrics(uc *ws.UserExecutionContext) {
	s := scoped(uc)
	count[s.name()]++
	last = s.name()
}

var count = map[string]int{}
var last string
