// Package shortest has a call that leads to a factory in two ways, the longer of
// which comes first.
package shortest

import "ws"

func init() {
	both() // want `^init reaches ws.Open at import time, when there is no user context: both → ws.Open$`
}

func both() {
	longer()
	ws.Open(&ws.UserContext{ID: "u"})
}

func longer() { ws.Open(&ws.UserContext{ID: "u"}) }
