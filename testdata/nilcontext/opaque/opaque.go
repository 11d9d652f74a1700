// Package opaque has factories whose arguments may hold a user context or not:
// nobody can say that there is none.
package opaque

import "io"

type WSManager struct{ w io.Writer }

func NewSinkWSManager(w io.Writer) *WSManager { return &WSManager{w} }

func NewOptionalWSManager(apply func(*WSManager)) *WSManager {
	m := &WSManager{}
	apply(m)
	return m
}

func Serve(w io.Writer) {
	NewSinkWSManager(w)
	NewOptionalWSManager(func(*WSManager) {})
}
