package top

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"example.com/t/mid"
)

// What a list has is what is called.
func init() {
	list := append([]func(){}, mid.Connect, mid.Idle)
	list[1]()
	list[0]() // want
	list = list[1:]
	list[0]()
	list = append([]func(){mid.Idle}, mid.Connect, mid.Idle)[1:]
	list[1]()
	list[0]() // want
}

func init() {
	slices.SortFunc([]int{1}, func(a, b int) int { mid.Connect(); return a - b })
	slices.SortFunc([]int{2, 1}, func(a, b int) int { mid.Connect(); return a - b }) // want
	sort.Slice([]int{}, func(i, j int) bool { mid.Connect(); return false })
	sort.Slice([]int{2, 1}, func(i, j int) bool { mid.Connect(); return false }) // want
	sortAll([]string{"a"}, mid.Connect)
	sortAll([]string{"a", "b"}, mid.Connect) // want

	strings.IndexFunc("", func(r rune) bool { mid.Connect(); return true })
	strings.Map(func(r rune) rune { mid.Connect(); return r }, "a") // want
	for range "" {
		mid.Connect()
	}
	for range "a" {
		mid.Connect() // want
	}
}

func sortAll(list []string, compared func()) {
	slices.SortStableFunc(list, func(a, b string) int {
		compared()
		return strings.Compare(a, b)
	})
}

// A sync.Map that nothing was stored in has nothing to go over.
var none, some sync.Map

func init() {
	none.Range(func(k, v any) bool { mid.Connect(); return true })
	each(&none, mid.Connect)
	each(&some, mid.Connect)
	some.Store("a", 1)
	some.Range(func(k, v any) bool { mid.Connect(); return true }) // want
	each(&some, mid.Connect)                                       // want

	var own sync.Map
	each(&own, mid.Connect)
	own.LoadOrStore(1, mid.Connect)
	own.Range(func(k, v any) bool { v.(func())(); return true }) // want
	own.Clear()
	own.Range(func(k, v any) bool { mid.Connect(); return true })
}

func each(m *sync.Map, f func()) {
	m.Range(func(k, v any) bool { f(); return true })
}
