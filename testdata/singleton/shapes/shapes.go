// Package shapes keeps managers in what another package offers, and in handlers.
package shapes

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"example.com/singleton/lib"
	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

func newDefault() *ws.WebSocketManager {
	return mk(&ws.UserExecutionContext{UserID: "sys"})
}

func libSet(uc *ws.UserExecutionContext) {
	lib.Default.Set(mk(uc)) // want "package variable"
}

func libAdd(uc *ws.UserExecutionContext) {
	lib.Default.Add(mk(uc)) // want "container"
}

func libPut(uc *ws.UserExecutionContext) {
	lib.Default.Put(uc.UserID, mk(uc))
	lib.Default.Put("x", mk(uc)) // want "container"
}

func libSetDefault(uc *ws.UserExecutionContext) {
	lib.SetDefault(mk(uc)) // want "package variable"
}

func libCurrent(uc *ws.UserExecutionContext) {
	lib.Current = mk(uc) // want "package variable"
}

var srv *lib.Server

func libServer(uc *ws.UserExecutionContext) {
	srv = lib.NewServer(lib.WithManager(mk(uc))) // want "package variable"
}

var opts []lib.Option

func libOpts(uc *ws.UserExecutionContext) {
	opts = append(opts, lib.WithManager(mk(uc))) // want "container"
}

var holder lib.Holder[*ws.WebSocketManager]

func libHolder(uc *ws.UserExecutionContext) {
	holder.Set(mk(uc)) // want "package variable"
}

var lazy = lib.Lazy[*ws.WebSocketManager]{New: newDefault} // want "set once for all"

func useLazy() { lazy.Get() }

var lazy2 = lib.NewLazy(newDefault) // want "set once for all"

func useLazy2() *ws.WebSocketManager { return lazy2.Get() }

// never called: keeps only the factory
var lazy3 = lib.NewLazy(newDefault)

var em lib.Emitter

func libEmitter(uc *ws.UserExecutionContext) {
	em = lib.NewEmitter(mk(uc)) // want "package variable"
}

type Service struct {
	lib.Registry
	emitter lib.Emitter
	nested  struct {
		m atomic.Pointer[ws.WebSocketManager]
	}
}

var svc = &Service{}

func embedded(uc *ws.UserExecutionContext) {
	svc.Set(mk(uc))                          // want "package variable"
	svc.emitter = lib.NewEmitter(mk(uc))     // want "package variable"
	svc.nested.m.Store(mk(uc))               // want "package variable"
	svc.nested.m.CompareAndSwap(nil, mk(uc)) // want "package variable"
	svc.nested.m.Swap(mk(uc))                // want "package variable"
}

func (s *Service) start(uc *ws.UserExecutionContext) {
	s.emitter = lib.NewEmitter(mk(uc))
}

func startGlobal(uc *ws.UserExecutionContext) {
	svc.start(uc) // want "package variable"
}

func startLocal(uc *ws.UserExecutionContext) {
	s := &Service{}
	s.start(uc)
}

var mu sync.Mutex
var arr [4]*ws.WebSocketManager

func array(uc *ws.UserExecutionContext) {
	arr[0] = mk(uc) // want "container"
	p := &arr[1]
	*p = mk(uc) // want "container"
}

var iface interface{ Name() string }

type named struct{ m *ws.WebSocketManager }

func (n named) Name() string { return n.m.User }

func setIface(uc *ws.UserExecutionContext) {
	iface = named{mk(uc)} // want "package variable"
}

var hooks = map[string]func(){}

func hook(uc *ws.UserExecutionContext) {
	m := mk(uc)
	hooks["x"] = func() { fmt.Println(m.User) } // want "container"
	hooks[uc.UserID] = func() { fmt.Println(m.User) }
}

func hookFactory(uc *ws.UserExecutionContext) {
	hooks["y"] = func() { mk(uc) } // want "keeps a user context"
}

var makers = map[string]func(*ws.UserExecutionContext) *ws.WebSocketManager{}

func register() { makers["x"] = mk }

var deferred func() *ws.WebSocketManager

func keepDeferred() {
	deferred = func() *ws.WebSocketManager { return newDefault() }
}

func goSet(uc *ws.UserExecutionContext) {
	go func() {
		lib.Current = mk(uc) // want "package variable"
	}()
	defer func() {
		lib.Current = nil
	}()
}

func swapped(uc *ws.UserExecutionContext) {
	old := lib.Current
	lib.Current = mk(uc)
	defer func() { lib.Current = old }()
}

type registryKey struct{ user, kind string }

var reg = map[registryKey]*ws.WebSocketManager{}

func keyedStruct(uc *ws.UserExecutionContext) {
	reg[registryKey{uc.UserID, "x"}] = mk(uc)
}

