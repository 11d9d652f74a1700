package shapes

import (
	"sync"

	"example.com/singleton/ws"
)

// Sound: a map of the caller's has what a package-level variable has in an entry,
// and is given a manager in others; it stores in its own nodes.

type page interface{ Show() }

type shown struct {
	name string
	by   any
}

func (*shown) Show() {}

var fallback = &shown{name: "fallback"}

type pages struct{ m sync.Map }

func (p *pages) register(name string, by any) {
	if by == nil {
		p.forget(name)
		return
	}
	p.m.Store(name, &shown{name, by})
}

func (p *pages) forget(name string) {
	if name == "fallback" {
		p.m.Store(name, fallback)
	} else {
		p.m.Delete(name)
	}
}

func show(uc *ws.UserExecutionContext, names []string) {
	var p pages
	for _, name := range names {
		p.forget(name)
		p.register(name, mk(uc))
	}
	if v, ok := p.m.Load("fallback"); ok {
		v.(page).Show()
	}
}

// The list is that of a package-level variable.

type node struct {
	next *node
	m    *ws.WebSocketManager
}

var nodes = &node{}

func (n *node) add(m *ws.WebSocketManager) {
	for n.next != nil {
		n = n.next
	}
	n.next = &node{m: m}
}

func appendNode(uc *ws.UserExecutionContext) {
	nodes.add(mk(uc)) // want "container nodes"
}

func appendNext(uc *ws.UserExecutionContext) {
	n := nodes
	for range 3 {
		n = n.next
	}
	n.add(mk(uc)) // want "container nodes"
}
