// Package ws has the factories.
package ws

import (
	"context"
	"errors"
)

type UserExecutionContext struct {
	UserID string
	Roles  []string
}

func (u *UserExecutionContext) Name() string { return u.UserID }
func (u *UserExecutionContext) IsZero() bool { return u == nil || u.UserID == "" }

type WebSocketManager struct{ uc *UserExecutionContext }

func (m *WebSocketManager) Close() {}

func GetWebSocketManager(uc *UserExecutionContext) (*WebSocketManager, error) {
	if uc == nil {
		return nil, errors.New("no user")
	}
	return &WebSocketManager{uc}, nil
}

func NewWSManager(name string, uc *UserExecutionContext, size ...int) *WebSocketManager {
	return &WebSocketManager{uc}
}

type Emitter interface{ Emit(string) }

type Pool struct {
	uc *UserExecutionContext
}

//wsinitlint:factory
func (p *Pool) Acquire() Emitter { return nil }

type Options struct {
	User    *UserExecutionContext
	Timeout int
	Labels  map[string]string
}

//wsinitlint:factory
func Dial(url string, o *Options) (*WebSocketManager, error) { return &WebSocketManager{o.User}, nil }

//wsinitlint:factory
func Serve(o Options) *WebSocketManager { return &WebSocketManager{o.User} }

type Opt func(*Options)

func User(u *UserExecutionContext) Opt { return func(o *Options) { o.User = u } }
func Timeout(n int) Opt                { return func(o *Options) { o.Timeout = n } }

//wsinitlint:factory
func Listen(addr string, opts ...Opt) *WebSocketManager {
	o := &Options{}
	for _, f := range opts {
		f(o)
	}
	return &WebSocketManager{o.User}
}

type Option interface{ apply(*Options) }
type userOption struct{ u *UserExecutionContext }

func (u userOption) apply(o *Options)         { o.User = u.u }
func WithUser(u *UserExecutionContext) Option { return userOption{u} }

type Factory interface {
	//wsinitlint:factory
	Make(ctx context.Context, uc *UserExecutionContext) (*WebSocketManager, error)
}

type Ctor func(*UserExecutionContext) *WebSocketManager

//wsinitlint:factory
func Start(ctx context.Context) *WebSocketManager { return &WebSocketManager{} }

//wsinitlint:factory
func Of[T any](uc *UserExecutionContext, v T) *WebSocketManager { return &WebSocketManager{uc} }

type TenantContext interface {
	Tenant() string
}
type tenant struct{ id string }

func (t *tenant) Tenant() string { return t.id }

func NewTenant(id string) TenantContext {
	if id == "" {
		return nil
	}
	return &tenant{id}
}
func BadTenant(id string) TenantContext {
	var t *tenant
	if id != "" {
		t = &tenant{id}
	}
	return t
}
func MakeWSManager(t TenantContext) *WebSocketManager { return &WebSocketManager{} }

func System() *UserExecutionContext { return &UserExecutionContext{UserID: "sys"} }