var byCtx = map[*ws.UserExecutionContext]*ws.WebSocketManager{}

func keyedCtx(uc *ws.UserExecutionContext) {
	byCtx[uc] = mk(uc)
}

var smap sync.Map

func keyedSync(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	if v, ok := smap.Load(uc.UserID); ok {
		return v.(*ws.WebSocketManager)
	}
	v, _ := smap.LoadOrStore(uc.UserID, mk(uc))
	return v.(*ws.WebSocketManager)
}

func constKeySync(uc *ws.UserExecutionContext) {
	const k = "mgr"
	smap.Store(k, mk(uc)) // want "container"
	smap.Swap(k, mk(uc))  // want "container"
}

type app struct {
	m    *ws.WebSocketManager
	uc   *ws.UserExecutionContext
	once sync.Once
	last map[string]*ws.WebSocketManager
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	uc := &ws.UserExecutionContext{UserID: r.Header.Get("u")}
	if a.m == nil {
		a.m = mk(uc) // want "beyond its request"
	}
	a.uc = uc // want "keeps a user context"
	a.once.Do(func() {
		a.m = mk(uc) // want "beyond its request"
	})
	a.last["x"] = mk(uc) // want "beyond its request"
	a.last[uc.UserID] = mk(uc)
	r2 := r.WithContext(context.WithValue(r.Context(), "m", mk(uc)))
	_ = r2
}

func (a *app) routes(mux *http.ServeMux) {
	mux.HandleFunc("/a", a.handle)
	var shared *ws.WebSocketManager
	mux.HandleFunc("/b", func(w http.ResponseWriter, r *http.Request) {
		shared = mk(&ws.UserExecutionContext{UserID: r.Header.Get("u")}) // want "beyond its request"
		_ = shared
	})
	for range 3 {
		var mu sync.Mutex
		cache := map[string]*ws.WebSocketManager{}
		mux.HandleFunc("/c", func(w http.ResponseWriter, r *http.Request) {
			uc := &ws.UserExecutionContext{UserID: r.Header.Get("u")}
			mu.Lock()
			defer mu.Unlock()
			cache[uc.UserID] = mk(uc)
			cache["last"] = mk(uc) // want "beyond its request"
		})
	}
}

func (a *app) handle(w http.ResponseWriter, r *http.Request) {
	a.helper(r)
}

func (a *app) helper(r *http.Request) {
	a.m = mk(&ws.UserExecutionContext{UserID: r.Header.Get("u")}) // want "beyond its request"
}

func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m := mk(&ws.UserExecutionContext{UserID: r.Header.Get("u")})
		func() {
			m = mk(&ws.UserExecutionContext{UserID: r.Header.Get("v")})
		}()
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), "m", m)))
	})
}

func pkgVarInFunc() {
	var once sync.Once
	var m *ws.WebSocketManager
	get := func() *ws.WebSocketManager {
		once.Do(func() { m = newDefault() })
		return m
	}
	get()
}

var initInst *ws.WebSocketManager

func init() {
	initInst = newDefault() // want "package variable"
}

var fromFunc = newDefault() // want "package variable"

var pair, errPair = ws.GetWebSocketManager(&ws.UserExecutionContext{UserID: "x"}) // want "package variable"

var structLit = struct{ m *ws.WebSocketManager }{newDefault()} // want "package variable"

var sliceLit = []*ws.WebSocketManager{newDefault()} // want "container"

var ch = make(chan lib.Emitter, 1)

func sendCh(uc *ws.UserExecutionContext) {
	select {
	case ch <- lib.NewEmitter(mk(uc)): // want "container"
	default:
	}
}

func ptrToGlobal(uc *ws.UserExecutionContext) {
	p := &lib.Current
	*p = mk(uc) // want "package variable"
}

type tree struct {
	left, right *tree
	m           *ws.WebSocketManager
}

var root = &tree{}

func deepSet(uc *ws.UserExecutionContext) {
	n := root
	for n.left != nil {
		n = n.left
	}
	n.left = &tree{m: mk(uc)} // want "container"
}

var resolved = sync.OnceFunc(func() {
	lib.Current = newDefault() // want "set once for all"
})

var valuesOnce = sync.OnceValues(func() (lib.Emitter, error) { return lib.NewEmitter(newDefault()), nil }) // want "set once for all"

var onceInt = sync.OnceValue(func() int { return 1 })

func localOnce(uc *ws.UserExecutionContext) {
	get := sync.OnceValue(func() *ws.WebSocketManager { return mk(uc) })
	get()
}

var onceInFunc func() *ws.WebSocketManager

func setup() {
	onceInFunc = sync.OnceValue(newDefault) // want "set once for all"
}
