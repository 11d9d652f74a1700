// Package lib looks users up and makes managers for those that call it.
package lib

import (
	"errors"

	"example.com/guards/ws"
)

var users = map[string]*ws.UserContext{}

// Find returns nil for somebody unknown.
func Find(id string) *ws.UserContext {
	if id == "" {
		return nil
	}
	return &ws.UserContext{ID: id}
}

// Auth returns an error for somebody unknown.
func Auth(id string) (*ws.UserContext, error) {
	if id == "" {
		return nil, errors.New("nobody")
	}
	return &ws.UserContext{ID: id}, nil
}

// Open makes a manager for a user, and none for nobody.
func Open(uc *ws.UserContext) *ws.WSManager {
	if uc == nil { // guard: open
		return nil
	}
	return ws.GetWSManager(uc)
}

// Must does not return without a user.
func Must(uc *ws.UserContext) {
	if uc == nil { // guard: must
		panic("nobody")
	}
}

// Valid reports whether there is a user.
func Valid(uc *ws.UserContext) bool {
	if uc == nil { // guard: valid
		return false
	}
	return true
}

// Ready calls hook where there is one to call.
func Ready(ready bool, hook func()) {
	if !ready { // guard: ready
		return
	}
	hook()
}

// A Registry keeps what it is given.
type Registry struct{ last any }

// Keep keeps v, unless it is to be thrown away.
func (r *Registry) Keep(v any, keep bool) {
	if !keep { // guard: keep
		return
	}
	r.last = v
}
