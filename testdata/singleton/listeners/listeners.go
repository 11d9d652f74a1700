// Package listeners takes off again what it has put on, or not always.
package listeners

import (
	"bufio"
	"slices"
	"sync"

	"example.com/singleton/bus"
	"example.com/singleton/ws"
)

func closer(uc *ws.UserExecutionContext) func() {
	m, _ := ws.GetWebSocketManager(uc)
	return func() { _ = m.User }
}

func forTheCall(uc *ws.UserExecutionContext) {
	off := bus.Events.On("a", closer(uc))
	defer off()
}

func forever(uc *ws.UserExecutionContext) {
	off := bus.Events.On("a", closer(uc)) // want "stored by (*bus.Bus).On"
	if uc.UserID == "" {
		off()
	}
}

var all struct{ fs []func() }

func on(f func()) (off func()) {
	all.fs = append(all.fs, f)
	n := len(all.fs) - 1
	return func() { all.fs = slices.Delete(all.fs, n, n+1) }
}

func numbered(uc *ws.UserExecutionContext) {
	off := on(closer(uc))
	defer off()
}

type holder struct{ f func() }

type line struct{ all []*holder }

func (l *line) add(h *holder) { l.all = append(l.all, h) }

func (l *line) drop(h *holder) {
	l.all = slices.DeleteFunc(l.all, func(x *holder) bool { return x == h })
}

func (l *line) leave(h *holder) {
	var left []*holder
	for _, x := range l.all {
		if x != h {
			left = append(left, x)
		}
	}
	l.all = left
}

func (l *line) toEnd(h *holder) {
	l.drop(h)
	l.all = append(l.all, h)
}

var dropped, left, ended, sometimes line

func listed(uc *ws.UserExecutionContext) {
	h := &holder{closer(uc)}
	dropped.add(h)
	defer dropped.drop(h)
	left.add(h)
	defer left.leave(h)
	ended.add(h) // want "container ended"
	ended.toEnd(h)
	sometimes.add(h) // want "container sometimes"
	if uc.UserID != "" {
		sometimes.drop(h)
	}
}

var rooms sync.Map

func guarded(uc *ws.UserExecutionContext) {
	if _, loaded := rooms.LoadOrStore("a", closer(uc)); loaded {
		return
	}
	defer rooms.Delete("a")
}

func guardedThere(uc *ws.UserExecutionContext) {
	if _, loaded := rooms.LoadOrStore("b", closer(uc)); !loaded {
		rooms.Delete("b")
	}
}

func wrongWay(uc *ws.UserExecutionContext) {
	if _, loaded := rooms.LoadOrStore("c", closer(uc)); loaded { // want "container rooms"
		rooms.Delete("c")
	}
}

var holders = sync.Pool{New: func() any { return new(holder) }}

func cleared(uc *ws.UserExecutionContext) {
	h := holders.Get().(*holder)
	h.f = closer(uc)
	h.f = nil
	holders.Put(h)
}

func filled(uc *ws.UserExecutionContext) {
	h := holders.Get().(*holder)
	h.f = nil
	h.f = closer(uc)
	holders.Put(h) // want "container holders"
}

type source struct{ close func() }

func (s source) Write(p []byte) (int, error) { return len(p), nil }

var writers = sync.Pool{New: func() any { return bufio.NewWriter(nil) }}

func written(uc *ws.UserExecutionContext) {
	w := writers.Get().(*bufio.Writer)
	w.Reset(source{closer(uc)})
	w.Reset(nil)
	writers.Put(w)
}

func unwritten(uc *ws.UserExecutionContext) {
	w := writers.Get().(*bufio.Writer)
	w.Reset(source{closer(uc)})
	writers.Put(w) // want "container writers"
}

func lent(uc *ws.UserExecutionContext) { bus.Lend(closer(uc)) }

type pair struct{ head, spare func() }

func (p *pair) swap() { p.head, p.spare = p.spare, p.head }

var both pair

func swapped(uc *ws.UserExecutionContext) {
	both.head = closer(uc) // want "variable both"
	both.swap()
}
