// Package filters hands on the elements of a list that somebody has said yes to.
package filters

import "example.com/callsites/ws"

type UC = ws.UserExecutionContext

func Valid(u *UC) bool { return u != nil && u.UserID != "" }

func Present(us []*UC) (out []*UC) {
	for _, u := range us {
		if u != nil {
			out = append(out, u)
		}
	}
	return out
}

func OnlyValid(us []*UC) (out []*UC) {
	for _, u := range us {
		if !Valid(u) {
			continue
		}
		out = append(out, u)
	}
	return out
}

func Keep(us []*UC, keep func(*UC) bool) (out []*UC) {
	for _, u := range us {
		if keep(u) {
			out = append(out, u)
		}
	}
	return out
}

func Filter[T any](us []T, keep func(T) bool) []T {
	out := make([]T, 0, len(us))
	for _, u := range us {
		if keep(u) {
			out = append(out, u)
		}
	}
	return out
}

func FirstPresent(us []*UC) *UC {
	for _, u := range us {
		if u != nil {
			return u
		}
	}
	return &UC{UserID: "d"}
}

func FirstOf(us []*UC, keep func(*UC) bool) *UC {
	for _, u := range us {
		if keep(u) {
			return u
		}
	}
	return &UC{UserID: "d"}
}

func EachValid(us []*UC, f func(*UC)) {
	for _, u := range us {
		if Valid(u) {
			f(u)
		}
	}
}

func EachKept(us []*UC, keep func(*UC) bool, f func(*UC)) {
	for _, u := range us {
		if keep(u) {
			f(u)
		}
	}
}

func Index(us map[string]*UC) map[string]*UC {
	m := map[string]*UC{}
	for k, u := range us {
		if u != nil {
			m[k] = u
		}
	}
	return m
}
