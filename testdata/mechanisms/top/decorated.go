package top

import (
	"example.com/t/lib"
	"example.com/t/mid"
)

// A decorator holds what it decorates by value.
type decorated struct{ next lib.Starter }

func (d decorated) Start() { d.next.Start() }

type embedded struct{ lib.Starter }

type called struct{ f func() }

func (c called) Start() { c.f() }

func init() {
	lib.StartAll(decorated{decorated{decorated{decorated{mid.Conn{}}}}}) // want
	lib.StartAll(decorated{decorated{decorated{decorated{mid.Nop{}}}}})
	lib.StartAll(embedded{embedded{embedded{embedded{mid.Conn{}}}}}) // want
	lib.StartAll(embedded{embedded{embedded{embedded{mid.Nop{}}}}})
	lib.StartAll(decorated{embedded{decorated{embedded{called{mid.Connect}}}}}) // want
	lib.StartAll(decorated{embedded{decorated{embedded{called{mid.Idle}}}}})
	kept = decorated{decorated{decorated{decorated{mid.Conn{}}}}}
}

var kept lib.Starter
