// Package ws has the factories.
package ws

import (
	"context"
	"errors"
)

type UserExecutionContext struct{ UserID string }

type WebSocketManager struct{ User string }

func GetWebSocketManager(uc *UserExecutionContext) (*WebSocketManager, error) {
	if uc == nil {
		return nil, errors.New("no user context")
	}
	return &WebSocketManager{uc.UserID}, nil
}

type Config struct {
	Name string
	User *UserExecutionContext
}

func NewWSManager(c Config) *WebSocketManager { return &WebSocketManager{c.User.UserID} }

func NewPtrWSManager(c *Config) *WebSocketManager { return &WebSocketManager{c.User.UserID} }

func CreateWSManager(ctx context.Context) *WebSocketManager { return &WebSocketManager{} }

type Option func(*Config)

func WithUser(uc *UserExecutionContext) Option { return func(c *Config) { c.User = uc } }
func WithName(n string) Option                 { return func(c *Config) { c.Name = n } }

func BuildWSManager(opts ...Option) *WebSocketManager {
	var c Config
	for _, o := range opts {
		o(&c)
	}
	return &WebSocketManager{c.User.UserID}
}

func MustWSManager(ucs ...*UserExecutionContext) *WebSocketManager {
	return &WebSocketManager{ucs[0].UserID}
}

type UserContext interface{ User() string }

func MakeWSManager(uc UserContext) *WebSocketManager { return &WebSocketManager{uc.User()} }

func (u *UserExecutionContext) User() string { return u.UserID }

func GetTypedWSManager[T any](uc *UserExecutionContext, t T) *WebSocketManager { return nil }

type Provider interface {
	//wsinitlint:factory
	Manager(uc *UserExecutionContext) *WebSocketManager
}

type Hub struct{}

//wsinitlint:factory
func (h *Hub) For(uc *UserExecutionContext) *WebSocketManager { return nil }

func (h *Hub) Manager(uc *UserExecutionContext) *WebSocketManager { return nil }

func (u *UserExecutionContext) Valid() bool { return u != nil && u.UserID != "" }
