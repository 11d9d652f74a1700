package a

import (
	"late"
	"ws"
)

func connect() { ws.Open(nil) }

func idle() {}

var _ = late.Keep(connect)

func init() {
	late.Call(idle)
	late.Call(connect) // want "^init reaches ws.Open at import time, when there is no user context: late.Call → connect → ws.Open$"
}

var m = ws.Open(&ws.UserContext{}) // want "^variable m calls ws.Open at import time, when there is no user context$"
