package app

import (
	"context"
	"net/http"

	"example.com/paths/lib"
	"example.com/paths/ws"
)

type ctxKey string

const userKey ctxKey = "user"
const roomKey ctxKey = "room"

type numKey int

const (
	numUser numKey = iota
	numRoom
)

var ptrKey = &struct{ name string }{"user"}
var ptrRoom = &struct{ name string }{"room"}

func cxString() {
	ctx := context.WithValue(context.Background(), userKey, ws.System())
	uc, _ := ctx.Value(userKey).(*UC)
	ws.GetWebSocketManager(uc)
	room, _ := ctx.Value(roomKey).(*UC)
	ws.GetWebSocketManager(room) // want "the user context may be nil"
}
func cxNum() {
	ctx := context.WithValue(context.Background(), numUser, ws.System())
	uc, _ := ctx.Value(numUser).(*UC)
	ws.GetWebSocketManager(uc)
	room, ok := ctx.Value(numRoom).(*UC)
	ws.GetWebSocketManager(room) // want "the user context may be nil"
	if ok {
		ws.GetWebSocketManager(room)
	}
}
func cxPtr() {
	ctx := context.WithValue(context.Background(), ptrKey, ws.System())
	uc, _ := ctx.Value(ptrKey).(*UC)
	ws.GetWebSocketManager(uc)
	room, _ := ctx.Value(ptrRoom).(*UC)
	ws.GetWebSocketManager(room) // want "the user context may be nil"
}
func cxReq(w http.ResponseWriter, r *http.Request) {
	uc, ok := r.Context().Value(userKey).(*UC)
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
	if !ok {
		return
	}
	ws.GetWebSocketManager(uc)
}
func cxMiddleware(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx := lib.NewContext(r.Context(), ws.System())
		next(w, r.WithContext(ctx))
	}
}
func cxTake(r *http.Request) {
	ctx := lib.NewContext(r.Context(), ws.System())
	ws.GetWebSocketManager(lib.FromContext(ctx))
	uc, ok := lib.FromContextOK(ctx)
	ws.GetWebSocketManager(uc)
	if ok {
		ws.GetWebSocketManager(uc)
	}
	ws.GetWebSocketManager(lib.FromContext(r.Context())) // want "the user context may be nil"
}
func cxWrong(r *http.Request) {
	ctx := context.WithValue(r.Context(), "user", ws.System())
	ws.GetWebSocketManager(lib.FromContext(ctx)) // want "the user context may be nil"
}
func cxMust(r *http.Request) {
	ws.GetWebSocketManager(lib.MustFromContext(r.Context()))
	ws.GetWebSocketManager(r.Context().Value(userKey).(*UC))
}
func cxNilPut(tok string) {
	ctx := lib.NewContext(context.Background(), lib.Find(tok))
	ws.GetWebSocketManager(lib.FromContext(ctx)) // want "the user context may be nil"
	uc, ok := lib.FromContextOK(ctx)
	if ok {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}
func cxPtrType() {
	ctx := context.WithValue(context.Background(), userKey, *ws.System())
	uc, _ := ctx.Value(userKey).(*UC)
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func cxStart() {
	ctx := context.Background()
	ws.Start(ctx) // want "the context carries no user"
	ws.Start(context.WithValue(ctx, userKey, ws.System()))
	ws.Start(lib.NewContext(ctx, ws.System()))
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ws.Start(ctx) // want "the context carries no user"
}
