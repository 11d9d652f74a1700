// Package lib wraps the factory, and finds user contexts.
package lib

import (
	"errors"

	"example.com/nilcontext/ws"
)

// Open hands its user context on unchecked.
func Open(uc *ws.UserExecutionContext) { open(uc, 1) }

func open(uc *ws.UserExecutionContext, n int) { ws.GetWebSocketManager(uc) }

// OpenChecked returns early.
func OpenChecked(uc *ws.UserExecutionContext) error {
	if uc == nil {
		return errors.New("no user")
	}
	ws.GetWebSocketManager(uc)
	return nil
}

// OpenOr substitutes the system's user context.
func OpenOr(uc *ws.UserExecutionContext) {
	if uc == nil {
		uc = &ws.UserExecutionContext{UserID: "system"}
	}
	ws.GetWebSocketManager(uc)
}

// OpenMust panics.
func OpenMust(uc *ws.UserExecutionContext) {
	if uc == nil {
		panic("no user")
	}
	ws.GetWebSocketManager(uc)
}

// Find returns nil for an unknown user.
func Find(id string) *ws.UserExecutionContext {
	if id == "" {
		return nil
	}
	return &ws.UserExecutionContext{UserID: id}
}

// None always returns nil.
func None() *ws.UserExecutionContext { return nil }

// Auth returns nil only with an error.
func Auth(id string) (*ws.UserExecutionContext, error) {
	if id == "" {
		return nil, errors.New("unauthorised")
	}
	return &ws.UserExecutionContext{UserID: id}, nil
}

// AuthVia hands the error on.
func AuthVia(id string) (*ws.UserExecutionContext, error) {
	uc, err := Auth(id)
	if err != nil {
		return nil, err
	}
	return uc, nil
}

// Lookup returns nil only with false.
func Lookup(id string) (*ws.UserExecutionContext, bool) {
	if id == "" {
		return nil, false
	}
	return &ws.UserExecutionContext{UserID: id}, true
}

// Valid is a predicate.
func Valid(uc *ws.UserExecutionContext) bool { return uc != nil && uc.UserID != "" }

// Validate is a validator.
func Validate(uc *ws.UserExecutionContext) error {
	if uc == nil {
		return errors.New("nil")
	}
	return nil
}
