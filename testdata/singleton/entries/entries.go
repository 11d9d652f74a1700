// Package entries keeps managers in lists whose entries are found by a key, in
// pools, and in what ranges over maps.
package entries

import (
	"container/list"
	"maps"
	"reflect"
	"slices"
	"sync"

	"example.com/singleton/lib"
	"example.com/singleton/ws"
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		panic(err)
	}
	return m
}

// Entries that are found by the user that they name.

type entry struct {
	user string
	m    *ws.WebSocketManager
}

var entries []entry

func find(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	for _, e := range entries {
		if e.user == uc.UserID {
			return e.m
		}
	}
	return nil
}

func add(uc *ws.UserExecutionContext) { entries = append(entries, entry{uc.UserID, mk(uc)}) }

func addForAll(uc *ws.UserExecutionContext) {
	entries = append(entries, entry{"all", mk(uc)}) // want "container entries"
}

func replace(uc *ws.UserExecutionContext) {
	for i := range entries {
		if entries[i].user == uc.UserID {
			entries[i].m = mk(uc)
		}
	}
}

func replaceAnother(uc *ws.UserExecutionContext) {
	for i := range entries {
		if entries[i].user != uc.UserID {
			entries[i].m = mk(uc) // want "container entries"
		}
	}
}

func replaceAt(uc *ws.UserExecutionContext) {
	i := slices.IndexFunc(entries, func(e entry) bool { return e.user == uc.UserID })
	entries[i] = entry{uc.UserID, mk(uc)}
	entries[0] = entry{"all", mk(uc)} // want "container entries"
}

// The same where nothing is found by the user: the newest is anybody's.

type visit struct {
	user string
	m    *ws.WebSocketManager
}

var visits []visit

func newest() *ws.WebSocketManager { return visits[len(visits)-1].m }

func visited(uc *ws.UserExecutionContext) {
	visits = append(visits, visit{uc.UserID, mk(uc)}) // want "container visits"
}

// A type with its own lookup, by pointers.

type cache struct {
	mu  sync.Mutex
	all []*entry
}

func (c *cache) put(user string, m *ws.WebSocketManager) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.all {
		if e.user == user {
			e.m = m
			return
		}
	}
	c.all = append(c.all, &entry{user: user, m: m})
}

var shared cache

func cached(uc *ws.UserExecutionContext)       { shared.put(uc.UserID, mk(uc)) }
func cachedForAll(uc *ws.UserExecutionContext) { shared.put("all", mk(uc)) } // want "container shared"

// A list of the standard library.

var queue list.List

func lookup(user string) *entry {
	for e := queue.Front(); e != nil; e = e.Next() {
		if e.Value.(*entry).user == user {
			return e.Value.(*entry)
		}
	}
	return nil
}

func push(uc *ws.UserExecutionContext) {
	queue.PushBack(&entry{user: uc.UserID, m: mk(uc)})
	queue.PushBack(&entry{user: "all", m: mk(uc)}) // want "container queue"
}

// The keys of another map.

var byName = map[string]*ws.WebSocketManager{}

func copyAll(uc *ws.UserExecutionContext) {
	maps.Copy(byName, map[string]*ws.WebSocketManager{uc.UserID: mk(uc)})
	maps.Copy(byName, map[string]*ws.WebSocketManager{"all": mk(uc)}) // want "container byName"
}

func rangeOver(uc *ws.UserExecutionContext) {
	for name, m := range map[string]*ws.WebSocketManager{"a": mk(uc), "b": mk(uc)} {
		byName[name] = m // want "container byName"
	}
	for name, m := range map[string]*ws.WebSocketManager{uc.UserID: mk(uc)} {
		byName[name] = m
	}
}

// A key that another package computes, or does not.

func byKey(uc *ws.UserExecutionContext) {
	byName[lib.Key(uc)] = mk(uc)
	byName[lib.Room(uc)] = mk(uc)              // want "container byName"
	byName[lib.RoomOf(uc, "lobby")] = mk(uc)   // want "container byName"
	byName[lib.RoomOf(uc, uc.UserID)] = mk(uc) // the room is the user's
}

// A pool, of what is cleared.

type buffer struct {
	m *ws.WebSocketManager
	n int
}

func (b *buffer) reset() { *b = buffer{} }

var pool sync.Pool

func pooled(uc *ws.UserExecutionContext) {
	b := &buffer{m: mk(uc)}
	defer pool.Put(b) // want "container pool"
}

func cleared(uc *ws.UserExecutionContext) {
	b := &buffer{m: mk(uc)}
	defer func() {
		b.reset()
		pool.Put(b)
	}()
	c := &buffer{m: mk(uc), n: 1}
	c.m = nil
	pool.Put(c)
}

func clearedAtTimes(uc *ws.UserExecutionContext) {
	b := &buffer{m: mk(uc)}
	if b.n > 0 {
		b.m = nil
	}
	pool.Put(b) // want "container pool"
}

func clearedLate(uc *ws.UserExecutionContext) {
	b := &buffer{m: mk(uc)}
	pool.Put(b) // want "container pool"
	b.m = nil
}

func refilled(uc *ws.UserExecutionContext) {
	b := &buffer{m: mk(uc)}
	b.reset()
	b.m = mk(uc)
	pool.Put(b) // want "container pool"
}

// Reflection.

var (
	kind  reflect.Type
	value *ws.WebSocketManager
)

func reflected(uc *ws.UserExecutionContext) {
	kind = reflect.TypeOf(mk(uc))
	reflect.ValueOf(&value).Elem().Set(reflect.ValueOf(mk(uc))) // want "package variable value"
	var local *ws.WebSocketManager
	reflect.ValueOf(&local).Elem().Set(reflect.ValueOf(mk(uc)))
}

// A user context that is put into what is kept already.

type session struct{ uc *ws.UserExecutionContext }

var current *session

func since(uc *ws.UserExecutionContext) {
	s := &session{}
	current = s
	s.uc = uc // want "keeps a user context"
}

func until(uc *ws.UserExecutionContext) {
	s := &session{uc: uc}
	s.uc = nil
	current = s
}

// What is removed when the function ends is not kept.

var seen = map[any]bool{}

func visiting(uc *ws.UserExecutionContext) {
	m := mk(uc)
	seen[m] = true
	defer delete(seen, m)
	seen[mk(uc)] = true // want "seen"
	defer delete(seen, nil)
}

// What is taken out of a pool is no longer in it.

type message struct {
	uc *ws.UserExecutionContext
	n  int
}

var messages sync.Pool

func newMessage(uc *ws.UserExecutionContext, n int) *message {
	m, ok := messages.Get().(*message)
	if !ok {
		m = &message{}
	}
	m.uc, m.n = uc, n
	return m
}

func (m *message) done() {
	m.uc = nil
	messages.Put(m)
}

func useMessage(uc *ws.UserExecutionContext) int {
	m := newMessage(uc, 1)
	defer m.done()
	return m.n
}
