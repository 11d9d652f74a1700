package checks

import (
	"context"
	"time"

	"example.com/contexts/ws"
)

func b1() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	ctx = context.WithValue(ctx, "trace", "x")
	ws.CreateWSManager(ctx) // want "the context carries no user"
}
func b2() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ctx = context.WithValue(ctx, "trace", "x")
	ws.CreateWSManager(ctx) // want "the context carries no user"
}
func b3() {
	ctx := context.WithValue(context.Background(), "trace", "x")
	ws.CreateWSManager(ctx) // want "the context carries no user"
}
func b4() {
	ctx := context.WithValue(context.Background(), "trace", "x")
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	ws.CreateWSManager(ctx) // want "the context carries no user"
}
func b5(trace string) {
	ctx := context.WithValue(context.Background(), "trace", trace)
	ws.CreateWSManager(ctx) // want "the context carries no user"
}
func b6(trace any) {
	ctx := context.WithValue(context.Background(), "trace", trace)
	ws.CreateWSManager(ctx)
}

type key struct{}

var t0 time.Time

func b7(uc *ws.UserExecutionContext) {
	ctx := context.WithValue(context.Background(), key{}, uc)
	ws.CreateWSManager(ctx)
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	ws.CreateWSManager(ctx)
}
func b8(uc *ws.UserExecutionContext) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	ctx = context.WithValue(ctx, key{}, uc)
	ws.CreateWSManager(ctx)
}
