// Package handlers serves requests as web applications do.
package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"example.com/callsites/auth"
	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

type App struct {
	store *auth.Store
	hub   *ws.Hub
	prov  ws.Provider
	newM  func(*UC) *ws.WebSocketManager
}

func NewApp() *App {
	return &App{store: auth.NewStore(), hub: &ws.Hub{}, prov: &ws.Hub{}, newM: ws.GetWebSocketManager}
}

func (a *App) Good(w http.ResponseWriter, r *http.Request) {
	uc, err := auth.Authenticate(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	a.hub.Manager(uc).Send("hi")
	a.prov.Manager(uc).Send("hi")
	a.newM(uc).Send("hi")
	ws.MakeWSManager(r.Context(), "room")
}

func (a *App) ForgotReturn(w http.ResponseWriter, r *http.Request) {
	uc, err := auth.Authenticate(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
	}
	a.hub.Manager(uc).Send("hi")  // want "the user context may be nil"
	a.prov.Manager(uc).Send("hi") // want "the user context may be nil"
}

func (a *App) Session(w http.ResponseWriter, r *http.Request) {
	uc := a.store.Get(r.Header.Get("X-Session"))
	a.hub.Manager(uc) // want "the user context may be nil"
	uc2, ok := a.store.Lookup(r.Header.Get("X-Session"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	a.hub.Manager(uc2)
	uc3, err := a.store.Load("x")
	switch {
	case errors.Is(err, auth.ErrExpired):
		w.WriteHeader(401)
		return
	case err != nil:
		w.WriteHeader(500)
		return
	}
	a.hub.Manager(uc3)
	if uc4, err := a.store.Load("y"); err == nil {
		a.hub.Manager(uc4)
	} else {
		log.Print(err)
	}
	uc5, err := a.store.Load("z")
	if errors.Is(err, auth.ErrExpired) {
		return
	}
	_ = uc5
	defer func() {
		if v := recover(); v != nil {
			log.Print(v)
		}
	}()
}

func (a *App) OnlyExpired(w http.ResponseWriter, r *http.Request) {
	uc, err := auth.FromToken(r.FormValue("t"))
	if errors.Is(err, auth.ErrExpired) {
		return
	}
	a.hub.Manager(uc) // want "the user context may be nil"
}

func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		uc, err := auth.Authenticate(r)
		if err != nil {
			http.Error(w, "no", 401)
			return
		}
		next.ServeHTTP(w, r.WithContext(auth.NewContext(r.Context(), uc)))
	})
}

func withUser(h func(w http.ResponseWriter, r *http.Request, uc *UC)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		uc, ok := auth.FromContext(r.Context())
		if !ok {
			http.Error(w, "no", 401)
			return
		}
		h(w, r, uc)
	}
}

func withUserSloppy(h func(w http.ResponseWriter, r *http.Request, uc *UC)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		uc, _ := auth.FromContext(r.Context())
		h(w, r, uc)
	}
}

