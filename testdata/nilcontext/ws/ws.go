// Package ws has the factories.
package ws

import (
	"context"
	"errors"
)

// UserExecutionContext is the user context.
type UserExecutionContext struct{ UserID string }

// WebSocketManager is the manager.
type WebSocketManager struct{ User string }

// GetWebSocketManager is the factory.
func GetWebSocketManager(uc *UserExecutionContext) (*WebSocketManager, error) {
	if uc == nil {
		return nil, errors.New("no user context")
	}
	return &WebSocketManager{uc.UserID}, nil
}

// Config has a user context in a field.
type Config struct {
	Name string
	User *UserExecutionContext
}

// NewWSManager takes the user context in a struct.
func NewWSManager(c Config) *WebSocketManager { return &WebSocketManager{c.User.UserID} }

// CreateWSManager takes it in a context.Context.
func CreateWSManager(ctx context.Context) *WebSocketManager { return &WebSocketManager{} }

// MakeWSManager takes none.
func MakeWSManager(name string) *WebSocketManager { return &WebSocketManager{name} }

// RequestContext is a user context too.
type RequestContext interface{ User() string }

// BuildWSManager takes it.
func BuildWSManager(rc RequestContext) *WebSocketManager { return &WebSocketManager{rc.User()} }

// Provider has a factory among its methods.
type Provider interface {
	//wsinitlint:factory
	Manager(uc *UserExecutionContext) *WebSocketManager
}
