// Package unifiedinit keeps what makes emitters; it makes none itself.
package unifiedinit

import "example.com/incident/websocketcore"

// A WebSocketEmitterPool emits through one user's manager, for one request.
type WebSocketEmitterPool struct {
	manager *websocketcore.IsolatedWebSocketManager
}

// NewWebSocketEmitterPool returns a pool that emits through m.
func NewWebSocketEmitterPool(m *websocketcore.IsolatedWebSocketManager) *WebSocketEmitterPool {
	return &WebSocketEmitterPool{manager: m}
}

// An EmitterFactory makes an emitter when a user context arrives.
type EmitterFactory func(*websocketcore.UserExecutionContext) (*websocketcore.IsolatedWebSocketManager, error)

// CreateWebSocketEmitter returns a deferred emitter: there is no user context
// here yet.
func CreateWebSocketEmitter() EmitterFactory {
	return func(uc *websocketcore.UserExecutionContext) (*websocketcore.IsolatedWebSocketManager, error) {
		return websocketcore.GetWebSocketManager(uc)
	}
}

// A PoolFactory makes a pool when a user context arrives.
type PoolFactory func(*websocketcore.UserExecutionContext) (*WebSocketEmitterPool, error)

// pools is a factory, not a pool.
var pools PoolFactory = newPool

// GetEmitterPool returns the deferred pool factory.
func GetEmitterPool() PoolFactory { return pools }

func newPool(uc *websocketcore.UserExecutionContext) (*WebSocketEmitterPool, error) {
	m, err := websocketcore.GetWebSocketManager(uc)
	if err != nil {
		return nil, err
	}
	return NewWebSocketEmitterPool(m), nil
}
