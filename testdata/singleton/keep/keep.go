// Package keep keeps managers by way of what the standard library offers.
package keep

import (
	"container/list"
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"example.com/singleton/ws"
)

var sys = &ws.UserExecutionContext{UserID: "system"}

func newM() *ws.WebSocketManager { m, _ := ws.GetWebSocketManager(sys); return m }

var Get = sync.OnceValue(newM) // want "set once for all"

var Get2 = sync.OnceValues(func() (*ws.WebSocketManager, error) { return ws.GetWebSocketManager(sys) }) // want "set once for all"

var once sync.Once
var inst *ws.WebSocketManager

func lazyOnce() *ws.WebSocketManager {
	once.Do(func() {
		inst = newM() // want "set once for all"
	})
	return inst
}

var inst2 *ws.WebSocketManager

func fill2() { inst2 = newM() } // want "set once for all"

func lazyNamed() { once.Do(fill2) }

func lazyHand() *ws.WebSocketManager {
	if inst == nil {
		inst = newM() // want "package variable"
	}
	return inst
}

type Lazy[T any] struct {
	once sync.Once
	v    T
	f    func() T
}

func (l *Lazy[T]) Get() T {
	l.once.Do(func() { l.v = l.f() })
	return l.v
}

func NewLazy[T any](f func() T) *Lazy[T] { return &Lazy[T]{f: f} }

var lazy = Lazy[*ws.WebSocketManager]{f: newM} // want "set once for all"

func useLazy() string { return lazy.Get().User }

var lazyP = NewLazy(newM) // want "set once for all"

func useLazyP() string { return lazyP.Get().User }

var lazyInt = NewLazy(func() int { return 1 })

func useLazyInt() int { return lazyInt.Get() }

var sm sync.Map

func storeMap(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	sm.Store("default", m) // want "container"
	sm.Store(uc.UserID, m)
}

func losMap(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	sm.LoadOrStore("default", m) // want "container"
}

var pool = sync.Pool{New: func() any { return newM() }}

func poolUse() {
	m := pool.Get().(*ws.WebSocketManager)
	pool.Put(m) // want "container pool"
}

var cur *ws.UserExecutionContext

func keepCtx(uc *ws.UserExecutionContext) { cur = uc } // want "keeps a user context"

func keepReq(r *http.Request) {
	cur = &ws.UserExecutionContext{UserID: r.Header.Get("u")} // want "keeps a user context"
}

func keepSys() { cur = &ws.UserExecutionContext{UserID: "sys"} }

func keepSys2() { cur = sys }

type sess struct {
	uc *ws.UserExecutionContext
	m  *ws.WebSocketManager
}

var curSess *sess

func keepHolder(uc *ws.UserExecutionContext) {
	curSess = &sess{uc: uc} // want "keeps a user context"
}

var byUser = map[string]*ws.UserExecutionContext{}

func keepReg(uc *ws.UserExecutionContext) { byUser[uc.UserID] = uc }

func handler() http.HandlerFunc {
	var m *ws.WebSocketManager
	return func(w http.ResponseWriter, r *http.Request) {
		if m == nil {
			m, _ = ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: r.Header.Get("u")}) // want "beyond its request"
		}
		_ = m.User
	}
}

func perRequest(w http.ResponseWriter, r *http.Request) {
	var m *ws.WebSocketManager
	h := func(w http.ResponseWriter, r *http.Request) {
		m, _ = ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: r.Header.Get("u")})
	}
	h(w, r)
	_ = m.User
}

func later(uc *ws.UserExecutionContext) {
	s := &sess{}
	curSess = s
	s.m, _ = ws.GetWebSocketManager(uc) // want "package variable"
}

var obj struct{ p *sess }

func later2(uc *ws.UserExecutionContext) {
	s := &sess{}
	obj.p = s
	s.m, _ = ws.GetWebSocketManager(uc) // want "package variable"
}

var lst = list.New()

func pushBack(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	lst.PushBack(m) // want "container"
}

var all []*ws.WebSocketManager

func app(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	all = append(all, m) // want "container"
}

var cached = func() func() *ws.WebSocketManager {
	var m *ws.WebSocketManager
	return func() *ws.WebSocketManager {
		if m == nil {
			m = newM() // want "package variable"
		}
		return m
	}
}()

var val atomic.Value

func swap(uc *ws.UserExecutionContext) {
	m, _ := ws.GetWebSocketManager(uc)
	val.Swap(m)                // want "package variable"
	val.CompareAndSwap(nil, m) // want "package variable"
}

type chatServer interface {
	Send(ctx context.Context, req *Req) error
}
type Req struct{ User string }
type registrar struct{ impl chatServer }

func Register(r *registrar, s chatServer) { r.impl = s }

type server struct{ m *ws.WebSocketManager }

func (s *server) Send(ctx context.Context, req *Req) error {
	m, err := ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: req.User})
	if err != nil {
		return err
	}
	s.m = m // want "beyond its request"
	return nil
}

func main() {
	r := &registrar{}
	Register(r, &server{})
}

type reqScoped struct{ m *ws.WebSocketManager }

func (s *reqScoped) serve(w http.ResponseWriter, r *http.Request) {
	s.m, _ = ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: r.Header.Get("u")})
}

func httpPerRequest(w http.ResponseWriter, r *http.Request) {
	s := &reqScoped{}
	s.serve(w, r)
}

type userSession struct {
	uc *ws.UserExecutionContext
	m  *ws.WebSocketManager
}

func (s *userSession) onMessage(ctx context.Context, msg []byte) {
	s.m, _ = ws.GetWebSocketManager(s.uc)
}

func on(f func(context.Context, []byte)) { handlers = append(handlers, f) }

var handlers []func(context.Context, []byte)

type Conn struct{ On func(context.Context, []byte) }

func connect(c *Conn, uc *ws.UserExecutionContext) {
	s := &userSession{uc: uc}
	c.On = s.onMessage
}

var viaVar = ws.GetWebSocketManager

func useVar(uc *ws.UserExecutionContext) {
	inst, _ = viaVar(uc) // want "package variable"
}
