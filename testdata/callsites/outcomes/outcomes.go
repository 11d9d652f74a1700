// Package outcomes looks at the error or the truth value that lies beside a user
// context in what a pointer to a struct points to.
package outcomes

import "example.com/callsites/ws"

func errLookedAt(id string) {
	r := Do(id)
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.UC)
}

func errOfAnother(id string) {
	r := DoLater(id)
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.UC)
}

func okLookedAt(id string) {
	r := DoFound(id)
	if !r.OK {
		return
	}
	ws.GetWebSocketManager(r.UC)
}

func handedOn(id string) {
	r := DoAgain(id)
	if r.Err == nil {
		ws.GetWebSocketManager(r.UC)
	}
}

func errOfNothing(id string) {
	r := DoQuietly(id)
	if r.Err == nil {
		ws.GetWebSocketManager(r.UC) // want "the user context may be nil"
	}
}

func errLogged(id string) {
	r := Do(id)
	if r.Err != nil {
		println("x")
	}
	ws.GetWebSocketManager(r.UC) // want "the user context may be nil"
}

func okNotLookedAt(id string) {
	r := DoFound(id)
	ws.GetWebSocketManager(r.UC) // want "the user context may be nil"
}

func errWrongWay(id string) {
	r := Do(id)
	if r.Err != nil {
		ws.GetWebSocketManager(r.UC) // want "the user context may be nil"
	}
}
