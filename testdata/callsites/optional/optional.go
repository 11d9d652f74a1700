// Package optional gets user contexts from structs that hold them together with
// whether they are there.
package optional

import "example.com/callsites/ws"

func gotIt(id string) {
	o := FindOpt(id)
	if uc, ok := o.Get(); ok {
		ws.GetWebSocketManager(uc)
	}
}

func didNotLook(id string) {
	o := FindOpt(id)
	uc, _ := o.Get()
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func gotNone(id string) {
	uc, ok := FindOpt(id).Get()
	if !ok {
		ws.GetWebSocketManager(uc) // want "the user context is nil"
	}
}

func askedFirst(id string) {
	o := FindOpt(id)
	if !o.IsSome() {
		return
	}
	uc, _ := o.Get()
	ws.GetWebSocketManager(uc)
}

func askedAndWentOn(id string) {
	o := FindOpt(id)
	if !o.IsSome() {
		println("nobody")
	}
	uc, _ := o.Get()
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}

func looked(id string) {
	uc, err := Load(id).Get()
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}

func lookedTheOtherWay(id string) {
	uc, err := Load(id).Get()
	if err != nil {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}
