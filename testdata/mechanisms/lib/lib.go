package lib

import "sync"

func Apply(f func()) { f() }
func Keep(f func())  { kept = append(kept, f) }

var kept []func()

func RunKept() {
	for _, f := range kept {
		f()
	}
}

type Option func(*S)
type S struct{ hook func() }

func WithHook(f func()) Option { return func(s *S) { s.hook = f } }
func New(opts ...Option) *S {
	s := &S{}
	for _, o := range opts {
		o(s)
	}
	return s
}
func (s *S) Run() {
	if s.hook != nil {
		s.hook()
	}
}
func Cond(on bool, f func()) {
	if on {
		f()
	}
}

type Lazy[T any] struct {
	mk   func() T
	v    T
	done bool
}

func NewLazy[T any](mk func() T) *Lazy[T] { return &Lazy[T]{mk: mk} }
func (l *Lazy[T]) Get() T {
	if !l.done {
		l.v = l.mk()
		l.done = true
	}
	return l.v
}

type Starter interface{ Start() }

func StartAll(ss ...Starter) {
	for _, s := range ss {
		s.Start()
	}
}
func Gen[T Starter](t T) { t.Start() }
func Zero[T Starter]()   { var t T; t.Start() }

// Parse fails by a panic, and says so by its error.
func Parse(s string) (n int, err error) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case errLarge:
			err = &ParseError{s}
		default:
			panic(r)
		}
	}()
	for range s {
		n++
	}
	return n, nil
}

const errLarge = "large"

type ParseError struct{ s string }

func (e *ParseError) Error() string { return e.s }

func MustParse(s string) int {
	n, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return n
}

// Unwrap is errors.Unwrap.
func Unwrap(err error) error {
	u, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return u.Unwrap()
}

type Getter struct {
	once sync.Once
	make func()
}

func NewGetter(f func()) *Getter { return &Getter{make: f} }
func (g *Getter) Get()           { g.once.Do(g.make) }

// Registry keeps functions under names.
type Registry struct{ m map[string]func() }

func (r *Registry) Register(name string, f func()) {
	if r.m == nil {
		r.m = make(map[string]func())
	}
	r.m[name] = f
}

func (r *Registry) Run(name string) bool {
	f, ok := r.m[name]
	if ok {
		f()
	}
	return ok
}

func Retry(n int, f func() error) (err error) {
	for i := 0; i < n; i++ {
		if err = f(); err == nil {
			return nil
		}
	}
	return err
}

func Times(n int, f func()) {
	for range n {
		f()
	}
}

func ForEach(names []string, f func()) {
	for range names {
		f()
	}
}

func FirstOf(fs ...func()) {
	if len(fs) > 0 {
		fs[0]()
	}
}

// Built calls what an option has set, after the loop that applies them.
func Built(opts ...Option) *S {
	s := &S{}
	for _, o := range opts {
		o(s)
	}
	if s.hook != nil {
		s.hook()
	}
	return s
}

// Deferred calls f when it returns, if it is told to.
func Deferred(on bool, f func()) {
	if on {
		defer f()
	}
	Keep(nil)
}

// Spread calls f in n goroutines.
func Spread(n int, f func()) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(f)
	}
	wg.Wait()
}
