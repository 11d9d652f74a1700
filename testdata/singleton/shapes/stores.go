package shapes

import (
	"container/list"
	"context"
	"expvar"
	"net/http"
	"sync"

	"example.com/singleton/ws"
)

type cache[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

func (c *cache[K, V]) Set(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = v
}

func (c *cache[K, V]) GetOrCreate(k K, make func() V) V {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.m[k]; ok {
		return v
	}
	v := make()
	c.m[k] = v
	return v
}

var cached = &cache[string, *ws.WebSocketManager]{m: map[string]*ws.WebSocketManager{}}

func cacheSet(uc *ws.UserExecutionContext) {
	cached.Set("a", mk(uc)) // want "container"
	cached.Set(uc.UserID, mk(uc))
	cached.GetOrCreate("b", func() *ws.WebSocketManager { return mk(uc) }) // want "container"
	cached.GetOrCreate(uc.UserID, func() *ws.WebSocketManager { return mk(uc) })
}

type ring struct {
	buf  []*ws.WebSocketManager
	next int
}

func (r *ring) push(m *ws.WebSocketManager) {
	r.buf[r.next] = m
	r.next = (r.next + 1) % len(r.buf)
}

var recent = ring{buf: make([]*ws.WebSocketManager, 8)}

func pushRecent(uc *ws.UserExecutionContext) {
	recent.push(mk(uc)) // want "container"
}

var queue = list.New()

func enqueue(uc *ws.UserExecutionContext) {
	queue.PushBack(mk(uc)) // want "container"
}

var cancelAll []context.CancelFunc

func keepCancel(uc *ws.UserExecutionContext) {
	_ = mk(uc)
	_, cancel := context.WithCancel(context.Background())
	cancelAll = append(cancelAll, cancel)
}

var baseCtx context.Context

func keepInCtx(uc *ws.UserExecutionContext) {
	baseCtx = context.WithValue(context.Background(), "m", mk(uc)) // want "package variable"
}

func ctxFine(ctx context.Context, uc *ws.UserExecutionContext) context.Context {
	return context.WithValue(ctx, "m", mk(uc))
}

var metric = expvar.NewMap("m")

func publish(uc *ws.UserExecutionContext) {
	m := mk(uc)
	metric.Set("managers", expvar.Func(func() any { return m.User })) // want "container"
}

type hub struct {
	register chan *client
	clients  map[*client]bool
}

type client struct {
	hub *hub
	m   *ws.WebSocketManager
}

var theHub = &hub{register: make(chan *client), clients: map[*client]bool{}}

func (h *hub) run() {
	for c := range h.register {
		h.clients[c] = true
	}
}

func serveWs(w http.ResponseWriter, r *http.Request) {
	c := &client{hub: theHub, m: mk(&ws.UserExecutionContext{UserID: r.Header.Get("u")})}
	theHub.register <- c // want "container"
}

func localHub(uc *ws.UserExecutionContext) {
	h := &hub{register: make(chan *client, 1)}
	h.register <- &client{hub: h, m: mk(uc)}
}

func swapTemp(uc *ws.UserExecutionContext) {
	var tmp *ws.WebSocketManager
	p := &tmp
	*p = mk(uc)
}

var setterFn = func(m *ws.WebSocketManager) { last1 = m }
var last1 *ws.WebSocketManager

func viaSetterFn(uc *ws.UserExecutionContext) {
	setterFn(mk(uc)) // want "package variable"
}

type store interface{ Save(*ws.WebSocketManager) }
type memStore struct{ m *ws.WebSocketManager }

func (s *memStore) Save(m *ws.WebSocketManager) { s.m = m }

var theStore store = &memStore{}

func viaIface(uc *ws.UserExecutionContext) {
	theStore.Save(mk(uc)) // want "package variable"
}

type devNull struct{}

func (devNull) Save(*ws.WebSocketManager) {}

var null store = devNull{}

func viaNull(uc *ws.UserExecutionContext) {
	null.Save(mk(uc))
}

var double **ws.WebSocketManager = new(*ws.WebSocketManager)

func viaDouble(uc *ws.UserExecutionContext) {
	*double = mk(uc) // want "package variable"
}

func multi(uc *ws.UserExecutionContext) (err error) {
	last1, err = ws.GetWebSocketManager(uc) // want "package variable"
	return err
}

var copyOf ws.WebSocketManager

func byValue(uc *ws.UserExecutionContext) {
	copyOf = *mk(uc) // want "package variable"
}

func copiedOnce(uc *ws.UserExecutionContext) string {
	m := mk(uc)
	copying.Do(func() { copyOf = *m }) // want "package variable"
	own := *m
	func() { own = *m }()
	return own.User
}

var copying sync.Once

var userOnly string

func nameOnly(uc *ws.UserExecutionContext) {
	userOnly = mk(uc).User
}

var errLast error

func errOnly(uc *ws.UserExecutionContext) {
	_, errLast = ws.GetWebSocketManager(uc)
}

var sess = struct {
	sync.Mutex
	byID map[string]*session
}{byID: map[string]*session{}}

type session struct {
	id string
	m  *ws.WebSocketManager
}

func open(uc *ws.UserExecutionContext) *session {
	s := &session{id: uc.UserID, m: mk(uc)}
	sess.Lock()
	sess.byID[s.id] = s
	sess.Unlock()
	return s
}

func openConst(uc *ws.UserExecutionContext) *session {
	s := &session{id: "const", m: mk(uc)}
	sess.byID[s.id] = s // want "container"
	return s
}

type factoryHolder struct {
	make func(*ws.UserExecutionContext) *ws.WebSocketManager
}

var fh = factoryHolder{make: mk}

func useFH(uc *ws.UserExecutionContext) { _ = fh.make(uc) }

func useFHKeep(uc *ws.UserExecutionContext) { last1 = fh.make(uc) } // want "package variable"

func lazyDouble(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	if last1 != nil {
		return last1
	}
	mu.Lock()
	defer mu.Unlock()
	if last1 == nil {
		last1 = mk(uc) // want "package variable"
	}
	return last1
}

func generic[T any](dst *T, v T) { *dst = v }

func viaGeneric(uc *ws.UserExecutionContext) {
	generic(&last1, mk(uc)) // want "package variable"
	var local *ws.WebSocketManager
	generic(&local, mk(uc))
}

// A hub that lets go of a client on one channel, and hands it on on another.

type room struct {
	members            map[*client]bool
	join, leave, relay chan *client
	last               *client
}

var lobby = &room{members: map[*client]bool{}}

func (r *room) run() {
	for {
		select {
		case c := <-r.join:
			r.members[c] = true
		case c := <-r.leave:
			if _, ok := r.members[c]; ok {
				r.remove(c)
			}
		case c := <-r.relay:
			delete(r.members, c)
			r.last = c
		}
	}
}

func (r *room) remove(c *client) {
	delete(r.members, c)
	c.hub = nil
}

func visitLobby(uc *ws.UserExecutionContext) {
	c := &client{m: mk(uc)}
	lobby.join <- c
	defer func() { lobby.leave <- c }()
	lobby.leave <- c
	lobby.relay <- c // want "container lobby"
}

// What was stored before is called: no second report.

func onceForAll(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	v, _ := byTypeOnce.LoadOrStore("x", sync.OnceValue(func() *ws.WebSocketManager { return mk(uc) })) // want "container byTypeOnce"
	return v.(func() *ws.WebSocketManager)()
}

func onceForUser(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	v, _ := byTypeOnce.LoadOrStore(uc.UserID, sync.OnceValue(func() *ws.WebSocketManager { return mk(uc) }))
	return v.(func() *ws.WebSocketManager)()
}

var byTypeOnce sync.Map
