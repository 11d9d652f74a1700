// Package handlers registers handlers that hold a manager, and such that do not.
package handlers

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		panic(err)
	}
	return m
}

var system = &ws.UserExecutionContext{UserID: "system"}

func user(r *http.Request) *ws.UserExecutionContext {
	return &ws.UserExecutionContext{UserID: r.Header.Get("X-User")}
}

type server struct {
	m   *ws.WebSocketManager
	mux *http.ServeMux
	new func(*ws.UserExecutionContext) *ws.WebSocketManager
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { _ = s.m }

func (s *server) page(w http.ResponseWriter, r *http.Request) { _ = s.m }

func literal() {
	m := mk(system)
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) { _ = m.User }) // want "variable m, captured by a handler,"
}

func local() {
	m := mk(system)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { _ = m.User }) // want "variable m, captured by a handler,"
	_ = http.ListenAndServe("", mux)
}

func value() {
	http.Handle("/", &server{m: mk(system)}) // want "receiver of type server"
}

func bound() {
	s := &server{m: mk(system)}
	http.HandleFunc("/", s.page) // want "receiver of type server"
}

func field() {
	s := &http.Server{Handler: &server{m: mk(system)}} // want "receiver of type server"
	_ = s.ListenAndServe()
}

func register(mux *http.ServeMux, m *ws.WebSocketManager) {
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { _ = m.User })
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func wrapped() {
	h := logged(&server{m: mk(system)})
	http.Handle("/", h) // want "receiver of type server"
}

// What a registered literal keeps in the receiver of the method around it.

func (s *server) routes() {
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.m = mk(user(r)) // want "receiver of type server"
	})
}

// A framework's context is a request too.

type Context struct {
	Request *http.Request
	kept    *ws.WebSocketManager
}

type engine struct{ routes map[string]func(*Context) }

func (e *engine) GET(path string, h func(*Context)) { e.routes[path] = h }

func framework() *engine {
	e := &engine{routes: map[string]func(*Context){}}
	var last *ws.WebSocketManager
	e.GET("/last", func(c *Context) {
		last = mk(user(c.Request)) // want "variable last, captured by a handler,"
	})
	e.GET("/scoped", func(c *Context) { c.kept = mk(user(c.Request)) })
	_ = last
	return e
}

// Sound: the factory, one manager for each request, a middleware's own.

func factory() {
	http.Handle("/", &server{new: mk})
	http.HandleFunc("/f", func(w http.ResponseWriter, r *http.Request) { _ = mk(user(r)).User })
}

func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m := mk(user(r))
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = m.User }).ServeHTTP(w, r)
		h := &server{m: m}
		logged(h).ServeHTTP(w, r)
	})
}

// Sound: what is set up with a user context, by a method that is given one, is
// that user's, and handing it on registers nothing; made there, it is registered.

type provisioner interface {
	provision(uc *ws.UserExecutionContext)
	inspect(any)
}

type nested struct{ *server }

func (s *server) provision(uc *ws.UserExecutionContext, p provisioner) {
	s.m = mk(uc)
	p.inspect(s)
}

func (n *nested) provision(uc *ws.UserExecutionContext, p provisioner) {
	n.m = mk(uc)
	p.inspect(n.server)
}

type byValue struct {
	m    *ws.WebSocketManager
	next http.Handler
}

func (b byValue) ServeHTTP(w http.ResponseWriter, r *http.Request) { b.next.ServeHTTP(w, r) }

func (b *byValue) provision(uc *ws.UserExecutionContext, p provisioner) {
	b.m = mk(uc)
	p.inspect(*b)
}

// What is given may hold another handler, which is registered where it is stored.
type fronted struct {
	*server
	back http.Handler
}

func (f *fronted) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.back.ServeHTTP(w, r) }

func (f *fronted) provision(uc *ws.UserExecutionContext, p provisioner) {
	f.back = &server{m: mk(uc)} // want "receiver of type server"
	p.inspect(f)
}

// Sound: it is kept in the user context.

type SessionContext struct {
	user    *ws.UserExecutionContext
	handler http.Handler
}

func keepOwn(sc *SessionContext) { sc.handler = &server{m: mk(sc.user)} }

func (s *server) start(p provisioner) {
	s.m = mk(system)
	p.inspect(s) // want "receiver of type server"
}

func mount(uc *ws.UserExecutionContext, p provisioner) {
	p.inspect(&server{m: mk(uc)}) // want "receiver of type server"
}

// Sound: a client is given the requests that its owner makes.

type transport struct{ m *ws.WebSocketManager }

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-User", t.m.User)
	return http.DefaultTransport.RoundTrip(r)
}

func client() *http.Client { return &http.Client{Transport: &transport{m: mk(system)}} }

// A proxy is a client that serves others.

type proxy struct{ transport }

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) { _, _ = p.RoundTrip(r) }

func proxied() {
	http.Handle("/", &proxy{transport{m: mk(system)}}) // want "receiver of type proxy"
}

// User contexts of requests.

var current *ws.UserExecutionContext

type tracker struct{ uc *ws.UserExecutionContext }

func unknown(r *http.Request) *ws.UserExecutionContext {
	uc, _ := r.Context().Value("user").(*ws.UserExecutionContext)
	return uc
}

func remember(r *http.Request) { current = unknown(r) } // want "keeps a user context"

func (t *tracker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.uc = unknown(r) // want "keeps a user context"
}

var contexts sync.Map

func storeContext(uc *ws.UserExecutionContext) { contexts.Store("last", uc) } // want "keeps a user context"
func storeOwn(uc *ws.UserExecutionContext)     { contexts.Store(uc.UserID, uc) }

// Timers and pools.

var timer *time.Timer

func later(uc *ws.UserExecutionContext) {
	m := mk(uc)
	timer = time.AfterFunc(time.Hour, func() { _ = m.User }) // want "package variable timer"
}

func stopped(uc *ws.UserExecutionContext) {
	m := mk(uc)
	t := time.AfterFunc(time.Hour, func() { _ = m.User })
	defer t.Stop()
	timer = time.AfterFunc(time.Hour, func() {})
}

var pool sync.Pool

func put(uc *ws.UserExecutionContext) { pool.Put(mk(uc)) } // want "container pool"

func putLocal(uc *ws.UserExecutionContext) {
	var pool sync.Pool
	pool.Put(mk(uc))
}

func plain(http.ResponseWriter, *http.Request) {}

func registeredAfterAnother() {
	m := mk(system)
	http.HandleFunc("/", plain)
	http.HandleFunc("/ws", func(http.ResponseWriter, *http.Request) { _ = m.User }) // want "variable m"
}

func printed() string {
	s := &server{m: mk(system)}
	return fmt.Sprint("serving ", s)
}

func use(hs ...http.Handler) { _ = http.ListenAndServe("", hs[0]) }

func usedWithOthers() {
	use(&server{m: mk(system)}, nil) // want "receiver of type server"
}
