// Package sources has a bad user context of each kind, and a good one beside it.
package sources

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log"
	"math/rand"
	"sync"
	"sync/atomic"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

func literal() {
	ws.GetWebSocketManager(nil)                          // want "the user context is nil"
	ws.GetWebSocketManager((*UC)(nil))                   // want "the user context is nil"
	_, _ = ws.NewWebSocketManager(nil)                   // want "the user context is nil"
	ws.CreateWebSocketManager(context.Background(), nil) // want "the user context is nil"
	ws.CreateWebSocketManager(context.Background(), &UC{UserID: "x"})
	ws.GetWebSocketManager(&UC{UserID: "x"})
}

func variables(b bool, n int) {
	var a *UC
	ws.GetWebSocketManager(a) // want "the user context is nil"
	var c *UC
	if b {
		c = &UC{UserID: "c"}
	}
	ws.GetWebSocketManager(c) // want "the user context may be nil"
	var d *UC
	if b {
		d = &UC{UserID: "c"}
	} else {
		d = ws.System()
	}
	ws.GetWebSocketManager(d)
	var e *UC
	switch n {
	case 1:
		e = &UC{UserID: "1"}
	case 2:
		e = &UC{UserID: "2"}
	}
	ws.GetWebSocketManager(e) // want "the user context may be nil"
	var f *UC
	switch n {
	case 1:
		f = &UC{UserID: "1"}
	default:
		f = &UC{UserID: "2"}
	}
	ws.GetWebSocketManager(f)
	var g *UC
	for i := 0; i < n; i++ {
		if i == 3 {
			g = &UC{UserID: "1"}
			break
		}
	}
	ws.GetWebSocketManager(g) // want "the user context may be nil"
	var h *UC
	for h == nil {
		h = auth.Find("x")
	}
	ws.GetWebSocketManager(h)
	var k *UC
	for {
		k = auth.Find("x")
		if k != nil {
			break
		}
	}
	ws.GetWebSocketManager(k)
	var l = &UC{UserID: "l"}
	l = nil
	ws.GetWebSocketManager(l) // want "the user context is nil"
	l = ws.System()
	ws.GetWebSocketManager(l)
}

func results(tok string) {
	ws.GetWebSocketManager(auth.Never())   // want "the user context is nil"
	ws.GetWebSocketManager(auth.Find(tok)) // want "the user context may be nil"
	ws.GetWebSocketManager(auth.Always(tok))
	ws.GetWebSocketManager(auth.MustFind(tok))
	ws.GetWebSocketManager(auth.MustToken(tok))
	ws.GetWebSocketManager(auth.Naked(tok)) // want "the user context may be nil"
	ws.GetWebSocketManager(auth.Ensure(auth.Find(tok)))
	ws.GetWebSocketManager(auth.Ensure(nil))
}

func discarded(tok string) {
	a, _ := auth.FromToken(tok)
	ws.GetWebSocketManager(a) // want "the user context may be nil"
	b, _ := auth.Lookup(tok)
	ws.GetWebSocketManager(b) // want "the user context may be nil"
	c, _ := auth.LookupOK(tok)
	ws.GetWebSocketManager(c) // want "the user context may be nil"
	d, _ := auth.NakedErr(tok)
	ws.GetWebSocketManager(d) // want "the user context may be nil"
	e, _ := auth.Recovered(tok)
	_ = e
	f, _ := auth.Lenient(tok)
	ws.GetWebSocketManager(f) // want "the user context may be nil"
	g, _ := auth.FromTokenFresh(tok)
	ws.GetWebSocketManager(g) // want "the user context may be nil"
}

func kept(tok string) error {
	a, err := auth.FromToken(tok)
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(a)
	b, ok := auth.Lookup(tok)
	if !ok {
		return errors.New("no")
	}
	ws.GetWebSocketManager(b)
	c, ok := auth.LookupOK(tok)
	if !ok {
		return errors.New("no")
	}
	ws.GetWebSocketManager(c)
	d, err := auth.NakedErr(tok)
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(d)
	e, err := auth.Recovered(tok)
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(e)
	f, err := auth.Lenient(tok)
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(f) // want "the user context may be nil"
	g, err := auth.Swallowed(tok)
	if err != nil {
		return err
	}
	_ = g
	return nil
}

