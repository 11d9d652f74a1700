// Package sources gets user contexts from everywhere, and hands them to everything.
package sources

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"example.com/contexts/lib"
	"example.com/contexts/ws"
)

var _ testing.TB
var errNo = errors.New("no")

func use(m *ws.WebSocketManager, _ ...any) {}
func get(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		return nil
	}
	return m
}

// sources

func closedChan() {
	ch := make(chan *ws.UserExecutionContext)
	close(ch)
	get(<-ch) // want "the user context is nil"
}

func closedChanOk(ch chan *ws.UserExecutionContext) {
	uc, ok := <-ch
	if !ok {
		return
	}
	get(uc)
}

func chanNotOk(ch chan *ws.UserExecutionContext) {
	uc, ok := <-ch
	_ = ok
	get(uc) // want "the user context may be nil"
}

func chanPlain(ch chan *ws.UserExecutionContext) {
	get(<-ch)
	for uc := range ch {
		get(uc)
	}
}

func freshSlice() {
	s := make([]*ws.UserExecutionContext, 3)
	get(s[0]) // want "the user context is nil"
	var arr [2]*ws.UserExecutionContext
	get(arr[1]) // want "the user context is nil"
	s[1] = &ws.UserExecutionContext{UserID: "x"}
	get(s[1])
}

func freshSliceFilled(n int) {
	s := make([]*ws.UserExecutionContext, n)
	for i := range s {
		s[i] = &ws.UserExecutionContext{UserID: "x"}
	}
	for _, uc := range s {
		get(uc)
	}
}

func sliceLit() {
	s := []*ws.UserExecutionContext{nil, {UserID: "x"}}
	get(s[0]) // want "the user context is nil"
	get(s[1])
}

func missingMap() {
	m := map[string]*ws.UserExecutionContext{"a": {UserID: "x"}}
	get(m["b"]) // want "the user context may be nil"
	if uc, ok := m["a"]; ok {
		get(uc)
	}
	if uc := m["a"]; uc != nil {
		get(uc)
	}
	var nilmap map[string]*ws.UserExecutionContext
	get(nilmap["x"]) // want "the user context may be nil"
}

func named(id string) {
	uc, err := lib.Named(id)
	if err != nil {
		return
	}
	get(uc) // want "the user context may be nil"
}

func logAndGoOn(r *http.Request) {
	uc, err := lib.Auth(r)
	if err != nil {
		log.Println(err)
	}
	get(uc) // want "the user context may be nil"
}

func errIdiom(r *http.Request) error {
	uc, err := lib.Auth(r)
	if err != nil {
		return err
	}
	get(uc)
	return nil
}

func fatalIdiom(r *http.Request) {
	uc, err := lib.Auth(r)
	if err != nil {
		log.Fatalf("x %v", err)
	}
	get(uc)
}

func exitIdiom(r *http.Request) {
	uc, err := lib.Auth(r)
	if err != nil {
		os.Exit(1)
	}
	get(uc)
}

func tFatal(t *testing.T, r *http.Request) {
	uc, err := lib.Auth(r)
	if err != nil {
		t.Fatal(err)
	}
	get(uc)
}

func httpError(w http.ResponseWriter, r *http.Request) {
	uc, err := lib.Auth(r)
	if err != nil {
		http.Error(w, "no", 401)
	}
	get(uc) // want "the user context may be nil"
}

func discarded(r *http.Request) {
	uc, _ := lib.Auth(r)
	get(uc) // want "the user context may be nil"
	uc2, _ := lib.Lookup("x")
	get(uc2)
}

func lookupOk() {
	if uc, ok := lib.Lookup("x"); ok {
		get(uc)
	}
	uc, ok := lib.Lookup("y")
	if !ok {
		panic("no")
	}
	get(uc)
}

func zeroes() {
	get(&ws.UserExecutionContext{})   // want "the user context is a zero value"
	get(new(ws.UserExecutionContext)) // want "the user context is a zero value"
	var uc ws.UserExecutionContext
	get(&uc) // want "the user context is a zero value"
	var uc2 ws.UserExecutionContext
	uc2.UserID = "x"
	get(&uc2)
	var uc3 ws.UserExecutionContext
	fill(&uc3)
	get(&uc3)
}

func fill(uc *ws.UserExecutionContext) { uc.UserID = "y" }

func config() {
	ws.NewWSManager(ws.Config{Name: "x"}) // want "the user context is nil: field User is not set"
	ws.NewWSManager(ws.Config{User: &ws.UserExecutionContext{UserID: "x"}})
	var c ws.Config
	ws.NewWSManager(c) // want "the user context is nil: field User is not set"
	c.User = lib.None()
	ws.NewWSManager(c)                        // want "the user context is nil"
	ws.NewPtrWSManager(&ws.Config{Name: "x"}) // want "the user context is nil: field User is not set"
	ws.NewPtrWSManager(&ws.Config{User: &ws.UserExecutionContext{UserID: "x"}})
	ws.NewPtrWSManager(new(ws.Config)) // want "the user context is nil: field User is not set"
	ws.NewPtrWSManager(nil)            // want "the user context is nil"
}

