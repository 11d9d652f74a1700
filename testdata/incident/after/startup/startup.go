// Package startup checks the service before it takes requests.
package startup

import (
	"errors"

	"example.com/incident/unifiedinit"
	"example.com/incident/websocketcore"
)

var validated error

func init() {
	validated = validate()
}

// Check returns what the validation found.
func Check() error { return validated }

// validate sees that the factories are there; it makes nothing with them.
func validate() error {
	if websocketcore.GetWebSocketManagerFactory() == nil || unifiedinit.GetEmitterPool() == nil {
		return errors.New("the WebSocket factories are not registered")
	}
	return nil
}
