// Package server is the request path: each connection gets its own user's
// manager.
package server

import (
	"net/http"

	"github.com/coder/websocket"

	"example.com/incident/websocketcore"
)

// New returns the service's handler: /ws delivers the events of the user that
// the request names, /publish sends one.
func New() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ws", serveEvents)
	mux.HandleFunc("POST /publish", publish)
	return mux
}

func serveEvents(w http.ResponseWriter, r *http.Request) {
	uc := &websocketcore.UserExecutionContext{UserID: r.Header.Get("X-User")}
	manager, err := websocketcore.GetWebSocketManager(uc)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	defer manager.Close()
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow()
	ctx := conn.CloseRead(r.Context())
	for {
		event, err := manager.Next(ctx)
		if err != nil {
			return
		}
		if err := conn.Write(ctx, websocket.MessageText, []byte(event)); err != nil {
			return
		}
	}
}

func publish(w http.ResponseWriter, r *http.Request) {
	websocketcore.Publish(r.URL.Query().Get("user"), r.URL.Query().Get("event"))
}
