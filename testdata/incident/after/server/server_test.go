package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"example.com/incident/server"
)

// TestEachUserGetsOnlyTheirOwnEvents connects two clients of each of two
// users. Events of one connection arrive in order, so a client whose first
// message is its own user's later event has not been sent the other's.
func TestEachUserGetsOnlyTheirOwnEvents(t *testing.T) {
	srv := httptest.NewServer(server.New())
	defer srv.Close()
	users := []string{"alice", "bob", "alice", "bob"}
	var conns []*websocket.Conn
	for _, u := range users {
		// The manager is registered before the handshake is answered.
		c, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(srv.URL, "http")+"/ws", &websocket.DialOptions{HTTPHeader: http.Header{"X-User": {u}}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.CloseNow()
		conns = append(conns, c)
	}
	for _, event := range []string{"first", "second"} {
		for _, u := range []string{"bob", "alice"} {
			resp, err := http.Post(srv.URL+"/publish?user="+u+"&event="+u+"-"+event, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
	}
	for i, c := range conns {
		for _, event := range []string{"first", "second"} {
			_, got, err := c.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if want := users[i] + "-" + event; string(got) != want {
				t.Errorf("client %d of %s got %q, want %q", i, users[i], got, want)
			}
		}
	}
}

func TestWithoutUserNothingIsServed(t *testing.T) {
	srv := httptest.NewServer(server.New())
	defer srv.Close()
	resp, err := http.Get(srv.URL + "/ws")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d, want 401", resp.StatusCode)
	}
}
