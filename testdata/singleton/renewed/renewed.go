// Package renewed puts what a function returns in the place of what it was given.
package renewed

import (
	"context"
	"slices"

	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, _ := ws.GetWebSocketManager(uc)
	return m
}

var (
	entrance *ws.WebSocketManager
	doors    []*ws.WebSocketManager
)

func another(_ *ws.WebSocketManager, uc *ws.UserExecutionContext) *ws.WebSocketManager { return mk(uc) }

func openEntrance(uc *ws.UserExecutionContext) {
	entrance = another(nil, uc) // want "package variable entrance"
}

func renewed(all []*ws.WebSocketManager, uc *ws.UserExecutionContext) []*ws.WebSocketManager {
	for i := range all {
		all[i] = mk(uc)
	}
	return all
}

func renewDoors(uc *ws.UserExecutionContext) {
	doors = renewed(doors, uc) // want "container doors"
}

func withOneMore(all []*ws.WebSocketManager, uc *ws.UserExecutionContext) []*ws.WebSocketManager {
	var more []*ws.WebSocketManager
	more = append(more, all...)
	return append(more, mk(uc))
}

func addDoor(uc *ws.UserExecutionContext) {
	doors = withOneMore(doors, uc) // want "container doors"
}

// What is left of a list is not new in it.

func without(all []*ws.WebSocketManager, user string) []*ws.WebSocketManager {
	return slices.DeleteFunc(all, func(m *ws.WebSocketManager) bool { return m.User == user })
}

func shutOne(user string) { doors = without(doors, user) }

// A context that is derived from one that lives on goes when it is cancelled.

var base, stop = context.WithCancel(context.Background())

type userKey struct{}

func serve(uc *ws.UserExecutionContext) {
	ctx, cancel := context.WithCancel(context.WithValue(base, userKey{}, uc))
	defer cancel()
	<-ctx.Done()
}
