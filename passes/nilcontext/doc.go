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
//   - missing: the factory takes no user context, or is given none
//
// # Code nil
//
// The user context of a factory is nil, here or in a wrapper that hands it on
// unchecked. The factory fails at run time, or makes a manager that serves
// everybody. Instead of
//
//	m, err := ws.GetWebSocketManager(nil)
//
// take the user context from the request:
//
//	m, err := ws.GetWebSocketManager(uc)
//
// # Code maybe-nil
//
// On some path the user context is nil: a branch does not set it, a function can
// return nil, or the error or the ok that came with it is not looked at. Instead
// of
//
//	uc, _ := auth.User(r)
//	m := ws.GetWebSocketManager(uc)
//
// look at what came with it, or at the value:
//
//	uc, err := auth.User(r)
//	if err != nil {
//		return err
//	}
//	m := ws.GetWebSocketManager(uc)
//
// # Code zero
//
// The user context is a zero value: it is not nil, so that no check stops it, and
// there is no user in it. The manager serves nobody, or all who have no
// identifier. Instead of
//
//	m := ws.GetWebSocketManager(&ws.UserExecutionContext{})
//
// take the one that was made for the request:
//
//	m := ws.GetWebSocketManager(uc)
//
// # Code background
//
// The context is context.Background or context.TODO, or was derived from one
// without a user being put in: nobody's. Instead of
//
//	m := ws.GetWebSocketManager(context.Background())
//
// hand on the context of the request:
//
//	m := ws.GetWebSocketManager(r.Context())
//
// # Code missing
//
// The factory takes no user context at all, or a variadic one or an option that
// would bring it is left out: what it makes can not be one user's. Instead of
//
//	func GetWebSocketManager() *Manager
//
// give it the user context as parameter:
//
//	func GetWebSocketManager(uc *UserExecutionContext) (*Manager, error)
package nilcontext
