// Package rpc is a framework whose handlers see no http.Request.
package rpc

import (
	"context"

	"example.com/singleton/ws"
)

// Conn is one user's connection.
type Conn struct{ User *ws.UserExecutionContext }

// Stream is a call that goes on for a while.
type Stream interface{ Context() context.Context }

// Handler answers a call.
type Handler func(ctx context.Context, request any) (any, error)

// Interceptor is around a handler.
type Interceptor func(ctx context.Context, request any, next Handler) (any, error)

// Server calls what is registered.
type Server struct {
	services  map[string]any
	handlers  map[string]Handler
	around    []Interceptor
	OnMessage func(*Conn, string)
	onConnect func(*Conn)
}

// Option sets up a server.
type Option func(*Server)

// Intercept adds an interceptor.
func Intercept(i Interceptor) Option { return func(s *Server) { s.around = append(s.around, i) } }

// NewServer makes a server.
func NewServer(opts ...Option) *Server {
	s := &Server{services: map[string]any{}, handlers: map[string]Handler{}}
	for _, o := range opts {
		o(s)
	}
	return s
}

// Register adds a service.
func (s *Server) Register(name string, service any) { s.services[name] = service }

// Handle adds a handler.
func (s *Server) Handle(name string, h Handler) { s.handlers[name] = h }

// HandleConnect sets what is called for each connection.
func (s *Server) HandleConnect(f func(*Conn)) { s.onConnect = f }

// Router is a server, or a part of one.
type Router interface{ Handle(name string, h Handler) }

// Retry calls f at once.
func Retry(ctx context.Context, f func(context.Context) error) (err error) {
	for range 3 {
		if err = f(ctx); err == nil {
			break
		}
	}
	return err
}
