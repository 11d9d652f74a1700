// Package ways gives generic functions several type arguments, of which one
// leads to a factory.
package ways

import (
	"generic"
	"ws"
)

type maker struct{}

func (maker) Run() { ws.Open(&ws.UserContext{ID: "u"}) }

type idle struct{}

func (idle) Run() {}

func init() {
	generic.First[idle, maker]()
	generic.Second[maker, idle]()
}

func init() {
	generic.First[maker, idle]() // want `^init reaches ws.Open at import time, when there is no user context: generic.First → \(maker\).Run → ws.Open$`
}

func init() {
	generic.Second[idle, maker]() // want `^init reaches ws.Open at import time, when there is no user context: generic.Second → \(maker\).Run → ws.Open$`
}
