package main_test

import (
	"strings"
	"testing"
)

// What a mux does with a handler puts those that it has in other places: the one
// that holds no manager was said to be kept with what the other captured, a text
// that both did.
func TestASecondHandlerKeepsNothingOfTheFirst(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.com/two\n\ngo 1.25\n", "main.go": `package main

import (
	"fmt"
	"net/http"
	"os"
)

type WSManager struct{ n int }

func NewWSManager() *WSManager { return &WSManager{} }

func main() {
	secret := os.Getenv("SECRET")
	m := NewWSManager()
	http.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, secret, m.n)
	})
	http.HandleFunc("/others", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, secret)
	})
	http.HandleFunc("/plain", func(w http.ResponseWriter, r *http.Request) {})
	_ = http.ListenAndServe(":3000", nil)
}
`})
	out, errs, status := execute(t, dir, tool, "./...")
	if status != 1 || !strings.Contains(out, "main.go:16:2: ") || strings.Count(out, "keeps a manager beyond its request") != 1 {
		t.Errorf("status %d\n%s\n%s\nwant 1, and one manager kept, in line 16", status, out, errs)
	}
}

// A user context that is asked to set a handler up does so for its user, wherever
// it puts the handler.
func TestAHandlerThatAUserContextSetsUpIsThatUsers(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.com/setup\n\ngo 1.25\n", "a.go": `package setup

import "net/http"

type UserContext struct{ id string }

type WSManager struct{ uc *UserContext }

func GetWSManager(uc *UserContext) *WSManager { return &WSManager{uc} }

type handler struct{ m *WSManager }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(h.m.uc.id)) }

type routes struct{ all []http.Handler }

func (uc *UserContext) Attach(to *routes, h http.Handler) { to.all = append(to.all, h) }

func attach(to *routes, h http.Handler) { to.all = append(to.all, h) }

func Provide(uc *UserContext, to *routes) { uc.Attach(to, &handler{GetWSManager(uc)}) }

func Register(uc *UserContext, to *routes) { attach(to, &handler{GetWSManager(uc)}) }
`})
	out, errs, status := execute(t, dir, tool, "./...")
	if status != 1 || !strings.Contains(out, "a.go:23:46: receiver of type handler") || strings.Count(out, "keeps a manager beyond its request") != 1 {
		t.Errorf("status %d\n%s\n%s\nwant 1, and one manager kept, by Register", status, out, errs)
	}
}
