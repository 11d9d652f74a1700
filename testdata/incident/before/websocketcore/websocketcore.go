// Package websocketcore makes the managers that deliver one user's events.
package websocketcore

import (
	"context"
	"errors"
	"sync"
)

// UserExecutionContext says for whom a request is served.
type UserExecutionContext struct {
	UserID string
}

// IsolatedWebSocketManager delivers the events of one user, and of no other.
type IsolatedWebSocketManager struct {
	user   string
	events chan string
}

var errNoContext = errors.New("WebSocket manager creation requires valid UserExecutionContext. Import-time initialization is prohibited. Use request-scoped factory pattern instead.")

// GetWebSocketManager makes a manager for the user of uc. It refuses a context
// without a user.
func GetWebSocketManager(uc *UserExecutionContext) (*IsolatedWebSocketManager, error) {
	if uc == nil || uc.UserID == "" {
		return nil, errNoContext
	}
	m := &IsolatedWebSocketManager{user: uc.UserID, events: make(chan string, 16)}
	subscribers.add(m)
	return m, nil
}

// A ManagerFactory makes a manager when a request has brought a user context.
type ManagerFactory func(*UserExecutionContext) (*IsolatedWebSocketManager, error)

// GetWebSocketManagerFactory returns the factory itself; it makes nothing.
func GetWebSocketManagerFactory() ManagerFactory { return GetWebSocketManager }

// Next waits for the user's next event.
func (m *IsolatedWebSocketManager) Next(ctx context.Context) (string, error) {
	select {
	case e := <-m.events:
		return e, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Emit sends event to all connections of the manager's user.
func (m *IsolatedWebSocketManager) Emit(event string) { Publish(m.user, event) }

// Close ends the delivery to this manager.
func (m *IsolatedWebSocketManager) Close() { subscribers.remove(m) }

// Publish sends event to all connections of one user.
func Publish(user, event string) { subscribers.publish(user, event) }

// registry is keyed by user, so that nobody is served with another's manager.
type registry struct {
	mu     sync.Mutex
	byUser map[string]map[*IsolatedWebSocketManager]bool
}

var subscribers = &registry{byUser: make(map[string]map[*IsolatedWebSocketManager]bool)}

func (r *registry) add(m *IsolatedWebSocketManager) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byUser[m.user] == nil {
		r.byUser[m.user] = make(map[*IsolatedWebSocketManager]bool)
	}
	r.byUser[m.user][m] = true
}

func (r *registry) remove(m *IsolatedWebSocketManager) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.byUser[m.user], m)
}

func (r *registry) publish(user, event string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for m := range r.byUser[user] {
		select {
		case m.events <- event:
		default: // a client that does not read loses events, not the others'
		}
	}
}
