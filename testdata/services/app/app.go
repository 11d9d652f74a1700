// Package app calls factories as programs do, with each kind of bad user context.
package app

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os/signal"
	"sync"
	"sync/atomic"
	"time"

	"example.com/services/lib"
	"example.com/services/ws"
)

type U = ws.UserExecutionContext

func objects(id string) {
	lib.NewService("a").Open() // want "the user context is nil"
	lib.NewService("a").OpenChecked()
	lib.NewService("a").Lazy()
	lib.NewService("a").With(ws.System()).Open()
	lib.NewService("a").With(nil).Open()          // want "the user context is nil"
	lib.NewService("a").With(lib.Find(id)).Open() // want "the user context may be nil"
	lib.NewUserService("a", lib.Find(id)).Open()  // want "the user context may be nil"
	lib.NewUserService("a", lib.Default(lib.Find(id))).Open()
	s := lib.NewService("b")
	s.SetUser(ws.System())
	s.Open()
	s2 := lib.NewService("c")
	if id != "" {
		s2.SetUser(ws.System())
	}
	s2.Open() // want "the user context may be nil"
	s3 := lib.NewService("d")
	s3.User = lib.Find(id)
	if s3.User == nil {
		return
	}
	s3.Open()
	s4 := &lib.Service{}
	defer s4.Open() // want "the user context is nil"
	s5 := &lib.Service{User: ws.System()}
	go s5.Open()
	s6 := new(lib.Service)
	ws.NewWSManager("x", s6.User) // want "the user context is nil"
	var s7 lib.Service
	s7.Open() // want "the user context is nil"
	open := lib.NewService("e").Open
	open() // want "the user context is nil"
}

func structs(id string, b bool) {
	ws.Dial("u", &ws.Options{Timeout: 1}) // want "the user context is nil: field User is not set"
	ws.Dial("u", &ws.Options{User: ws.System()})
	ws.Dial("u", nil) // want "the user context is nil"
	o := &ws.Options{Timeout: 2}
	if b {
		o.User = ws.System()
	}
	ws.Dial("u", o) // want "the user context may be nil"
	o2 := ws.Options{}
	o2.User = ws.System()
	ws.Serve(o2)
	o3 := o2
	o3.User = nil
	ws.Serve(o3) // want "the user context is nil"
	ws.Serve(o2)
	o4 := options(id)
	ws.Serve(o4) // want "the user context may be nil"
	if o4.User != nil {
		ws.Serve(o4)
	}
	ws.Serve(ws.Options{User: lib.Find(id)}) // want "the user context may be nil"
	po := &ws.Options{}
	fillOptions(po)
	ws.Dial("u", po)
	list := []ws.Options{{User: ws.System()}, {Timeout: 1}}
	for _, x := range list {
		ws.Serve(x) // want "the user context may be nil"
	}
	m := map[string]ws.Options{"a": {User: ws.System()}}
	ws.Serve(m[id]) // want "the user context is a zero value"
	if x, ok := m[id]; ok {
		ws.Serve(x)
	}
}

func options(id string) ws.Options { return ws.Options{User: lib.Find(id)} }
func fillOptions(o *ws.Options)    { o.User = ws.System() }

func opts(id string, extra []ws.Opt) {
	ws.Listen("a")                // want "no user context is given"
	ws.Listen("a", ws.Timeout(1)) // want "no user context is given"
	ws.Listen("a", ws.Timeout(1), ws.User(ws.System()))
	ws.Listen("a", ws.User(nil))          // want "the user context is nil"
	ws.Listen("a", ws.User(lib.Find(id))) // want "the user context may be nil"
	ws.Listen("a", extra...)
	lib.ListenAt("a")                // want "no user context is given"
	lib.ListenAt("a", ws.Timeout(2)) // want "no user context is given"
	lib.ListenAt("a", ws.User(ws.System()))
	lib.ListenAs("a", ws.System())
	lib.ListenAs("a", nil)                         // want "the user context is nil"
	lib.ListenAs("a", lib.Find(id), ws.Timeout(1)) // want "the user context may be nil"
	os := []ws.Opt{ws.Timeout(1)}
	os = append(os, ws.User(ws.System()))
	ws.Listen("a", os...)
	ws.Listen("a", func(o *ws.Options) { o.User = ws.System() })
	ws.Listen("a", func(o *ws.Options) { o.Timeout = 1 }) // want "no user context is given"
}

