// Package checks checks user contexts in the ways that Go code does, and does not.
package checks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"example.com/contexts/lib"
	"example.com/contexts/ws"
)

func get(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		return nil
	}
	return m
}

var errNo = errors.New("no")

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func viaCheck(r *http.Request) {
	uc, err := lib.Auth(r)
	check(err)
	get(uc)
}

func noCheck(r *http.Request) {
	uc, err := lib.Auth(r)
	fmt.Println(err)
	get(uc) // want "the user context may be nil"
}

func wrapErr(r *http.Request) (*ws.UserExecutionContext, error) {
	uc, err := lib.Auth(r)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return uc, nil
}

func viaWrapErr(r *http.Request) error {
	uc, err := wrapErr(r)
	if err != nil {
		return err
	}
	get(uc)
	uc, err = wrapErr(r)
	get(uc) // want "the user context may be nil"
	return err
}

func passThrough(r *http.Request) (*ws.UserExecutionContext, error) { return lib.Auth(r) }

func viaPass(r *http.Request) error {
	uc, err := passThrough(r)
	if err != nil {
		return err
	}
	get(uc)
	return nil
}

func orDefault(uc *ws.UserExecutionContext) *ws.UserExecutionContext {
	if uc == nil {
		return &ws.UserExecutionContext{UserID: "anon"}
	}
	return uc
}

func viaDefault(id string) {
	get(orDefault(nil))
	get(orDefault(lib.Find(id)))
}

type mgrs struct {
	mu  sync.Mutex
	ucs map[string]*ws.UserExecutionContext
}

func (m *mgrs) get(id string) *ws.UserExecutionContext {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ucs[id]
}

func viaMgrs(m *mgrs, id string) {
	get(m.get(id)) // want "the user context may be nil"
	if uc := m.get(id); uc != nil {
		get(uc)
	}
}

type auth interface {
	User(r *http.Request) (*ws.UserExecutionContext, error)
}

func viaIface(a auth, r *http.Request) error {
	uc, err := a.User(r)
	if err != nil {
		return err
	}
	get(uc)
	uc, _ = a.User(r)
	get(uc)
	return nil
}

func switchErr(r *http.Request) {
	uc, err := lib.Auth(r)
	switch {
	case errors.Is(err, errNo):
		return
	case err != nil:
		return
	}
	get(uc)
}

func elseBranch(r *http.Request) {
	if uc, err := lib.Auth(r); err != nil {
		slog.Error("x", "err", err)
	} else {
		get(uc)
	}
}

func nestedErr(r *http.Request) {
	uc, err := lib.Auth(r)
	if err == nil {
		get(uc)
	} else {
		get(uc) // want "the user context is nil"
	}
}

func retErrLater(r *http.Request) (err error) {
	var uc *ws.UserExecutionContext
	uc, err = lib.Auth(r)
	if err != nil {
		return
	}
	get(uc)
	return
}

func twoStage(r *http.Request, id string) error {
	uc, err := lib.Auth(r)
	if err != nil {
		uc = lib.Find(id)
	}
	if uc == nil {
		return errNo
	}
	get(uc)
	return nil
}

func inLoop(rs []*http.Request) {
	for _, r := range rs {
		uc, err := lib.Auth(r)
		if err != nil {
			continue
		}
		get(uc)
	}
	for _, r := range rs {
		uc, err := lib.Auth(r)
		if err != nil {
			break
		}
		get(uc)
	}
}

func inGoroutine(r *http.Request) {
	uc, err := lib.Auth(r)
	if err != nil {
		return
	}
	go func() { get(uc) }()
	defer func() { get(uc) }()
}

func inGoroutineBad(r *http.Request) {
	uc, _ := lib.Auth(r)
	go func() { get(uc) }() // want "the user context may be nil"
}

func assigned(ok bool) {
	var uc *ws.UserExecutionContext
	if !ok {
		return
	}
	uc = &ws.UserExecutionContext{UserID: "x"}
	get(uc)
}

func ptrToPtr() {
	var uc *ws.UserExecutionContext
	load(&uc)
	get(uc)
	var uc2 *ws.UserExecutionContext
	loadNot(&uc2)
	get(uc2) // want "the user context is nil"
}

func load(p **ws.UserExecutionContext)    { *p = &ws.UserExecutionContext{UserID: "x"} }
func loadNot(p **ws.UserExecutionContext) {}

type req struct {
	User *ws.UserExecutionContext
}

func decode(r *http.Request, v any) error { return errNo }

func decoded(r *http.Request) error {
	var q req
	if err := decode(r, &q); err != nil {
		return err
	}
	get(q.User)
	return nil
}

func multiReturn(kind int) *ws.UserExecutionContext {
	switch kind {
	case 0:
		return nil
	case 1:
		return &ws.UserExecutionContext{UserID: "1"}
	}
	return lib.Find("")
}

