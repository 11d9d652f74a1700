// Package importtime defines an Analyzer that reports factory calls that can
// run while packages are initialised.
//
// # Analyzer importtime
//
// importtime: report managers that are made at import time
//
// A factory makes what serves one user, from that user's context. While
// packages are initialised no request has come, so there is no user context:
// the factory fails and the service does not start or, worse, it succeeds for
// nobody in particular.
//
// The analyzer follows each init function and each package-level variable's
// initialiser through functions, closures, method values, interfaces,
// generics and packages, and reports the last call that stands in the
// initialiser itself:
//
//	var pool = NewPool(ws.GetWebSocketManager(nil)) // reported
//
//	func init() {
//		http.HandleFunc("/ws", serve) // silent: serve runs per request
//		connect()                     // reported: connect → ws.GetWebSocketManager
//	}
//
// Keep a factory instead of a manager, and call it where a request brings a
// user context.
//
// Codes:
//
//   - init-call: an init function reaches a factory
//   - var-call: a package-level variable's initialiser reaches a factory
//   - import: an imported package of another module does
package importtime
