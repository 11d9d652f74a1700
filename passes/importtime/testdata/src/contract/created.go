package contract

import "ws"

var (
	literal = &ws.Manager{}
	made    = new(ws.Manager)
	_       = ws.Open
)

func init() { connect() }
