package top

import (
	"context"
	"errors"
	"time"

	"example.com/t/lib"
	"example.com/t/mid"
)

// What waits for a context runs where that is cancelled.
func init() {
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(ctx, mid.Connect)
	cancel() // want
	cancel()

	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	context.AfterFunc(cancelled, mid.Connect) // want
	context.AfterFunc(cancelled, mid.Idle)

	parent, cancelParent := context.WithCancelCause(context.Background())
	child, cancel := context.WithTimeout(context.WithValue(parent, ctxKey{}, 1), time.Hour)
	_ = cancel
	context.AfterFunc(child, mid.Connect)
	cancelParent(errors.New("no more")) // want

	ctx, cancel = context.WithCancel(context.Background())
	lib.Watch(ctx, mid.Connect)
	cancel() // want

	lib.Cancelled(mid.Connect) // want
	lib.Cancelled(mid.Idle)
	lib.Cancel(mid.Connect) // want
	lib.Canceller(mid.Connect)
	lib.Canceller(mid.Connect)() // want
	lib.Canceller(mid.Idle)()
}

type ctxKey struct{}

func init() {
	context.AfterFunc(context.Background(), mid.Connect)
	uncancelled, cancel := context.WithCancel(context.Background())
	context.AfterFunc(uncancelled, mid.Connect)
	_ = cancel
	hour, cancel := context.WithTimeout(context.Background(), time.Hour)
	context.AfterFunc(hour, mid.Connect)
	_ = cancel

	ctx, cancel := context.WithCancel(context.Background())
	stop := context.AfterFunc(ctx, mid.Connect)
	stop()
	cancel()

	idle, cancel := context.WithCancel(context.Background())
	context.AfterFunc(idle, mid.Idle)
	cancel()

	parent, cancel := context.WithCancel(context.Background())
	context.AfterFunc(context.WithoutCancel(parent), mid.Connect)
	cancel()
}

// The one that is cancelled last is cancelled with that of another initialiser.
var shared, cancelShared = context.WithCancel(context.Background())

var _ = context.AfterFunc(shared, mid.Connect)

func init() {
	cancelShared() // want
}
