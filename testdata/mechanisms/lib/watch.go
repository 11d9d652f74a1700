package lib

import "context"

// Watch has f called when ctx is cancelled.
func Watch(ctx context.Context, f func()) { context.AfterFunc(ctx, f) }

// Cancelled has f called when a context is cancelled that is.
func Cancelled(f func()) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	done := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(done)
		f()
	})
	<-done
}

// Cancel has f called when a context is cancelled, and cancels it.
func Cancel(f func()) { Canceller(f)() }

// Canceller is what has f called.
func Canceller(f func()) context.CancelFunc {
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(ctx, f)
	return cancel
}
