package app

import (
	"errors"
	"fmt"
	"log"
	"strconv"

	"example.com/paths/lib"
	"example.com/paths/ws"
)

func recParse(s string) (uc *UC) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return &UC{User: strconv.Itoa(n)}
}
func recDefault(s string) (uc *UC) {
	defer func() {
		if r := recover(); r != nil {
			uc = ws.System()
		}
	}()
	if s == "" {
		panic("no user")
	}
	return &UC{User: s}
}
func recErr(s string) (uc *UC, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	if s == "" {
		panic("no user")
	}
	return &UC{User: s}, nil
}
func recErr2(s string) (uc *UC, err error) {
	defer catch(&err)
	if s == "" {
		panic("no user")
	}
	uc = &UC{User: s}
	return
}
func catch(err *error) {
	if r := recover(); r != nil {
		*err = errors.New("panic")
	}
}
func recUnnamed(s string) *UC {
	defer func() { _ = recover() }()
	if s == "" {
		panic("no user")
	}
	return &UC{User: s}
}
func recNone(s string) (uc *UC) {
	defer func() { log.Print("done") }()
	if s == "" {
		panic("no user")
	}
	return &UC{User: s}
}
func recLate(s string) (uc *UC) {
	uc = ws.System()
	defer func() { _ = recover() }()
	if s == "" {
		panic("no user")
	}
	uc = &UC{User: s}
	return uc
}
func recNever(s string) (uc *UC) {
	defer func() { _ = recover() }()
	return &UC{User: s}
}
func recRethrow(s string) (uc *UC) {
	defer func() {
		if r := recover(); r != nil {
			panic(fmt.Sprint("again: ", r))
		}
	}()
	if s == "" {
		panic("no user")
	}
	return &UC{User: s}
}
func recMust(s string) (uc *UC) {
	defer func() { _ = recover() }()
	return mustUser(s)
}
func mustUser(s string) *UC {
	uc := lib.Find(s)
	if uc == nil {
		panic("none")
	}
	return uc
}
func try(f func() *UC) (uc *UC, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return f(), nil
}
func useRec(s string) {
	ws.GetWebSocketManager(recParse(s)) // want "the user context may be nil"
	ws.GetWebSocketManager(recDefault(s))
	ws.GetWebSocketManager(recUnnamed(s)) // want "the user context may be nil"
	ws.GetWebSocketManager(recNone(s))
	ws.GetWebSocketManager(recLate(s))
	ws.GetWebSocketManager(recNever(s))
	ws.GetWebSocketManager(recRethrow(s))
	ws.GetWebSocketManager(recMust(s)) // want "the user context may be nil"
}
func useRec2(s string) {
	uc, err := recErr(s)
	if err != nil {
		ws.GetWebSocketManager(uc) // want "the user context is nil"
		return
	}
	ws.GetWebSocketManager(uc)
	uc, _ = recErr(s)
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func useRec3(s string) {
	uc, err := recErr2(s)
	if err != nil {
		log.Print(err)
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func useRec4(s string) {
	uc, err := recErr2(s)
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}
func useRec5(s string) {
	uc, err := try(func() *UC { return mustUser(s) })
	if err != nil {
		log.Print(err)
	}
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func useRec6(s string) {
	uc, err := try(func() *UC { return mustUser(s) })
	if err != nil {
		return
	}
	ws.GetWebSocketManager(uc)
}
func useRec7(s string) {
	var uc *UC
	func() {
		defer func() { _ = recover() }()
		uc = mustUser(s)
	}()
	ws.GetWebSocketManager(uc) // want "the user context may be nil"
}
func useRec8(s string) {
	var uc *UC
	func() {
		defer func() {
			if recover() != nil {
				uc = ws.System()
			}
		}()
		uc = mustUser(s)
	}()
	ws.GetWebSocketManager(uc)
}
