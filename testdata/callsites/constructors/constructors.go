// Package constructors has functions that return a struct with a user context in it,
// on some of their ways or on all.
package constructors

import "example.com/callsites/ws"

func found(id string)         { ws.GetWebSocketManager(NewFound(id).User) }    // want "the user context may be nil"
func maybe(id string, b bool) { ws.GetWebSocketManager(NewMaybe(id, b).User) } // want "the user context may be nil"
func value(id string)         { ws.GetWebSocketManager(Value(id).User) }       // want "the user context may be nil"
func valueNamed(id string)    { ws.GetWebSocketManager(ValueNamed(id).User) }  // want "the user context may be nil"
func foundFirst(id string) {
	s := NewFound(id)
	ws.GetWebSocketManager(s.User) // want "the user context may be nil"
}

func fieldChecked(id string) {
	s := NewFound(id)
	if s.User == nil {
		return
	}
	ws.GetWebSocketManager(s.User)
}

func here(id string) {
	s := &Session{}
	if id != "" {
		s.User = ws.System()
	}
	ws.GetWebSocketManager(s.User) // want "the user context may be nil"
}

func authenticate(id string) (*UC, error) {
	if u := Find(id); u != nil {
		return u, nil
	}
	return nil, errNo
}

func unwrapped(id string) {
	ws.GetWebSocketManager(Try(func() (*UC, error) { return authenticate(id) }).Unwrap())
}

func orSystem(id string) {
	ws.GetWebSocketManager(Try(func() (*UC, error) { return authenticate(id) }).Or(ws.System()))
}

func orNil(id string) {
	ws.GetWebSocketManager(Try(func() (*UC, error) { return authenticate(id) }).Or(nil)) // want "the user context may be nil"
}

func errLookedAt(id string) {
	r := Try(func() (*UC, error) { return authenticate(id) })
	if r.Err != nil {
		return
	}
	ws.GetWebSocketManager(r.Val)
}

func errNotLookedAt(id string) {
	r := Try(func() (*UC, error) { return authenticate(id) })
	ws.GetWebSocketManager(r.Val) // want "the user context may be nil"
}

func failed(id string) {
	s, err := New(id)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(s.User)
}

func either(id string, b bool)   { ws.GetWebSocketManager(NewEither(id, b).User) }
func handedOn(id string, b bool) { ws.GetWebSocketManager(NewHandedOn(id, b).User) } // want "the user context may be nil"
func filled(id string, b bool)   { ws.GetWebSocketManager(NewFilled(id, b).User) }
func setLater(id string, b bool) {
	s := NewMaybe(id, b)
	s.Set(ws.System())
	ws.GetWebSocketManager(s.User)
}

func known(id string, b bool) {
	ws.GetWebSocketManager(NewMaybe(id, b).Set(ws.System()).User)
	ws.GetWebSocketManager(NewMaybe(id, true).User)
	ws.GetWebSocketManager(NewMaybe(id, false).User) // want "the user context is nil"
}

func switched(id string, n int)  { ws.GetWebSocketManager(NewSwitched(id, n).User) }
func defaulted(id string, n int) { ws.GetWebSocketManager(NewWithDefault(id).User) }
func defaultNotNeeded(id string, n int) {
	ws.GetWebSocketManager(NewWithDefault(id, func(s *Session) { s.User = ws.System() }).User)
}

func with(id string, n int) {
	ws.GetWebSocketManager(NewWith(id, func(s *Session) { s.User = ws.System() }).User)
}

func withSomethingElse(id string, n int) {
	ws.GetWebSocketManager(NewWith(id, func(s *Session) { s.State = 3 }).User) // want "the user context is nil"
}

func sameCondition(id string, b bool) {
	s := NewMaybe(id, b)
	if b {
		ws.GetWebSocketManager(s.User)
	}
	if s.State == 1 && s.User != nil {
		ws.GetWebSocketManager(s.User)
	}
}

func open(s *Session) { ws.GetWebSocketManager(s.User) }
func opened(id string, b bool) {
	open(NewMaybe(id, b)) // want "the user context may be nil"
}
