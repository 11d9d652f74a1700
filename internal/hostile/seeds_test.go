package hostile

// begin is what every seed begins with.
const begin = `package a

import (
	"context"
	"sync"
	"ws"
)

var (
	_ context.Context
	_ sync.Once
	_ *ws.WSManager
)

`

// Each seed has findings; mutation takes it from there.
var seeds = []string{
	`var manager, _ = ws.GetWSManager(nil)

func init() {
	connect(func() *ws.UserContext { return nil })
}

func connect(get func() *ws.UserContext) {
	if m, err := ws.GetWSManager(get()); err == nil {
		manager = m
	}
}
`,
	`var (
	once   sync.Once
	shared ws.Emitter
	byUser sync.Map
)

func Emitter(uc *ws.UserContext) ws.Emitter {
	once.Do(func() { shared, _ = ws.GetWSManager(uc) })
	m, _ := ws.GetWSManager(uc)
	byUser.Store(uc.ID, m)
	byUser.Store("all", m)
	return shared
}
`,
	`type pool struct {
	byID map[string]*ws.WSManager
	last *ws.UserContext
	next *pool
}

func (p *pool) get(uc *ws.UserContext, ctx context.Context) *ws.WSManager {
	for q := p; q != nil; q = q.next {
		switch {
		case uc == nil && ctx == nil:
			return ws.NewWSManager(context.Background())
		case uc == nil:
			return ws.NewWSManager(ctx)
		}
		p.last, q.byID["x"] = uc, nil
		q.byID[uc.ID], _ = ws.GetWSManager(uc)
	}
	return p.byID["x"]
}

var pools = &pool{byID: map[string]*ws.WSManager{}}

func Serve(ctx context.Context, id string) {
	pools.get(nil, ctx)
	pools.get(nil, context.WithValue(context.Background(), "id", id))
	pools.get(nil, nil)
}
`,
	`type list[T any] struct {
	next *list[T]
	v    T
}

func (l *list[T]) each(f func(T)) {
	for ; l != nil; l = l.next {
		f(l.v)
	}
}

func lazy[T any](f func() T) func() T {
	var v T
	done := false
	return func() T {
		if !done {
			v, done = f(), true
		}
		return v
	}
}

var get = lazy(func() *ws.WSManager { m, _ := ws.GetWSManager(nil); return m })

func init() {
	(&list[*ws.UserContext]{v: nil}).each(func(uc *ws.UserContext) { ws.GetWSManager(uc) })
	_ = get()
}
`,
	`func find(id string) (uc *ws.UserContext, err error) {
	defer func() { recover() }()
	if id == "" {
		return nil, nil
	}
	return &ws.UserContext{ID: id}, nil
}

func H(id string, ch chan *ws.UserContext) error {
	uc, err := find(id)
	if err != nil {
		return err
	}
	select {
	case uc = <-ch:
	case ch <- uc:
	default:
	}
	switch x := any(uc).(type) {
	case *ws.UserContext:
		ws.GetWSManager(x)
	case nil:
		goto end
	}
	for i := range 3 {
		go func() { ws.GetWSManager(uc); _ = i }()
	}
	ws.GetWSManager(&ws.UserContext{}) //wsinitlint:ignore nilcontext it is filled elsewhere
end:
	return nil
}
`,
	`//wsinitlint:usercontext
type identity interface{ Name() string }

type user string

func (u user) Name() string { return string(u) }

//wsinitlint:factory
func Open(id identity) *session { return &session{id: id} }

type session struct {
	id     identity
	parent *session
}

type hub struct{ sessions []*session }

func (h *hub) Add(s *session) { h.sessions = append(h.sessions, s) }

var main = &hub{}

func Connect(id identity) {
	main.Add(Open(id))
	s := Open(nil)
	s.parent = Open(user(""))
	if id, ok := id.(user); ok && id != "" {
		main.Add(s)
	}
}
`,
}
