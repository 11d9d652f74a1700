package b // want "^calls into early and 1 more at import time are not followed: the driver did not analyse dependencies$"

import (
	"early"
	"late"
	"never"
	"ws"
)

var _ = ws.Open(nil) // want "^variable _ calls ws.Open at import time, when there is no user context$"

func init() {
	late.Call(func() {})
	late.Call(func() {})
	start()
}

func start() { early.Call() }

// Later is not called by an initialiser.
func Later() { never.Call() }
