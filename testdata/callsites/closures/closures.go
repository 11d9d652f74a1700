// Package closures sets and uses captured variables.
package closures

import (
	"context"
	"sync"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type group struct {
	wg   sync.WaitGroup
	err  error
	once sync.Once
}

func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}
func (g *group) Wait() error { g.wg.Wait(); return g.err }

func staysNil() {
	var uc *UC
	f := func() { ws.GetWebSocketManager(uc) } // want "the user context is nil"
	f()
}

func setBefore() {
	var uc *UC
	f := func() { ws.GetWebSocketManager(uc) }
	uc = ws.System()
	f()
}

func setAfter() {
	var uc *UC
	f := func() { ws.GetWebSocketManager(uc) } // want "the user context is nil"
	f()
	uc = ws.System()
}

func setInside() {
	var uc *UC
	set := func() { uc = ws.System() }
	set()
	ws.GetWebSocketManager(uc)
}

func setInsideNotCalled() {
	var uc *UC
	set := func() { uc = ws.System() }
	_ = set
	ws.GetWebSocketManager(uc) // want "the user context is nil"
}

func maybeSet(b bool) {
	var uc *UC
	set := func() {
		if b {
			uc = ws.System()
		}
	}
	set()
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func errLiteral(tok string) error {
	var uc *UC
	load := func() error {
		u, err := auth.FromToken(tok)
		if err != nil {
			return err
		}
		uc = u
		return nil
	}
	if err := load(); err != nil {
		return err
	}
	ws.GetWebSocketManager(uc)
	return nil
}

func errLiteralIgnored(tok string) error {
	var uc *UC
	load := func() error {
		u, err := auth.FromToken(tok)
		if err != nil {
			return err
		}
		uc = u
		return nil
	}
	_ = load()
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
	return nil
}

func tx(f func() error) error { return f() }

func inTx(tok string) error {
	var uc *UC
	err := tx(func() (err error) {
		uc, err = auth.FromToken(tok)
		return err
	})
	if err != nil {
		return err
	}
	ws.GetWebSocketManager(uc)
	return nil
}

func inTxIgnored(tok string) {
	var uc *UC
	tx(func() (err error) {
		uc, err = auth.FromToken(tok)
		return err
	})
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func errGroup(tok string) error {
	var g group
	var uc *UC
	g.Go(func() error {
		u, err := auth.FromToken(tok)
		if err != nil {
			return err
		}
		uc = u
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	ws.GetWebSocketManager(uc)
	return nil
}

func onceInit() {
	var once sync.Once
	var uc *UC
	get := func() *UC {
		once.Do(func() { uc = ws.System() })
		return uc
	}
	ws.GetWebSocketManager(get())
}

func onceErr(tok string) {
	var once sync.Once
	var uc *UC
	var err error
	get := func() (*UC, error) {
		once.Do(func() { uc, err = auth.FromToken(tok) })
		return uc, err
	}
	u, err := get()
	if err != nil {
		return
	}
	_ = u
}

func goroutine() {
	var uc *UC
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		uc = ws.System()
	}()
	wg.Wait()
	ws.GetWebSocketManager(uc)
}

func viaChan(tok string) {
	ch := make(chan *UC)
	go func() {
		defer close(ch)
		if uc, err := auth.FromToken(tok); err == nil {
			ch <- uc
		}
	}()
	uc, ok := <-ch
	if !ok {
		return
	}
	ws.GetWebSocketManager(uc)
}

func viaChan2(tok string) {
	ch := make(chan *UC, 1)
	go func() { ch <- auth.Find(tok) }()
}

type result struct {
	uc  *UC
	err error
}

func viaResult(tok string) {
	ch := make(chan result, 1)
	go func() {
		uc, err := auth.FromToken(tok)
		ch <- result{uc, err}
	}()
	r := <-ch
	if r.err != nil {
		return
	}
	ws.GetWebSocketManager(r.uc)
}

func load(tok string) result {
	uc, err := auth.FromToken(tok)
	return result{uc: uc, err: err}
}

func structResult(tok string) {
	r := load(tok)
	if r.err != nil {
		return
	}
	_ = r.uc
	q := load(tok)
	ws.GetWebSocketManager(q.uc) // want "the user context may be nil"
}

func deferSet() (m *ws.WebSocketManager) {
	var uc *UC
	defer func() { uc = nil }()
	uc = ws.System()
	return ws.GetWebSocketManager(uc)
}

func captured(uc *UC, b bool) func() {
	if uc == nil {
		return func() {}
	}
	return func() {
		ws.GetWebSocketManager(uc)
		if b {
			func() { ws.GetWebSocketManager(uc) }()
		}
	}
}

func loopVar(list []string) {
	for _, t := range list {
		uc, err := auth.FromToken(t)
		if err != nil {
			continue
		}
		go func() {
			ws.GetWebSocketManager(uc)
		}()
	}
	var last *UC
	for _, t := range list {
		last = auth.Find(t)
		if last == nil {
			break
		}
		defer func() { ws.GetWebSocketManager(last) }() // want "the user context may be nil"
	}
}

func checkedOutside(tok string) {
	uc := auth.Find(tok)
	if uc == nil {
		return
	}
	run(func() { ws.GetWebSocketManager(uc) })
	run(func() {
		run(func() { ws.GetWebSocketManager(uc) })
	})
}

func uncheckedOutside(tok string) {
	uc := auth.Find(tok)
	run(func() { ws.GetWebSocketManager(uc) }) // want "the user context may be nil"
	run(func() {
		if uc == nil {
			return
		}
		ws.GetWebSocketManager(uc)
	})
}

func run(f func()) { f() }

func ctxClosure(ctx context.Context) {
	run(func() { ws.MakeWSManager(ctx, "a") })
	bg := context.Background()
	run(func() { ws.MakeWSManager(bg, "a") }) // want "the context carries no user"
}

func guardLiteral(tok string) {
	uc := auth.Find(tok)
	ok := func() bool { return uc != nil }
	if !ok() {
		return
	}
	_ = uc
}

func iife(tok string) {
	uc := func() *UC {
		if u := auth.Find(tok); u != nil {
			return u
		}
		return ws.System()
	}()
	ws.GetWebSocketManager(uc)
	u2 := func() *UC {
		if tok == "" {
			return nil
		}
		return ws.System()
	}()
	ws.GetWebSocketManager(u2) // want "the user context may be nil"
}

func iter(yield func(*UC) bool) {
	yield(ws.System())
}

func iterNil(yield func(*UC) bool) {
	if !yield(ws.System()) {
		return
	}
	yield(nil)
}

func rangeFunc() {
	for uc := range iter {
		ws.GetWebSocketManager(uc)
	}
	for uc := range iterNil {
		ws.GetWebSocketManager(uc) // want "the user context is nil"
	}
	for uc := range iterNil {
		if uc == nil {
			continue
		}
		ws.GetWebSocketManager(uc)
	}
}
