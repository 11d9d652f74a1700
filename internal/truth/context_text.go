package truth

// contextLibrary is the package that generated functions get user contexts
// from, check them with and hand them to.
const contextLibrary = `package lib

import (
	"errors"

	"example.com/gen/ws"
)

func Made() *ws.UserContext { return &ws.UserContext{ID: "made"} }

func None() *ws.UserContext { return nil }

func Find(there bool) *ws.UserContext {
	if !there {
		return nil
	}
	return Made()
}

func Lookup(there bool) (*ws.UserContext, bool) {
	if there {
		return Made(), true
	}
	return nil, false
}

var errNone = errors.New("no user")

func Auth(there bool) (*ws.UserContext, error) {
	if !there {
		return nil, errNone
	}
	return Made(), nil
}

func AuthAgain(there bool) (*ws.UserContext, error) { return Auth(there) }

func Or(uc, other *ws.UserContext) *ws.UserContext {
	if uc == nil {
		return other
	}
	return uc
}

func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func Any(there bool) any {
	if there {
		return Made()
	}
	return nil
}

func Valid(uc *ws.UserContext) bool { return uc != nil && uc.ID != "" }

func Validate(uc *ws.UserContext) error {
	if uc == nil {
		return errNone
	}
	return nil
}

func Check(uc *ws.UserContext) {
	if uc == nil {
		panic("no user")
	}
}

func Wrap(uc *ws.UserContext, site int) *ws.WSManager { return ws.GetWSManager(uc, site) }

func Deep(uc *ws.UserContext, site int) *ws.WSManager { return Wrap(uc, site) }

func Checked(uc *ws.UserContext, site int) *ws.WSManager {
	if uc == nil {
		return nil
	}
	return Wrap(uc, site)
}

func Substituted(uc *ws.UserContext, site int) *ws.WSManager {
	if uc == nil {
		uc = Made()
	}
	return Wrap(uc, site)
}

func Apply[T any](v T, f func(T, int) *ws.WSManager, site int) *ws.WSManager { return f(v, site) }

type Session struct{ uc *ws.UserContext }

func NewSession(uc *ws.UserContext) *Session { return &Session{uc: uc} }

func (s *Session) Open(site int) *ws.WSManager { return ws.GetWSManager(s.uc, site) }

func (s *Session) User() *ws.UserContext { return s.uc }

type Opener interface {
	Open(site int) *ws.WSManager
}

var rounds uint32

// Times is 0, or 1 or 2 by turns that have nothing to do with what is asked.
func Times(many bool) int {
	if !many {
		return 0
	}
	rounds = rounds*1664525 + 1013904223
	return 1 + int(rounds>>31)
}

func Do(f func()) { f() }

var Table = map[bool]*ws.UserContext{true: Made()}
`

// contextFactory is the factory's package; it remembers which calls got nil.
const contextFactory = `package ws

type UserContext struct{ ID string }

type WSManager struct{}

var Nil = map[int]bool{}

func GetWSManager(uc *UserContext, site int) *WSManager {
	if uc == nil {
		Nil[site] = true
	}
	return &WSManager{}
}
`

// contextMain calls each function with every combination of its inputs, several
// times: how often a loop runs changes.
const contextMain = `package main

import (
	"fmt"
	"maps"
	"slices"

	"example.com/gen/app"
	"example.com/gen/ws"
)

func main() {
	for _, f := range app.Functions {
		for n := range 8 << f.Inputs {
			in := make([]bool, f.Inputs)
			for i := range in {
				in[i] = n&(1<<i) != 0
			}
			func() {
				defer func() { recover() }()
				f.Call(in)
			}()
		}
	}
	for _, site := range slices.Sorted(maps.Keys(ws.Nil)) {
		fmt.Println(site)
	}
}
`
