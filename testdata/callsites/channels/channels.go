// Package channels receives user contexts from channels that are closed, and takes
// them from maps and slices that hold structs.
package channels

import (
	"sync"

	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

func sys() *UC { return &UC{UserID: "s"} }
func oneSentOneReceived() {
	ch := make(chan *UC, 1)
	ch <- sys()
	close(ch)
	ws.GetWebSocketManager(<-ch)
}

func secondReceive() {
	ch := make(chan *UC, 1)
	ch <- sys()
	close(ch)
	<-ch
	ws.GetWebSocketManager(<-ch) // want "the user context may be nil"
}

func thirdOfTwo() {
	ch := make(chan *UC, 2)
	ch <- sys()
	ch <- sys()
	close(ch)
	ws.GetWebSocketManager(<-ch)
	ws.GetWebSocketManager(<-ch)
	ws.GetWebSocketManager(<-ch) // want "the user context may be nil"
}

func mayHaveSentNothing(b bool) {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		if b {
			ch <- sys()
		}
	}()
	ws.GetWebSocketManager(<-ch) // want "the user context may be nil"
}

func alwaysSent() {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		ch <- sys()
	}()
	ws.GetWebSocketManager(<-ch)
}

func selected(b bool, done chan struct{}) {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		if b {
			ch <- sys()
		}
	}()
	select {
	case u := <-ch:
		ws.GetWebSocketManager(u) // want "the user context may be nil"
	case <-done:
	}
}

func selectedWithOk(b bool, done chan struct{}) {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		if b {
			ch <- sys()
		}
	}()
	for {
		select {
		case u, ok := <-ch:
			if !ok {
				return
			}
			ws.GetWebSocketManager(u)
		case <-done:
		}
	}
}

func ranged(ids []string) {
	ch := make(chan *UC)
	var wg sync.WaitGroup
	for range ids {
		wg.Go(func() { ch <- sys() })
	}
	go func() { wg.Wait(); close(ch) }()
	for u := range ch {
		ws.GetWebSocketManager(u)
	}
}

func okLookedAt(b bool) {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		if b {
			ch <- sys()
		}
	}()
	u, ok := <-ch
	if !ok {
		return
	}
	ws.GetWebSocketManager(u)
}

func valueLookedAt(b bool) {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		if b {
			ch <- sys()
		}
	}()
	u := <-ch
	if u == nil {
		return
	}
	ws.GetWebSocketManager(u)
}

func neverSent() {
	ch := make(chan *UC, 4)
	for u := range ch {
		ws.GetWebSocketManager(u)
	}
}

func appended() {
	s := make([]*UC, 0, 4)
	s = append(s, sys())
	ws.GetWebSocketManager(s[0])
	t := make([]*UC, 4)
	t = append(t, sys())
	ws.GetWebSocketManager(t[0]) // want "the user context may be nil"
}

func asManyAsSent(ids []string) {
	ch := make(chan *UC)
	var wg sync.WaitGroup
	for range ids {
		wg.Add(1)
		go func() { defer wg.Done(); ch <- sys() }()
	}
	go func() { wg.Wait(); close(ch) }()
	for range ids {
		ws.GetWebSocketManager(<-ch)
	}
}

func noSuchKey(m map[string]UC, id string) {
	uc := m[id]
	ws.GetWebSocketManager(&uc) // want "the user context is a zero value"
}

func keyLookedUp(m map[string]UC, id string) {
	uc, ok := m[id]
	if !ok {
		return
	}
	ws.GetWebSocketManager(&uc)
}

func bothBranches(m map[string]UC, id string) {
	if uc, ok := m[id]; ok {
		ws.GetWebSocketManager(&uc)
	} else {
		ws.GetWebSocketManager(&uc) // want "the user context is a zero value"
	}
}

func filledLater(m map[string]UC, id string) {
	for _, u := range m {
		ws.GetWebSocketManager(&u)
	}
	uc := m[id]
	uc.UserID = "x"
	ws.GetWebSocketManager(&uc)
}

func replaced(m map[string]UC, id string) {
	uc, ok := m[id]
	if !ok {
		uc = UC{UserID: "y"}
	}
	ws.GetWebSocketManager(&uc)
}
