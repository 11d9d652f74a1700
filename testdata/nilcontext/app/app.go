// Package app calls the factories.
package app

import (
	"context"
	"log"
	"net/http"
	"time"

	"example.com/nilcontext/lib"
	"example.com/nilcontext/ws"
)

type key struct{}

func literal() {
	ws.GetWebSocketManager(nil) // want "ws.GetWebSocketManager makes a manager for no user: the user context is nil"
}

func typed() {
	ws.GetWebSocketManager((*ws.UserExecutionContext)(nil)) // want "is nil"
}

func unassigned() {
	var uc *ws.UserExecutionContext
	ws.GetWebSocketManager(uc) // want "is nil"
}

func onSomePath(id string) {
	var uc *ws.UserExecutionContext
	if id != "" {
		uc = &ws.UserExecutionContext{UserID: id}
	}
	ws.GetWebSocketManager(uc) // want "may be nil"
}

func switched(n int) {
	var uc *ws.UserExecutionContext
	switch n {
	case 1:
		uc = lib.Find("a")
	case 2:
		uc = &ws.UserExecutionContext{UserID: "b"}
	}
	ws.GetWebSocketManager(uc) // want "may be nil"
}

func through() {
	lib.Open(nil) // want "nil: lib.Open → lib.open → ws.GetWebSocketManager"
	lib.OpenChecked(nil)
	lib.OpenOr(nil)
	lib.OpenMust(nil)
}

func deferred() {
	defer ws.GetWebSocketManager(nil) // want "is nil"
	go lib.Open(nil)                  // want "is nil: lib.Open"
}

func found(id string) {
	ws.GetWebSocketManager(lib.Find(id)) // want "may be nil"
	ws.GetWebSocketManager(lib.None())   // want "is nil"
	uc := lib.Find(id)
	if uc == nil {
		return
	}
	ws.GetWebSocketManager(uc)
}

func authorised(id string) error {
	uc, err := lib.Auth(id)
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(uc)
	via, err := lib.AuthVia(id)
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(via)
	return nil
}

func logged(id string) {
	uc, err := lib.Auth(id)
	if err != nil {
		log.Print(err)
	}
	ws.GetWebSocketManager(uc) // want "may be nil"
}

func fatal(id string) {
	uc, err := lib.Auth(id)
	if err != nil {
		log.Fatal(err)
	}
	ws.GetWebSocketManager(uc)
}

func discarded(id string) {
	uc, _ := lib.Auth(id)
	ws.GetWebSocketManager(uc) // want "may be nil"
	uc, _ = lib.Lookup(id)
	ws.GetWebSocketManager(uc) // want "may be nil"
}

func commaOk(id string) {
	if uc, ok := lib.Lookup(id); ok {
		ws.GetWebSocketManager(uc)
	}
	uc, ok := lib.Lookup(id)
	if !ok || id == "root" {
		return
	}
	ws.GetWebSocketManager(uc)
}

func predicate(id string) {
	uc := lib.Find(id)
	if !lib.Valid(uc) {
		return
	}
	ws.GetWebSocketManager(uc)
}

func validator(id string) error {
	uc := lib.Find(id)
	if err := lib.Validate(uc); err != nil {
		return err
	}
	ws.GetWebSocketManager(uc)
	return nil
}

func both(id string, ready bool) {
	uc := lib.Find(id)
	if uc == nil || !ready {
		return
	}
	ws.GetWebSocketManager(uc)
}

func zero() {
	ws.GetWebSocketManager(&ws.UserExecutionContext{})   // want "zero value"
	ws.GetWebSocketManager(new(ws.UserExecutionContext)) // want "zero value"
	ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: "a"})
	filled := &ws.UserExecutionContext{}
	filled.UserID = "b"
	ws.GetWebSocketManager(filled)
}

func field(uc *ws.UserExecutionContext) {
	ws.NewWSManager(ws.Config{Name: "a"})            // want "the user context is nil: field User is not set"
	ws.NewWSManager(ws.Config{Name: "a", User: nil}) // want "is nil"
	ws.NewWSManager(ws.Config{Name: "a", User: uc})
}

func background(r *http.Request, uc *ws.UserExecutionContext) {
	ws.CreateWSManager(context.Background()) // want "carries no user"
	ws.CreateWSManager(context.TODO())       // want "carries no user"
	stop, end := context.WithCancel(context.Background())
	defer end()
	ws.CreateWSManager(stop)                                                   // want "carries no user"
	ws.CreateWSManager(context.WithValue(context.Background(), key{}, "name")) // want "carries no user"
	ws.CreateWSManager(context.WithValue(context.Background(), key{}, uc))
	ws.CreateWSManager(r.Context())
	late, done := context.WithTimeout(context.Background(), time.Second)
	defer done()
	ws.CreateWSManager(late) // want "carries no user"
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	ws.CreateWSManager(ctx)
	ws.CreateWSManager(nil) // want "is nil"
}

func missing() {
	ws.MakeWSManager("a") // want "no user context is given"
}

func method(p ws.Provider, uc *ws.UserExecutionContext) {
	p.Manager(nil) // want "is nil"
	p.Manager(uc)
}

func entry(m map[string]*ws.UserExecutionContext, id string) {
	ws.GetWebSocketManager(m[id]) // want "may be nil"
	if uc, ok := m[id]; ok {
		ws.GetWebSocketManager(uc)
	}
}

func asserted(ctx context.Context) {
	if uc, ok := ctx.Value(key{}).(*ws.UserExecutionContext); ok {
		ws.GetWebSocketManager(uc)
	}
	uc, _ := ctx.Value(key{}).(*ws.UserExecutionContext)
	ws.GetWebSocketManager(uc) // want "may be nil"
}

func closure() {
	var uc *ws.UserExecutionContext
	open := func() {
		ws.GetWebSocketManager(uc) // want "is nil"
	}
	open()
	var late *ws.UserExecutionContext
	openLate := func() {
		ws.GetWebSocketManager(late)
	}
	late = &ws.UserExecutionContext{UserID: "a"}
	openLate()
}

func correlated(id string, ok bool) {
	var uc *ws.UserExecutionContext
	if ok {
		uc = &ws.UserExecutionContext{UserID: id}
	}
	if ok {
		ws.GetWebSocketManager(uc)
	}
}

type request struct{ user string }

func (r *request) User() string { return r.user }

func typedNil(r *request) {
	var none *request
	var rc ws.RequestContext = none
	if rc != nil {
		ws.BuildWSManager(rc) // want "is nil"
	}
	ws.BuildWSManager(r)
	ws.BuildWSManager(&request{user: "a"})
}
