// Package lru is a cache that keeps its entries in a list beside a map.
package lru

import "container/list"

// Cache is the cache.
type Cache struct {
	max   int
	order *list.List
	items map[any]*list.Element
}

type entry struct{ key, value any }

// New returns an empty cache.
func New(max int) *Cache {
	return &Cache{max: max, order: list.New(), items: make(map[any]*list.Element)}
}

// Add puts value under key, and drops the oldest entry when there are too many.
func (c *Cache) Add(key, value any) {
	if e, ok := c.items[key]; ok {
		c.order.MoveToFront(e)
		e.Value.(*entry).value = value
		return
	}
	c.items[key] = c.order.PushFront(&entry{key, value})
	if c.order.Len() > c.max {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.items, last.Value.(*entry).key)
	}
}
