package truth

// keepCalls is a framework whose handlers see no request.
const keepCalls = `package lib

import (
	"context"
	"net/http"

	"example.com/gen/ws"
)

type userKey struct{}

func WithUser(ctx context.Context, uc *ws.UserContext) context.Context {
	return context.WithValue(ctx, userKey{}, uc)
}

func UserOf(ctx context.Context) *ws.UserContext { return ctx.Value(userKey{}).(*ws.UserContext) }

func Now(ctx context.Context, f func(context.Context)) { f(ctx) }

type Calls struct {
	all      []func(context.Context)
	services []any
}

func (c *Calls) Handle(f func(context.Context)) { c.all = append(c.all, f) }

func (c *Calls) Register(service any) { c.services = append(c.services, service) }

func (c *Calls) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := WithUser(r.Context(), ws.From(r))
	for _, f := range c.all {
		f(ctx)
	}
	for _, s := range c.services {
		s.(interface{ Call(context.Context) }).Call(ctx)
	}
}
`
