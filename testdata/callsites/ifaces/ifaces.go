// Package ifaces calls through interfaces and embedded structs.
package ifaces

import (
	"context"
	"errors"
	"log"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type Finder interface {
	Find(string) (*UC, error)
}

type memFinder map[string]*UC

func (m memFinder) Find(id string) (*UC, error) {
	uc, ok := m[id]
	if !ok {
		return nil, errors.New("none")
	}
	return uc, nil
}

type nilFinder struct{}

func (nilFinder) Find(string) (*UC, error) { return nil, nil }

func unknown(f Finder, id string) {
	uc, err := f.Find(id)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}

func known(id string, mf memFinder) {
	var f Finder = mf
	uc, err := f.Find(id)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
	f = nilFinder{}
	u2, err := f.Find(id)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(u2) // want "the user context is nil"
	u3, _ := mf.Find(id)
	ws.GetWebSocketManager(u3) // want "the user context may be nil"
}

func provider(p ws.Provider, h *ws.Hub, tok string) {
	p.Manager(nil)            // want "the user context is nil"
	p.Manager(auth.Find(tok)) // want "the user context may be nil"
	p.Manager(ws.System())
	h.Manager(nil) // want "the user context is nil"
	h.Manager(ws.System())
	m := p.Manager
	m(nil) // want "the user context is nil"
	m(ws.System())
	ws.Provider.Manager(p, nil) // want "the user context is nil"
	ws.OpenBox(nil, 1)          // want "the user context is nil"
	ws.OpenBox(ws.System(), 1)
	ws.OpenBox[string](auth.Find(tok), "x") // want "the user context may be nil"
	g := ws.OpenBox[int]
	g(nil, 1) // want "the user context is nil"
}

type base struct{ uc *UC }

func (b *base) manager() *ws.WebSocketManager { return ws.GetWebSocketManager(b.uc) }
func (b *base) user() *UC                     { return b.uc }

type svc struct {
	base
	name string
}

func embedded() {
	s := &svc{name: "x"}
	s.manager() // want "the user context is nil"
	t := &svc{base: base{uc: ws.System()}}
	t.manager()
	ws.GetWebSocketManager(t.user())
}

type opener interface {
	open(uc *UC) *ws.WebSocketManager
}
type openA struct{}
type openB struct{}

func (openA) open(uc *UC) *ws.WebSocketManager { return ws.GetWebSocketManager(uc) }
func (openB) open(uc *UC) *ws.WebSocketManager {
	if uc == nil {
		return nil
	}
	return ws.GetWebSocketManager(uc)
}

func openers(o opener) {
	openA{}.open(nil) // want "the user context is nil"
	openB{}.open(nil)
	var x opener = openA{}
	x.open(nil) // want "the user context is nil"
	x = openB{}
	x.open(nil)
}

func sessionIface(sc ws.SessionContext) {
	ws.BuildWebSocketManager(sc)
	if sc == nil {
		ws.BuildWebSocketManager(sc) // want "the user context is nil"
	}
}

func sessFind(name string) *ws.Sess {
	if name == "" {
		return nil
	}
	return &ws.Sess{Name: name}
}

func typed(name string) {
	ws.BuildWebSocketManager(sessFind(name)) // want "the user context may be nil"
	s := sessFind(name)
	if s == nil {
		return
	}
	ws.BuildWebSocketManager(s)
	var sc ws.SessionContext
	if s2 := sessFind(name); s2 != nil {
		sc = s2
	}
	if sc == nil {
		log.Fatal("no")
	}
	ws.BuildWebSocketManager(sc)
}

func ctxs(ctx context.Context) {
	ws.MakeWSManager(context.WithValue(ctx, "a", 1), "x")
	type k struct{}
	c := context.Background()
	c = context.WithValue(c, k{}, ws.System())
	ws.MakeWSManager(c, "x")
	var n *UC
	ws.MakeWSManager(context.WithValue(context.Background(), k{}, n), "x") // want "the context carries no user"
	d := context.Background()
	if ctx != nil {
		d = ctx
	}
	ws.MakeWSManager(d, "x")
	ws.MakeWSManager(detach(ctx), "x")
	ws.MakeWSManager(detach(context.Background()), "x") // want "the context carries no user"
	ws.MakeWSManager(fresh(), "x")                      // want "the context carries no user"
	cause, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	ws.MakeWSManager(cause, "x") // want "the context carries no user"
	var h holder
	h.ctx = ctx
	ws.MakeWSManager(h.ctx, "x")
	hh := holder{ctx: context.Background()}
	ws.MakeWSManager(hh.ctx, "x") // want "the context carries no user"
	uc, _ := fromDerived(context.Background())
	ws.GetWebSocketManager(uc) // want "the user context is nil"
}

type holder struct{ ctx context.Context }

func detach(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
func fresh() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10)
	_ = cancel
	return ctx
}
func fromDerived(ctx context.Context) (*UC, bool) { return auth.FromContext(ctx) }
