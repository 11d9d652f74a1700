package keep

import (
	"regexp"
	"strings"
	"sync"

	"example.com/singleton/ws"
)

// A scratch is taken from a pool and put back: what a call is given besides,
// such as the user context whose name it cleans, is not kept by that.

type scratch struct {
	in  input
	out []string
}

type input struct{ s string }

var scratches sync.Pool

func take() *scratch {
	s, ok := scratches.Get().(*scratch)
	if !ok {
		s = new(scratch)
	}
	return s
}

func clean(name string) string {
	s := take()
	s.in.s = name
	s.out = append(s.out[:0], strings.ToLower(s.in.s))
	r := strings.Join(s.out, "")
	s.in.s = ""
	scratches.Put(s)
	return r
}

func label(uc *ws.UserExecutionContext) string { return clean(uc.UserID) }

type greeter struct{ greeting string }

func (g *greeter) greet(uc *ws.UserExecutionContext) string { return g.greeting + label(uc) }

var camel = regexp.MustCompile("([a-z0-9])([A-Z])")

func heading(uc *ws.UserExecutionContext) string { return camel.ReplaceAllString(uc.UserID, "$1 $2") }

func head(uc *ws.UserExecutionContext) string { return heading(uc) }
