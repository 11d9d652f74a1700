package top

import (
	"flag"
	"os"
	"strings"

	"example.com/t/lib"
	"example.com/t/mid"
)

var (
	set      = flag.NewFlagSet("x", flag.ContinueOnError)
	byFlag   = lib.Switches{Hook: mid.Connect}
	pointed  = &lib.Switches{Hook: mid.Connect}
	listed   = []lib.Switches{{Hook: mid.Connect}, {Hook: mid.Connect, On: true}}
	byName   = map[string]lib.Switches{"a": {Hook: mid.Connect, On: true}, "b": {Hook: mid.Idle}}
	switched = lib.NewSwitched(lib.Switches{Hook: mid.Connect, On: true}, mid.Idle)
)

func unknown() bool { return len(os.Args) > 0 }

func init() {
	o := lib.NewSwitches()
	o.Hook = mid.Connect
	o.Run()
	o.Enable()
	o.Run() // want
	o.Set(false)
	o.Run()
	o.Set(unknown())
	o.Run() // want
	o.Set(false)
	o.Toggle()
	o.Run() // want

	q := lib.SwitchedOff()
	q.Hook = mid.Connect
	q.Run()
	q.With(true).Run()      // want
	q.With(unknown()).Run() // want
	r := lib.SwitchedOn()
	r.Hook = mid.Connect
	r.Run() // want
	r.With(false).Run()

	s := lib.Switches{Hook: mid.Connect}
	s.Run()
	s.Maybe(9)
	s.Run() // want
	t := lib.Switches{Hook: mid.Connect}
	lib.SetThrough(&t.On)
	t.Run() // want
	u := lib.Switches{Hook: mid.Connect}
	lib.CopySwitches(&u, o)
	u.Run() // want
	v := lib.Switches{Hook: mid.Connect}
	lib.ParseSwitches([]string{"-on"}, &v)
	v.Run() // want
}

func init() {
	set.BoolVar(&byFlag.On, "on", false, "")
	set.Parse([]string{"-on"})
	byFlag.Run() // want
	set.BoolVar(&pointed.On, "on2", false, "")
	set.Parse([]string{"-on2"})
	pointed.Run() // want
	for i := range listed {
		listed[i].Run() // want
	}
	for _, e := range byName {
		e.Run() // want
	}
	if none := byName["none"]; !none.On {
		mid.Connect() // want
	}
	switched.Start() // want

	lib.NewSwitched(lib.Switches{Hook: mid.Connect}, mid.Idle).Start()
	lib.NewSwitched(lib.Switches{Hook: mid.Connect, On: true}, mid.Idle).Start() // want
	lib.NewSwitched(lib.Switches{}, mid.Connect).Start()                         // want

	var n lib.Switches
	if unknown() {
		n = lib.Switches{On: true}
	} else {
		n = lib.Switches{}
	}
	if n.On {
		mid.Connect() // want
	}
	n = lib.Switches{}
	if n.On {
		mid.Connect()
	}
	if !n.On {
		mid.Connect() // want
	}
	array := make([]lib.Switches, 2)
	array[1].On = true
	if !array[0].On {
		mid.Connect() // want
	}
	done := make(chan bool)
	k := &lib.Switches{Hook: mid.Connect}
	go func() { k.On = true; close(done) }()
	<-done
	k.Run() // want
	k.Skip = true
	k.Run()
	k.RunOnce()
}

// Numbers and texts next to functions.
func init() {
	l := &lib.Logger{Min: 2, Sink: mid.Connect}
	l.Log(1)
	l.Log(2) // want
	l.Min = 3
	l.Log(2)
	lib.NewRetrier(mid.Connect).Run()
	lib.NewRetrier(mid.Connect, lib.Tries(3)).Run() // want
	lib.NewRetrier(mid.Connect, lib.Tries(0)).Run()
	lib.NewRetrier(mid.Idle, lib.Tries(3)).Run()
	s := lib.Stage{Name: "test", Func: mid.Connect}
	s.Run()
	s.Name = "live"
	s.Run()                                                           // want
	lib.Stage{Name: strings.ToLower("LIVE"), Func: mid.Connect}.Run() // want
	for _, s := range []lib.Stage{{"test", mid.Connect}, {"draft", mid.Connect}} {
		s.Run()
	}
	for _, s := range []lib.Stage{{"test", mid.Idle}, {"live", mid.Connect}} {
		s.Run() // want
	}
	setting := lib.Stage{Name: "test", Func: mid.Connect}
	rename(&setting.Name)
	setting.Run() // want
	n := 0
	count := func() { n++ }
	count()
	count()
	if n > 1 {
		mid.Connect() // want
	}
}

func rename(name *string) { *name = "live" }
