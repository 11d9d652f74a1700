// Package lib wraps.
package lib

import (
	"context"
	"errors"
	"log"
	"net/http"

	"example.com/contexts/ws"
)

func Find(id string) *ws.UserExecutionContext {
	if id == "" {
		return nil
	}
	return &ws.UserExecutionContext{UserID: id}
}

func Auth(r *http.Request) (*ws.UserExecutionContext, error) {
	u := r.Header.Get("u")
	if u == "" {
		return nil, errors.New("no user")
	}
	return &ws.UserExecutionContext{UserID: u}, nil
}

func Lookup(id string) (*ws.UserExecutionContext, bool) {
	if id == "" {
		return nil, false
	}
	return &ws.UserExecutionContext{UserID: id}, true
}

func None() *ws.UserExecutionContext { return nil }

func Named(id string) (uc *ws.UserExecutionContext, err error) {
	if id == "" {
		err = errors.New("x")
		return
	}
	if id == "forgotten" {
		return
	}
	uc = &ws.UserExecutionContext{UserID: id}
	return
}

func Must(uc *ws.UserExecutionContext) *ws.UserExecutionContext {
	if uc == nil {
		panic("nil")
	}
	return uc
}

func Or(uc, def *ws.UserExecutionContext) *ws.UserExecutionContext {
	if uc != nil {
		return uc
	}
	return def
}

func Wrap(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

func WrapChecked(uc *ws.UserExecutionContext) (*ws.WebSocketManager, error) {
	if uc == nil {
		return nil, errors.New("nil")
	}
	return ws.GetWebSocketManager(uc)
}

func WrapDeep(uc *ws.UserExecutionContext) *ws.WebSocketManager { return wrap2(uc) }
func wrap2(uc *ws.UserExecutionContext) *ws.WebSocketManager    { return wrap3(uc) }
func wrap3(uc *ws.UserExecutionContext) *ws.WebSocketManager    { return Wrap(uc) }

func Valid(uc *ws.UserExecutionContext) bool { return uc != nil && uc.UserID != "" }

func Validate(uc *ws.UserExecutionContext) error {
	if uc == nil {
		return errors.New("nil")
	}
	return nil
}

func Check(uc *ws.UserExecutionContext) {
	if uc == nil {
		log.Fatal("nil")
	}
}

var Factory = ws.GetWebSocketManager

func FromContext(ctx context.Context) *ws.UserExecutionContext {
	uc, _ := ctx.Value("u").(*ws.UserExecutionContext)
	return uc
}

func Each(ucs []*ws.UserExecutionContext, f func(*ws.UserExecutionContext)) {
	for _, uc := range ucs {
		f(uc)
	}
}

func Do(f func()) { f() }

// Returned returns a factory.
func Returned() func(*ws.UserExecutionContext) (*ws.WebSocketManager, error) {
	return ws.GetWebSocketManager
}
