package app

import (
	"net/http"

	"example.com/paths/lib"
	"example.com/paths/ws"
)

func closHandler(uc *UC) http.HandlerFunc {
	if uc == nil {
		return func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", 401) }
	}
	return func(w http.ResponseWriter, r *http.Request) { ws.GetWebSocketManager(uc) }
}
func closServe(w http.ResponseWriter, r *http.Request) {
	closHandler(lib.Find(r.URL.Path))(w, r)
}
func closOpen(uc *UC) func() {
	return func() { ws.GetWebSocketManager(uc) }
}
func closUse(id string) {
	closOpen(lib.Find(id))() // want "the user context may be nil"
	closOpen(ws.System())()
}
func closEarly(id string) func() {
	uc := lib.Find(id)
	if uc == nil {
		return nil
	}
	return func() { ws.GetWebSocketManager(uc) }
}
func closEarlyUse(id string) {
	if f := closEarly(id); f != nil {
		f()
	}
}
func closErr(id string) (func(), error) {
	uc, err := lib.Login(id)
	if err != nil {
		return nil, err
	}
	return func() { ws.GetWebSocketManager(uc) }, nil
}
func closErrUse(id string) {
	f, err := closErr(id)
	if err != nil {
		return
	}
	f()
}
func closLate(id string) {
	var uc *UC
	f := func() { ws.GetWebSocketManager(uc) }
	uc = ws.System()
	f()
}
func closReset(id string) {
	uc := lib.Find(id)
	if uc == nil {
		return
	}
	f := func() { ws.GetWebSocketManager(uc) } // want "the user context is nil"
	uc = nil
	f()
}
