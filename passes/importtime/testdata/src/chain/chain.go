package chain

import (
	"late"
	"ws"
)

func outer() *ws.Manager { return inner() }

func inner() *ws.Manager {
	return ws.Open(nil)
}

var _ = outer() // want "^variable _ reaches ws.Open at import time, when there is no user context: outer → inner → ws.Open$"

func init() {
	late.Call(func() {
		inner() // want "^init reaches ws.Open at import time, when there is no user context: inner → ws.Open$"
	})
	defer func() { _ = outer() }() // want "^init reaches ws.Open at import time, when there is no user context: outer → inner → ws.Open$"
	late.Call(call)                // want "^init reaches ws.Open at import time, when there is no user context: late.Call → call → outer → inner → ws.Open$"
}

func call() { go outer() }
