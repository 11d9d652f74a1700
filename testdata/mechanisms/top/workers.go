package top

import (
	"example.com/t/lib"
	"example.com/t/mid"
)

// A worker runs what it is sent after it was started.
func init() {
	w := lib.NewWorkers() // want
	w.Submit(mid.Connect)
	w.Stop()

	idle := lib.NewWorkers()
	idle.Submit(mid.Idle)
	idle.Stop()

	jobs := lib.Queue() // want
	jobs <- mid.Connect

	others := lib.Queue()
	others <- mid.Idle
}

// Nothing comes out of a channel that nobody sends on.
func init() {
	ready := make(chan int)
	select {
	case <-ready:
		mid.Connect()
	default:
		mid.Idle()
	}

	closed := make(chan int)
	close(closed)
	for range closed {
		mid.Connect()
	}
	select {
	case <-closed:
		mid.Connect() // want
	default:
	}

	sent := make(chan int, 1)
	sent <- 1
	select {
	case <-sent:
		mid.Connect() // want
	default:
	}
}
