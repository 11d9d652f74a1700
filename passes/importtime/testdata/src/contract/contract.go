package contract

import "ws"

func connect() *ws.Manager { return ws.Open(&ws.UserContext{}) }

func either(first bool) {
	if first {
		connect()
	}
	ws.Open(nil)
}

func apply(f func()) { f() }

func both() (*ws.Manager, error) { return connect(), nil }

var one, other = connect(), ws.Open(nil)

var kept, err = both()

var table = map[string]*ws.Manager{
	"a": connect(),
	"b": (connect()),
}

var (
	stored = connect // is not called
	_      = func() *ws.Manager { return connect() }
	_      = func() *ws.Manager { return connect() }()
)

func init() {
	either(true)
	go connect()
	defer connect()
	defer func() { connect() }()
	apply(func() {
		apply(func() { ws.Open(nil) })
	})
	for range 2 {
		connect()
	}
	_, _ = connect(), connect()
}

func init() { connect() }
