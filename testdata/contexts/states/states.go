// Package states has what says whether there is a user, beside it or with it.
package states

import (
	"context"
	"net/http"
	"testing"

	"example.com/contexts/found"
	"example.com/contexts/lib"
	"example.com/contexts/ws"
)

func takenBack(id string) {
	uc, err := found.Resolve(id)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}

func takenBackIgnored(id string) {
	uc, _ := found.Resolve(id)
	ws.GetWebSocketManager(uc) // want "found.Resolve can return nil, and what comes with it is not checked"
}

func takenBackAnyway(id string) {
	uc, err := found.Forget(id)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func takenBackOk(id string) {
	if uc, ok := found.Allow(id); ok {
		ws.GetWebSocketManager(uc)
	}
}

func takenBackNot(id string) {
	if uc, ok := found.Allow(id); !ok {
		ws.GetWebSocketManager(uc) // want "the user context is nil"
	}
}

func empty() { ws.GetWebSocketManager(found.Empty()) } // want "the user context is a zero value"

func emptyFilled(id string) {
	u := found.Empty()
	u.UserID = id
	ws.GetWebSocketManager(u)
}

func filled(id string) { ws.GetWebSocketManager(found.New(id)) }

func oneOrOther(id string) {
	r := found.Ask(id)
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.User)
}

func oneOrOtherIgnored(id string) {
	r := found.Ask(id)
	ws.GetWebSocketManager(r.User) // want "found.Ask can leave it nil, and it is not checked"
}

func oneOrOtherLoose(id string) {
	r := found.Loose(id)
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.User) // want "found.Loose can leave it nil"
}

func oneOrOtherHere(b bool) {
	var r *found.Result
	if b {
		r = &found.Result{Err: found.ErrNotFound}
	} else {
		r = &found.Result{User: found.New("x")}
	}
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.User)
}

func field(id string) {
	r := found.Fill(id)
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.User)
}

func fieldIgnored(id string) {
	r := found.Fill(id)
	ws.GetWebSocketManager(r.User) // want "found.Fill can leave it nil"
}

func state(id string) {
	c := found.Connect(id)
	if c.State == found.LoggedIn {
		ws.GetWebSocketManager(c.User)
	}
}

func stateOther(id string) {
	c := found.Connect(id)
	if c.State == found.Anonymous {
		ws.GetWebSocketManager(c.User) // want "found.Connect can leave it nil"
	}
}

func stateLeaves(id string) {
	c := found.Connect(id)
	if c.State != found.LoggedIn {
		return
	}
	ws.GetWebSocketManager(c.User)
}

func stateSwitch(id string) {
	c := found.Connect(id)
	switch c.State {
	case found.Anonymous:
		return
	case found.LoggedIn:
		ws.GetWebSocketManager(c.User)
	}
}

func stateHasty(id string) {
	c := found.Hasty(id)
	if c.State == found.LoggedIn {
		ws.GetWebSocketManager(c.User) // want "found.Hasty can leave it nil"
	}
}

func stateAsked(id string) {
	c := found.Connect(id)
	if !c.Authenticated() {
		return
	}
	ws.GetWebSocketManager(c.User)
}

func stateAskedWrong(id string) {
	c := found.Connect(id)
	if c.Authenticated() {
		return
	}
	ws.GetWebSocketManager(c.User) // want "found.Connect can leave it nil"
}

func stateMethod(id string) { found.Connect(id).Open() }

func stateMethodHasty(id string) {
	found.Hasty(id).Open() // want "may be nil"
}

func built(uc *found.User) { found.NewBuilder().Name("x").User(uc).Build() }

func builtWithout() { found.NewBuilder().Name("x").Build() } // want "the user context is nil"

func builtMaybe(id string) {
	found.NewBuilder().User(lib.Find(id)).Build() // want "the user context may be nil"
}

type trace struct{}

func carried(uc *found.User) { found.MakeUserWSManager(found.With(context.Background(), uc)) }

func carriedMaybe(id string) {
	found.MakeUserWSManager(found.With(context.Background(), lib.Find(id))) // want "the context carries no user"
}

func carriedChecked(id string) {
	if uc := lib.Find(id); uc != nil {
		found.MakeUserWSManager(found.With(context.Background(), uc))
	}
}

func carriedOtherwise(uc *found.User) {
	ctx := context.WithValue(context.Background(), trace{}, uc)
	found.MakeUserWSManager(ctx) // want "the context carries no user"
}

func carriedBehind(uc *found.User) {
	ctx := context.WithValue(found.With(context.Background(), uc), trace{}, uc)
	found.MakeUserWSManager(ctx)
}

func as(uc *found.User) { found.MakeUserWSManager(found.With(context.Background(), uc)) }

func carriedByAnother(uc *found.User) {
	as(uc)
	as(nil) // want "the context carries no user"
}

func request(r *http.Request) {
	r = r.WithContext(context.Background())
	found.MakeUserWSManager(r.Context()) // want "the context carries no user"
}

func requestWith(r *http.Request, uc *found.User) {
	found.MakeUserWSManager(r.Context())
	r = r.WithContext(found.With(context.Background(), uc))
	found.MakeUserWSManager(r.Context())
}

func list(n int, uc *found.User) {
	var ucs []*found.User
	if n > 1 {
		ucs = append(ucs, uc)
	}
	ws.MustWSManager(ucs...) // want "the user context may be nil"
}

func listChecked(n int, uc *found.User) {
	var ucs []*found.User
	if n > 1 {
		ucs = append(ucs, uc)
	}
	if len(ucs) == 0 {
		return
	}
	ws.MustWSManager(ucs...)
}

func options(b bool, uc *found.User) {
	opts := []ws.Option{ws.WithName("x")}
	if b {
		opts = append(opts, ws.WithUser(uc))
	}
	ws.BuildWSManager(opts...) // want "may be nil"
}

func optionsOfTwo(b bool, uc *found.User) {
	opts := []ws.Option{ws.WithName("x")}
	if b {
		opts = append(opts, ws.WithUser(uc))
	} else {
		opts = append(opts, ws.WithUser(found.New("x")))
	}
	ws.BuildWSManager(opts...)
}

func last(ids []string) {
	if len(ids) == 0 {
		return
	}
	var uc *found.User
	for _, id := range ids {
		uc = found.New(id)
	}
	ws.GetWebSocketManager(uc)
}

func lastOfAny(ids []string) {
	var uc *found.User
	for _, id := range ids {
		uc = found.New(id)
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func most(ns []int) {
	var best *found.User
	top := -1
	for _, n := range ns {
		if n > top {
			top, best = n, found.New("x")
		}
	}
	if top < 0 {
		return
	}
	ws.GetWebSocketManager(best)
}

func mostWrong(ns []int) {
	var best *found.User
	top := 0
	for _, n := range ns {
		if n > top {
			top, best = n, found.New("x")
		}
	}
	if top < 0 {
		return
	}
	ws.GetWebSocketManager(best) // want "the user context may be nil"
}

func fatal(tb testing.TB, id string) {
	uc := lib.Find(id)
	if uc == nil {
		tb.Fatalf("no user %s", id)
	}
	ws.GetWebSocketManager(uc)
}

func failed(tb testing.TB, id string) {
	uc := lib.Find(id)
	if uc == nil {
		tb.Errorf("no user %s", id)
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
