// Package wrappers hands user contexts on, in every way that Go has.
package wrappers

import (
	"context"
	"errors"
	"log"
	"net/http"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

func plain(uc *UC) *ws.WebSocketManager              { return ws.GetWebSocketManager(uc) }
func two(a int, uc *UC) *ws.WebSocketManager         { return plain(uc) }
func three(uc *UC, opts ...int) *ws.WebSocketManager { return two(len(opts), uc) }

func guarded(uc *UC) *ws.WebSocketManager {
	if uc == nil {
		return nil
	}
	return ws.GetWebSocketManager(uc)
}

func substituted(uc *UC) *ws.WebSocketManager {
	if uc == nil {
		uc = ws.System()
	}
	return ws.GetWebSocketManager(uc)
}

func badSubstituted(uc *UC, tok string) *ws.WebSocketManager {
	if uc == nil {
		uc = auth.Find(tok)
	}
	return ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func panics(uc *UC) *ws.WebSocketManager {
	auth.Require(uc)
	return plain(uc)
}

func errs(uc *UC) (*ws.WebSocketManager, error) {
	if uc == nil {
		return nil, errors.New("no")
	}
	return plain(uc), nil
}

func halfGuarded(uc *UC, strict bool) *ws.WebSocketManager {
	if strict && uc == nil {
		return nil
	}
	return ws.GetWebSocketManager(uc)
}

func dependsOnFlag(uc *UC, on bool) {
	if on {
		ws.GetWebSocketManager(uc)
	}
}

func logsOnly(uc *UC) *ws.WebSocketManager {
	if uc == nil {
		log.Print("nil user")
	}
	return ws.GetWebSocketManager(uc)
}

func byStruct(c ws.Config) *ws.WebSocketManager   { return ws.Open(c) }
func byPtr(c *ws.Config) *ws.WebSocketManager     { return ws.OpenPtr(c) }
func byField(c *ws.Config) *ws.WebSocketManager   { return ws.GetWebSocketManager(c.User) }
func byFieldVal(c ws.Config) *ws.WebSocketManager { return ws.GetWebSocketManager(c.User) }
func byMake(uc *UC) *ws.WebSocketManager          { return ws.Open(ws.Config{User: uc}) }
func byMakePtr(uc *UC) *ws.WebSocketManager       { return ws.OpenPtr(&ws.Config{User: uc, Size: 1}) }
func variadic(ucs ...*UC) *ws.WebSocketManager    { return ws.OpenAll("r", ucs...) }
func firstOf(ucs ...*UC) *ws.WebSocketManager {
	if len(ucs) == 0 {
		return nil
	}
	return ws.GetWebSocketManager(ucs[0])
}
func optioned(opts ...ws.Option) *ws.WebSocketManager  { return ws.OpenWith(opts...) }
func withCtx(ctx context.Context) *ws.WebSocketManager { return ws.MakeWSManager(ctx, "x") }
func withCtxTimeout(ctx context.Context) *ws.WebSocketManager {
	ctx, cancel := context.WithTimeout(ctx, 1)
	defer cancel()
	return ws.MakeWSManager(ctx, "x")
}
func withReq(r *http.Request) *ws.WebSocketManager { return ws.MakeWSManager(r.Context(), "x") }
func fromCtx(ctx context.Context) *ws.WebSocketManager {
	uc, ok := auth.FromContext(ctx)
	if !ok {
		return nil
	}
	return ws.GetWebSocketManager(uc)
}

func inClosure(uc *UC) func() *ws.WebSocketManager {
	return func() *ws.WebSocketManager { return ws.GetWebSocketManager(uc) }
}

func recursive(n int, uc *UC) *ws.WebSocketManager {
	if n == 0 {
		return ws.GetWebSocketManager(uc)
	}
	return recursive(n-1, uc)
}

func even(n int, uc *UC) {
	if n == 0 {
		plain(uc)
		return
	}
	odd(n-1, uc)
}
func odd(n int, uc *UC) {
	if n > 0 {
		even(n-1, uc)
	}
}

func calls(tok string, b bool) {
	plain(nil)            // want "the user context is nil"
	two(1, nil)           // want "the user context is nil"
	three(nil)            // want "the user context is nil"
	three(nil, 1)         // want "the user context is nil"
	three(auth.Find(tok)) // want "the user context may be nil"
	three(ws.System())
	three(&UC{}) // want "the user context is a zero value"
	guarded(nil)
	substituted(nil)
	badSubstituted(nil, tok)
	panics(nil)
	errs(nil)
	halfGuarded(nil, b)      // want "the user context is nil"
	halfGuarded(nil, false)  // want "the user context is nil"
	dependsOnFlag(nil, true) // want "the user context is nil"
	dependsOnFlag(nil, false)
	logsOnly(nil)                  // want "the user context is nil"
	byStruct(ws.Config{User: nil}) // want "the user context is nil"
	byStruct(ws.Config{User: ws.System()})
	byPtr(&ws.Config{Size: 1}) // want "the user context is nil: field User is not set"
	byPtr(&ws.Config{User: ws.System()})
	byField(&ws.Config{Size: 1}) // want "the user context is nil: field User is not set"
	byField(&ws.Config{User: ws.System()})
	byFieldVal(ws.Config{Size: 2}) // want "the user context is nil: field User is not set"
	byFieldVal(ws.Config{User: ws.System()})
	byMake(nil) // want "the user context is nil"
	byMake(ws.System())
	byMakePtr(nil) // want "the user context is nil"
	byMakePtr(ws.System())
	variadic() // want "no user context is given"
	variadic(ws.System())
	variadic(nil) // want "the user context is nil"
	firstOf()
	firstOf(nil) // want "the user context is nil"
	firstOf(ws.System())
	optioned() // want "no user context is given"
	optioned(ws.WithUser(ws.System()))
	optioned(ws.WithUser(nil))           // want "the user context is nil"
	withCtx(context.Background())        // want "the context carries no user"
	withCtxTimeout(context.Background()) // want "the context carries no user"
	withCtx(context.TODO())              // want "the context carries no user"
	withCtxTimeout(auth.NewContext(context.Background(), ws.System()))
	fromCtx(context.Background())
	inClosure(nil)() // want "the user context is nil"
	inClosure(ws.System())()
	recursive(3, nil) // want "the user context is nil"
	recursive(3, ws.System())
	even(2, nil) // want "the user context is nil"
	even(2, ws.System())
	var c ws.Config
	byStruct(c) // want "the user context is nil: field User is not set"
	c.User = ws.System()
	byStruct(c)
	pc := &ws.Config{}
	if b {
		pc.User = ws.System()
	}
	pc.User = ws.System()
	byPtr(pc)
	((*UC)(nil)).NewWSManager() // want "the user context is nil"
	ws.System().NewWSManager()
	auth.Find(tok).NewWSManager() // want "the user context may be nil"
	var uc *UC
	uc.NewWSManager() // want "the user context is nil"
	f := (*UC).NewWSManager
	f(nil) // want "the user context is nil"
	f(ws.System())
}

func literals(tok string, b bool) {
	func(uc *UC) { ws.GetWebSocketManager(uc) }(nil) // want "the user context is nil"
	func(uc *UC) {
		ws.GetWebSocketManager(uc)
	}(ws.System())
	mk := func(uc *UC) *ws.WebSocketManager { return ws.GetWebSocketManager(uc) }
	mk(nil) // want "the user context is nil"
	mk(ws.System())
	mk(auth.Find(tok)) // want "the user context may be nil"
	mg := func(uc *UC) *ws.WebSocketManager {
		if uc == nil {
			return nil
		}
		return ws.GetWebSocketManager(uc)
	}
	mg(nil)
	h := plain
	if b {
		h = guarded
	}
	h(nil) // want "the user context is nil"
	table := map[string]func(*UC) *ws.WebSocketManager{"a": plain}
	table["a"](ws.System())
	table["a"](nil) // want "the user context is nil"
	list := []func(*UC) *ws.WebSocketManager{plain, guarded}
	for _, fn := range list {
		fn(nil) // want "the user context is nil"
	}
	apply(plain, nil) // want "the user context is nil"
	apply(guarded, nil)
	apply(plain, ws.System())
	each([]*UC{ws.System()}, func(u *UC) { ws.GetWebSocketManager(u) })
	with(func(u *UC) { ws.GetWebSocketManager(u) })
	withNil(func(u *UC) { ws.GetWebSocketManager(u) }) // want "the user context is nil"
	withNil(func(u *UC) { guarded(u) })
}

func apply(f func(*UC) *ws.WebSocketManager, uc *UC) { f(uc) }
func each(l []*UC, f func(*UC)) {
	for _, u := range l {
		f(u)
	}
}
func with(f func(*UC))    { f(ws.System()) }
func withNil(f func(*UC)) { f(nil) }

var Factory = ws.GetWebSocketManager
var lazy func(*UC) *ws.WebSocketManager

func init() { lazy = ws.GetWebSocketManager }

func vars() {
	Factory(nil) // want "the user context is nil"
	Factory(ws.System())
	lazy(nil) // want "the user context is nil"
	lazy(ws.System())
}

func tableDriven() {
	tests := []struct {
		name string
		uc   *UC
		bad  bool
	}{
		{"ok", ws.System(), false},
		{"also ok", &UC{UserID: "u"}, false},
	}
	for _, tt := range tests {
		ws.GetWebSocketManager(tt.uc)
	}
	tests2 := []struct {
		name string
		uc   *UC
	}{
		{"ok", ws.System()},
		{name: "missing"},
	}
	for _, tt := range tests2 {
		ws.GetWebSocketManager(tt.uc) // want "the user context may be nil"
		if tt.uc == nil {
			continue
		}
		ws.GetWebSocketManager(tt.uc)
	}
}