func logged(tok string) {
	a, err := auth.FromToken(tok)
	if err != nil {
		log.Println(err)
	}
	ws.GetWebSocketManager(a) // want "the user context may be nil"
	b, ok := auth.Lookup(tok)
	if !ok {
		log.Println("no")
	}
	ws.GetWebSocketManager(b) // want "the user context may be nil"
}

func assertions(x any, s ws.SessionContext) {
	a, _ := x.(*UC)
	ws.GetWebSocketManager(a) // want "the user context may be nil"
	b, ok := x.(*UC)
	if !ok {
		ws.GetWebSocketManager(b) // want "the user context is nil"
		return
	}
	ws.GetWebSocketManager(b)
	c := x.(*UC)
	ws.GetWebSocketManager(c)
	if d, ok := x.(*UC); ok {
		ws.GetWebSocketManager(d)
	} else {
		ws.GetWebSocketManager(d) // want "the user context is nil"
	}
	switch v := x.(type) {
	case *UC:
		ws.GetWebSocketManager(v)
	case nil:
		ws.GetWebSocketManager(nil) // want "the user context is nil"
	}
	e, _ := s.(*ws.Sess)
	ws.BuildWebSocketManager(e) // want "the user context may be nil"
	f, _ := x.(ws.SessionContext)
	ws.BuildWebSocketManager(f) // want "the user context may be nil"
}

func zeros() {
	ws.GetWebSocketManager(&UC{})       // want "the user context is a zero value"
	ws.GetWebSocketManager(new(UC))     // want "the user context is a zero value"
	ws.BuildWSManager(ws.UserContext{}) // want "the user context is a zero value"
	ws.BuildWSManager(ws.UserContext{ID: "x"})
	var v ws.UserContext
	_ = v
	v.ID = "x"
	ws.BuildWSManager(v)
	var w UC
	ws.GetWebSocketManager(&w) // want "the user context is a zero value"
	var f UC
	f.UserID = "f"
	ws.GetWebSocketManager(&f)
	var j UC
	if err := json.Unmarshal([]byte(`{}`), &j); err != nil {
		return
	}
	ws.GetWebSocketManager(&j)
	k := &UC{}
	fill(k)
	ws.GetWebSocketManager(k)
	n := new(UC)
	n.UserID = "n"
	ws.GetWebSocketManager(n)
	p := &UC{}
	*p = *ws.System()
	ws.GetWebSocketManager(p)
	ws.BuildWebSocketManager(&ws.Sess{}) // want "the user context is a zero value"
	ws.BuildWebSocketManager(&ws.Sess{Name: "a"})
	ws.BuildWebSocketManager(nil) // want "the user context is nil"
	var arr [2]UC
	arr[1].UserID = "x"
	ws.GetWebSocketManager(&arr[1])
}

func fill(uc *UC) { uc.UserID = "filled" }

func typedNil() {
	var s *ws.Sess
	var sc ws.SessionContext = s
	ws.BuildWebSocketManager(sc) // want "the user context is nil"
	if sc != nil {
		ws.BuildWebSocketManager(sc) // want "the user context is nil"
	}
	ws.BuildWebSocketManager(s) // want "the user context is nil"
}

func maybeTyped(b bool) ws.SessionContext {
	var s *ws.Sess
	if b {
		s = &ws.Sess{Name: "x"}
	}
	return s
}

func typedNilResult(b bool) {
	sc := maybeTyped(b)
	if sc == nil {
		return
	}
	ws.BuildWebSocketManager(sc) // want "the user context may be nil"
}

func properIface(b bool) ws.SessionContext {
	if b {
		return &ws.Sess{Name: "x"}
	}
	return nil
}

func ifaceResult(b bool) {
	sc := properIface(b)
	if sc == nil {
		return
	}
	ws.BuildWebSocketManager(sc)
	ws.BuildWebSocketManager(properIface(b)) // want "the user context may be nil"
}

