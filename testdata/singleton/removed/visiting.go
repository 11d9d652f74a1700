package removed

import (
	"encoding/json"
	"sync"

	"example.com/singleton/ws"
)

// An encoder remembers what it is at, and goes back to a pool.
func encoded(uc *ws.UserExecutionContext) ([]byte, error) { return json.Marshal(mk(uc)) }

type visitor struct{ seen map[any]bool }

var visitors = sync.Pool{New: func() any { return &visitor{seen: make(map[any]bool)} }}

func (v *visitor) visit(x any, then func()) {
	v.seen[x] = true
	defer delete(v.seen, x)
	then()
}

func (v *visitor) mark(x any) { v.seen[x] = true }

func visited(uc *ws.UserExecutionContext) {
	v := visitors.Get().(*visitor)
	defer visitors.Put(v)
	v.visit(mk(uc), func() {})
}

func marked(uc *ws.UserExecutionContext) {
	v := visitors.Get().(*visitor)
	defer visitors.Put(v) // want "container visitors"
	v.mark(mk(uc))
}
