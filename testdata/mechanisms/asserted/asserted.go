// Package asserted says that its manager implements an interface.
package asserted

import "io"

// SocketWSManager is a manager that can be written to.
type SocketWSManager struct{ user string }

// Write drops what it is given.
func (m *SocketWSManager) Write(p []byte) (int, error) { return len(p), nil }

// NewWSManager is the factory.
func NewWSManager(user string) *SocketWSManager { return &SocketWSManager{user} }

var _ io.Writer = &SocketWSManager{}

var _, _ io.Writer = (&SocketWSManager{}), &SocketWSManager{}

var _ io.Writer = (*SocketWSManager)(nil)

var _ io.Writer = NewWSManager("a") // want "at import time"

var first io.Writer = &SocketWSManager{} // want "at import time"

var _ = register(&SocketWSManager{}) // want "at import time"

var registered []io.Writer

func register(w io.Writer) bool { registered = append(registered, w); return true }
