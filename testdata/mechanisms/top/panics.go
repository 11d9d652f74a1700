package top

import (
	"runtime"

	"example.com/t/lib"
	"example.com/t/mid"
)

// What a deferred function does about a panic it does where there was one.
func init() {
	defer func() {
		if r := recover(); r != nil {
			mid.Connect() // want
		}
	}()
	panic("x")
}

func init() {
	defer func() {
		if r := recover(); r != nil {
			mid.Connect()
		}
	}()
	mid.Idle()
	lib.Positive(1)
}

func init() {
	defer func() {
		if r := recover(); r == nil {
			mid.Connect()
		}
	}()
	panic("x")
}

func init() {
	defer func() {
		if recover() != nil {
			mid.Connect() // want
		}
	}()
	lib.Positive(-1)
}

func init() {
	defer func() {
		recover()
		mid.Connect() // want
	}()
	lib.Never()
	mid.Connect()
}

type record struct{ n int }

func init() {
	defer func() {
		if recover() != nil {
			mid.Connect() // want
		}
	}()
	var r *record
	r.n = 1
}

func init() {
	defer func() {
		if recover() != nil {
			mid.Connect() // want
		}
	}()
	var counts map[string]int
	counts["a"] = 1
}

func init() {
	defer func() {
		if recover() != nil {
			mid.Connect() // want
		}
	}()
	list := []int{1, 2}
	_ = list[lastOf(3)]
	n := 2
	_ = list[n]
}

func lastOf(n int) int { return n - 2 }

func init() {
	defer func() {
		if recover() != nil {
			mid.Connect() // want
		}
	}()
	var v any = 1
	_ = v.(string)
}

func init() {
	defer func() {
		if recover() != nil {
			mid.Connect()
		}
	}()
	r := &record{}
	r.n = 1
	counts := map[string]int{}
	counts["a"] = 1
	var v any = 1
	_ = v.(int)
	list := []int{1, 2}
	_ = list[1]
}

func init() {
	lib.OnPanic(mid.Idle, mid.Connect)
	lib.OnPanic(lib.Never, mid.Connect) // want
	lib.OnPanic(func() {
		lib.OnPanic(lib.Never, mid.Idle)
	}, mid.Connect)
	lib.OnPanic(func() { // want
		lib.Apply(lib.Never)
	}, mid.Connect)
	lib.OnPanic(mid.Connect, mid.Idle) // want
	if lib.Safe(mid.Idle) {
		mid.Idle()
	}
	lib.Safe(func() {
		lib.Never()
		mid.Connect()
	})
}

// Goexit runs deferred functions.
func init() {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer mid.Connect() // want
		runtime.Goexit()
		mid.Connect()
	}()
	<-done
}

// A type switch on a type parameter.
func init() {
	lib.ByKind(1, mid.Connect, mid.Idle) // want
	lib.ByKind(1, mid.Idle, mid.Connect)
	lib.ByKind("a", mid.Idle, mid.Connect) // want
	lib.ByKind("a", mid.Connect, mid.Idle)
	lib.ByKind(1.5, mid.Connect, mid.Connect)
}
