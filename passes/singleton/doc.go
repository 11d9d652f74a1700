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
//   - container: an element of one does
//   - captive: a receiver that serves many requests does
package singleton