func options(uc *ws.UserExecutionContext) {
	ws.BuildWSManager()                 // want "no user context is given"
	ws.BuildWSManager(ws.WithName("x")) // want "no user context is given"
	ws.BuildWSManager(ws.WithUser(nil)) // want "the user context is nil"
	ws.BuildWSManager(ws.WithUser(uc))
	ws.BuildWSManager(ws.WithName("x"), ws.WithUser(uc))
}

func optionsForward(opts ...ws.Option) *ws.WebSocketManager { return ws.BuildWSManager(opts...) }

func callForward(uc *ws.UserExecutionContext) {
	optionsForward(ws.WithUser(uc))
	optionsForward(ws.WithName("x")) // want "no user context is given"
}

func variadic(uc *ws.UserExecutionContext, all []*ws.UserExecutionContext) {
	ws.MustWSManager()    // want "no user context is given"
	ws.MustWSManager(nil) // want "the user context is nil"
	ws.MustWSManager(uc)
	ws.MustWSManager(all...)
}

func background() {
	ws.CreateWSManager(context.Background()) // want "the context carries no user"
	ws.CreateWSManager(context.TODO())       // want "the context carries no user"
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	ws.CreateWSManager(ctx) // want "the context carries no user"
	ctx = context.WithValue(ctx, "trace", "x")
	ws.CreateWSManager(ctx) // want "the context carries no user"
	ctx = context.WithValue(ctx, "u", &ws.UserExecutionContext{UserID: "x"})
	ws.CreateWSManager(ctx)
	ws.CreateWSManager(nil)                                                                           // want "the user context is nil"
	ws.CreateWSManager(context.WithValue(context.Background(), "u", (*ws.UserExecutionContext)(nil))) // want "the context carries no user"
}

func backgroundSome(ctx context.Context, r *http.Request, detached bool) {
	ws.CreateWSManager(ctx)
	ws.CreateWSManager(r.Context())
	if detached {
		ctx = context.Background()
	}
	ws.CreateWSManager(ctx) // want "the context carries no user"
}

func backgroundDefault(ctx context.Context) {
	if ctx == nil {
		ctx = context.Background()
	}
	ws.CreateWSManager(ctx)
}

func callsDefault(ctx context.Context) {
	backgroundDefault(ctx)
	backgroundDefault(nil) // want "the context carries no user"
}

func detached(ctx context.Context) {
	ws.CreateWSManager(context.WithoutCancel(ctx))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ws.CreateWSManager(ctx)
}

// interfaces

func typedNil() {
	var p *ws.UserExecutionContext
	ws.MakeWSManager(p) // want "the user context is nil"
	var i ws.UserContext = p
	if i != nil {
		ws.MakeWSManager(i) // want "the user context is nil"
	}
	var n ws.UserContext
	ws.MakeWSManager(n) // want "the user context is nil"
	ws.MakeWSManager(&ws.UserExecutionContext{UserID: "x"})
}

func typedMaybe(id string) {
	ws.MakeWSManager(lib.Find(id)) // want "the user context may be nil"
}

func returnsTyped(id string) ws.UserContext {
	return lib.Find(id)
}

func useTyped(id string) {
	if uc := returnsTyped(id); uc != nil {
		ws.MakeWSManager(uc) // want "the user context may be nil"
	}
}

func assertion(ctx context.Context, v any) {
	uc, _ := v.(*ws.UserExecutionContext)
	get(uc) // want "the user context may be nil"
	if uc, ok := v.(*ws.UserExecutionContext); ok {
		get(uc)
	}
	get(v.(*ws.UserExecutionContext))
	get(lib.FromContext(ctx)) // want "the user context may be nil"
	switch x := v.(type) {
	case *ws.UserExecutionContext:
		get(x)
	case nil:
	}
}

// sinks

func sinks(h *ws.Hub, p ws.Provider) {
	defer get(nil)        // want "the user context is nil"
	go get(nil)           // want "the user context is nil"
	h.For(nil)            // want "the user context is nil"
	p.Manager(nil)        // want "the user context is nil"
	(*ws.Hub).For(h, nil) // want "the user context is nil"
	f := h.For
	f(nil) // want "the user context is nil"
	g := get
	g(nil)                            // want "the user context is nil"
	ws.GetTypedWSManager[int](nil, 1) // want "the user context is nil"
	ws.GetTypedWSManager(nil, "x")    // want "the user context is nil"
	lib.Wrap(nil)                     // want "the user context is nil"
	lib.WrapDeep(nil)                 // want "the user context is nil"
	lib.WrapChecked(nil)
	lib.Factory(nil) // want "the user context is nil"
	factory(nil)     // want "the user context is nil"
	fs := map[string]func(*ws.UserExecutionContext) *ws.WebSocketManager{"x": get}
	fs["x"](nil) // want "the user context is nil"
	s := svc{make: get}
	s.make(nil)                                                                              // want "the user context is nil"
	table[0](nil)                                                                            // want "the user context is nil"
	lib.Do(func() { get(nil) })                                                              // want "the user context is nil"
	lib.Each([]*ws.UserExecutionContext{nil}, func(uc *ws.UserExecutionContext) { get(uc) }) // want "the user context is nil"
	func(uc *ws.UserExecutionContext) { get(uc) }(nil)                                       // want "the user context is nil"
	apply(get, nil)                                                                          // want "the user context is nil"
	apply(get, &ws.UserExecutionContext{UserID: "x"})
	generic(nil, get) // want "the user context is nil"
	generic(&ws.UserExecutionContext{UserID: "x"}, get)
	global.make(nil) // want "the user context is nil"
}