func checks(r *http.Request, id string) {
	u, err := lib.Auth(r)
	lib.WrapErr(u, err)
	lib.WrapErr(lib.Auth(r))
	lib.Wrap(u) // want "the user context may be nil"
	if err == nil {
		lib.Wrap(u)
	}
	if err := lib.Check(u); err == nil {
		lib.Wrap2(u)
	}
	if lib.OK(u) {
		lib.Wrap(u)
	}
	if !u.IsZero() {
		lib.Wrap(u)
	}
	if u.IsZero() {
		lib.Wrap(u) // want "the user context may be nil"
	}
	if u := lib.Find(id); u != nil && u.UserID != "" {
		lib.Wrap(u)
	}
	if u := lib.Find(id); u == nil {
		lib.Wrap(u) // want "the user context is nil"
	} else {
		lib.Wrap(u)
	}
	v, ok := lib.Try(id)
	switch {
	case !ok:
		return
	case v.UserID == "x":
		lib.Wrap(v)
	default:
		lib.Wrap(v)
	}
	w := lib.Find(id)
	for w == nil {
		w = lib.Find("x" + id)
	}
	lib.Wrap(w)
	x := lib.Find(id)
	if x == nil {
		lib.Fatal("no")
	}
	lib.Wrap(x)
	lib.Wrap(lib.Need(lib.Find(id)))
	y := lib.Find(id)
	_ = y.Name()
	lib.Wrap(y)
	z := lib.Find(id)
	func() {
		if z == nil {
			z = ws.System()
		}
	}()
	lib.Wrap(z)
	a, b := lib.Find(id), lib.Find("b")
	if a == nil || b == nil {
		return
	}
	ws.NewWSManager("x", a)
	ws.NewWSManager("x", b)
}

func checks2(r *http.Request, id string) error {
	u, err := lib.Auth(r)
	if errors.Is(err, lib.ErrNo) {
		return err
	}
	lib.Wrap(u) // want "the user context may be nil"
	u2, err := lib.Auth(r)
	if err != nil {
		log.Println(err)
	}
	lib.Wrap(u2) // want "the user context may be nil"
	u3, err := lib.Auth(r)
	switch err {
	case nil:
		lib.Wrap(u3)
	default:
		return err
	}
	lib.Wrap(u3)
	u4, err := lib.Auth(r)
	if err != nil {
		u4 = ws.System()
	}
	lib.Wrap(u4)
	u5 := lib.MustAuth(r)
	lib.Wrap(u5)
	var u6 *U
	if u6, err = lib.Auth(r); err != nil {
		return err
	}
	lib.Wrap(u6)
	has := lib.Find(id) != nil
	u7 := lib.Find(id)
	if has {
		lib.Wrap(u7) // want "the user context may be nil"
	}
	u8 := lib.Find(id)
	has8 := u8 != nil
	if has8 && id != "z" {
		lib.Wrap(u8)
	}
	var u9 *U
	if id != "" {
		u9 = ws.System()
	}
	if id != "" {
		lib.Wrap(u9)
	}
	lib.Wrap(u9) // want "the user context may be nil"
	return nil
}

func substitutes(id string) {
	lib.Wrap(cmp.Or(lib.Find(id), lib.Find(""))) // want "the user context may be nil"
	lib.Wrap(lib.First(lib.Find(id)))            // want "the user context may be nil"
	lib.Wrap(lib.First())                        // want "the user context is nil"
	lib.Wrap(lib.Default(nil))
}

func ctxs(ctx context.Context, r *http.Request) {
	ws.Start(ctx)
	ws.Start(r.Context())
	ws.Start(context.Background()) // want "the context carries no user"
	c, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	ws.Start(c) // want "the context carries no user"
	ws.Start(lib.Into(c, ws.System()))
	ws.Start(lib.Into(c, nil))             // want "the context carries no user"
	ws.Start(context.WithValue(c, "k", 1)) // want "the context carries no user"
	n, stop := signal.NotifyContext(context.Background())
	defer stop()
	ws.Start(n) // want "the context carries no user"
	ws.Start(context.WithoutCancel(ctx))
	var nc context.Context
	ws.Start(nc) // want "the user context is nil"
	_ = ctx
	if u, ok := lib.FromOK(ctx); ok {
		lib.Wrap(u)
	}
	u, _ := lib.FromOK(ctx)
	lib.Wrap(u) // want "the user context may be nil"
}

func callbacks(us []*U, id string) {
	lib.Each(us, func(u *U) { lib.Wrap(u) })
	lib.Each([]*U{nil}, func(u *U) { lib.Wrap(u) }) // want "the user context is nil"
	lib.WithUser(id, func(u *U) error { lib.Wrap(u); return nil })
	lib.WithAny(id, func(u *U) error { lib.Wrap(u); return nil }) // want "the user context may be nil"
	http.Handle("/a", lib.Authed(func(w http.ResponseWriter, r *http.Request, u *U) { lib.Wrap(u) }))
	for _, m := range lib.Map(us, lib.Wrap) {
		m.Close()
	}
	lib.Map([]string{id}, func(s string) *ws.WebSocketManager { return lib.Wrap(lib.Find(s)) }) // want "the user context may be nil"
	for _, u := range lib.Map([]string{id}, lib.Find) {
		lib.Wrap(u) // want "the user context may be nil"
	}
	for _, u := range lib.Filter(us, lib.OK) {
		lib.Wrap(u)
	}
}

