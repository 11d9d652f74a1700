// Package auth has the helpers that find users, as real programs write them.
package auth

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"

	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type ctxKey struct{}
type otherKey int

const strKey otherKey = 1

var ErrUnauthenticated = errors.New("unauthenticated")
var ErrExpired = errors.New("expired")

var tokens = map[string]*UC{"a": {UserID: "a"}}

// FromToken returns nil only with an error.
func FromToken(tok string) (*UC, error) {
	if tok == "" {
		return nil, ErrUnauthenticated
	}
	uc, ok := tokens[tok]
	if !ok {
		return nil, fmt.Errorf("token %q: %w", tok, ErrExpired)
	}
	return uc, nil
}

// FromTokenFresh returns nil only with an error, and makes new ones.
func FromTokenFresh(tok string) (*UC, error) {
	if tok == "" {
		return nil, ErrUnauthenticated
	}
	return &UC{UserID: tok}, nil
}

// Lenient returns nil without an error for guests.
func Lenient(tok string) (*UC, error) {
	if tok == "" {
		return nil, nil
	}
	if tok == "bad" {
		return nil, ErrExpired
	}
	return &UC{UserID: tok}, nil
}

// Lookup is comma-ok, true only with a user.
func Lookup(tok string) (*UC, bool) {
	if tok == "" {
		return nil, false
	}
	return &UC{UserID: tok}, true
}

// LookupOK passes a map's answer on.
func LookupOK(tok string) (uc *UC, ok bool) {
	uc, ok = tokens[tok]
	return
}

// Find returns nil when there is none.
func Find(tok string) *UC {
	if tok == "" {
		return nil
	}
	return &UC{UserID: tok}
}

// Never returns nil always.
func Never() *UC { return nil }

// Always never returns nil.
func Always(tok string) *UC {
	if tok == "" {
		return &UC{UserID: "guest"}
	}
	return &UC{UserID: tok}
}

// MustFind panics where there is none.
func MustFind(tok string) *UC {
	uc := Find(tok)
	if uc == nil {
		panic("no user for " + tok)
	}
	return uc
}

func MustToken(tok string) *UC {
	uc, err := FromToken(tok)
	if err != nil {
		log.Fatalf("token: %v", err)
	}
	return uc
}

// Naked leaves the named result unset.
func Naked(tok string) (uc *UC) {
	if tok != "" {
		uc = &UC{UserID: tok}
	}
	return
}

func NakedErr(tok string) (uc *UC, err error) {
	if tok == "" {
		err = ErrUnauthenticated
		return
	}
	uc = &UC{UserID: tok}
	return
}

// Recovered turns a panic to an error; the context is nil then.
func Recovered(tok string) (uc *UC, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	uc = MustFind(tok)
	return uc, nil
}

// Swallowed swallows a panic, and returns nil without an error then.
func Swallowed(tok string) (uc *UC, err error) {
	defer func() {
		recover()
	}()
	return MustFind(tok), nil
}

// NewContext and FromContext, as the standard blog post has them.
func NewContext(ctx context.Context, uc *UC) context.Context {
	return context.WithValue(ctx, ctxKey{}, uc)
}

func FromContext(ctx context.Context) (*UC, bool) {
	uc, ok := ctx.Value(ctxKey{}).(*UC)
	return uc, ok
}

func FromContextOrNil(ctx context.Context) *UC {
	uc, _ := ctx.Value(ctxKey{}).(*UC)
	return uc
}

func MustFromContext(ctx context.Context) *UC {
	return ctx.Value(ctxKey{}).(*UC)
}

func FromContextErr(ctx context.Context) (*UC, error) {
	if uc, ok := ctx.Value(ctxKey{}).(*UC); ok && uc != nil {
		return uc, nil
	}
	return nil, ErrUnauthenticated
}

func FromContextOr(ctx context.Context, def *UC) *UC {
	if uc, ok := ctx.Value(ctxKey{}).(*UC); ok {
		return uc
	}
	return def
}

// Validate says why a context will not do.
func Validate(uc *UC) error {
	if uc == nil {
		return errors.New("nil user")
	}
	if uc.UserID == "" {
		return errors.New("no id")
	}
	return nil
}

// ValidateID only looks at the id, and accepts nil.
func ValidateID(uc *UC) error {
	if uc != nil && uc.UserID == "" {
		return errors.New("no id")
	}
	return nil
}

func Valid(uc *UC) bool { return uc != nil && uc.UserID != "" }

func Missing(uc *UC) bool { return uc == nil || uc.UserID == "" }

func IsNil(uc *UC) bool { return uc == nil }

func Require(uc *UC) {
	if uc == nil {
		panic("nil user context")
	}
}

func RequireOrDie(uc *UC) {
	if uc == nil {
		fmt.Fprintln(os.Stderr, "nil user context")
		os.Exit(1)
	}
}

func Ensure(uc *UC) *UC {
	if uc == nil {
		return ws.System()
	}
	return uc
}

func Authenticate(r *http.Request) (*UC, error) {
	c, err := r.Cookie("session")
	if err != nil {
		return nil, fmt.Errorf("cookie: %w", err)
	}
	return FromToken(c.Value)
}

type Store struct {
	mu       sync.RWMutex
	sessions map[string]*UC
}

func NewStore() *Store { return &Store{sessions: map[string]*UC{}} }

func (s *Store) Get(id string) *UC {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.sessions[id]
}

func (s *Store) Lookup(id string) (*UC, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	uc, ok := s.sessions[id]
	return uc, ok
}

func (s *Store) Load(id string) (*UC, error) {
	if uc, ok := s.sessions[id]; ok {
		return uc, nil
	}
	return nil, ErrExpired
}

func (s *Store) Put(id string, uc *UC) {
	if uc == nil {
		return
	}
	s.mu.Lock()
	s.sessions[id] = uc
	s.mu.Unlock()
}

func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func OrZero[T any](v T, err error) T {
	if err != nil {
		log.Print(err)
	}
	return v
}

func Ptr[T any](v T) *T { return &v }

func Or[T any](v, def *T) *T {
	if v != nil {
		return v
	}
	return def
}

func Die(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format, args...)
	os.Exit(2)
}

func Fail(msg string) { panic(errors.New(msg)) }
