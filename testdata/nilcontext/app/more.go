package app

import (
	"errors"
	"fmt"
	"log"
	"net/http"

	"example.com/nilcontext/ws"
)

type server struct {
	uc *ws.UserExecutionContext
}

func (s *server) open() { ws.GetWebSocketManager(s.uc) }

func newServer(uc *ws.UserExecutionContext) *server { return &server{uc: uc} }

func good1() {
	s := newServer(&ws.UserExecutionContext{UserID: "a"})
	s.open()
}

func bad1() {
	s := newServer(nil)
	s.open() // want "user context"
}

func bad2() {
	s := &server{}
	s.open() // want "user context"
}

func named(id string) (uc *ws.UserExecutionContext, err error) {
	if id == "" {
		err = errors.New("x")
		return
	}
	uc = &ws.UserExecutionContext{UserID: id}
	return
}

func good2(id string) error {
	uc, err := named(id)
	if err != nil {
		return fmt.Errorf("x: %w", err)
	}
	_, err = ws.GetWebSocketManager(uc)
	return err
}

func bad3() (uc *ws.UserExecutionContext) {
	ws.GetWebSocketManager(uc) // want "user context"
	return
}

func handler(w http.ResponseWriter, r *http.Request) {
	uc, ok := r.Context().Value("k").(*ws.UserExecutionContext)
	if !ok {
		http.Error(w, "x", 401)
		return
	}
	ws.GetWebSocketManager(uc)
}

func bad8(ids []string) {
	var uc *ws.UserExecutionContext
	for _, id := range ids {
		if id == "x" {
			uc = &ws.UserExecutionContext{UserID: id}
			break
		}
	}
	ws.GetWebSocketManager(uc) // want "user context"
}

func must(uc *ws.UserExecutionContext) *ws.UserExecutionContext {
	if uc == nil {
		log.Panic("no")
	}
	return uc
}

func good3(m map[string]*ws.UserExecutionContext) {
	ws.GetWebSocketManager(must(m["a"]))
}

func check(uc *ws.UserExecutionContext) {
	if uc == nil {
		panic("x")
	}
}

func good4(m map[string]*ws.UserExecutionContext) {
	uc := m["a"]
	check(uc)
	ws.GetWebSocketManager(uc)
}

func generic[T any](f func(T), v T) { f(v) }

func bad5() {
	f := func(uc *ws.UserExecutionContext) { ws.GetWebSocketManager(uc) }
	f(nil)          // want "user context"
	generic(f, nil) // want "user context"
	g := ws.GetWebSocketManager
	g(nil) // want "user context"
}

func opt(ucs ...*ws.UserExecutionContext) {
	if len(ucs) > 0 {
		ws.GetWebSocketManager(ucs[0])
	}
}

func good5(uc *ws.UserExecutionContext) { opt(); opt(uc) }
func bad7()                             { opt(nil) } // want "user context"
