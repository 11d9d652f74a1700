package app

import (
	"context"
	"errors"
	"log"
	"os"
	"sync"
	"testing"

	"example.com/paths/lib"
	"example.com/paths/ws"
)

type UC = ws.UserContext

var open = ws.GetWebSocketManager

func missedRecover(id string) { ws.GetWebSocketManager(lib.Swallow(id)) } // want "the user context may be nil"
func missedRecover2(id string) {
	uc, err := lib.SwallowErr(id)
	if err != nil {
		ws.GetWebSocketManager(uc) // want "the user context is nil"
		return
	}
	ws.GetWebSocketManager(uc)
}
func missedRecover3(id string) {
	uc, _ := lib.SwallowErr(id)
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func missedDelete() {
	m := make(map[string]*UC)
	m["z"] = ws.System()
	ws.GetWebSocketManager(m["z"])
	delete(m, "z")
	ws.GetWebSocketManager(m["z"]) // want "the user context may be nil"
}
func missedDelete2(id string) {
	m := map[string]*UC{"a": ws.System(), "b": ws.System()}
	delete(m, id)
	ws.GetWebSocketManager(m["a"]) // want "the user context may be nil"
}
func missedClear() {
	m := map[string]*UC{"a": ws.System(), "b": ws.System()}
	clear(m)
	ws.GetWebSocketManager(m["a"]) // want "the user context may be nil"
	m["a"] = ws.System()
	ws.GetWebSocketManager(m["a"])
}
func closeFine() {
	ch := make(chan *UC, 1)
	ch <- ws.System()
	close(ch)
	for uc := range ch {
		ws.GetWebSocketManager(uc)
	}
}
func closeFine2() {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		ch <- ws.System()
	}()
	uc, ok := <-ch
	if !ok {
		return
	}
	ws.GetWebSocketManager(uc)
}
func missedArr() {
	var arr [2]UC
	ws.GetWebSocketManager(&arr[0]) // want "the user context is a zero value"
	arr[1].User = "x"
	ws.GetWebSocketManager(&arr[1])
}
func missedArr2() {
	s := make([]UC, 2)
	ws.GetWebSocketManager(&s[0]) // want "the user context is a zero value"
	s[1] = *ws.System()
	ws.GetWebSocketManager(&s[1])
}
func missedField() {
	var h struct{ uc UC }
	ws.GetWebSocketManager(&h.uc) // want "the user context is a zero value"
}
func missedGo(b bool) {
	var g sync.WaitGroup
	var maybe *UC
	g.Go(func() {
		if b {
			maybe = ws.System()
		}
	})
	g.Wait()
	ws.GetWebSocketManager(maybe) // want "the user context may be nil"
}
func fineGo(b bool) {
	var g sync.WaitGroup
	var sure *UC
	g.Go(func() { sure = ws.System() })
	g.Wait()
	ws.GetWebSocketManager(sure)
}

// ---- false
func exit1(id string) {
	exit := os.Exit
	uc := lib.Find(id)
	if uc == nil {
		exit(1)
	}
	ws.GetWebSocketManager(uc)
}
func exit2(id string) {
	uc := lib.Find(id)
	if uc == nil {
		lib.Exit(1)
	}
	ws.GetWebSocketManager(uc)
}
func exit3(id string) {
	uc := lib.Find(id)
	if uc == nil {
		lib.Abort("no")
	}
	ws.GetWebSocketManager(uc)
}
func exit4(id string, l lib.Logger) {
	l = lib.L{}
	uc := lib.Find(id)
	if uc == nil {
		l.Fatal("no")
	}
	ws.GetWebSocketManager(uc)
}
func exit5(id string) {
	fatal := func(s string) { log.Fatal(s) }
	uc := lib.Find(id)
	if uc == nil {
		fatal("no")
	}
	ws.GetWebSocketManager(uc)
}
func exit6(id string, b bool) {
	fatal := func(s string) { log.Fatal(s) }
	if b {
		fatal = func(s string) { panic(s) }
	}
	uc := lib.Find(id)
	if uc == nil {
		fatal("no")
	}
	ws.GetWebSocketManager(uc)
}