func maps(m map[string]*UC, k string) {
	ws.GetWebSocketManager(m[k]) // want "the user context may be nil"
	if uc, ok := m[k]; ok {
		ws.GetWebSocketManager(uc)
	}
	uc := m[k]
	if uc == nil {
		return
	}
	ws.GetWebSocketManager(uc)
	if _, ok := m["z"]; ok {
		ws.GetWebSocketManager(m["z"])
	}
	if m["y"] != nil {
		ws.GetWebSocketManager(m["y"])
	}
	for _, u := range m {
		ws.GetWebSocketManager(u)
	}
	for key := range m {
		ws.GetWebSocketManager(m[key])
	}
	vals := map[string]ws.UserContext{}
	ws.BuildWSManager(vals[k]) // want "the user context is a zero value"
	m2 := make(map[string]*UC)
	m2["a"] = ws.System()
	ws.GetWebSocketManager(m2["a"])
	mm := map[string]map[string]*UC{}
	ws.GetWebSocketManager(mm["a"]["b"]) // want "the user context may be nil"
}

func channels(ch chan *UC, done chan struct{}) {
	c := make(chan *UC)
	close(c)
	ws.GetWebSocketManager(<-c) // want "the user context is nil"
	d := make(chan *UC, 1)
	d <- ws.System()
	ws.GetWebSocketManager(<-d)
	uc, ok := <-ch
	if !ok {
		return
	}
	ws.GetWebSocketManager(uc)
	for u := range ch {
		ws.GetWebSocketManager(u)
	}
	select {
	case u := <-ch:
		ws.GetWebSocketManager(u)
	case <-done:
	}
	var s *UC
	select {
	case s = <-ch:
	case <-done:
	}
	ws.GetWebSocketManager(s) // want "the user context may be nil"
	var s2 *UC
	select {
	case s2 = <-ch:
	case <-done:
		return
	}
	ws.GetWebSocketManager(s2)
	var s3 *UC
	select {
	case s3 = <-ch:
	default:
	}
	ws.GetWebSocketManager(s3) // want "the user context may be nil"
	e := make(chan *UC, 1)
	e <- nil
	ws.GetWebSocketManager(<-e) // want "the user context is nil"
}

func slices(in []*UC) {
	fresh := make([]*UC, 3)
	ws.GetWebSocketManager(fresh[0]) // want "the user context is nil"
	for i := range fresh {
		fresh[i] = ws.System()
	}
	ws.GetWebSocketManager(in[0])
	var arr [3]*UC
	ws.GetWebSocketManager(arr[1]) // want "the user context is nil"
	list := []*UC{nil, ws.System()}
	ws.GetWebSocketManager(list[0]) // want "the user context is nil"
	ws.GetWebSocketManager(list[1])
	for _, u := range []*UC{ws.System(), nil} {
		ws.GetWebSocketManager(u) // want "the user context may be nil"
	}
	for _, u := range []*UC{ws.System(), ws.System()} {
		ws.GetWebSocketManager(u)
	}
	var app []*UC
	app = append(app, ws.System())
	ws.GetWebSocketManager(app[0])
}

type server struct {
	user    *UC // never set
	current *UC // set in start
	ctor    *UC // set by newServer
}

func newServer(uc *UC) *server { return &server{ctor: uc} }

func (s *server) start(uc *UC) { s.current = uc }

func (s *server) handle() {
	ws.GetWebSocketManager(s.user) // want "the user context is nil"
	ws.GetWebSocketManager(s.current)
	ws.GetWebSocketManager(s.ctor)
}

func fields() {
	s := &server{}
	ws.GetWebSocketManager(s.user)    // want "the user context is nil"
	ws.GetWebSocketManager(s.current) // want "the user context is nil"
	s.start(ws.System())
	ws.GetWebSocketManager(s.current)
	var t server
	ws.GetWebSocketManager(t.ctor) // want "the user context is nil"
	t.ctor = ws.System()
	ws.GetWebSocketManager(t.ctor)
	u := newServer(ws.System())
	ws.GetWebSocketManager(u.ctor)
}

var unset *UC
var set *UC = ws.System()
var setLater *UC
var once sync.Once

func initUser() { once.Do(func() { setLater = ws.System() }) }

func globals() {
	ws.GetWebSocketManager(unset) // want "the user context is nil"
	ws.GetWebSocketManager(set)
	initUser()
	ws.GetWebSocketManager(setLater)
}

