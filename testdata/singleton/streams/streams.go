// Package streams has subscribers that know by which channel they leave.
package streams

import (
	"net/http"

	"example.com/singleton/ws"
)

type subscriber struct {
	m    *ws.WebSocketManager
	quit chan *subscriber
}

func (s *subscriber) close() { s.quit <- s }

type stream struct {
	deregister chan *subscriber
	all        []*subscriber
	OnLeave    func(*subscriber)
}

func newStream(onLeave func(*subscriber)) *stream {
	str := &stream{deregister: make(chan *subscriber), OnLeave: onLeave}
	go str.run()
	return str
}

func (str *stream) run() {
	for s := range str.deregister {
		for i := range str.all {
			if str.all[i] == s {
				str.all = append(str.all[:i], str.all[i+1:]...)
				break
			}
		}
		if str.OnLeave != nil {
			go str.OnLeave(s)
		}
	}
}

func (str *stream) subscribe(uc *ws.UserExecutionContext) *subscriber {
	m, _ := ws.GetWebSocketManager(uc)
	return &subscriber{m: m, quit: str.deregister}
}

// Server tells others who leaves.
type Server struct {
	OnLeave func(*subscriber)
	str     *stream
}

// New makes a server.
func New(onLeave func(*subscriber)) *Server {
	s := &Server{OnLeave: onLeave}
	s.str = newStream(s.OnLeave)
	return s
}

// ServeHTTP sends to the stream who leaves, which lets go of them.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sub := s.str.subscribe(&ws.UserExecutionContext{UserID: r.URL.Path})
	sub.close()
}

// Here what hears of it is this package's, and remembers.

type leaver struct {
	m    *ws.WebSocketManager
	quit chan *leaver
}

func (l *leaver) close() { l.quit <- l }

type exit struct {
	leaving chan *leaver
	onLeave func(*leaver)
}

var gone []*leaver

func newExit(onLeave func(*leaver)) *exit {
	e := &exit{leaving: make(chan *leaver), onLeave: onLeave}
	go e.run()
	return e
}

func (e *exit) run() {
	for l := range e.leaving {
		e.onLeave(l)
	}
}

type hall struct{ e *exit }

func newHall() *hall { return &hall{newExit(func(l *leaver) { gone = append(gone, l) })} }

func (h *hall) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m, _ := ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: r.URL.Path})
	l := &leaver{m: m, quit: h.e.leaving}
	l.close() // want "receiver"
}
