// Package nilcontext defines an Analyzer that reports factory calls without a
// user context.
//
// # Analyzer nilcontext
//
// nilcontext: report managers that are made without a user context
//
// A factory makes what serves one user, from that user's context. Where the
// context is nil, a zero value, or a context.Context that no user was put in,
// the factory fails at run time or, worse, makes a manager that belongs to
// nobody and serves everybody.
//
// The analyzer follows the user context through wrappers in any package, and
// reports the call that gives the bad value:
//
//	func CreateEmitter(id string) *Emitter {
//		return emitterFor(nil, id) // reported: emitterFor → ws.GetWebSocketManager
//	}
//
// A wrapper that checks its user context itself is fine, and so is a value
// that was checked before the call: by a comparison with nil, by the error or
// the ok that came with it, or by a predicate that nil fails.
//
// Codes:
//
//   - nil: the user context is nil
//   - maybe-nil: it is nil on some path
//   - zero: it is a value that nothing was stored in
//   - background: it is a context.Context without a user
//   - missing: the factory takes no user context
package nilcontext
