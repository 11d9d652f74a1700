// Package keys keeps managers in registries of users, and in ones that are not.
package keys

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"example.com/singleton/lru"
	"example.com/singleton/ws"
)

type pair struct{ user, room string }

type session struct{ m *ws.WebSocketManager }

var (
	byName   = map[string]*ws.WebSocketManager{}
	byHash   = map[[32]byte]*ws.WebSocketManager{}
	byNum    = map[uint32]*ws.WebSocketManager{}
	byPair   = map[pair]*ws.WebSocketManager{}
	nested   = map[string]map[string]*ws.WebSocketManager{}
	sessions = map[string]*session{}
	set      = map[*ws.WebSocketManager]bool{}
	byType   sync.Map
	cache    = lru.New(10)
)

func mk(uc *ws.UserExecutionContext) *ws.WebSocketManager {
	m, err := ws.GetWebSocketManager(uc)
	if err != nil {
		panic(err)
	}
	return m
}

func hash(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }

func number(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

func lobby(*ws.UserExecutionContext) string { return "lobby" }

// Computed from the user context.

func array(uc *ws.UserExecutionContext)  { byHash[sha256.Sum256([]byte(uc.UserID))] = mk(uc) }
func hashed(uc *ws.UserExecutionContext) { byName[hash(uc.UserID)] = mk(uc) }
func summed(uc *ws.UserExecutionContext) { byNum[number(uc.UserID)] = mk(uc) }
func joined(uc *ws.UserExecutionContext) {
	byName[strings.Join([]string{"a", uc.UserID}, "/")] = mk(uc)
}
func printed(uc *ws.UserExecutionContext) { byName[fmt.Sprintf("user:%s", uc.UserID)] = mk(uc) }

func built(uc *ws.UserExecutionContext) {
	var b strings.Builder
	b.WriteString("user-")
	b.WriteString(uc.UserID)
	byName[b.String()] = mk(uc)
}

func parsed(uc *ws.UserExecutionContext) {
	n, err := strconv.Atoi(uc.UserID)
	if err != nil {
		return
	}
	byNum[uint32(n)] = mk(uc)
}

func defaulted(uc *ws.UserExecutionContext) {
	id := uc.UserID
	if id == "" {
		id = "anonymous"
	}
	byName[id] = mk(uc)
}

func literal(uc *ws.UserExecutionContext) {
	id := func() string { return uc.UserID }
	byName[id()] = mk(uc)
}

func captured(uc *ws.UserExecutionContext) {
	id := uc.UserID
	var once sync.Once
	once.Do(func() { byName[id] = mk(uc) })
}

// What the user context is made of.

func header(r *http.Request) {
	id := r.Header.Get("X-User")
	byName[id] = mk(&ws.UserExecutionContext{UserID: id})
}

func query(r *http.Request) {
	uc := &ws.UserExecutionContext{UserID: r.URL.Query().Get("user")}
	byName[uc.UserID] = mk(uc)
}

func carried(ctx context.Context) {
	id, _ := ctx.Value("user").(string)
	byName[id] = ws.CreateWSManager(ctx)
}

// A part of an entry that was found under such a key.

func inner(uc *ws.UserExecutionContext) {
	rooms, ok := nested[uc.UserID]
	if !ok {
		rooms = make(map[string]*ws.WebSocketManager)
		nested[uc.UserID] = rooms
	}
	rooms["main"] = mk(uc)
}

func found(uc *ws.UserExecutionContext) {
	s, ok := sessions[uc.UserID]
	if !ok {
		s = &session{}
		sessions[uc.UserID] = s
	}
	s.m = mk(uc)
}

func (s *session) set(m *ws.WebSocketManager) { s.m = m }

func foundSet(uc *ws.UserExecutionContext) { sessions[uc.UserID].set(mk(uc)) }
func other(uc *ws.UserExecutionContext)    { sessions["main"].set(mk(uc)) } // want "container sessions"

// A cache.

func cached(uc *ws.UserExecutionContext)    { cache.Add(uc.UserID, mk(uc)) }
func cachedAll(uc *ws.UserExecutionContext) { cache.Add("all", mk(uc)) } // want "container cache"

// The client names its user.

type client struct {
	id string
	m  *ws.WebSocketManager
}

type hub struct{ clients map[string]*client }

var theHub = &hub{clients: map[string]*client{}}

func (h *hub) add(c *client) { h.clients[c.id] = c }

func joins(uc *ws.UserExecutionContext)  { theHub.add(&client{id: uc.UserID, m: mk(uc)}) }
func shared(uc *ws.UserExecutionContext) { theHub.add(&client{id: "shared", m: mk(uc)}) } // want "container theHub"

type registry struct {
	byName map[string]*ws.WebSocketManager
	kept   []string
}

var reg = &registry{byName: map[string]*ws.WebSocketManager{}}

func (r *registry) put(name, owner string, m *ws.WebSocketManager) {
	r.byName[name] = m
	r.kept = append(r.kept, owner)
}

func owned(uc *ws.UserExecutionContext)    { reg.put(uc.UserID, "x", mk(uc)) }
func disowned(uc *ws.UserExecutionContext) { reg.put("main", uc.UserID, mk(uc)) } // want "container reg"

// Not from the user context at all.

func fromRoom(uc *ws.UserExecutionContext)   { byName[lobby(uc)] = mk(uc) }     // want "container byName"
func fromSystem(uc *ws.UserExecutionContext) { byName[system.UserID] = mk(uc) } // want "container byName"
func room(r *http.Request, uc *ws.UserExecutionContext) {
	byName[r.URL.Query().Get("room")] = mk(uc) // want "container byName"
}
func members(uc *ws.UserExecutionContext) { set[mk(uc)] = true }                   // want "container set"
func named(uc *ws.UserExecutionContext)   { byPair[pair{"all", "main"}] = mk(uc) } // want "container byPair"
func pairs(uc *ws.UserExecutionContext)   { byPair[pair{uc.UserID, "main"}] = mk(uc) }
func typed(uc *ws.UserExecutionContext)   { byType.Store("manager", mk(uc)) } // want "container byType"

var system = &ws.UserExecutionContext{UserID: "system"}

// Some users have the same remainder.

var shards [8]struct {
	last *ws.WebSocketManager
	all  map[string]*ws.WebSocketManager
}

func sharded(uc *ws.UserExecutionContext) { shards[sum(uc.UserID)%8].all[uc.UserID] = mk(uc) }
func last(uc *ws.UserExecutionContext)    { shards[sum(uc.UserID)%8].last = mk(uc) } // want "container shards"

func sum(s string) (h uint32) {
	for _, c := range []byte(s) {
		h = h*31 + uint32(c)
	}
	return h
}
