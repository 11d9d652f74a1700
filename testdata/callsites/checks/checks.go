// Package checks checks user contexts before they are used, or seems to.
package checks

import (
	"errors"
	"fmt"
	"log"
	"os"
	"runtime"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

func eq(tok string, ready, late bool) {
	a := auth.Find(tok)
	if a == nil {
		a = ws.System()
	}
	ws.GetWebSocketManager(a)

	b := auth.Find(tok)
	if b == nil || !ready {
		return
	}
	ws.GetWebSocketManager(b)

	c := auth.Find(tok)
	if c != nil && ready {
		ws.GetWebSocketManager(c)
	}
	if ready && c != nil {
		ws.GetWebSocketManager(c)
	}
	if ready || c != nil {
		ws.GetWebSocketManager(c) // want "the user context may be nil"
	}
	if !(c == nil) {
		ws.GetWebSocketManager(c)
	}
	if nil != c {
		ws.GetWebSocketManager(c)
	}
	if c == nil {
		ws.GetWebSocketManager(c) // want "the user context is nil"
	}
	if c == nil && late {
		return
	}
	ws.GetWebSocketManager(c) // want "the user context may be nil"
}

func bools(tok string) {
	a := auth.Find(tok)
	missing := a == nil
	if missing {
		return
	}
	ws.GetWebSocketManager(a)
	b := auth.Find(tok)
	ok := b != nil && b.UserID != ""
	if !ok {
		return
	}
	ws.GetWebSocketManager(b)
	c := auth.Find(tok)
	has := c != nil
	log.Print("has ", has)
	if has {
		ws.GetWebSocketManager(c)
	} else {
		ws.GetWebSocketManager(c) // want "the user context is nil"
	}
}

func predicates(tok string) {
	a := auth.Find(tok)
	if !auth.Valid(a) {
		return
	}
	ws.GetWebSocketManager(a)
	b := auth.Find(tok)
	if auth.Missing(b) {
		return
	}
	ws.GetWebSocketManager(b)
	c := auth.Find(tok)
	if auth.IsNil(c) {
		log.Fatal("none")
	}
	ws.GetWebSocketManager(c)
	d := auth.Find(tok)
	if !d.Valid() {
		return
	}
	ws.GetWebSocketManager(d)
	e := auth.Find(tok)
	if e.ID() == "" {
		return
	}
	_ = e
	f := auth.Find(tok)
	if f.UserID == "" { // panics where f is nil
		return
	}
	ws.GetWebSocketManager(f)
}

func validators(tok string) error {
	a := auth.Find(tok)
	if err := auth.Validate(a); err != nil {
		return err
	}
	ws.GetWebSocketManager(a)
	b := auth.Find(tok)
	if err := auth.ValidateID(b); err != nil {
		return err
	}
	ws.GetWebSocketManager(b) // want "the user context may be nil"
	c := auth.Find(tok)
	err := auth.Validate(c)
	if err == nil {
		ws.GetWebSocketManager(c)
	}
	d := auth.Find(tok)
	if err := auth.Validate(d); err != nil {
		log.Print(err)
	}
	ws.GetWebSocketManager(d) // want "the user context may be nil"
	e := auth.Find(tok)
	if err := errors.Join(auth.Validate(e), nil); err != nil {
		return err
	}
	_ = e
	f := auth.Find(tok)
	if err := check(f); err != nil {
		return err
	}
	ws.GetWebSocketManager(f)
	return nil
}

func check(uc *UC) error {
	if err := auth.Validate(uc); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	return nil
}

func never(tok string) {
	a := auth.Find(tok)
	if a == nil {
		log.Fatal("x")
	}
	ws.GetWebSocketManager(a)
	b := auth.Find(tok)
	if b == nil {
		os.Exit(1)
	}
	ws.GetWebSocketManager(b)
	c := auth.Find(tok)
	if c == nil {
		panic("x")
	}
	ws.GetWebSocketManager(c)
	d := auth.Find(tok)
	if d == nil {
		auth.Die("no %s", tok)
	}
	ws.GetWebSocketManager(d)
	e := auth.Find(tok)
	if e == nil {
		auth.Fail("no")
	}
	ws.GetWebSocketManager(e)
	f := auth.Find(tok)
	auth.Require(f)
	ws.GetWebSocketManager(f)
	g := auth.Find(tok)
	auth.RequireOrDie(g)
	ws.GetWebSocketManager(g)
	h := auth.Find(tok)
	if h == nil {
		runtime.Goexit()
	}
	ws.GetWebSocketManager(h)
	i := auth.Find(tok)
	if i == nil {
		log.Panicf("x %s", tok)
	}
	ws.GetWebSocketManager(i)
	j := auth.Find(tok)
	must(j != nil, "user")
	ws.GetWebSocketManager(j)
	k := auth.Find(tok)
	mustf(k == nil)
	ws.GetWebSocketManager(k)
	l, err := auth.FromToken(tok)
	noErr(err)
	ws.GetWebSocketManager(l)
	m, err := auth.FromToken(tok)
	logErr(err)
	ws.GetWebSocketManager(m) // want "the user context may be nil"
	n := auth.Find(tok)
	if n == nil {
		select {}
	}
	ws.GetWebSocketManager(n)
	o := auth.Find(tok)
	if o == nil {
		for {
		}
	}
	ws.GetWebSocketManager(o)
	p := auth.Find(tok)
	notNil(p)
	ws.GetWebSocketManager(p)
}

func must(ok bool, msg string) {
	if !ok {
		panic(msg)
	}
}

func mustf(bad bool) {
	if bad {
		log.Fatalf("bad")
	}
}

func noErr(err error) {
	if err != nil {
		panic(err)
	}
}

func logErr(err error) {
	if err != nil {
		log.Print(err)
	}
}

func notNil(v *UC) {
	if v == nil {
		auth.Fail("nil")
	}
}

type tb interface {
	Helper()
	Fatalf(string, ...any)
}

type T struct{}

func (*T) Helper()                        {}
func (*T) Fatalf(format string, a ...any) { log.Printf(format, a...); runtime.Goexit() }

func testLike(t *T, tok string) {
	uc, err := auth.FromToken(tok)
	if err != nil {
		t.Fatalf("x %v", err)
	}
	ws.GetWebSocketManager(uc)
}

func correlated(tok string, ok bool) {
	var uc *UC
	if ok {
		uc = ws.System()
	}
	log.Print("between")
	if ok {
		ws.GetWebSocketManager(uc)
	}
	if !ok {
		ws.GetWebSocketManager(uc) // want "the user context is nil"
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
	var found bool
	var u2 *UC
	for _, t := range []string{"a", "b"} {
		if t == tok {
			u2 = ws.System()
			found = true
			break
		}
	}
	if !found {
		return
	}
	ws.GetWebSocketManager(u2)
}

func correlated2(mode string) {
	var uc *UC
	if mode == "user" {
		uc = ws.System()
	}
	if mode == "user" {
		ws.GetWebSocketManager(uc)
	}
	if mode == "other" {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
	var e error
	var u2 *UC
	if mode == "x" {
		u2 = ws.System()
	} else {
		e = errors.New("no")
	}
	if e != nil {
		return
	}
	ws.GetWebSocketManager(u2)
	var n int
	var u3 *UC
	if mode == "z" {
		u3 = ws.System()
		n = 3
	}
	if n > 0 {
		ws.GetWebSocketManager(u3)
	}
	if n == 0 {
		ws.GetWebSocketManager(u3) // want "the user context may be nil"
	}
}

func both(tok string) {
	a, b := auth.Find(tok), auth.Find("b")
	if a == nil && b == nil {
		return
	}
	if a == nil {
		ws.GetWebSocketManager(b)
	}
	if a != nil {
		ws.GetWebSocketManager(a)
	} else {
		ws.GetWebSocketManager(b)
	}
	uc := a
	if uc == nil {
		uc = b
	}
	ws.GetWebSocketManager(uc)
}

func both2(tok string) {
	a, b := auth.Find(tok), auth.Find("b")
	if a == nil && b == nil {
		return
	}
	ws.GetWebSocketManager(a) // want "the user context may be nil"
	if a == nil || b == nil {
		return
	}
	ws.GetWebSocketManager(a)
	ws.GetWebSocketManager(b)
}

func sw(tok string) {
	uc := auth.Find(tok)
	switch {
	case uc == nil:
		return
	case uc.UserID == "":
		ws.GetWebSocketManager(uc)
	default:
		ws.GetWebSocketManager(uc)
	}
	u2 := auth.Find(tok)
	switch u2 {
	case nil:
		log.Print("no")
	default:
		ws.GetWebSocketManager(u2)
	}
	u3, err := auth.FromToken(tok)
	switch err {
	case nil:
		ws.GetWebSocketManager(u3)
	case auth.ErrUnauthenticated:
		return
	default:
		ws.GetWebSocketManager(u3) // want "the user context is nil"
	}
	u4, err := auth.FromToken(tok)
	switch {
	case err == nil:
		ws.GetWebSocketManager(u4)
		fallthrough
	case errors.Is(err, auth.ErrExpired):
		ws.GetWebSocketManager(u4) // want "the user context may be nil"
	}
	u5, err := auth.FromToken(tok)
	switch err.(type) {
	case nil:
		ws.GetWebSocketManager(u5)
	}
	u6, err := auth.FromToken(tok)
	var pe *os.PathError
	if errors.As(err, &pe) {
		return
	} else if err != nil {
		return
	}
	ws.GetWebSocketManager(u6)
}

func gotos(tok string) {
	uc := auth.Find(tok)
	if uc == nil {
		goto out
	}
	ws.GetWebSocketManager(uc)
	return
out:
	ws.GetWebSocketManager(uc) // want "the user context is nil"
}

func gotoRetry(tok string) {
	var uc *UC
again:
	uc = auth.Find(tok)
	if uc == nil {
		goto again
	}
	ws.GetWebSocketManager(uc)
}

func named(tok string) (m *ws.WebSocketManager, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	var uc *UC
	uc, err = auth.FromToken(tok)
	if err != nil {
		return
	}
	m = ws.GetWebSocketManager(uc)
	return
}

func named2(tok string) (m *ws.WebSocketManager, err error) {
	var uc *UC
	if uc, err = auth.FromToken(tok); err != nil {
		err = fmt.Errorf("wrap: %w", err)
	}
	m = ws.GetWebSocketManager(uc) // want "the user context may be nil"
	return
}

func shadow(tok string) {
	var uc *UC
	var err error
	if tok != "" {
		uc, err := auth.FromToken(tok)
		if err != nil {
			return
		}
		_ = uc
	}
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc) // want "the user context is nil"
}

func chain(tok string) {
	uc, err := auth.FromToken(tok)
	if err == nil {
		err = auth.Validate(uc)
	}
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
	u2, err2 := auth.FromToken(tok)
	if err2 != nil {
		u2, err2 = auth.FromTokenFresh(tok)
	}
	if err2 != nil {
		return
	}
	ws.GetWebSocketManager(u2)
	u3, err3 := auth.FromToken(tok)
	u4, err4 := auth.FromTokenFresh(tok)
	if err := errors.Join(err3, err4); err != nil {
		return
	}
	_ = u3
	_ = u4
	if err3 != nil || err4 != nil {
		return
	}
	ws.GetWebSocketManager(u3)
	ws.GetWebSocketManager(u4)
	u5, err5 := auth.FromToken(tok)
	if wrapped := wrap(err5); wrapped != nil {
		return
	}
	ws.GetWebSocketManager(u5)
	for _, err := range []error{err3, err4} {
		if err != nil {
			return
		}
	}
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("wrapped: %w", err)
}

func lenChecks(list []*UC, m map[string]*UC) {
	if len(list) == 0 {
		return
	}
	ws.GetWebSocketManager(list[0])
	var first *UC
	for _, u := range list {
		first = u
		break
	}
	ws.GetWebSocketManager(first)
	var best *UC
	for _, u := range list {
		if best == nil || u.UserID < best.UserID {
			best = u
		}
	}
	if best == nil {
		return
	}
	ws.GetWebSocketManager(best)
}

func best(list []*UC) *UC {
	var best *UC
	for _, u := range list {
		if best == nil || u.UserID < best.UserID {
			best = u
		}
	}
	return best
}

func useBest(list []*UC) {
	ws.GetWebSocketManager(best(list)) // want "the user context may be nil"
	if b := best(list); b != nil {
		ws.GetWebSocketManager(b)
	}
}
