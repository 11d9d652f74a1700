package ws

import "context"

type TenantContext struct{ Tenant, User string }
type Conn struct{ tc *TenantContext }
type Hub struct{ name string }

//wsinitlint:factory
func (h *Hub) Open(tc *TenantContext, room string) (*Conn, error) { return &Conn{tc}, nil }

//wsinitlint:factory
func Dial(ctx context.Context, tc *TenantContext, opts ...Option) *Conn { return &Conn{tc} }

//wsinitlint:factory
func Broadcast(room string, to ...*TenantContext) *Conn { return &Conn{} }

//wsinitlint:factory
func With(opts Options) *Conn { return &Conn{opts.Tenant} }

type Options struct {
	Tenant *TenantContext
	Size   int
}
type Option func(*Options)

type Opener interface {
	//wsinitlint:factory
	Open(tc *TenantContext, room string) (*Conn, error)
}

//wsinitlint:factory
func Typed[T any](tc *TenantContext, v T) *Conn { return &Conn{tc} }
func Root() *TenantContext                      { return &TenantContext{"root", "root"} }