var fail = func(s string) { log.Fatal(s) }

func exit7(id string) {
	uc := lib.Find(id)
	if uc == nil {
		fail("no")
	}
	ws.GetWebSocketManager(uc)
}

type logger struct{ fatalf func(string, ...any) }

var std = logger{fatalf: log.Fatalf}

func exit8(id string) {
	uc := lib.Find(id)
	if uc == nil {
		std.fatalf("no")
	}
	ws.GetWebSocketManager(uc)
}
func exit9(id string) {
	l := log.Default()
	uc := lib.Find(id)
	if uc == nil {
		l.Fatalln("no")
	}
	ws.GetWebSocketManager(uc)
}

type loop struct{}

func (loop) forever() {
	for {
	}
}
func exit10(id string) {
	uc := lib.Find(id)
	if uc == nil {
		loop{}.forever()
	}
	ws.GetWebSocketManager(uc)
}
func exit11(id string) {
	uc := lib.Find(id)
	if uc == nil {
		select {}
	}
	ws.GetWebSocketManager(uc)
}
func exit12(id string, l logger) {
	l.fatalf = log.Fatalf
	uc := lib.Find(id)
	if uc == nil {
		l.fatalf("no")
	}
	ws.GetWebSocketManager(uc)
}
func exit13(t *testing.T, id string) {
	uc := lib.Find(id)
	if uc == nil {
		t.Fatalf("no")
	}
	ws.GetWebSocketManager(uc)
}
func sureAfter() {
	panic("never")
}
func exit15() {
	sureAfter()
	ws.GetWebSocketManager(nil)
}
func exit16() {
	f := sureAfter
	f()
	ws.GetWebSocketManager(nil)
}
func exit17() {
	func() { panic("x") }()
	ws.GetWebSocketManager(nil)
}
func exit18() {
	defer func() { recover() }()
	lib.Abort("x")
	ws.GetWebSocketManager(nil)
}
func or3(id string) { ws.GetWebSocketManager(lib.Coalesce(lib.Find(id), ws.System())) }
func or4(id string) { ws.GetWebSocketManager(lib.Coalesce(lib.Find(id), nil)) } // want "the user context may be nil"
func errs1(id string) {
	uc, err := lib.Login(id)
	switch {
	case errors.Is(err, lib.ErrMissing):
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	case err != nil:
		return
	default:
		ws.GetWebSocketManager(uc)
	}
}
func errs4(id string) error {
	uc, err := lib.Login(id)
	if err != nil && !errors.Is(err, lib.ErrMissing) {
		return err
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
	return nil
}
func errs5(id string) error {
	uc, err := lib.Login2(id)
	if errors.Is(err, lib.ErrMissing) {
		return err
	}
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(uc)
	return nil
}
func ctx1() {
	c2, cancel := context.WithCancel(lib.Put(context.Background(), ws.System()))
	defer cancel()
	ws.GetWebSocketManager(lib.Take(c2))
}
func ctx2() {
	ws.GetWebSocketManager(lib.Take(lib.Put(context.Background(), ws.System())))
}
func ctx3() {
	ws.GetWebSocketManager(lib.Take(context.Background())) // want "the user context is nil"
}
func ctx4(ctx context.Context) {
	ctx = lib.Put(ctx, ws.System())
	ws.GetWebSocketManager(lib.Take(ctx))
}
func res3(id string) {
	d := lib.Do(id)
	if d.Err != nil {
		return
	}
	ws.GetWebSocketManager(d.UC)
}
func fill1(id string, m map[string]*UC) {
	if _, ok := m[id]; !ok {
		m[id] = ws.System()
	}
	ws.GetWebSocketManager(m[id])
}
func fill2(id string) {
	m := make(map[string]*UC)
	if _, ok := m[id]; !ok {
		m[id] = ws.System()
	}
	ws.GetWebSocketManager(m[id])
}
func fill3(id string) {
	m := map[string]*UC{"a": ws.System()}
	if _, ok := m[id]; !ok {
		m[id] = ws.System()
	}
	ws.GetWebSocketManager(m[id])
}
func fill4(id string) {
	m := map[string]*UC{"a": ws.System()}
	if m[id] == nil {
		m[id] = ws.System()
	}
	ws.GetWebSocketManager(m[id])
}
func fill5(id string) {
	m2 := make(map[string]*UC)
	m2["z"] = ws.System()
	delete(m2, "z")
	if _, ok := m2[id]; !ok {
		m2[id] = ws.System()
	}
	ws.GetWebSocketManager(m2[id])
}
func fill6(id string) {
	m := map[string]lib.Result{"q": {UC: ws.System()}}
	if _, ok := m[id]; !ok {
		m[id] = lib.Result{UC: ws.System()}
	}
	ws.GetWebSocketManager(m[id].UC)
}
func loop1() {
	for k := range 3 {
		var each *UC
		if k > 0 {
			each = ws.System()
		}
		if k == 0 {
			continue
		}
		ws.GetWebSocketManager(each)
	}
}
func loop2(n int) {
	var acc *UC
	for k := range n {
		if k == 0 {
			acc = ws.System()
		}
		ws.GetWebSocketManager(acc)
	}
}
func loop3(id string) {
	var uc *UC
	var err error
	for try := range 3 {
		uc, err = lib.Login(id)
		if err == nil {
			break
		}
		if try == 2 {
			return
		}
	}
	ws.GetWebSocketManager(uc)
}
func loop4(id string) {
	var uc *UC
	var err error
	for range 3 {
		if uc, err = lib.Login(id); err == nil {
			break
		}
	}
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}
func loop5(id string) {
	var uc *UC
	var err error
	for i := 0; i < 3; i++ {
		uc, err = lib.Login2(id)
		if err == nil {
			break
		}
	}
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}
func loop6(id string) {
	var uc *UC
	for i := 0; i < 3 && uc == nil; i++ {
		uc = lib.Find(id)
	}
	if uc == nil {
		uc = ws.System()
	}
	ws.GetWebSocketManager(uc)
}
func clos1(id string) {
	mk2 := func(r *UC) func() {
		if r == nil {
			return func() {}
		}
		return func() { ws.GetWebSocketManager(r) }
	}
	mk2(lib.Find(id))()
}
func clos2(id string) {
	mk2 := func(r *UC) func() {
		if r == nil {
			return nil
		}
		return func() { ws.GetWebSocketManager(r) }
	}
	if f := mk2(lib.Find(id)); f != nil {
		f()
	}
}
func and1(id string, b bool) {
	uc := lib.Find(id)
	if b && uc == nil {
		return
	}
	if b {
		ws.GetWebSocketManager(uc)
	}
}
func and2(id string, b bool) {
	uc := ws.System()
	if b {
		uc = lib.Find(id)
	}
	if b && uc == nil {
		return
	}
	ws.GetWebSocketManager(uc)
}
func must(uc *UC, err error) *UC {
	if err != nil {
		panic(err)
	}
	return uc
}
func quiet1(id string) { ws.GetWebSocketManager(must(lib.Quiet(id))) }  // want "the user context may be nil"
func clone1(id string) { ws.GetWebSocketManager(lib.Find(id).Clone()) } // want "the user context may be nil"
func clone2()          { ws.GetWebSocketManager(ws.System().Clone()) }
func swap(a, b **UC)   { *a, *b = *b, *a }
func swap1(id string) {
	x, y := lib.Find(id), ws.System()
	swap(&x, &y)
	ws.GetWebSocketManager(x)
	ws.GetWebSocketManager(y) // want "the user context may be nil"
}
func pick1(b bool) {
	pick := func(b bool) *UC {
		if b {
			return nil
		}
		return ws.System()
	}
	ws.GetWebSocketManager(pick(true)) // want "the user context is nil"
	ws.GetWebSocketManager(pick(false))
	ws.GetWebSocketManager(pick(b)) // want "the user context may be nil"
}
