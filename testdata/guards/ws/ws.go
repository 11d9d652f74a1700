// Package ws has the factory.
package ws

// UserContext is the user context.
type UserContext struct{ ID string }

// WSManager is the manager.
type WSManager struct{ User string }

// GetWSManager is the factory.
func GetWSManager(uc *UserContext) *WSManager { return &WSManager{uc.ID} }
