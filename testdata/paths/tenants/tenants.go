package tenants

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"

	ws "example.com/paths/hub"
	"example.com/paths/store"
)

type TC = ws.TenantContext

type server struct {
	hub  *ws.Hub
	repo *store.Repo
	op   ws.Opener
	log  *log.Logger
	cur  *TC
}

func (s *server) a1(w http.ResponseWriter, r *http.Request) {
	tc, err := s.repo.Get(r.PathValue("id"))
	if err != nil {
		http.Error(w, err.Error(), 404)
	}
	s.hub.Open(tc, "x") // want "the user context may be nil"
}
func (s *server) a2(w http.ResponseWriter, r *http.Request) {
	tc, err := s.repo.Get(r.PathValue("id"))
	if err != nil {
		http.Error(w, err.Error(), 404)
		return
	}
	s.hub.Open(tc, "x")
	if _, err := s.op.Open(tc, "y"); err != nil {
		return
	}
}
func (s *server) a3(id string) {
	tc, ok := s.repo.Lookup(id)
	if !ok {
		s.log.Printf("no tenant %s", id)
	}
	s.op.Open(tc, "y") // want "the user context may be nil"
	if !ok {
		s.log.Fatalf("no tenant %s", id)
	}
	s.op.Open(tc, "y")
}
func (s *server) a4(id string) {
	s.hub.Open(s.repo.Peek(id), "p") // want "the user context may be nil"
	s.hub.Open(s.repo.MustGet(id), "p")
	s.hub.Open(store.Ensure(s.repo.Peek(id)), "p")
}
func (s *server) a5(row *sql.Row) error {
	tc, err := store.Scan(row)
	if err != nil {
		return err
	}
	_, err = store.Connect(s.hub, tc) // want "the user context may be nil"
	return err
}
func (s *server) a6(row *sql.Row) error {
	tc, err := store.Scan(row)
	if err != nil {
		return err
	}
	if tc == nil {
		return store.ErrNone
	}
	_, err = store.Connect(s.hub, tc)
	return err
}
func (s *server) a7(b []byte) {
	tc, err := store.Parse(b)
	if err != nil {
		tc = ws.Root()
	}
	store.Connect(s.hub, tc)
	var v TC
	if store.ParseInto(b, &v) == nil {
		store.Connect(s.hub, &v)
	}
	var p *TC
	_ = json.Unmarshal(b, &p)
	store.Connect(s.hub, p)
}
func (s *server) a8(kind int) {
	store.Connect(s.hub, store.Choose(kind)) // want "the user context may be nil"
	store.Connect(s.hub, store.Choose(0))
	store.Connect(s.hub, store.Choose(7)) // want "the user context is nil"
	store.SafeConnect(s.hub, store.Choose(7))
}
func (s *server) a9(ids []string) {
	store.Each(ids, func(tc *TC) error { // want "the user context may be nil"
		_, err := s.hub.Open(tc, "each")
		return err
	})
	store.Each(ids, func(tc *TC) error {
		if tc == nil {
			return nil
		}
		_, err := s.hub.Open(tc, "each")
		return err
	})
}
func (s *server) b1() {
	for _, tc := range store.All() {
		s.hub.Open(tc, "all") // want "the user context is nil"
	}
	for name, tc := range store.All() {
		if tc == nil {
			log.Println(name)
			continue
		}
		s.hub.Open(tc, "all")
	}
}
func (s *server) b2(ctx context.Context, id string) {
	ws.Dial(ctx, nil)        // want "the user context is nil"
	ws.Dial(ctx, new(TC))    // want "the user context is a zero value"
	ws.Dial(ctx, &TC{})      // want "the user context is a zero value"
	ws.Dial(ctx, (*TC)(nil)) // want "the user context is nil"
	ws.Dial(ctx, ws.Root(), store.WithTenant(nil))
	defer ws.Dial(ctx, s.repo.Peek(id)) // want "the user context may be nil"
	go ws.Dial(ctx, s.repo.Peek(id))    // want "the user context may be nil"
	ws.Broadcast("x")                   // want "no user context is given"
	ws.Broadcast("x", ws.Root())
	ws.Broadcast("x", ws.Root(), nil) // want "the user context may be nil"
	store.ConnectAll()                // want "no user context is given"
	store.ConnectAll(ws.Root())
	ws.With(ws.Options{Size: 2}) // want "the user context is nil: field Tenant is not set"
	ws.With(ws.Options{Tenant: ws.Root()})
	ws.Typed(s.repo.Peek(id), 1) // want "the user context may be nil"
	ws.Typed[any](ws.Root(), nil)
}
func (s *server) b3(id string) {
	tc := s.repo.Peek(id)
	if store.IsGuest(tc) {
		return
	}
	s.hub.Open(tc, "g")
	tc = s.repo.Peek(id)
	store.Require(tc)
	s.hub.Open(tc, "r")
	tc = s.repo.Peek(id)
	if err := store.Check(tc); err != nil {
		log.Print(err)
	}
	s.hub.Open(tc, "r") // want "the user context may be nil"
}
func (s *server) b4(id string) {
	var tc *TC
	if strings.HasPrefix(id, "t-") {
		tc = s.repo.MustGet(id)
	} else if id != "" {
		tc = ws.Root()
	}
	s.hub.Open(tc, "b4") // want "the user context may be nil"
	if tc == nil {
		os.Exit(2)
	}
	s.hub.Open(tc, "b4")
}
func (s *server) b5(id string) (err error) {
	var tc *TC
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	if tc, err = s.repo.Get(id); err != nil {
		return err
	}
	_, err = s.hub.Open(tc, "b5")
	return
}
func (s *server) b6(ids []string) {
	var wg sync.WaitGroup
	out := make([]*TC, len(ids))
	for i, id := range ids {
		wg.Go(func() { out[i] = s.repo.MustGet(id) })
	}
	wg.Wait()
	for _, tc := range out {
		s.hub.Open(tc, "b6")
	}
	i := slices.IndexFunc(out, func(tc *TC) bool { return tc.User == "root" })
	if i >= 0 {
		s.hub.Open(out[i], "b6")
	}
}
func (s *server) b7(v any) {
	tc, ok := v.(*TC)
	s.hub.Open(tc, "b7") // want "the user context may be nil"
	if ok {
		s.hub.Open(tc, "b7")
	}
	switch v := v.(type) {
	case *TC:
		s.hub.Open(v, "b7")
	case string:
		s.hub.Open(s.repo.MustGet(v), "b7")
	case nil:
		s.hub.Open(nil, "b7") // want "the user context is nil"
	}
}
func (s *server) b8(id string) {
	tc, err := s.repo.Get(id)
	switch {
	case err == nil:
		s.hub.Open(tc, "b8")
	case errors.Is(err, store.ErrNone):
		s.hub.Open(ws.Root(), "b8")
	default:
		s.hub.Open(tc, "b8") // want "the user context is nil"
	}
}
func (s *server) b9(id string) {
	get := s.repo.Peek
	s.hub.Open(get(id), "b9") // want "the user context may be nil"
	open := s.hub.Open
	open(get(id), "b9") // want "the user context may be nil"
	open(ws.Root(), "b9")
	use := func(tc *TC) { open(tc, "c") }
	use(nil) // want "the user context is nil"
	use(ws.Root())
}
func (s *server) c1(id string, admin bool) {
	var tc *TC
	if admin {
		tc = ws.Root()
	}
	if !admin {
		return
	}
	s.hub.Open(tc, "c1")
}
func (s *server) c2(id string) {
	tc, _ := s.repo.Get(id)
	if tc != nil {
		s.hub.Open(tc, "c2")
		return
	}
	s.hub.Open(tc, "c2") // want "the user context is nil"
}
func c3() {
	s := &server{hub: &ws.Hub{}, repo: store.NewRepo()}
	s.hub.Open(s.cur, "c3") // want "the user context is nil"
	s.cur = ws.Root()
	s.hub.Open(s.cur, "c3")
	s.reset()
	s.hub.Open(s.cur, "c3") // want "the user context is nil"
}
func (s *server) reset() { s.cur = nil }
func c4(m map[string]*TC, id string) {
	h := &ws.Hub{}
	h.Open(m[id], "c4") // want "the user context may be nil"
	if tc, ok := m[id]; ok {
		h.Open(tc, "c4")
	}
	for _, tc := range m {
		h.Open(tc, "c4")
	}
}
