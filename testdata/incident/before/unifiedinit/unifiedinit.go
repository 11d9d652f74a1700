// Package unifiedinit keeps what emits events.
package unifiedinit

import "example.com/incident/websocketcore"

// A WebSocketEmitterPool emits through one manager.
type WebSocketEmitterPool struct {
	manager *websocketcore.IsolatedWebSocketManager
}

// NewWebSocketEmitterPool returns a pool that emits through m.
func NewWebSocketEmitterPool(m *websocketcore.IsolatedWebSocketManager, err error) *WebSocketEmitterPool {
	if err != nil {
		panic(err)
	}
	return &WebSocketEmitterPool{manager: m}
}

// pool is made while the package is loaded.
var pool = NewWebSocketEmitterPool(websocketcore.GetWebSocketManager(nil))

// GetEmitterPool returns the pool that everybody shares.
func GetEmitterPool() *WebSocketEmitterPool { return pool }

// CreateWebSocketEmitter is from before the migration: it knows a user's name
// and no context.
func CreateWebSocketEmitter(userID string) (*websocketcore.IsolatedWebSocketManager, error) {
	return websocketcore.GetWebSocketManager(nil)
}