func channels(r *http.Request, ids []string) {
	res := <-lib.Async(r)
	lib.Wrap(res.Val) // want "the user context may be nil"
	if res.Err != nil {
		return
	}
	lib.Wrap(res.Val)
	for u := range lib.Produce(ids) {
		lib.Wrap(u) // want "the user context may be nil"
	}
	for u := range lib.ProduceGood(ids) {
		lib.Wrap(u)
	}
	done := make(chan *U)
	close(done)
	lib.Wrap(<-done) // want "the user context is nil"
}

func generics(r *http.Request, id string) {
	c := &lib.Cache[*U]{}
	u, ok := c.Get(id)
	lib.Wrap(u) // want "the user context is nil"
	if ok {
		lib.Wrap(u)
	}
	lib.Wrap(c.Or(id, ws.System))
	lib.Wrap(lib.Ok(ws.System()).Must())
	v, err := lib.Fail[*U](lib.ErrNo).Unwrap()
	if err == nil {
		lib.Wrap(v)
	}
	w, _ := lib.Fail[*U](lib.ErrNo).Unwrap()
	lib.Wrap(w) // want "the user context is nil"
	lib.Wrap(lib.Deref(lib.Ptr(ws.System())))
	lib.Wrap(lib.Deref[*U](nil)) // want "the user context is nil"
	x, err := lib.Retry(3, func() (*U, error) { return lib.Auth(r) })
	if err != nil {
		return
	}
	lib.Wrap(x)
	ws.Of(lib.Find(id), 1) // want "the user context may be nil"
	ws.Of[string](nil, "") // want "the user context is nil"
	ws.Of(ws.System(), struct{}{})
}

func onces(r *http.Request, id string) {
	get := sync.OnceValue(func() *U { return lib.Find(id) })
	lib.Wrap(get()) // want "the user context may be nil"
	both := sync.OnceValues(func() (*U, error) { return lib.Auth(r) })
	u, err := both()
	if err != nil {
		return
	}
	_ = u
	v, _ := both()
	_ = v
	var p atomic.Pointer[U]
	lib.Wrap(p.Load()) // want "the user context is nil"
	p.Store(ws.System())
	lib.Wrap(p.Load())
	var val atomic.Value
	w, _ := val.Load().(*U)
	lib.Wrap(w) // want "the user context may be nil"
}

func recovers(id string) {
	u, err := lib.Safe(func() *U { return lib.Need2(id) })
	if err != nil {
		return
	}
	lib.Wrap(u)
	v, _ := lib.Safe(func() *U { return lib.Need2(id) })
	_ = v
}

func tenants(id string) {
	ws.MakeWSManager(ws.NewTenant(id)) // want "the user context may be nil"
	t := ws.BadTenant(id)
	if t != nil {
		ws.MakeWSManager(t) // want "the user context may be nil"
	}
	if t := ws.NewTenant(id); t != nil {
		ws.MakeWSManager(t)
	}
	var x any = ws.NewTenant(id)
	ws.MakeWSManager(x.(ws.TenantContext))
	y, _ := x.(ws.TenantContext)
	ws.MakeWSManager(y) // want "the user context may be nil"
}

type server struct {
	f    ws.Factory
	make func(*U) *ws.WebSocketManager
	uc   *U
}

var ctor ws.Ctor = lib.Wrap

func funcs(s *server, f ws.Factory, ctx context.Context, id string, fs map[string]ws.Ctor) {
	f.Make(ctx, nil)            // want "the user context is nil"
	s.f.Make(ctx, lib.Find(id)) // want "the user context may be nil"
	f.Make(context.Background(), ws.System())
	mk := f.Make
	mk(ctx, nil) // want "the user context is nil"
	ctor(nil)    // want "the user context is nil"
	ctor(ws.System())
	t := &server{make: lib.Wrap}
	t.make(nil) // want "the user context is nil"
	t.make(ws.System())
	defer lib.Wrap2(nil)       // want "the user context is nil"
	go lib.Wrap2(lib.Find(id)) // want "the user context may be nil"
	w := lib.Wrap
	if id == "a" {
		w = func(u *U) *ws.WebSocketManager { return lib.Wrap(lib.Default(u)) }
	}
	w(nil)                          // want "the user context is nil"
	func(u *U) { lib.Wrap(u) }(nil) // want "the user context is nil"
	var u *U
	use := func() { lib.Wrap(u) }
	u = ws.System()
	use()
	var n *U
	use2 := func() { lib.Wrap(n) } // want "the user context is nil"
	use2()
	ws.NewWSManager("a", nil, 1, 2) // want "the user context is nil"
	ws.NewWSManager("a", s.uc)      // want "the user context is nil"
	ws.NewWSManager("a", &U{})      // want "the user context is a zero value"
}
