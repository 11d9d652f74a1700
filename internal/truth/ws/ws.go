// Package ws has the factory of the generated modules, which copy this file:
// it prints the stack of each of its calls.
package ws

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
)

// UserExecutionContext is the user context.
type UserExecutionContext struct{ UserID string }

// WebSocketManager is the manager.
type WebSocketManager struct{ uc *UserExecutionContext }

// StackMark begins each stack in the output.
const StackMark = "=== factory call ==="

var printing sync.Mutex

// GetWebSocketManager is the factory.
func GetWebSocketManager(uc *UserExecutionContext) *WebSocketManager {
	stack := string(debug.Stack())
	printing.Lock()
	defer printing.Unlock()
	fmt.Fprintln(os.Stdout, StackMark)
	fmt.Fprint(os.Stdout, creations(stack))
	return &WebSocketManager{uc: uc}
}

// creations corrects the lines of the goroutines that created this one: the
// run-time system prints the line of the instruction after the call.
func creations(stack string) string {
	own, ancestors, found := strings.Cut(stack, "[originating from")
	if !found {
		return stack
	}
	lines := strings.Split(ancestors, "\n")
	for i := 1; i < len(lines); i++ {
		position, offset, ok := strings.Cut(lines[i], " +0x")
		if !ok {
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(lines[i-1], "created by "), "(...)")
		entry, known := entries()[name]
		n, err := strconv.ParseUint(offset, 16, 64)
		if !known || err != nil || strings.HasPrefix(lines[i-1], "created by ") {
			continue
		}
		_, line := runtime.FuncForPC(entry).FileLine(entry + uintptr(n) - 1)
		lines[i] = position[:strings.LastIndexByte(position, ':')+1] + strconv.Itoa(line) + " +0x" + offset
	}
	return own + "[originating from" + strings.Join(lines, "\n")
}

// entries are the entry points of all functions of the program, found by
// walking through its text.
var entries = sync.OnceValue(func() map[string]uintptr {
	const alignment = 8
	names := make(map[string]uintptr)
	here := runtime.FuncForPC(reflect.ValueOf(strconv.Itoa).Pointer()).Entry()
	for _, step := range []int{alignment, -alignment} {
		for pc := here; ; pc = uintptr(int(pc) + step) {
			f := runtime.FuncForPC(pc)
			if f == nil {
				break
			}
			names[f.Name()] = f.Entry()
		}
	}
	return names
})
