package states

import (
	"errors"

	"example.com/contexts/found"
	"example.com/contexts/lib"
	"example.com/contexts/ws"
)

func firstTwo() {
	s := make([]*found.User, 4)
	for i := 0; i < 2; i++ {
		s[i] = found.New("x")
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}

func allFour() {
	s := make([]*found.User, 4)
	for i := 0; i < 4; i++ {
		s[i] = found.New("x")
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc)
	}
}

func leftOut(ids []string) {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		if id == "" {
			continue
		}
		s[i] = found.New(id)
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}

func leftOutChecked(ids []string) {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		if id == "" {
			continue
		}
		s[i] = found.New(id)
	}
	for _, uc := range s {
		if uc != nil {
			ws.GetWebSocketManager(uc)
		}
	}
}

func oneOfTwo(ids []string) {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		if id == "" {
			s[i] = found.New("guest")
		} else {
			s[i] = found.New(id)
		}
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc)
	}
}

func usedAtOnce(ids []string) {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		if id != "" {
			s[i] = found.New(id)
			ws.GetWebSocketManager(s[i])
		}
	}
}

func givenUp(ids []string) error {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		if id == "" {
			return errors.New("no user")
		}
		s[i] = found.New(id)
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc)
	}
	return nil
}

func filledTwice(ids []string) {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		if id != "" {
			s[i] = found.New(id)
		}
	}
	for i := range s {
		if s[i] == nil {
			s[i] = found.New("guest")
		}
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc)
	}
}

func eachMaybe(ids []string) {
	s := make([]*found.User, len(ids))
	for i, id := range ids {
		s[i] = lib.Find(id)
	}
	for _, uc := range s {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}
