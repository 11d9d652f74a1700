package top

import (
	"encoding/json"
	"example.com/t/lib"
	"example.com/t/mid"
	"example.com/t/ws"
	"fmt"
	"iter"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
)

// It does not panic: what follows is initialised.
var pattern = regexp.MustCompile("a+")

var direct = ws.GetWebSocketManager(nil) // want
var lazy = sync.OnceValue(func() *ws.WebSocketManager { return ws.GetWebSocketManager(nil) })
var h func()

func init() {
	lib.Apply(mid.Connect) // want
	lib.Apply(mid.Idle)
	lib.Keep(mid.Idle)
	lib.RunKept()
	lib.Keep(mid.Connect)
	lib.RunKept() // want
	lib.New(lib.WithHook(mid.Connect))
	lib.New(lib.WithHook(mid.Idle)).Run()
	lib.New(lib.WithHook(mid.Connect)).Run() // want
	lib.Cond(false, mid.Connect)
	lib.Cond(true, mid.Connect) // want
}
func init() {
	l := lib.NewLazy(func() int { mid.Connect(); return 1 }) // 2 below
	_ = l
	l2 := lib.NewLazy(func() int {
		mid.Connect() // want
		return 1
	})
	l2.Get()
	lib.StartAll(mid.Nop{})
	lib.StartAll(mid.Nop{}, mid.Conn{}) // want
	lib.Gen(mid.Conn{})                 // want
	lib.Gen(mid.Nop{})
	lib.Zero[mid.Conn]() // want
	lib.Zero[mid.Nop]()
}
func init() {
	mid.Table["a"]() // want
	mid.Table["b"]()
	h = mid.Idle
	h()
	h = mid.Connect
	h()              // want
	defer mid.Mk()() // want
	lazy()           // want
	var once sync.Once
	once.Do(mid.Connect) // want
}
func init() {
	fmt.Println(mid.Conn{}) // want
	fmt.Println(mid.Nop{})
	s := []int{2, 1}
	slices.SortFunc(s, func(a, b int) int {
		mid.Connect() // want
		return a - b
	})
}
func init() {
	seq := func(yield func(int) bool) {
		mid.Connect() // want
		yield(1)
	}
	next, stop := iter.Pull(iter.Seq[int](seq))
	next()
	stop()
	seq2 := func(yield func(int) bool) { mid.Connect(); yield(1) }
	_, _ = iter.Pull(iter.Seq[int](seq2))
	lib.First(func(yield func(int) bool) {
		mid.Connect() // want
		yield(1)
	})
	_ = reflect.ValueOf(mid.Connect)
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) { mid.Connect() })
	p := sync.Pool{New: func() any {
		mid.Connect() // want
		return 1
	}}
	p.Get()
	_ = sync.Pool{New: func() any { mid.Connect(); return 1 }}
	var wg sync.WaitGroup
	wg.Go(mid.Connect) // want
	var av atomic.Value
	av.Store(mid.Connect)
	av.Load().(func())() // want
	var ap atomic.Pointer[func()]
	f := mid.Connect
	ap.Store(&f)
	(*ap.Load())() // want
	if false {
		mid.Connect()
	}
}

func init() {
	json.Marshal(mid.Conn{}) // want
	json.Marshal(mid.Nop{})
	reflect.ValueOf(mid.Connect).Call(nil) // want
	_ = reflect.ValueOf(mid.Connect)
}
