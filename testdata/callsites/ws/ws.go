// Package ws has the factories.
package ws

import (
	"context"
	"errors"
)

type Tenant struct{ ID string }

// UserExecutionContext is a user context by its name.
type UserExecutionContext struct {
	UserID string
	Tenant *Tenant
}

func (uc *UserExecutionContext) Valid() bool { return uc != nil && uc.UserID != "" }

func (uc *UserExecutionContext) ID() string {
	if uc == nil {
		return ""
	}
	return uc.UserID
}

// NewWSManager: the receiver is the context.
func (uc *UserExecutionContext) NewWSManager() *WebSocketManager {
	note(uc == nil)
	return &WebSocketManager{uc: uc}
}

type WebSocketManager struct {
	uc  *UserExecutionContext
	ctx context.Context
}

func (m *WebSocketManager) Send(string) error { return nil }

var Bad int

func note(bad bool) {
	if bad {
		Bad++
	}
}

func GetWebSocketManager(uc *UserExecutionContext) *WebSocketManager {
	note(uc == nil)
	return &WebSocketManager{uc: uc}
}

var ErrNoUser = errors.New("no user")

func NewWebSocketManager(uc *UserExecutionContext) (*WebSocketManager, error) {
	if uc == nil {
		note(true)
		return nil, ErrNoUser
	}
	return &WebSocketManager{uc: uc}, nil
}

func CreateWebSocketManager(ctx context.Context, uc *UserExecutionContext) (*WebSocketManager, error) {
	note(uc == nil)
	return &WebSocketManager{uc: uc, ctx: ctx}, nil
}

// MakeWSManager takes a plain context.
func MakeWSManager(ctx context.Context, room string) *WebSocketManager {
	return &WebSocketManager{ctx: ctx}
}

// MustWebSocketManager takes no context at all.
func MustWebSocketManager() *WebSocketManager { return &WebSocketManager{} }

// UserContext is a value user context.
type UserContext struct{ ID string }

func BuildWSManager(uc UserContext) *WebSocketManager { return &WebSocketManager{} }

// SessionContext is an interface user context.
type SessionContext interface{ UserID() string }

type Sess struct{ Name string }

func (s *Sess) UserID() string { return s.Name }

func BuildWebSocketManager(sc SessionContext) *WebSocketManager { return &WebSocketManager{} }

type Config struct {
	Room string
	User *UserExecutionContext
	Size int
}

//wsinitlint:factory
func Open(cfg Config) *WebSocketManager {
	note(cfg.User == nil)
	return &WebSocketManager{uc: cfg.User}
}

//wsinitlint:factory
func OpenPtr(cfg *Config) *WebSocketManager {
	note(cfg.User == nil)
	return &WebSocketManager{uc: cfg.User}
}

//wsinitlint:factory
func OpenAll(room string, ucs ...*UserExecutionContext) *WebSocketManager {
	return &WebSocketManager{}
}

type settings struct {
	uc   *UserExecutionContext
	size int
}

type Option func(*settings)

func WithUser(uc *UserExecutionContext) Option { return func(s *settings) { s.uc = uc } }
func WithSize(n int) Option                    { return func(s *settings) { s.size = n } }

//wsinitlint:factory
func OpenWith(opts ...Option) *WebSocketManager {
	var s settings
	for _, o := range opts {
		o(&s)
	}
	note(s.uc == nil)
	return &WebSocketManager{uc: s.uc}
}

type Provider interface {
	//wsinitlint:factory
	Manager(uc *UserExecutionContext) *WebSocketManager
}

type Hub struct{ n int }

//wsinitlint:factory
func (h *Hub) Manager(uc *UserExecutionContext) *WebSocketManager {
	return &WebSocketManager{uc: uc}
}

type Box[T any] struct {
	M *WebSocketManager
	V T
}

//wsinitlint:factory
func OpenBox[T any](uc *UserExecutionContext, v T) *Box[T] {
	return &Box[T]{M: &WebSocketManager{uc: uc}, V: v}
}

// System is nobody's fallback.
func System() *UserExecutionContext { return &UserExecutionContext{UserID: "system"} }
