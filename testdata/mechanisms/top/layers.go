package top

import (
	"fmt"
	"io"

	"example.com/t/lib"
	"example.com/t/mid"
)

func handle(string) error { mid.Connect(); return nil }
func ignore(string) error { return nil }

func init() {
	around := []lib.Layer{lib.Passing, lib.Retrying(3), lib.Embedded, lib.Passing, lib.Retrying(2)}
	lib.Layered(lib.HandlerFunc(handle), around...)
	lib.Layered(lib.HandlerFunc(handle), around...).Handle("a") // want
	lib.Layered(lib.HandlerFunc(ignore), around...).Handle("a")
	lib.Layered(lib.HandlerFunc(ignore), func(h lib.Handler) lib.Handler {
		mid.Connect() // want
		return h
	})
	h := lib.Layered(lib.HandlerFunc(handle), lib.Passing)
	h = &lib.Embedding{Handler: h}
	h.Handle("a") // want
}

func init() {
	lib.Async(func() (int, error) {
		mid.Connect() // want
		return 1, nil
	}).Await()
	p := lib.Then(lib.Async(func() (int, error) { return 1, nil }), func(int) (func(), error) {
		mid.Connect() // want
		return mid.Connect, nil
	})
	f, _ := p.Await()
	f() // want
	lib.Then(lib.Async(func() (int, error) { return 1, nil }), func(int) (int, error) { return 2, nil })
}

func init() {
	e := lib.Pair{L: lib.Lit{V: 1}, R: lib.Pair{L: lib.Call{Fn: func() any {
		mid.Connect() // want
		return 1
	}}, R: lib.Lit{}}}
	e.Accept(lib.Count{N: new(int)})
	e.Accept(lib.Eval{})
	lib.Pair{L: lib.Lit{}, R: lib.Lit{V: mid.Connect}}.Accept(lib.Eval{})
	uncalled := lib.Pair{L: lib.Lit{}, R: lib.Call{Fn: func() any { mid.Connect(); return 1 }}}
	uncalled.Accept(lib.Count{N: new(int)})
}

type tee []io.Writer

func (t tee) Write(p []byte) (int, error) {
	for _, w := range t {
		w.Write(p)
	}
	return len(p), nil
}

type connecting struct{}

func (connecting) Write(p []byte) (int, error) { mid.Connect(); return len(p), nil }

func init() {
	fmt.Fprint(tee{io.Discard, tee{tee{connecting{}}}}, "a") // want
	fmt.Fprint(tee{io.Discard, tee{tee{}}}, "a")
	io.MultiWriter(io.Discard, connecting{}).Write(nil) // want
	io.MultiWriter(io.Discard, tee{})
}
