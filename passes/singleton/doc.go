// Package singleton defines an Analyzer that reports managers that outlive
// their request.
//
// # Analyzer singleton
//
// singleton: report managers that are kept process-wide
//
// A manager serves one user. Kept in a package-level variable, or in anything
// reachable from one, it serves every user that comes after:
//
//	once.Do(func() { instance = &WebSocketManager{} }) // reported
//
// The analyzer follows managers through wrappers that hold them, setters,
// containers, atomics and packages, and reports the statement that keeps one.
// A registry whose key comes from a user context is fine, and so is keeping
// the factory.
//
// Codes:
//
//   - global: a package-level variable, or a field of one, keeps a manager
//   - once: sync.Once or sync.OnceValue makes a manager once for everybody
//   - container: an element of one does
//   - captive: a receiver that serves many requests does
//   - context: a request's user context is kept process-wide
//
// # Code global
//
// A package-level variable, or something reachable from one, keeps a manager,
// or something that holds one: whoever comes next is served with it. Instead of
//
//	var pool *Pool
//
//	func PoolFor(uc *ws.UserExecutionContext) *Pool {
//		pool = NewPool(ws.GetWebSocketManager(uc))
//		return pool
//	}
//
// make it for the request and return it:
//
//	func PoolFor(uc *ws.UserExecutionContext) *Pool {
//		return NewPool(ws.GetWebSocketManager(uc))
//	}
//
// # Code once
//
// A manager is made once, behind sync.Once, sync.OnceValue or the like, so the
// first user's manager serves everybody. Instead of
//
//	var get = sync.OnceValue(func() *ws.Manager { return ws.New(uc) })
//
// make one for each user context:
//
//	func get(uc *ws.UserExecutionContext) *ws.Manager { return ws.New(uc) }
//
// # Code container
//
// A map, slice, channel, pool or the like of a package-level variable keeps a
// manager, and its key does not come from a user context. Instead of
//
//	managers["default"] = ws.New(uc)
//
// key the registry by the user:
//
//	managers[uc.UserID] = ws.New(uc)
//
// # Code captive
//
// What serves many requests, an HTTP handler for example, keeps the manager of
// one of them. Instead of
//
//	func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
//		h.manager = ws.New(userContext(r))
//	}
//
// keep it in a variable of the request:
//
//	func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
//		manager := ws.New(userContext(r))
//	}
//
// # Code context
//
// The user context of one request is kept process-wide, and with it that user's
// identity. Instead of
//
//	current = uc
//
// hand it on as a parameter:
//
//	serve(uc)
package singleton
