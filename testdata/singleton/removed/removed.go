// Package removed takes away what it has kept, or does not.
package removed

import (
	"sync"
	"sync/atomic"

	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

var current *ws.WebSocketManager

func use() string { return current.User }

func clearedAtTheEnd(uc *ws.UserExecutionContext) {
	current = mk(uc)
	use()
	current = nil
}

func clearedWhenItReturns(uc *ws.UserExecutionContext) {
	current = mk(uc)
	defer func() { current = nil }()
	use()
}

func clearingDeferredBefore(uc *ws.UserExecutionContext) {
	defer func() { current = nil }()
	current = mk(uc)
	use()
}

func clearedOnOneWay(uc *ws.UserExecutionContext) {
	current = mk(uc) // want "package variable current"
	if use() == "" {
		return
	}
	current = nil
}

func clearedAtTimes(uc *ws.UserExecutionContext, once bool) {
	current = mk(uc) // want "package variable current"
	if once {
		defer func() { current = nil }()
	}
	use()
}

func clearedBefore(uc *ws.UserExecutionContext) {
	current = nil
	current = mk(uc) // want "package variable current"
}

func replaced(uc *ws.UserExecutionContext) {
	current = mk(uc) // want "package variable current"
	use()
	current = mk(uc) // want "package variable current"
}

var active atomic.Pointer[ws.WebSocketManager]

func swappedOut(uc *ws.UserExecutionContext) {
	active.Store(mk(uc))
	m := active.Swap(nil)
	_ = m.User
}

func storedNil(uc *ws.UserExecutionContext) {
	active.Store(mk(uc))
	defer active.Store(nil)
}

var byName = map[string]*ws.WebSocketManager{}

func deleted(uc *ws.UserExecutionContext) {
	byName["k"] = mk(uc)
	defer delete(byName, "k")
	_ = byName["k"].User
}

func deletedElsewhere(uc *ws.UserExecutionContext) {
	byName["k"] = mk(uc) // want "container byName"
	defer delete(byName, "l")
}

func allDeleted(uc *ws.UserExecutionContext) {
	byName["k"] = mk(uc)
	_ = byName["k"].User
	clear(byName)
}

// A hub has clients for as long as they are connected.
type hub struct {
	mu      sync.Mutex
	clients map[int]*client
	hooks   map[int]func()
	next    int
}

type client struct {
	id int
	m  *ws.WebSocketManager
}

var clients = &hub{clients: map[int]*client{}, hooks: map[int]func(){}}

func (h *hub) add(c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next++
	c.id = h.next
	h.clients[c.id] = c
}

func (h *hub) remove(c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c.id)
}

func (h *hub) hook(f func()) (cancel func()) {
	h.next++
	n := h.next
	h.hooks[n] = f
	return func() { delete(h.hooks, n) }
}

func connected(uc *ws.UserExecutionContext) {
	c := &client{m: mk(uc)}
	clients.add(c)
	defer clients.remove(c)
}

func connectedInALiteral(uc *ws.UserExecutionContext) {
	c := &client{m: mk(uc)}
	clients.add(c)
	defer func() { clients.remove(c) }()
}

func neverDisconnected(uc *ws.UserExecutionContext) {
	clients.add(&client{m: mk(uc)}) // want "container clients"
}

func anotherUnhooked(uc *ws.UserExecutionContext, cancel func()) {
	c := &client{m: mk(uc)}
	clients.hook(c.close) // want "container clients"
	defer cancel()
}

func (c *client) close() {}

func hooked(uc *ws.UserExecutionContext) {
	c := &client{m: mk(uc)}
	cancel := clients.hook(c.close)
	defer cancel()
}

func hookedForGood(uc *ws.UserExecutionContext) {
	c := &client{m: mk(uc)}
	clients.hook(c.close) // want "container clients"
}

var messages = sync.Pool{New: func() any { return new(client) }}

func take(uc *ws.UserExecutionContext) *client {
	c := messages.Get().(*client)
	c.m = mk(uc)
	return c
}

func (c *client) done() {
	c.m = nil
	messages.Put(c)
}

func clearedInThePool(uc *ws.UserExecutionContext) {
	c := take(uc)
	c.done()
}

func clearedInThePoolLater(uc *ws.UserExecutionContext) {
	c := take(uc)
	defer c.done()
}

func notClearedInThePool(uc *ws.UserExecutionContext) {
	c := take(uc)
	messages.Put(c) // want "container messages"
}

func clearedInALiteral(uc *ws.UserExecutionContext) {
	c := messages.Get().(*client)
	c.m = mk(uc)
	defer func() {
		c.m = nil
		messages.Put(c)
	}()
}
