package main

import (
	"io"
	"testing"
	"time"
)

// A page is what is written to it, one piece after the other.
type page chan string

func (p page) Write(b []byte) (int, error) { p <- string(b); return len(b), nil }

func TestProgressIsToldAfterASecondAndTakenAway(t *testing.T) {
	written, seconds := make(page), make(chan time.Time)
	done := tell(written, seconds)
	for _, want := range []string{"\ranalysing … 1s", "\ranalysing … 2s"} {
		seconds <- time.Time{}
		if got := <-written; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	go func() { done(); close(written) }()
	if got, want := <-written, "\r\x1b[K"; got != want {
		t.Errorf("in the end %q, want %q", got, want)
	}
	if got, more := <-written; more {
		t.Errorf("then %q", got)
	}
}

func TestWorkThatIsDoneAtOnceSaysNothing(t *testing.T) {
	tell(noWriter{t}, make(chan time.Time))()
}

type noWriter struct{ t *testing.T }

func (w noWriter) Write(b []byte) (int, error) { w.t.Errorf("%q", b); return len(b), nil }

func TestProgressIsForTerminals(t *testing.T) {
	c := newCommand(io.Discard, noWriter{t})
	c.progress()()
}