type svc struct {
	make func(*ws.UserExecutionContext) *ws.WebSocketManager
}

var global = svc{make: get}
var factory = ws.GetWebSocketManager
var table = []func(*ws.UserExecutionContext) *ws.WebSocketManager{get}

func apply(f func(*ws.UserExecutionContext) *ws.WebSocketManager, uc *ws.UserExecutionContext) { f(uc) }

func generic[T any](v T, f func(T) *ws.WebSocketManager) { f(v) }

func closureStaysNil() {
	var uc *ws.UserExecutionContext
	f := func() { get(uc) } // want "the user context is nil"
	f()
}

func closureSet() {
	var uc *ws.UserExecutionContext
	f := func() { get(uc) }
	uc = &ws.UserExecutionContext{UserID: "x"}
	f()
}

func onceSet() {
	var uc *ws.UserExecutionContext
	var once sync.Once
	once.Do(func() { uc = &ws.UserExecutionContext{UserID: "x"} })
	get(uc)
}

// checks

func checks(uc *ws.UserExecutionContext, ready bool, id string) error {
	a := lib.Find(id)
	if a == nil {
		a = &ws.UserExecutionContext{UserID: "system"}
	}
	get(a)
	b := lib.Find(id)
	if b == nil || !ready {
		return errNo
	}
	get(b)
	c := lib.Find(id)
	if !lib.Valid(c) {
		return errNo
	}
	get(c)
	d := lib.Find(id)
	if err := lib.Validate(d); err != nil {
		return err
	}
	get(d)
	e := lib.Find(id)
	lib.Check(e)
	get(e)
	get(lib.Must(lib.Find(id)))
	get(lib.Or(lib.Find(id), uc))
	get(lib.Or(lib.Find(id), nil)) // want "the user context may be nil"
	f := lib.Find(id)
	if f != nil && ready {
		get(f)
	}
	if f != nil || ready {
		get(f) // want "the user context may be nil"
	}
	switch {
	case f == nil:
		return errNo
	}
	get(f)
	return nil
}

func correlated(ok bool) {
	var uc *ws.UserExecutionContext
	if ok {
		uc = &ws.UserExecutionContext{UserID: "x"}
	}
	if ok {
		get(uc)
	}
	get(uc) // want "the user context may be nil"
}

func loop(ids []string) {
	var uc *ws.UserExecutionContext
	for _, id := range ids {
		uc = &ws.UserExecutionContext{UserID: id}
	}
	get(uc) // want "the user context may be nil"
}

func untilFound(ids []string) {
	var uc *ws.UserExecutionContext
	for uc == nil {
		uc = lib.Find(ids[0])
	}
	get(uc)
}

func sw(kind int) {
	var uc *ws.UserExecutionContext
	switch kind {
	case 1:
		uc = &ws.UserExecutionContext{UserID: "1"}
	case 2:
		uc = &ws.UserExecutionContext{UserID: "2"}
	}
	get(uc) // want "the user context may be nil"
	switch kind {
	case 1:
		uc = &ws.UserExecutionContext{UserID: "1"}
	default:
		uc = &ws.UserExecutionContext{UserID: "2"}
	}
	get(uc)
}

type holder struct {
	uc    *ws.UserExecutionContext
	never *ws.UserExecutionContext
}

func (h *holder) run() { get(h.uc) }

func (h *holder) runNever() { get(h.never) } // want "the user context is nil"

func fields() {
	h := holder{uc: &ws.UserExecutionContext{UserID: "x"}}
	get(h.uc)
	h.run()
	var e holder
	get(e.uc)         // want "the user context is nil"
	e.run()           // want "the user context is nil"
	(&holder{}).run() // want "the user context is nil"
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func viaMust(r *http.Request) {
	get(must(lib.Auth(r)))
}

func errorsIs(r *http.Request) {
	uc, err := lib.Auth(r)
	if errors.Is(err, errNo) {
		return
	}
	get(uc) // want "the user context may be nil"
}

func joinErr(r *http.Request) (m *ws.WebSocketManager, err error) {
	var uc *ws.UserExecutionContext
	if uc, err = lib.Auth(r); err == nil {
		m = get(uc)
	}
	return
}

func gotoRetry(id string) {
retry:
	uc := lib.Find(id)
	if uc == nil {
		id += "x"
		goto retry
	}
	get(uc)
}

func deferSet() {
	var uc *ws.UserExecutionContext
	defer func() { get(uc) }()
	uc = &ws.UserExecutionContext{UserID: "x"}
}
