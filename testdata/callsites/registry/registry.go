// Package registry keeps sessions in a sync.Map, and finds them there.
package registry

import (
	"errors"
	"sync"

	"example.com/callsites/ws"
)

var errUnknown = errors.New("unknown")

type session struct{ id string }

func (s *session) UserID() string { return s.id }

type Server struct {
	known  sync.Map
	active sync.Map
}

func (s *Server) Register(sc ws.SessionContext) { s.known.LoadOrStore(sc.UserID(), sc) }

func (s *Server) Send(id string) error {
	v, ok := s.known.Load(id)
	if !ok {
		return errUnknown
	}
	sc, ok := v.(ws.SessionContext)
	if !ok || sc.UserID() == "" {
		return errUnknown
	}
	ws.BuildWebSocketManager(sc)
	return nil
}

func (s *Server) SendTwice(id string) error {
	if err := s.Send(id); err != nil {
		return err
	}
	return s.Send(id)
}

func (s *Server) open(id string) {
	actual, loaded := s.active.LoadOrStore(id, &session{id})
	sc := actual.(*session)
	if !loaded {
		ws.BuildWebSocketManager(sc)
	}
}

func (s *Server) Open(id string) { s.open(id) }

func (s *Server) Find(id string) {
	v, _ := s.known.Load(id)
	sc, _ := v.(ws.SessionContext)
	ws.BuildWebSocketManager(sc) // want "the user context may be nil"
}
