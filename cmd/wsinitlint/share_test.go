package main_test

import (
	"strings"
	"testing"
)

// A long body has had its share of work long before its end. A context that it
// made without a user, and hands on after that, is nobody's all the same; one
// that it took from its caller is not.
func TestAContextThatALongBodyHandsOnAtItsEnd(t *testing.T) {
	work := strings.Repeat("\tfmt.Println(time.Now(), n)\n", 400)
	dir := writeModule(t, map[string]string{
		"go.mod": "module example.com/long\n\ngo 1.26\n",
		"client/client.go": `package client

import "context"

type Tracer interface {
	Start(context.Context) context.Context
}

type Client struct{ Tracer Tracer }

func (c *Client) Call(ctx context.Context) {
	if c.Tracer != nil {
		ctx = c.Tracer.Start(ctx)
	}
	Open(ctx)
}

//wsinitlint:factory
func Open(ctx context.Context) *Conn { return nil }

type Conn struct{}
`,
		"serve/serve.go": `package serve

import (
	"context"
	"fmt"
	"time"

	"example.com/long/client"
)

func Serve(given context.Context, n int) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c := &client.Client{}
` + work + `	c.Call(given)
	c.Call(ctx)
}
`})
	out, errs, status := execute(t, dir, tool, "./...")
	const want = "serve/serve.go:416:2: client.Open makes a manager for no user: the context carries no user: (*client.Client).Call → client.Open\n"
	if got := findingLines(out); status != 1 || got != want {
		t.Errorf("status %d\n%s%swant %s", status, got, errs, want)
	}
}
