// Package app keeps managers, and does not.
package app

import (
	"net/http"
	"sync"
	"sync/atomic"

	"example.com/singleton/ws"
)

var manager *ws.WebSocketManager

func setGlobal(uc *ws.UserExecutionContext) {
	manager, _ = ws.GetWebSocketManager(uc) // want "package variable manager (*ws.WebSocketManager) keeps a manager beyond its request"
}

func unset() { manager = nil }

var any1 any

func setInterface(uc *ws.UserExecutionContext) {
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		return
	}
	any1 = m // want "package variable any1"
}

var once sync.Once
var instance *ws.WebSocketManager

func get() *ws.WebSocketManager {
	once.Do(func() {
		instance = &ws.WebSocketManager{User: "x"} // want "package variable instance (*ws.WebSocketManager), set once for all,"
	})
	return instance
}

type pool struct{ m *ws.WebSocketManager }

func newPool(m *ws.WebSocketManager) *pool { return &pool{m: m} }

var shared *pool

func setHolder(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	shared = newPool(m) // want "package variable shared"
}

var server struct {
	pool *pool
	list []*ws.WebSocketManager
}

func setField(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	server.pool = newPool(m)             // want "package variable server"
	server.list = append(server.list, m) // want "server"
}

var byName = map[string]*ws.WebSocketManager{}

func setMap(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	byName["default"] = m // want "container byName"
	byName[uc.UserID] = m
}

var pointer atomic.Pointer[ws.WebSocketManager]

func setAtomic(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	pointer.Store(m) // want "pointer"
}

func keep(m *ws.WebSocketManager) { manager = m }

func setter(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	keep(m) // want "made by ws.GetWebSocketManager, stored by keep"
}

var callback func()

func closure(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	callback = func() { _ = m.User } // want "package variable callback"
}

var channel = make(chan *ws.WebSocketManager, 1)

func send(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	channel <- m // want "channel"
}

var factory func(*ws.UserExecutionContext) (*ws.WebSocketManager, error)

func keepFactory() { factory = ws.GetWebSocketManager }

func serve(w http.ResponseWriter, r *http.Request) {
	uc := &ws.UserExecutionContext{UserID: r.Header.Get("User")}
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		return
	}
	local := newPool(m)
	_ = local
}

func init() { http.HandleFunc("/", serve) }
