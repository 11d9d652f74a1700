package ws

import "context"

type UserContext struct {
	User string
	Org  *string
}

func (u *UserContext) Clone() *UserContext {
	if u == nil {
		return nil
	}
	c := *u
	return &c
}

type Manager struct{ uc *UserContext }

type WebSocketManager = Manager

func GetWebSocketManager(uc *UserContext) *Manager {
	if uc == nil {
		panic("no user")
	}
	return &Manager{uc}
}

//wsinitlint:factory
func Start(ctx context.Context) *Manager { return &Manager{} }

func System() *UserContext { return &UserContext{User: "system"} }

type K struct{}
