package top

import (
	"example.com/t/lib"
	"example.com/t/mid"
)

var table = map[string]func(){"open": mid.Connect, "idle": mid.Idle}

func lookUp(name string) int {
	if f, ok := table[name]; ok {
		f()
	}
	return 0
}

var (
	_ = lookUp("open") // want
	_ = lookUp("idle")
	_ = lookUp("neither")
)

func above(n int) {
	if n > 3 {
		mid.Connect()
	}
}

func init() {
	mid.Table["a"]() // want
	mid.Table["b"]()
	var r lib.Registry
	r.Register("open", mid.Connect)
	r.Register("idle", mid.Idle)
	r.Run("open") // want
	r.Run("idle")
	r.Run("neither")

	above(4) // want
	above(3)
	for i := 0; i < 0; i++ {
		mid.Connect()
	}
	for range 0 {
		mid.Connect()
	}
	for range 1 {
		mid.Connect() // want
	}
	lib.Retry(1, mid.Try) // want
	lib.Retry(0, mid.Try)
	lib.Times(1, mid.Connect) // want
	lib.Times(0, mid.Connect)
	lib.ForEach([]string{"x"}, mid.Connect) // want
	lib.ForEach([]string{}, mid.Connect)
	lib.ForEach(nil, mid.Connect)
	lib.FirstOf(mid.Connect) // want
	lib.FirstOf(mid.Idle, mid.Connect)
	lib.FirstOf()
	fs := []func(){mid.Idle, mid.Connect}
	fs[0]()
	fs[len(fs)-1]() // want
	if len(fs) > 2 {
		mid.Connect()
	}
	fs = append(fs, mid.Idle)
	if len(fs) > 2 {
		mid.Connect() // want
	}
}

var (
	level   = 1
	mode    string
	failed  error
	current *int
	config  = struct {
		Enabled, Lazy bool
		Level         int
	}{Enabled: true}
)

func setLevel(n int) { level = n }

func whenVerbose() {
	if level > 1 {
		mid.Connect()
	}
}

func init() {
	whenVerbose()
	setLevel(2)
	whenVerbose() // want
	if mode == "live" {
		mid.Connect()
	}
	mode = "live"
	if mode == "live" {
		mid.Connect() // want
	}
	if failed != nil {
		mid.Connect()
	}
	if failed = mid.Try(); failed == nil { // want
		lib.Apply(mid.Connect) // want
	}
	if current != nil {
		mid.Connect()
	}
	current = new(int)
	if current != nil {
		mid.Connect() // want
	}
	if config.Enabled {
		mid.Connect() // want
	}
	if config.Lazy || config.Level > 0 {
		mid.Connect()
	}
}

var started bool

func ensureStarted() {
	if started {
		return
	}
	started = true
	mid.Connect()
}

var hook = mid.Idle

// swap calls what hook held before.
func swap() {
	old := hook
	hook = mid.Connect
	lib.Apply(old)
}

func init() {
	ensureStarted() // want
	ensureStarted()
	swap()
	swap() // want
}

func init() {
	lib.Built(lib.WithHook(mid.Connect)) // want
	lib.Built(lib.WithHook(mid.Idle))
	lib.Built()
	lib.Deferred(true, mid.Connect) // want
	lib.Deferred(false, mid.Connect)
	lib.Spread(1, mid.Connect) // want
	lib.Spread(0, mid.Connect)
}
