package removed

import (
	"container/list"
	"sync"

	"example.com/singleton/ws"
)

// Entries that a loop takes away, one after the other.

type slot struct{ m, spare *ws.WebSocketManager }

var (
	slots  = make([]*ws.WebSocketManager, 4)
	others = make([]*ws.WebSocketManager, 4)
	pairs  [2]slot
	byText = map[string]*ws.WebSocketManager{}
	live   = map[*ws.WebSocketManager]bool{}
)

func eachCleared(uc *ws.UserExecutionContext) {
	slots[0] = mk(uc)
	for i := range slots {
		slots[i] = nil
	}
}

func someCleared(uc *ws.UserExecutionContext) {
	slots[0] = mk(uc) // want "container slots"
	for i := range slots {
		if i > 0 {
			slots[i] = nil
		}
	}
}

func othersCleared(uc *ws.UserExecutionContext) {
	slots[0] = mk(uc) // want "container slots"
	for i := range others {
		others[i] = nil
	}
}

func fieldsCleared(uc *ws.UserExecutionContext) {
	pairs[1].m = mk(uc)
	for i := 0; i < len(pairs); i++ {
		pairs[i].m = nil
	}
}

func otherFieldsCleared(uc *ws.UserExecutionContext) {
	pairs[1].spare = mk(uc) // want "container pairs"
	for i := range pairs {
		pairs[i].m = nil
	}
}

func keysDeleted(uc *ws.UserExecutionContext) {
	live[mk(uc)] = true
	for m := range live {
		delete(live, m)
	}
}

func deletedUntil(uc *ws.UserExecutionContext) {
	byText["x"] = mk(uc) // want "container byText"
	for k := range byText {
		if k == "" {
			break
		}
		delete(byText, k)
	}
}

func keysCleared(uc *ws.UserExecutionContext) {
	live[mk(uc)] = true
	clear(live)
}

func keysClearedBefore(uc *ws.UserExecutionContext) {
	clear(live)
	live[mk(uc)] = true // want "container live"
}

// What is sent and received by the same function.

var turn = make(chan *ws.WebSocketManager, 1)

func received(uc *ws.UserExecutionContext) {
	turn <- mk(uc)
	defer func() { <-turn }()
	use()
}

func receivedBefore(uc *ws.UserExecutionContext) {
	<-turn
	turn <- mk(uc) // want "container turn"
}

// An entry that something in a goroutine removes.

func (n *notifier) remove(l *slot) {
	for i, x := range n.all {
		if x == l {
			n.all = append(n.all[:i], n.all[i+1:]...)
			return
		}
	}
}

type notifier struct{ all []*slot }

var bell notifier

func removedLater(uc *ws.UserExecutionContext) {
	l := &slot{m: mk(uc)}
	bell.all = append(bell.all, l)
	go bell.remove(l)
}

func otherRemovedLater(uc *ws.UserExecutionContext, other *slot) {
	l := &slot{m: mk(uc)}
	bell.all = append(bell.all, l) // want "container bell"
	go func() { bell.remove(other) }()
}

// What it was a part of is taken away.

var whole = struct{ a, b *slot }{}

func dropped(uc *ws.UserExecutionContext) {
	whole.a.m = mk(uc)
	whole.a = nil
}

func neighbourDropped(uc *ws.UserExecutionContext) {
	whole.a.m = mk(uc) // want "package variable whole"
	whole.b = nil
}

var table sync.Map

func tableCleared(uc *ws.UserExecutionContext) {
	table.Store("m", mk(uc))
	table.Clear()
}

func tableClearedBefore(uc *ws.UserExecutionContext) {
	table.Clear()
	table.Store("m", mk(uc)) // want "container table"
}

// A cache with a list beside its map.

type cached struct {
	key   string
	value any
}

type cache struct {
	order *list.List
	items map[string]*list.Element
}

func (c *cache) add(key string, value any) {
	if e, ok := c.items[key]; ok {
		e.Value.(*cached).value = value
		return
	}
	c.items[key] = c.order.PushFront(&cached{key, value})
}

func (c *cache) drop(key string) {
	if e, ok := c.items[key]; ok {
		c.order.Remove(e)
		delete(c.items, key)
	}
}

var recent = &cache{list.New(), map[string]*list.Element{}}

func cachedForNow(uc *ws.UserExecutionContext) {
	recent.add("now", mk(uc))
	defer recent.drop("now")
	use()
}

func cachedForGood(uc *ws.UserExecutionContext) {
	recent.add("now", mk(uc)) // want "container recent"
	recent.drop("then")
}

// A free list that a select statement gives back to.

var free = make(chan *slot, 4)

func giveEmpty(uc *ws.UserExecutionContext) {
	var s *slot
	select {
	case s = <-free:
	default:
		s = new(slot)
	}
	s.m = mk(uc)
	s.m = nil
	select {
	case free <- s:
	default:
	}
}

func giveFull(uc *ws.UserExecutionContext) {
	s := new(slot)
	s.m, s.spare = mk(uc), nil
	s.spare, s.m = s.m, nil
	select {
	case free <- s: // want "container free"
	default:
	}
}