func viaMulti(k int) {
	get(multiReturn(k)) // want "the user context may be nil"
	get(multiReturn(0)) // want "the user context is nil"
	get(multiReturn(1))
}

func boolFlag(id string) {
	uc := lib.Find(id)
	ok := uc != nil
	if ok {
		get(uc)
	}
	if !ok {
		return
	}
	get(uc)
}

func helperBool(id string) {
	uc := lib.Find(id)
	if isNil(uc) {
		return
	}
	get(uc)
}

func isNil(uc *ws.UserExecutionContext) bool { return uc == nil }

func deepCheck(uc *ws.UserExecutionContext) error {
	if err := lib.Validate(uc); err != nil {
		return fmt.Errorf("deep: %w", err)
	}
	return nil
}

func viaDeepCheck(id string) error {
	uc := lib.Find(id)
	if err := deepCheck(uc); err != nil {
		return err
	}
	get(uc)
	return nil
}

func deepValid(uc *ws.UserExecutionContext) bool { return lib.Valid(uc) && uc.UserID != "x" }

func viaDeepValid(id string) {
	uc := lib.Find(id)
	if !deepValid(uc) {
		return
	}
	get(uc)
}

func methodValid(id string) {
	uc := lib.Find(id)
	if uc.Valid() {
		get(uc)
	}
}

func wrapper(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	if uc == nil {
		uc = &ws.UserExecutionContext{UserID: "sys"}
	}
	return get(uc)
}

func wrapperPanics(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	if uc == nil {
		panic("nil user context")
	}
	return get(uc)
}

func wrapperBranch(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	if uc != nil {
		return get(uc)
	}
	return nil
}

func wrapperLate(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m := get(uc)
	if uc == nil {
		return nil
	}
	return m
}

func wrappers() {
	wrapper(nil)
	wrapperPanics(nil)
	wrapperBranch(nil)
	wrapperLate(nil) // want "the user context is nil"
}

func recursive(uc *ws.UserExecutionContext, n int) *ws.WebSocketManager {
	if n > 0 {
		return recursive(uc, n-1)
	}
	return get(uc)
}

func viaRecursive() {
	recursive(nil, 3) // want "the user context is nil"
	recursive(&ws.UserExecutionContext{UserID: "x"}, 3)
}

type service struct {
	uc *ws.UserExecutionContext
}

func newService(uc *ws.UserExecutionContext) *service { return &service{uc: uc} }

func (s *service) open() *ws.WebSocketManager { return get(s.uc) }

func viaService() {
	newService(nil).open() // want "the user context is nil"
	newService(&ws.UserExecutionContext{UserID: "x"}).open()
	s := newService(nil)
	s.uc = &ws.UserExecutionContext{UserID: "x"}
	s.open()
}

func ctxVal(ctx context.Context) {
	uc, ok := ctx.Value(key{}).(*ws.UserExecutionContext)
	if !ok {
		return
	}
	get(uc)
	uc2, _ := ctx.Value(key{}).(*ws.UserExecutionContext)
	get(uc2) // want "the user context may be nil"
	get(ctx.Value(key{}).(*ws.UserExecutionContext))
}

func ctxLit() {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws.CreateWSManager(r.Context())
		ws.CreateWSManager(context.Background()) // want "the context carries no user"
	})
	_ = h
	req, _ := http.NewRequest("GET", "/", nil)
	ws.CreateWSManager(req.Context())
}

func errgroupLike(ctx context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ws.CreateWSManager(ctx)
}

func detachedTimeout(ctx context.Context) {
	ctx2 := context.WithoutCancel(context.Background())
	ws.CreateWSManager(ctx2) // want "the context carries no user"
	ctx3, c := context.WithDeadlineCause(ctx, t0, nil)
	defer c()
	ws.CreateWSManager(ctx3)
}

func nilErrBoth(id string) (*ws.UserExecutionContext, error) {
	if id == "" {
		return nil, nil
	}
	return &ws.UserExecutionContext{UserID: id}, nil
}

func viaNilErrBoth(id string) error {
	uc, err := nilErrBoth(id)
	if err != nil {
		return err
	}
	get(uc) // want "the user context may be nil"
	return nil
}

func generics[T any](xs []T) (t T) {
	if len(xs) > 0 {
		return xs[0]
	}
	return
}

func viaGenerics(xs []*ws.UserExecutionContext) {
	get(generics(xs)) // want "the user context may be nil"
}

func opt(uc ...*ws.UserExecutionContext) *ws.WebSocketManager {
	if len(uc) == 0 {
		return nil
	}
	return get(uc[0])
}

func viaOpt(uc *ws.UserExecutionContext) {
	opt()
	opt(uc)
	opt(nil) // want "the user context is nil"
}
