// Package bus keeps functions until they are taken off, and what it is told to
// remember.
package bus

import (
	"slices"
	"sync"
)

type Bus struct {
	mu   sync.Mutex
	subs map[string][]*sub
}

type sub struct{ f func() }

var Events Bus

func (b *Bus) On(topic string, f func()) (off func()) {
	s := &sub{f}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs == nil {
		b.subs = map[string][]*sub{}
	}
	b.subs[topic] = append(b.subs[topic], s)
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.subs[topic] = slices.DeleteFunc(b.subs[topic], func(x *sub) bool { return x == s })
	}
}

var last any

func Remember(v any, really bool) {
	if really {
		last = v
	}
}

type Named[T any] struct{ m map[string]T }

func (n *Named[T]) Put(key string, v T) {
	if n.m == nil {
		n.m = map[string]T{}
	}
	n.m[key] = v
}

func (n *Named[T]) Take(key string) T {
	v := n.m[key]
	delete(n.m, key)
	return v
}

var lent Named[any]

// Lend has v for as long as it runs.
func Lend(v any) {
	lent.Put("lent", v)
	defer lent.Take("lent")
}
