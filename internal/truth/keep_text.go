package truth

// keepLibrary is the package that keeps things for generated functions.
const keepLibrary = `package lib

import (
	"context"
	"sync"

	"example.com/gen/ws"
)

type Pool struct{ M *ws.WSManager }

func NewPool(m *ws.WSManager) *Pool { return &Pool{M: m} }

type Namer interface{ Name() string }

func (p *Pool) Name() string { return p.M.User }

func NewNamer(m *ws.WSManager) Namer { return NewPool(m) }

type Box[T any] struct{ V T }

func (b *Box[T]) Set(v T) { b.V = v }

func NewBox[T any](v T) *Box[T] { return &Box[T]{v} }

type Registry struct {
	mu   sync.Mutex
	Cur  any
	All  []any
	ByID map[string]any
}

func (r *Registry) Set(v any) { r.mu.Lock(); defer r.mu.Unlock(); r.Cur = v }

func (r *Registry) Add(v any) { r.All = append(r.All, v) }

func (r *Registry) Put(id string, v any) {
	if r.ByID == nil {
		r.ByID = map[string]any{}
	}
	r.ByID[id] = v
}

func Fill[T any](to *T, v T) { *to = v }

func Ignore(any) {}

func With(ctx context.Context, v any) context.Context { return context.WithValue(ctx, "m", v) }
`

const keepFactory = `package ws

type UserContext struct{ ID string }

type WSManager struct{ User string }

func GetWSManager(uc *UserContext) *WSManager { return &WSManager{uc.ID} }
`

// keepMain calls each function for a user and looks for the user's manager in
// what can be reached from the function's package-level variables.
const keepMain = `package main

import (
	"fmt"
	"reflect"
	"sync"

	"example.com/gen/app"
	"example.com/gen/ws"
)

func main() {
	for n, f := range app.Functions {
		user := fmt.Sprint("user", n)
		f.Call(&ws.UserContext{ID: user})
		if reaches(reflect.ValueOf(f.Variable), user, map[uintptr]bool{}) {
			fmt.Println(n)
		}
	}
}

var manager = reflect.TypeFor[ws.WSManager]()

func reaches(v reflect.Value, user string, seen map[uintptr]bool) bool {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return false
		}
		seen[v.Pointer()] = true
		if m, ok := v.Interface().(*sync.Map); ok {
			found := false
			m.Range(func(_, value any) bool {
				found = found || reaches(reflect.ValueOf(value), user, seen)
				return true
			})
			return found
		}
		if load := v.MethodByName("Load"); load.IsValid() && load.Type().NumIn() == 0 {
			return reaches(load.Call(nil)[0], user, seen)
		}
		return reaches(v.Elem(), user, seen)
	case reflect.Interface:
		return !v.IsNil() && reaches(v.Elem(), user, seen)
	case reflect.Struct:
		if v.Type() == manager {
			return v.FieldByName("User").String() == user
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && reaches(v.Field(i), user, seen) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if reaches(v.Index(i), user, seen) {
				return true
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if reaches(v.MapIndex(k), user, seen) {
				return true
			}
		}
	}
	return false
}
`
