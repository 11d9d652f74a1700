package mid

import "example.com/t/ws"

func Connect()   { ws.GetWebSocketManager(nil) }
func Idle()      {}
func Mk() func() { return Connect }
func Try() error { Connect(); return nil }

type Conn struct{}

func (Conn) Start()                       { Connect() }
func (Conn) String() string               { Connect(); return "" }
func (Conn) MarshalJSON() ([]byte, error) { Connect(); return []byte("1"), nil }

type Nop struct{}

func (Nop) Start() {}

var Table = map[string]func(){"a": Connect, "b": Idle}