func routes(mux *http.ServeMux, a *App) {
	mux.HandleFunc("/a", func(w http.ResponseWriter, r *http.Request) {
		uc := auth.FromContextOrNil(r.Context())
		a.hub.Manager(uc) // want "the user context may be nil"
	})
	mux.HandleFunc("/b", func(w http.ResponseWriter, r *http.Request) {
		uc := auth.FromContextOrNil(r.Context())
		if uc == nil {
			w.WriteHeader(401)
			return
		}
		a.hub.Manager(uc)
	})
	mux.HandleFunc("/c", func(w http.ResponseWriter, r *http.Request) {
		uc, err := auth.FromContextErr(r.Context())
		if err != nil {
			w.WriteHeader(401)
			return
		}
		a.hub.Manager(uc)
		a.hub.Manager(auth.MustFromContext(r.Context()))
		a.hub.Manager(auth.FromContextOr(r.Context(), uc))
		a.hub.Manager(auth.FromContextOr(r.Context(), nil)) // want "the user context may be nil"
	})
	mux.HandleFunc("/d", withUser(func(w http.ResponseWriter, r *http.Request, uc *UC) {
		a.hub.Manager(uc)
	}))
	mux.HandleFunc("/e", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			User *UC `json:"user"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return
		}
		a.hub.Manager(body.User)
	})
	mux.HandleFunc("/f", func(w http.ResponseWriter, r *http.Request) {
		uc := &UC{}
		if err := json.NewDecoder(r.Body).Decode(uc); err != nil {
			return
		}
		a.hub.Manager(uc)
	})
	mux.HandleFunc("/g", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		ws.MakeWSManager(ctx, "g")
		go func() {
			ws.MakeWSManager(context.Background(), "g") // want "the context carries no user"
			ws.MakeWSManager(context.WithoutCancel(r.Context()), "g")
		}()
	})
}

func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var uc *UC
	switch r.Method {
	case http.MethodGet:
		uc = ws.System()
	case http.MethodPost:
		var err error
		uc, err = auth.Authenticate(r)
		if err != nil {
			return
		}
	default:
		w.WriteHeader(405)
		return
	}
	a.hub.Manager(uc)
}

func (a *App) ServeHTTP2(w http.ResponseWriter, r *http.Request) {
	var uc *UC
	switch r.Method {
	case http.MethodGet:
		uc = ws.System()
	case http.MethodPost:
		uc, _ = auth.Authenticate(r)
	default:
		w.WriteHeader(405)
	}
	a.hub.Manager(uc) // want "the user context may be nil"
}

func (a *App) Fallback(w http.ResponseWriter, r *http.Request) {
	uc, err := auth.Authenticate(r)
	if err != nil {
		uc = ws.System()
	}
	a.hub.Manager(uc)
	uc2, err := auth.Authenticate(r)
	if err != nil || uc2 == nil {
		return
	}
	a.hub.Manager(uc2)
	uc3, err := auth.Lenient(r.URL.Path)
	if err != nil || uc3 == nil {
		return
	}
	a.hub.Manager(uc3)
	uc4, err := auth.Lenient(r.URL.Path)
	if err == nil && uc4 != nil {
		a.hub.Manager(uc4)
	}
	uc5, err := auth.Lenient(r.URL.Path)
	if err != nil && uc5 == nil {
		return
	}
	a.hub.Manager(uc5) // want "the user context may be nil"
}

func (a *App) retry(tok string) {
	var uc *UC
	var err error
	for i := 0; i < 3; i++ {
		uc, err = auth.FromToken(tok)
		if err == nil {
			break
		}
		time.Sleep(time.Second)
	}
	if err != nil {
		return
	}
	a.hub.Manager(uc)
}

// retry2: i < 3 holds at first, so the loop runs at least once.
func (a *App) retry2(tok string) error {
	var uc *UC
	var err error
	for i := 0; i < 3; i++ {
		if uc, err = auth.FromToken(tok); err == nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("gave up: %w", err)
	}
	a.hub.Manager(uc)
	return nil
}

func (a *App) retryNoCheck(tok string) {
	var uc *UC
	for i := 0; i < 3; i++ {
		u, err := auth.FromToken(tok)
		if err != nil {
			continue
		}
		uc = u
		break
	}
	a.hub.Manager(uc) // want "the user context may be nil"
}

func (a *App) retryForever(tok string) {
	var uc *UC
	for {
		u, err := auth.FromToken(tok)
		if err != nil {
			continue
		}
		uc = u
		break
	}
	a.hub.Manager(uc)
}

func (a *App) cookies(r *http.Request) {
	for _, c := range r.Cookies() {
		uc, err := auth.FromToken(c.Value)
		if err != nil {
			log.Print(err)
			continue
		}
		a.hub.Manager(uc)
	}
	for _, c := range r.Cookies() {
		uc, err := auth.FromToken(c.Value)
		if err != nil {
			log.Print(err)
		}
		a.hub.Manager(uc) // want "the user context may be nil"
	}
outer:
	for _, c := range r.Cookies() {
		for i := 0; i < 2; i++ {
			uc, err := auth.FromToken(c.Value)
			if err != nil {
				continue outer
			}
			if uc.UserID == "" {
				break outer
			}
			a.hub.Manager(uc)
		}
	}
}

type requestScope struct {
	*UC
	Log *log.Logger
}

func (a *App) embedded(r *http.Request) {
	sc := requestScope{Log: log.Default()}
	a.hub.Manager(sc.UC) // want "the user context is nil"
	uc, err := auth.Authenticate(r)
	if err != nil {
		return
	}
	sc.UC = uc
	a.hub.Manager(sc.UC)
	sc2 := &requestScope{UC: uc}
	a.hub.Manager(sc2.UC)
	sc3 := newScope(nil)
	a.hub.Manager(sc3.UC) // want "the user context is nil"
	sc4 := newScope(uc)
	a.hub.Manager(sc4.UC)
	sc5 := newScope(auth.Find(r.URL.Path))
	a.hub.Manager(sc5.UC) // want "the user context may be nil"
	if sc5.UC != nil {
		a.hub.Manager(sc5.UC)
	}
}

func newScope(uc *UC) *requestScope { return &requestScope{UC: uc} }

func (a *App) userFor(r *http.Request) *UC {
	if uc, err := auth.Authenticate(r); err == nil {
		return uc
	}
	return nil
}

func (a *App) userOr401(w http.ResponseWriter, r *http.Request) (*UC, bool) {
	uc, err := auth.Authenticate(r)
	if err != nil {
		http.Error(w, err.Error(), 401)
		return nil, false
	}
	return uc, true
}

func (a *App) h1(w http.ResponseWriter, r *http.Request) {
	a.hub.Manager(a.userFor(r)) // want "the user context may be nil"
	if uc := a.userFor(r); uc != nil {
		a.hub.Manager(uc)
	}
	uc, ok := a.userOr401(w, r)
	if !ok {
		return
	}
	a.hub.Manager(uc)
}

func (a *App) h2(w http.ResponseWriter, r *http.Request) {
	uc, ok := a.userOr401(w, r)
	_ = ok
	a.hub.Manager(uc) // want "the user context may be nil"
}

func (a *App) goDefer(r *http.Request) {
	uc, err := auth.Authenticate(r)
	defer a.hub.Manager(uc) // want "the user context may be nil"
	if err != nil {
		return
	}
	go a.hub.Manager(uc)
	defer a.hub.Manager(uc)
	go a.hub.Manager(nil) // want "the user context is nil"
}

func (a *App) later(r *http.Request) {
	var uc *UC
	defer func() {
		a.hub.Manager(uc)
	}()
	uc = ws.System()
	_ = r
}

func (a *App) later2(r *http.Request) {
	var uc *UC
	defer func() {
		a.hub.Manager(uc) // want "the user context is nil"
	}()
	u, err := auth.Authenticate(r)
	if err != nil {
		return
	}
	uc = u
}

func (a *App) later3(r *http.Request) {
	var uc *UC
	defer func() {
		if uc != nil {
			a.hub.Manager(uc)
		}
	}()
	u, err := auth.Authenticate(r)
	if err != nil {
		return
	}
	uc = u
}
