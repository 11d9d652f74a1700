// Package hubs has a hub that a goroutine runs.
package hubs

import (
	"net/http"

	"example.com/singleton/ws"
)

type client struct {
	hub  *hub
	m    *ws.WebSocketManager
	send chan string
}

type hub struct {
	register, unregister, work chan *client
	clients                    map[*client]bool
}

func newHub() *hub {
	h := &hub{make(chan *client), make(chan *client), make(chan *client), map[*client]bool{}}
	go h.run()
	go h.works()
	return h
}

func (h *hub) run() {
	for {
		select {
		case c := <-h.register:
			h.clients[c] = true
		case c := <-h.unregister:
			if h.clients[c] {
				delete(h.clients, c)
				close(c.send)
			}
		}
	}
}

func (h *hub) works() {
	for c := range h.work {
		_ = c.m.User
	}
}

func (h *hub) join(c *client)  { h.register <- c }
func (h *hub) leave(c *client) { h.unregister <- c }

func (c *client) read() {
	defer func() { c.hub.unregister <- c }()
	_ = c.m.User
}

func mk(uc *ws.UserExecutionContext) *client {
	m, _ := ws.GetWebSocketManager(uc)
	return &client{m: m, send: make(chan string, 1)}
}

var main, other = newHub(), newHub()

func registered(uc *ws.UserExecutionContext) {
	c := mk(uc)
	main.register <- c // want "container main"
}

func unregistered(uc *ws.UserExecutionContext) {
	c := mk(uc)
	main.register <- c
	defer func() { main.unregister <- c }()
}

func left(uc *ws.UserExecutionContext) {
	c := mk(uc)
	main.join(c)
	defer main.leave(c)
}

func leftAnother(uc *ws.UserExecutionContext) {
	c := mk(uc)
	main.join(c) // want "container main"
	defer other.leave(c)
}

func worked(uc *ws.UserExecutionContext) {
	c := mk(uc)
	main.join(c) // want "container main"
	main.work <- c
}

func pumped(uc *ws.UserExecutionContext) {
	c := mk(uc)
	c.hub = main
	c.hub.register <- c
	go c.read()
}

// What a handler's setter keeps, in a map that is made for it.
type place struct{ any any }

func (p *place) set(v any) { p.any = v }

type handler struct{ last place }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := mk(&ws.UserExecutionContext{UserID: r.Header.Get("User")})
	h.last.set(map[string]*client{"last": c}) // want "receiver of type handler"
}
