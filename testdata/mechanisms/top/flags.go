package top

import (
	"flag"
	"sync"
	"time"

	"example.com/t/lib"
	"example.com/t/mid"
)

var (
	enabled bool
	verbose bool
	quick   = true
	once    sync.Once
)

func connectOnce() { once.Do(mid.Connect) }

func connectIfEnabled() {
	if enabled {
		mid.Connect()
	}
}

func init() {
	flag.BoolVar(&verbose, "verbose", false, "anyone may set it")
	if enabled {
		mid.Connect()
	}
	connectIfEnabled()
	if verbose {
		mid.Connect() // want
	}
	if quick {
		mid.Connect() // want
	}
	enabled = true
	connectIfEnabled() // want
}

func init() {
	connectOnce() // want
	connectOnce()
	g := lib.NewGetter(mid.Connect)
	g.Get() // want
	g.Get()
	lib.NewGetter(mid.Idle).Get()
	var other sync.Once
	if len(flag.Args()) > 0 {
		other.Do(mid.Connect) // want
	}
	other.Do(mid.Connect) // want
}

type many struct{}

func (many) Error() string   { return "" }
func (many) Unwrap() []error { mid.Connect(); return nil }

func init() {
	lib.MustParse("x")
	mid.Connect() // want
	lib.Unwrap(many{})
	time.AfterFunc(time.Millisecond, mid.Connect) // want
	time.AfterFunc(time.Hour, mid.Connect)
}
