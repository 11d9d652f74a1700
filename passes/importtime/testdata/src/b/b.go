package b // want "^calls into late at import time are not followed: the driver did not analyse dependencies$"

import (
	"late"
	"ws"
)

var _ = ws.Open(nil) // want "^variable _ calls ws.Open at import time, when there is no user context$"

func init() {
	late.Call(func() {})
	late.Call(func() {})
}
