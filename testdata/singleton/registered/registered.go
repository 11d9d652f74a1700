// Package registered hands functions and services to a framework that calls them for
// each user, and functions to such as are called at once.
package registered

import (
	"context"
	"net/http"
	"sync"

	"example.com/singleton/rpc"
	"example.com/singleton/ws"
)

func user(ctx context.Context) *ws.UserExecutionContext {
	uc, _ := ctx.Value("user").(*ws.UserExecutionContext)
	return uc
}

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

func handled(s *rpc.Server) {
	var m *ws.WebSocketManager
	s.Handle("all", func(ctx context.Context, _ any) (any, error) {
		if m == nil {
			m = mk(user(ctx)) // want "variable m, captured by a handler,"
		}
		return m.User, nil
	})
	s.Handle("each", func(ctx context.Context, _ any) (any, error) {
		m := mk(user(ctx))
		return m.User, nil
	})
}

func intercepted() *rpc.Server {
	var once sync.Once
	var m *ws.WebSocketManager
	return rpc.NewServer(rpc.Intercept(func(ctx context.Context, request any, next rpc.Handler) (any, error) {
		once.Do(func() { m = mk(user(ctx)) }) // want "variable m, captured by a handler, set once for all,"
		return next(context.WithValue(ctx, "manager", m), request)
	}))
}

func connected() *rpc.Server {
	s := rpc.NewServer()
	var latest *ws.WebSocketManager
	s.HandleConnect(func(c *rpc.Conn) { latest = mk(c.User) }) // want "variable latest"
	s.OnMessage = func(*rpc.Conn, string) { _ = latest.User }
	return s
}

func perUser(s *rpc.Server) {
	byUser := map[string]*ws.WebSocketManager{}
	s.HandleConnect(func(c *rpc.Conn) {
		if byUser[c.User.UserID] == nil {
			byUser[c.User.UserID] = mk(c.User)
		}
	})
}

func routed(r rpc.Router) {
	var m *ws.WebSocketManager
	r.Handle("x", func(ctx context.Context, _ any) (any, error) {
		m = mk(user(ctx)) // want "variable m"
		return m.User, nil
	})
}

func tabled() map[string]rpc.Handler {
	var m *ws.WebSocketManager
	return map[string]rpc.Handler{"x": func(ctx context.Context, _ any) (any, error) {
		m = mk(user(ctx)) // want "variable m"
		return m.User, nil
	}}
}

// A connection's own callbacks are its user's.

func connection(w http.ResponseWriter, r *http.Request) { newConnection() }

func newConnection() *rpc.Server {
	s := rpc.NewServer()
	var m *ws.WebSocketManager
	s.HandleConnect(func(c *rpc.Conn) { m = mk(c.User) })
	s.OnMessage = func(*rpc.Conn, string) { _ = m.User }
	return s
}

func forUser(uc *ws.UserExecutionContext) *rpc.Server {
	s := rpc.NewServer()
	var m *ws.WebSocketManager
	s.HandleConnect(func(*rpc.Conn) { m = mk(uc) })
	s.OnMessage = func(*rpc.Conn, string) { _ = m.User }
	return s
}

func retried(ctx context.Context) string {
	var m *ws.WebSocketManager
	_ = rpc.Retry(ctx, func(ctx context.Context) error {
		m = mk(user(ctx))
		return nil
	})
	return m.User
}

type service struct{ m *ws.WebSocketManager }

func (s *service) Echo(ctx context.Context, in string) string {
	if s.m == nil {
		s.m = mk(user(ctx)) // want "receiver of type service"
	}
	return s.m.User + in
}

func (s *service) Chat(stream rpc.Stream) {
	s.m = mk(user(stream.Context())) // want "receiver of type service"
}

func serve() *rpc.Server {
	s := rpc.NewServer()
	s.Register("echo", &service{})
	return s
}

// A session is made for one user, and only printed.
type session struct{ m *ws.WebSocketManager }

func (s *session) Start(ctx context.Context) { s.m = mk(user(ctx)) }

func printed(ctx context.Context) {
	s := &session{}
	s.Start(ctx)
	show(s)
}

func show(v any) { println(v != nil) }
