package app

import (
	"example.com/paths/lib"
	"example.com/paths/ws"
)

func firstOf(ucs ...*UC) *UC {
	for _, uc := range ucs {
		if uc != nil {
			return uc
		}
	}
	return nil
}
func firstOr(ucs []*UC, def *UC) *UC {
	for i := range ucs {
		if ucs[i] != nil {
			return ucs[i]
		}
	}
	return def
}
func firstErr(ucs ...*UC) (*UC, error) {
	for _, uc := range ucs {
		if uc != nil {
			return uc, nil
		}
	}
	return nil, lib.ErrMissing
}
func nested(a, b *UC) *UC { return firstOf(a, b) }

func orA(id string) { ws.GetWebSocketManager(firstOf(lib.Find(id), ws.System())) }
func orB(id string) { ws.GetWebSocketManager(firstOf(lib.Find(id), lib.Find(""))) } // want "the user context may be nil"
func orC(id string) { ws.GetWebSocketManager(nested(lib.Find(id), ws.System())) }
func orD(id string) { ws.GetWebSocketManager(nested(lib.Find(id), lib.Find(""))) } // want "the user context may be nil"
func orE(id string) { ws.GetWebSocketManager(firstOr([]*UC{lib.Find(id)}, ws.System())) }
func orF(id string) { ws.GetWebSocketManager(firstOr([]*UC{lib.Find(id)}, lib.Find(""))) } // want "the user context may be nil"
func orG(id string) { ws.GetWebSocketManager(firstOr(nil, nil)) }                          // want "the user context is nil"
func orH(id string) {
	uc, err := firstErr(lib.Find(id), lib.Find(""))
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}
func orI(id string) {
	uc, _ := firstErr(lib.Find(id), lib.Find(""))
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func orJ(id string) {
	uc, _ := firstErr(lib.Find(id), ws.System())
	ws.GetWebSocketManager(uc)
}
func orR(ucs []*UC) {
	for _, uc := range ucs {
		if uc == nil {
			return
		}
	}
	for _, uc := range ucs {
		ws.GetWebSocketManager(uc)
	}
}
func allThere(ucs ...*UC) bool {
	for _, uc := range ucs {
		if uc == nil {
			return false
		}
	}
	return true
}
func orT(id string) {
	a := lib.Find(id)
	if !allThere(ws.System()) {
		return
	}
	ws.GetWebSocketManager(a) // want "the user context may be nil"
}
func filter(ucs []*UC) (out []*UC) {
	for _, uc := range ucs {
		if uc != nil {
			out = append(out, uc)
		}
	}
	return out
}
func orW(id string) {
	for _, uc := range []*UC{lib.Find(id), ws.System()} {
		ws.GetWebSocketManager(uc) // want "the user context may be nil"
	}
}
