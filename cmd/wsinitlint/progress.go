package main

import (
	"fmt"
	"io"
	"time"
)

// progress tells somebody who waits that there is work being done.
func (c *command) progress() (done func()) {
	if !isTerminal(c.stderr) {
		return func() {}
	}
	ticker := time.NewTicker(time.Second)
	stop := tell(c.stderr, ticker.C)
	return func() { ticker.Stop(); stop() }
}

// tell writes a line, over itself, for each second that passes, and takes it
// away in the end. Work that is done within the first says nothing.
func tell(w io.Writer, seconds <-chan time.Time) (done func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 0; ; {
			select {
			case <-stop:
				if n > 0 {
					fmt.Fprint(w, "\r\x1b[K")
				}
				return
			case <-seconds:
				n++
				fmt.Fprintf(w, "\ranalysing … %ds", n)
			}
		}
	}()
	return func() { close(stop); <-stopped }
}
