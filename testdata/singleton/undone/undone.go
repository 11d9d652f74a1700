// Package undone has statements that take back what another has kept, and some
// that only look as if they did.
package undone

import (
	"container/list"
	"slices"
	"sync"
	"sync/atomic"

	"example.com/singleton/lib"
	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

var order = list.New()

func leavesTheList(uc *ws.UserExecutionContext) {
	e := order.PushBack(mk(uc))
	defer order.Remove(e)
	order.Len()
}

func leavesTheListInALiteral(uc *ws.UserExecutionContext) {
	e := order.PushFront(mk(uc))
	defer func() { order.Remove(e) }()
}

func anotherLeavesTheList(uc *ws.UserExecutionContext) {
	order.PushBack(mk(uc)) // want "container order"
	defer order.Remove(order.Front())
}

func onlyMoves(uc *ws.UserExecutionContext) {
	e := order.PushBack(mk(uc)) // want "container order"
	order.MoveToFront(e)
}

var entries sync.Map

func deleted(uc *ws.UserExecutionContext) {
	entries.Store("current", mk(uc))
	defer entries.Delete("current")
}

func loadedAndDeleted(uc *ws.UserExecutionContext) {
	entries.Store("current", mk(uc))
	defer entries.LoadAndDelete("current")
}

func anotherDeleted(uc *ws.UserExecutionContext) {
	entries.Store("current", mk(uc)) // want "container entries"
	defer entries.Delete("last")
}

func deletedAtTimes(uc *ws.UserExecutionContext, done bool) {
	entries.Store("current", mk(uc)) // want "container entries"
	if done {
		entries.Delete("current")
	}
}

func storedAgain(uc *ws.UserExecutionContext) {
	entries.Store("current", mk(uc))
	entries.Delete("current")
	entries.Store("current", mk(uc)) // want "container entries"
}

var stack lib.Stack[*ws.WebSocketManager]

func popped(uc *ws.UserExecutionContext) {
	stack.Push(mk(uc))
	defer stack.Pop()
}

func poppedAtTimes(uc *ws.UserExecutionContext, done bool) {
	stack.Push(mk(uc)) // want "container stack"
	if done {
		stack.Pop()
	}
}

var open []*ws.WebSocketManager

func shortened(uc *ws.UserExecutionContext) {
	open = append(open, mk(uc))
	defer func() { open = open[:len(open)-1] }()
}

type session struct {
	id string
	m  *ws.WebSocketManager
}

var sessions []*session

func closes(uc *ws.UserExecutionContext) {
	s := &session{m: mk(uc)}
	sessions = append(sessions, s)
	defer func() {
		sessions = slices.DeleteFunc(sessions, func(x *session) bool { return x == s })
	}()
}

func closesByHand(uc *ws.UserExecutionContext) {
	s := &session{m: mk(uc)}
	sessions = append(sessions, s)
	defer leave(s)
}

func leave(s *session) {
	for i, x := range sessions {
		if x == s {
			sessions = append(sessions[:i], sessions[i+1:]...)
			return
		}
	}
}

func closesAnother(uc *ws.UserExecutionContext, other *session) {
	s := &session{m: mk(uc)}
	sessions = append(sessions, s) // want "container sessions"
	defer leave(other)
}

func comesFirst(uc *ws.UserExecutionContext) {
	s := &session{m: mk(uc)}
	sessions = append(sessions, s) // want "container sessions"
	sessions = first(s)
}

func first(s *session) []*session {
	rest := slices.DeleteFunc(sessions, func(x *session) bool { return x == s })
	return append([]*session{s}, rest...)
}

var current atomic.Pointer[session]

func onlyIfNobody(uc *ws.UserExecutionContext) {
	s := &session{m: mk(uc)}
	if current.CompareAndSwap(nil, s) {
		defer current.CompareAndSwap(s, nil)
	}
}

func onlyIfNobodyNot(uc *ws.UserExecutionContext) {
	s := &session{m: mk(uc)}
	if !current.CompareAndSwap(nil, s) {
		return
	}
	current.CompareAndSwap(s, nil)
}

func staysIfNobody(uc *ws.UserExecutionContext) {
	s := &session{m: mk(uc)}
	if current.CompareAndSwap(nil, s) { // want "package variable current"
		return
	}
	current.CompareAndSwap(s, nil)
}

type node struct {
	m    *ws.WebSocketManager
	next *node
}

var top *node

func putsTheOldBack(uc *ws.UserExecutionContext) {
	top = &node{mk(uc), top}
	defer func() { top = top.next }()
}

func putsTheNewBack(uc *ws.UserExecutionContext) {
	top = &node{m: mk(uc)} // want "container top"
	mine := top
	defer func() { top = mine }()
}

// The set of those who are there is no registry by user, whatever they hold.
type client struct {
	uc *ws.UserExecutionContext
	m  *ws.WebSocketManager
}

type hub struct {
	clients map[*client]bool
	byUser  map[string]*client
}

var theHub = &hub{clients: map[*client]bool{}, byUser: map[string]*client{}}

func (h *hub) join(c *client) { h.clients[c] = true }

func (h *hub) sign(c *client) { h.byUser[c.uc.UserID] = c }

func joins(uc *ws.UserExecutionContext) {
	theHub.join(&client{uc, mk(uc)}) // want "container theHub"
}

func signs(uc *ws.UserExecutionContext) { theHub.sign(&client{uc, mk(uc)}) }

func joinsForNow(uc *ws.UserExecutionContext) {
	c := &client{uc, mk(uc)}
	theHub.join(c)
	defer delete(theHub.clients, c)
}

var byContext = map[*ws.UserExecutionContext]*ws.WebSocketManager{}

func underTheContext(uc *ws.UserExecutionContext) { byContext[uc] = mk(uc) }
