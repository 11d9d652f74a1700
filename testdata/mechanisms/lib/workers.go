package lib

import "sync"

// Workers run what is sent to them, in goroutines that were there before.
type Workers struct {
	jobs chan func()
	wg   sync.WaitGroup
}

// NewWorkers starts a worker.
func NewWorkers() *Workers {
	w := &Workers{jobs: make(chan func(), 8)}
	w.wg.Add(1)
	go func() {
		defer w.wg.Done()
		for job := range w.jobs {
			job()
		}
	}()
	return w
}

// Submit has f run.
func (w *Workers) Submit(f func()) { w.jobs <- f }

// Stop waits until all has run.
func (w *Workers) Stop() {
	close(w.jobs)
	w.wg.Wait()
}

// Queue starts a worker, and returns what it waits for.
func Queue() chan func() {
	jobs := make(chan func(), 8)
	go run(jobs)
	return jobs
}

func run(jobs <-chan func()) {
	for job := range jobs {
		job()
	}
}
