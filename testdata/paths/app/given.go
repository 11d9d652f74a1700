package app

import (
	"encoding/json"
	"flag"
	"fmt"

	"example.com/paths/ws"
)

func givenJSON(b []byte) {
	var p *UC
	_ = json.Unmarshal(b, &p)
	ws.GetWebSocketManager(p)
	var q *UC
	fmt.Println(q)
	ws.GetWebSocketManager(q) // want "the user context is nil"
	var r *UC
	set(&r)
	ws.GetWebSocketManager(r)
	var s *UC
	noSet(&s)
	ws.GetWebSocketManager(s) // want "the user context is nil"
	flag.Parse()
}
func set(p **UC)   { *p = ws.System() }
func noSet(p **UC) { _ = p }
