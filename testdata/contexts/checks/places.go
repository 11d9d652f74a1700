package checks

import (
	"context"
	"net/http"

	"example.com/contexts/lib"
	"example.com/contexts/ws"
)

type box struct{ uc *ws.UserExecutionContext }

func fieldCheck(b *box) {
	if b.uc == nil {
		return
	}
	get(b.uc)
}

func fieldCheckLocal(id string) {
	b := box{uc: lib.Find(id)}
	if b.uc == nil {
		return
	}
	get(b.uc)
	c := &box{uc: lib.Find(id)}
	if c.uc != nil {
		get(c.uc)
	}
	get(c.uc) // want "the user context may be nil"
}

func fieldReset(id string) {
	c := &box{uc: lib.Find(id)}
	if c.uc != nil {
		c.uc = nil
		get(c.uc) // want "the user context is nil"
	}
}

func capturedCheck(id string) {
	uc := lib.Find(id)
	if uc == nil {
		return
	}
	func() { get(uc) }()
	go func() { get(uc) }()
	defer func() { get(uc) }()
	f := func() { get(uc) }
	f()
}

func capturedNoCheck(id string) {
	uc := lib.Find(id)
	func() { get(uc) }() // want "the user context may be nil"
	if uc != nil {
		func() { get(uc) }()
	}
}

func checkInClosure(id string) {
	uc := lib.Find(id)
	func() {
		if uc == nil {
			return
		}
		get(uc)
	}()
}

func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		uc, err := lib.Auth(r)
		if err != nil {
			http.Error(w, err.Error(), 401)
			return
		}
		get(uc)
		ctx := context.WithValue(r.Context(), key{}, uc)
		ws.CreateWSManager(ctx)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func fromRequest(r *http.Request) *ws.UserExecutionContext {
	if uc, ok := r.Context().Value(key{}).(*ws.UserExecutionContext); ok {
		return uc
	}
	return nil
}

func viaFromRequest(r *http.Request) {
	get(fromRequest(r)) // want "the user context may be nil"
	if uc := fromRequest(r); uc != nil {
		get(uc)
	}
}

func mustFromRequest(r *http.Request) *ws.UserExecutionContext {
	uc := fromRequest(r)
	if uc == nil {
		panic("no user")
	}
	return uc
}

func viaMustFrom(r *http.Request) { get(mustFromRequest(r)) }

type Server struct {
	sys  *ws.UserExecutionContext
	find func(string) *ws.UserExecutionContext
}

func (s *Server) system(id string) *ws.UserExecutionContext {
	if uc := s.find(id); uc != nil {
		return uc
	}
	return s.sys
}

func (s *Server) viaSystem(id string) { get(s.system(id)) }

func NewServer() *Server {
	return &Server{sys: &ws.UserExecutionContext{UserID: "system"}, find: lib.Find}
}

func multiAssign(id string) {
	a, b := lib.Find(id), lib.Find(id)
	if a == nil || b == nil {
		return
	}
	get(a)
	get(b)
}

func orCheck(id string) {
	a, b := lib.Find(id), lib.Find(id)
	if a == nil && b == nil {
		return
	}
	get(a) // want "the user context may be nil"
}

func ternaryLike(id string, r *http.Request) {
	uc := fromRequest(r)
	if uc == nil {
		uc = lib.Find(id)
	}
	if uc == nil {
		uc = &ws.UserExecutionContext{UserID: "anon"}
	}
	get(uc)
}

func errShadow(r *http.Request) {
	uc, err := lib.Auth(r)
	if err := other(); err != nil {
		return
	}
	_ = err
	get(uc) // want "the user context may be nil"
}

func other() error { return nil }

func tuple3(id string) (uc *ws.UserExecutionContext, n int, err error) {
	if id == "" {
		return nil, 0, errNo
	}
	return &ws.UserExecutionContext{UserID: id}, 1, nil
}

func viaTuple3(id string) error {
	uc, n, err := tuple3(id)
	if err != nil {
		return err
	}
	_ = n
	get(uc)
	uc, n, _ = tuple3(id)
	get(uc) // want "the user context may be nil"
	return nil
}

func boolErr(id string) (uc *ws.UserExecutionContext, ok bool) {
	uc = lib.Find(id)
	return uc, uc != nil
}

func viaBoolErr(id string) {
	if uc, ok := boolErr(id); ok {
		get(uc)
	}
	uc, ok := boolErr(id)
	if !ok {
		return
	}
	get(uc)
}

func lenCheck(ucs []*ws.UserExecutionContext) {
	if len(ucs) == 0 {
		return
	}
	get(ucs[0])
	for i := range ucs {
		get(ucs[i])
	}
}

func arrays(n int) {
	ucs := make([]*ws.UserExecutionContext, 0, n)
	for range n {
		ucs = append(ucs, &ws.UserExecutionContext{UserID: "x"})
	}
	for _, uc := range ucs {
		get(uc)
	}
	get(ucs[0])
}

func selectCtx(ch chan *ws.UserExecutionContext, done chan struct{}) {
	var uc *ws.UserExecutionContext
	select {
	case uc = <-ch:
	case <-done:
		return
	}
	get(uc)
	select {
	case uc, ok := <-ch:
		if !ok {
			return
		}
		get(uc)
	default:
	}
}

func retry(id string) *ws.UserExecutionContext {
	for i := 0; i < 3; i++ {
		if uc := lib.Find(id); uc != nil {
			return uc
		}
	}
	return nil
}

func viaRetry(id string) { get(retry(id)) } // want "the user context may be nil"

func labelled(ids []string) {
	var found *ws.UserExecutionContext
outer:
	for _, id := range ids {
		for range 3 {
			if uc := lib.Find(id); uc != nil {
				found = uc
				break outer
			}
		}
	}
	if found != nil {
		get(found)
	}
	get(found) // want "the user context may be nil"
}

func iface(uc ws.UserContext) *ws.WebSocketManager { return ws.MakeWSManager(uc) }

func viaIface2(id string) {
	iface(nil)          // want "the user context is nil"
	iface(lib.Find(id)) // want "the user context may be nil"
	if uc := lib.Find(id); uc != nil {
		iface(uc)
	}
	iface((*ws.UserExecutionContext)(nil)) // want "the user context is nil"
}

func ifaceNil(p *ws.UserExecutionContext) *ws.WebSocketManager {
	var i ws.UserContext = p
	if i == nil {
		return nil
	}
	return ws.MakeWSManager(i)
}

func viaIfaceNil() { ifaceNil(nil) } // want "the user context is nil"

func viaFieldCheck(uc *ws.UserExecutionContext) {
	fieldCheck(&box{})
	fieldCheck(&box{uc: uc})
	noFieldCheck(&box{}) // want "the user context is nil: field uc is not set"
}

func noFieldCheck(b *box) { get(b.uc) }
