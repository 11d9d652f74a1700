package lib

import "os"

// Switches has truth values that decide which of its functions run.
type Switches struct {
	On   bool
	Skip bool
	Hook func()
	List []func()
}

func NewSwitches() *Switches            { return &Switches{} }
func SwitchesOn() *Switches             { return &Switches{On: true} }
func SwitchedOff() (o Switches)         { return }
func SwitchedOn() Switches              { return Switches{On: true} }
func (o *Switches) Enable()             { o.On = true }
func (o *Switches) Set(b bool)          { o.On = b }
func (o *Switches) Toggle()             { o.On = !o.On }
func (o Switches) With(b bool) Switches { o.On = b; return o }
func (o *Switches) Maybe(n int) {
	if n > 3 {
		o.On = true
	}
}
func (o Switches) Run() {
	if o.On && !o.Skip {
		o.Hook()
	}
}
func (o *Switches) RunOnce() {
	if o.Skip {
		return
	}
	o.Skip = true
	o.Hook()
}
func SetThrough(on *bool)             { *on = true }
func CopySwitches(dst, src *Switches) { *dst = *src }
func ParseSwitches(args []string, o *Switches) {
	for _, a := range args {
		switch a {
		case "-on":
			o.On = true
		case "-skip":
			o.Skip = true
		}
	}
}

type Switched struct {
	opts    Switches
	running bool
	start   func()
}

func NewSwitched(o Switches, start func()) *Switched { return &Switched{opts: o, start: start} }
func (s *Switched) Start() {
	if s.running {
		return
	}
	s.running = true
	s.start()
	if s.opts.On {
		s.opts.Hook()
	}
}

// A Latch calls its function once.
type Latch struct {
	Func func()
	done bool
}

func (l *Latch) Fire() {
	if !l.done {
		l.done = true
		l.Func()
	}
}

// Maybe calls f where the environment says so.
func Maybe(f func()) {
	if os.Getenv("MAYBE") != "" {
		f()
	}
}

// A Logger passes on what is at least of its level.
type Logger struct {
	Min  int
	Sink func()
}

func (l *Logger) Log(level int) {
	if level >= l.Min {
		l.Sink()
	}
}

// A Retrier tries a number of times, as its options say.
type Retrier struct {
	times int
	try   func()
}

type RetryOption func(*Retrier)

func Tries(n int) RetryOption { return func(r *Retrier) { r.times = n } }

func NewRetrier(try func(), options ...RetryOption) *Retrier {
	r := &Retrier{try: try}
	for _, o := range options {
		o(r)
	}
	return r
}

func (r *Retrier) Run() {
	for range r.times {
		r.try()
	}
}

// A Stage is run where its name is "live".
type Stage struct {
	Name string
	Func func()
}

func (s Stage) Run() {
	if s.Name == "live" {
		s.Func()
	}
}
