// Package far calls factories of a package that it does not import.
package far

import "example.com/contexts/lib"

func variable() {
	lib.Factory(nil) // want "ws.GetWebSocketManager makes a manager for no user: the user context is nil"
}

func returned() {
	lib.Returned()(nil) // want "the user context is nil"
}