func backgrounds(ctx context.Context) {
	ws.MakeWSManager(context.Background(), "a") // want "the context carries no user"
	ws.MakeWSManager(context.TODO(), "b")       // want "the context carries no user"
	ws.MakeWSManager(nil, "c")                  // want "the user context is nil"
	ws.MakeWSManager(ctx, "d")
	c1, cancel := context.WithCancel(context.Background())
	defer cancel()
	ws.MakeWSManager(c1, "e") // want "the context carries no user"
	c2, cancel2 := context.WithTimeout(ctx, 1)
	defer cancel2()
	ws.MakeWSManager(c2, "f")
	c3 := context.WithValue(context.Background(), "k", "v")
	ws.MakeWSManager(c3, "g") // want "the context carries no user"
	c4 := context.WithValue(context.Background(), "k", ws.System())
	ws.MakeWSManager(c4, "h")
	c5 := auth.NewContext(context.Background(), ws.System())
	ws.MakeWSManager(c5, "i")
	c6 := auth.NewContext(context.Background(), nil)
	ws.MakeWSManager(c6, "j") // want "the context carries no user"
	c7 := context.WithoutCancel(ctx)
	ws.MakeWSManager(c7, "k")
	c8 := context.WithoutCancel(context.Background())
	ws.MakeWSManager(c8, "l") // want "the context carries no user"
	if ctx == nil {
		ctx = context.Background()
	}
	var z context.Context
	ws.MakeWSManager(z, "n") // want "the user context is nil"
}

func missing() {
	ws.MustWebSocketManager() // want "no user context is given"
	ws.OpenAll("room")        // want "no user context is given"
	ws.OpenAll("room", ws.System())
	ws.OpenWith()               // want "no user context is given"
	ws.OpenWith(ws.WithSize(1)) // want "no user context is given"
	ws.OpenWith(ws.WithSize(1), ws.WithUser(ws.System()))
	ws.OpenWith(ws.WithUser(nil)) // want "the user context is nil"
	ws.Open(ws.Config{})          // want "the user context is a zero value"
	ws.Open(ws.Config{Room: "x"}) // want "the user context is nil: field User is not set"
	ws.Open(ws.Config{User: nil}) // want "the user context is nil"
	ws.Open(ws.Config{Room: "x", User: ws.System()})
	ws.OpenPtr(&ws.Config{Room: "x"}) // want "the user context is nil: field User is not set"
	ws.OpenPtr(&ws.Config{User: ws.System()})
	ws.OpenPtr(nil) // want "the user context is nil"
}

var atom atomic.Pointer[UC]

func atomics() {
	ws.GetWebSocketManager(atom.Load())
	var p atomic.Pointer[UC]
	p.Store(ws.System())
	ws.GetWebSocketManager(p.Load())
}

func comparisons(tok string) {
	ws.GetWebSocketManager(cmp.Or(auth.Find(tok), auth.Find(""))) // want "the user context may be nil"
	ws.GetWebSocketManager(auth.Or(auth.Find(tok), ws.System()))
	ws.GetWebSocketManager(auth.Or(auth.Find(tok), nil)) // want "the user context may be nil"
	ws.GetWebSocketManager(auth.Ptr(UC{UserID: "x"}))
	ws.GetWebSocketManager(auth.Must(auth.FromToken(tok)))
	ws.GetWebSocketManager(auth.Must(auth.Lenient(tok)))     // want "the user context may be nil"
	ws.GetWebSocketManager(auth.OrZero(auth.FromToken(tok))) // want "the user context may be nil"
}

func ptrptr() {
	var p *UC
	pp := &p
	ws.GetWebSocketManager(*pp) // want "the user context is nil"
	*pp = ws.System()
	ws.GetWebSocketManager(p)
	var q *UC
	setPtr(&q)
	ws.GetWebSocketManager(q)
	var r *UC
	dontSet(&r)
	ws.GetWebSocketManager(r) // want "the user context is nil"
	var s *UC
	maybeSet(&s)
	ws.GetWebSocketManager(s) // want "the user context may be nil"
}

func setPtr(p **UC)  { *p = ws.System() }
func dontSet(p **UC) { _ = p }
func maybeSet(p **UC) {
	if rand.Int() > 3 {
		*p = ws.System()
	}
}

func pools() {
	var p sync.Pool
	uc, _ := p.Get().(*UC)
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
	var m sync.Map
	v, ok := m.Load("x")
	if !ok {
		return
	}
	ws.GetWebSocketManager(v.(*UC))
}
