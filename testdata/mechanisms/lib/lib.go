package lib

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
