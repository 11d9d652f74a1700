// Package rpc has servers and interceptors in the style of remote procedure calls.
package rpc

import (
	"context"
	"errors"
	"fmt"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type UnaryHandler func(ctx context.Context, req any) (any, error)
type Interceptor func(ctx context.Context, req any, h UnaryHandler) (any, error)

type code int

type status struct {
	c   code
	msg string
}

func (s *status) Err() error { return fmt.Errorf("%d %s", s.c, s.msg) }

func statusError(c code, msg string) error { return (&status{c, msg}).Err() }

func AuthInterceptor(ctx context.Context, req any, h UnaryHandler) (any, error) {
	uc, err := userFromMD(ctx)
	if err != nil {
		return nil, statusError(16, "unauthenticated")
	}
	return h(auth.NewContext(ctx, uc), req)
}

func userFromMD(ctx context.Context) (*UC, error) {
	md, ok := ctx.Value("md").(map[string][]string)
	if !ok {
		return nil, errors.New("no metadata")
	}
	toks := md["authorization"]
	if len(toks) == 0 {
		return nil, errors.New("no token")
	}
	uc, err := auth.FromToken(toks[0])
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return uc, nil
}

type Server struct {
	Managers func(ctx context.Context, uc *UC) (*ws.WebSocketManager, error)
}

type Req struct {
	User *UC
	Room string
}

func (r *Req) GetUser() *UC {
	if r != nil {
		return r.User
	}
	return nil
}

func (s *Server) Join(ctx context.Context, req *Req) (*Req, error) {
	uc, ok := auth.FromContext(ctx)
	if !ok {
		return nil, statusError(16, "no user")
	}
	if _, err := ws.CreateWebSocketManager(ctx, uc); err != nil {
		return nil, err
	}
	if _, err := ws.CreateWebSocketManager(ctx, req.GetUser()); err != nil {
		return nil, err
	}
	if u := req.GetUser(); u != nil {
		ws.CreateWebSocketManager(ctx, u)
	}
	ws.CreateWebSocketManager(ctx, req.User)
	if req.User == nil {
		return nil, statusError(3, "no user")
	}
	ws.CreateWebSocketManager(ctx, req.User)
	return req, nil
}

func (s *Server) Leave(ctx context.Context, req *Req) (*Req, error) {
	uc, _ := auth.FromContext(ctx)
	if uc == nil {
		uc = req.GetUser()
	}
	ws.CreateWebSocketManager(ctx, uc)
	if uc == nil {
		uc = &UC{UserID: "anon"}
	}
	ws.CreateWebSocketManager(ctx, uc)
	return nil, nil
}

func (s *Server) Stream(stream interface {
	Context() context.Context
	Recv() (*Req, error)
}) error {
	uc, err := userFromMD(stream.Context())
	if err != nil {
		return err
	}
	ws.MakeWSManager(stream.Context(), "a")
	for {
		m, err := stream.Recv()
		if err != nil {
			return err
		}
		ws.GetWebSocketManager(uc)
		u := uc
		if m.User != nil {
			u = m.User
		}
		ws.GetWebSocketManager(u)
		if m.Room == "reset" {
			uc = nil
		}
		ws.GetWebSocketManager(u)
		if uc == nil {
			return nil
		}
	}
}

func (s *Server) Reset(stream interface{ Recv() (*Req, error) }, uc *UC) error {
	if uc == nil {
		return errors.New("no")
	}
	for {
		m, err := stream.Recv()
		if err != nil {
			return err
		}
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
		if m.Room == "reset" {
			uc = nil
		}
	}
}

// do is a wrapper two levels deep with a context in second place.
func (s *Server) do(name string, uc *UC, n int) { s.do2(n, name, uc) }

func (s *Server) do2(n int, name string, uc *UC) { ws.GetWebSocketManager(uc) }

func (s *Server) doChecked(name string, uc *UC) error {
	if err := auth.Validate(uc); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	ws.GetWebSocketManager(uc)
	return nil
}

func (s *Server) calls(tok string) {
	s.do("a", nil, 1) // want "the user context is nil"
	s.do("a", ws.System(), 1)
	s.do("a", auth.Find(tok), 1) // want "the user context may be nil"
	s.do2(1, "a", nil)           // want "the user context is nil"
	s.doChecked("a", nil)
	s.doChecked("a", auth.Find(tok))
	var m map[string]func(string, *UC, int)
	_ = m
	f := s.do
	f("x", nil, 1) // want "the user context is nil"
	f("x", ws.System(), 1)
	(*Server).do(s, "x", nil, 2) // want "the user context is nil"
	s.Managers(context.Background(), nil)
	defer s.do("d", nil, 3) // want "the user context is nil"
	go s.do("d", nil, 3)    // want "the user context is nil"
}
