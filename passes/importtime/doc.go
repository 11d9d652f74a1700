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
//
// # Code init-call
//
// An init function reaches a factory: it runs before any request has come, for
// no user. The factory refuses, and the service does not start, or the manager
// that it makes belongs to nobody. Instead of
//
//	func init() {
//		emitters = NewPool(ws.GetWebSocketManager(nil))
//	}
//
// keep what can make one, and make it when a request brings its user context:
//
//	func PoolFor(uc *ws.UserExecutionContext) *Pool {
//		return NewPool(ws.GetWebSocketManager(uc))
//	}
//
// # Code var-call
//
// The initialiser of a package-level variable reaches a factory: it runs while
// the package is initialised, before main and before any request. Instead of
//
//	var pool = NewPool(ws.GetWebSocketManager(nil))
//
// keep a function that is given the user context:
//
//	var newPool = func(uc *ws.UserExecutionContext) *Pool {
//		return NewPool(ws.GetWebSocketManager(uc))
//	}
//
// # Code import
//
// A package of another module reaches a factory while it is initialised, and
// importing it is enough for that. Nobody is shown the report in that module, so
// the import is reported. Instead of
//
//	import "example.com/emitters" // makes its pool at import time
//
// use a version of the module that makes it per request, or a package of it
// without that initialiser:
//
//	import "example.com/emitters/factory"
package importtime
