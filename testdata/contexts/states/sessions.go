package states

import (
	"example.com/contexts/found"
	"example.com/contexts/lib"
	"example.com/contexts/ws"
)

type session struct {
	state found.State
	ready bool
	user  *found.User
}

func start(id string) *session {
	s := &session{}
	if u := lib.Find(id); u != nil {
		s.state, s.ready, s.user = found.LoggedIn, true, u
	}
	return s
}

func (s *session) isReady() bool { return s.ready }

func ready(id string) {
	if s := start(id); s.ready {
		ws.GetWebSocketManager(s.user)
	}
}

func notReady(id string) {
	if s := start(id); !s.ready {
		ws.GetWebSocketManager(s.user) // want "start can leave it nil"
	}
}

func askedReady(id string) {
	s := start(id)
	if !s.isReady() {
		return
	}
	ws.GetWebSocketManager(s.user)
}

func askedNotReady(id string) {
	s := start(id)
	if s.isReady() {
		return
	}
	ws.GetWebSocketManager(s.user) // want "start can leave it nil"
}

func anyState(id string) {
	s := start(id)
	if s.state == found.Anonymous {
		return
	}
	ws.GetWebSocketManager(s.user)
}

func getters(id string) {
	s := found.Start(id)
	if s.Ready() {
		ws.GetWebSocketManager(s.User())
	}
	if s.Name() != "" {
		ws.GetWebSocketManager(s.User()) // want "the user context may be nil"
	}
}

func orEmpty(id string) {
	uc := lib.Find(id)
	if uc == nil {
		uc = &found.User{}
	}
	ws.GetWebSocketManager(uc) // want "zero value"
}

func orFilled(id string) {
	uc := lib.Find(id)
	if uc == nil {
		uc = &found.User{}
		uc.UserID = "guest"
	}
	ws.GetWebSocketManager(uc)
}

func emptyList(b bool) {
	ucs := []*found.User{}
	if b {
		ucs = append(ucs, found.New("x"))
	}
	if len(ucs) > 0 {
		ws.MustWSManager(ucs...)
	}
}
