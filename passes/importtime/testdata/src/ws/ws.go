package ws

type UserContext struct{ ID string }

type Manager struct{ ID string }

//wsinitlint:factory
func Open(uc *UserContext) *Manager { return &Manager{uc.ID} }
