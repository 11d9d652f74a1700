package lib

// A Handler handles, and a Layer is put around one.
type Handler interface{ Handle(string) error }

type HandlerFunc func(string) error

func (f HandlerFunc) Handle(s string) error { return f(s) }

type Layer func(Handler) Handler

// Layered is h with layers around it, of which the first is the outermost.
func Layered(h Handler, layers ...Layer) Handler {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

func Passing(next Handler) Handler {
	return HandlerFunc(func(s string) error { return next.Handle(s) })
}

type retrying struct {
	next  Handler
	times int
}

func (r retrying) Handle(s string) (err error) {
	for range r.times {
		if err = r.next.Handle(s); err == nil {
			break
		}
	}
	return err
}

func Retrying(times int) Layer { return func(h Handler) Handler { return retrying{h, times} } }

type Embedding struct{ Handler }

func Embedded(h Handler) Handler { return &Embedding{h} }

// A Future is what a function will have returned.
type Future[T any] struct {
	done chan struct{}
	val  T
	err  error
}

func Async[T any](f func() (T, error)) *Future[T] {
	p := &Future[T]{done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.val, p.err = f()
	}()
	return p
}

func (p *Future[T]) Await() (T, error) { <-p.done; return p.val, p.err }

func Then[T, U any](p *Future[T], f func(T) (U, error)) *Future[U] {
	return Async(func() (u U, err error) {
		v, err := p.Await()
		if err != nil {
			return u, err
		}
		return f(v)
	})
}

// An Expr accepts a Visitor.
type Expr interface{ Accept(Visitor) any }

type Visitor interface {
	VisitLit(Lit) any
	VisitCall(Call) any
	VisitPair(Pair) any
}

type Lit struct{ V any }
type Call struct{ Fn func() any }
type Pair struct{ L, R Expr }

func (l Lit) Accept(v Visitor) any  { return v.VisitLit(l) }
func (c Call) Accept(v Visitor) any { return v.VisitCall(c) }
func (p Pair) Accept(v Visitor) any { return v.VisitPair(p) }

// Eval calls, and Count does not.
type Eval struct{}

func (Eval) VisitLit(l Lit) any     { return l.V }
func (Eval) VisitCall(c Call) any   { return c.Fn() }
func (e Eval) VisitPair(p Pair) any { p.L.Accept(e); return p.R.Accept(e) }

type Count struct{ N *int }

func (c Count) VisitLit(Lit) any     { *c.N++; return nil }
func (c Count) VisitCall(Call) any   { *c.N++; return nil }
func (c Count) VisitPair(p Pair) any { p.L.Accept(c); return p.R.Accept(c) }
