package filters

import (
	"example.com/callsites/ws"
)

func find(id string) *UC {
	if id == "" {
		return nil
	}
	return &UC{UserID: id}
}

func list(id string) []*UC { return []*UC{find(id), ws.System(), nil} }

func present(id string) {
	for _, u := range Present(list(id)) {
		ws.GetWebSocketManager(u)
	}
}

func valid(id string) {
	for _, u := range OnlyValid(list(id)) {
		ws.GetWebSocketManager(u)
	}
}

func kept(id string) {
	for _, u := range Keep(list(id), Valid) {
		ws.GetWebSocketManager(u)
	}
}

func filtered(id string) {
	for _, u := range Filter(list(id), func(u *UC) bool { return u != nil }) {
		ws.GetWebSocketManager(u)
	}
}

func keptForSomethingElse(id string) {
	for _, u := range Filter(list(id), func(u *UC) bool { return u == nil || u.UserID != "x" }) {
		ws.GetWebSocketManager(u) // want "the user context may be nil"
	}
}

func firstPresent(id string) { ws.GetWebSocketManager(FirstPresent(list(id))) }
func firstOf(id string)      { ws.GetWebSocketManager(FirstOf(list(id), Valid)) }
func eachValid(id string)    { EachValid(list(id), func(u *UC) { ws.GetWebSocketManager(u) }) }
func eachKept(id string)     { EachKept(list(id), Valid, func(u *UC) { ws.GetWebSocketManager(u) }) }
func indexed(id string) {
	for _, u := range Index(map[string]*UC{"a": find(id)}) {
		ws.GetWebSocketManager(u)
	}
}

func unfiltered(id string) {
	for _, u := range list(id) {
		ws.GetWebSocketManager(u) // want "the user context may be nil"
	}
}
