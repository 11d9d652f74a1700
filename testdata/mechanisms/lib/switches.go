package lib

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
