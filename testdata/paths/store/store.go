package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	ws "example.com/paths/hub"
)

type TC = ws.TenantContext

var ErrNone = errors.New("none")

type Repo struct {
	mu    sync.RWMutex
	byID  map[string]*TC
	cache sync.Map
	dflt  *TC
}

func NewRepo() *Repo { return &Repo{byID: map[string]*TC{}} }
func (r *Repo) Get(id string) (*TC, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	tc, ok := r.byID[id]
	if !ok {
		return nil, fmt.Errorf("tenant %s: %w", id, ErrNone)
	}
	return tc, nil
}
func (r *Repo) Lookup(id string) (*TC, bool) {
	v, ok := r.cache.Load(id)
	if !ok {
		return nil, false
	}
	return v.(*TC), true
}
func (r *Repo) Peek(id string) *TC {
	if v, ok := r.cache.Load(id); ok {
		return v.(*TC)
	}
	return nil
}
func (r *Repo) Default() *TC { return r.dflt }
func (r *Repo) MustGet(id string) *TC {
	tc, err := r.Get(id)
	if err != nil {
		panic(err)
	}
	return tc
}
func Scan(row *sql.Row) (*TC, error) {
	var tc TC
	if err := row.Scan(&tc.Tenant, &tc.User); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		return nil, err
	}
	return &tc, nil
}
func Parse(b []byte) (*TC, error) {
	tc := new(TC)
	if err := json.Unmarshal(b, tc); err != nil {
		return nil, err
	}
	return tc, nil
}
func ParseInto(b []byte, tc *TC) error { return json.Unmarshal(b, tc) }
func Choose(kind int) *TC {
	switch kind {
	case 0:
		return ws.Root()
	case 1:
		return &TC{Tenant: "one"}
	}
	return nil
}
func Ensure(tc *TC) *TC {
	if tc != nil {
		return tc
	}
	return ws.Root()
}
func Check(tc *TC) error {
	if tc == nil || tc.User == "" {
		return ErrNone
	}
	return nil
}
func IsGuest(tc *TC) bool { return tc == nil || tc.User == "guest" }
func Require(tc *TC) {
	if tc == nil {
		panic("tenant required")
	}
}
func Each(ids []string, f func(*TC) error) error {
	for _, id := range ids {
		if err := f(Choose(len(id))); err != nil {
			return err
		}
	}
	return nil
}
func All() func(yield func(string, *TC) bool) {
	return func(yield func(string, *TC) bool) {
		if !yield("a", ws.Root()) {
			return
		}
		yield("b", nil)
	}
}
func Connect(h *ws.Hub, tc *TC) (*ws.Conn, error) { return h.Open(tc, "main") }
func ConnectAll(tcs ...*TC) *ws.Conn              { return ws.Broadcast("all", tcs...) }
func SafeConnect(h *ws.Hub, tc *TC) (*ws.Conn, error) {
	if err := Check(tc); err != nil {
		return nil, err
	}
	return h.Open(tc, "safe")
}
func WithTenant(tc *TC) ws.Option { return func(o *ws.Options) { o.Tenant = tc } }
