// Package startup checks the service before it takes requests.
package startup

import (
	"example.com/incident/unifiedinit"
	"example.com/incident/websocketcore"
)

var validated error

func init() {
	validated = validate()
}

// Check returns what the validation found.
func Check() error { return validated }

func validate() error {
	if err := canMakeManager(); err != nil {
		return err
	}
	_, err := unifiedinit.CreateWebSocketEmitter("startup")
	return err
}

// canMakeManager makes a manager just to see that it can be made.
func canMakeManager() error {
	_, err := websocketcore.GetWebSocketManager(nil)
	return err
}
