package summary

import (
	"strconv"
	"strings"
)

// Which methods of its arguments package fmt calls depends on the verbs of the format,
// which it reads byte by byte. That is not followed; what it comes to is built in.

// These are what all functions of package fmt that format call.
const (
	printfKey  = "(*fmt.pp).doPrintf"
	printKey   = "(*fmt.pp).doPrint"
	printlnKey = "(*fmt.pp).doPrintln"
)

// verbFor begins the want of a guard on a format: that it has a verb for which the
// method is called whose name follows.
const verbFor = "%"

// formats is the guard under which body fn, one of these three, calls a method of what it
// formats; none tells that it never does, and ok that there is such a guard.
func (f *frame) formats(method string) (g guard, ok, none bool) {
	switch method {
	case "String", "Error", "GoString", "Format":
	default:
		return guard{}, false, false
	}
	switch f.node.key {
	case printfKey:
		return guard{val: f.get(f.fn.Params[1]), want: verbFor + method}, true, false
	case printKey, printlnKey:
		return guard{}, false, method == "GoString"
	}
	return guard{}, false, false
}

// leadsTo reports whether a format, a quoted text, has a verb for which method is called;
// ok is false if that is not known.
func leadsTo(format, method string) (leads, ok bool) {
	s, err := strconv.Unquote(format)
	if err != nil {
		return false, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		sharp := false
		for i++; i < len(s) && strings.IndexByte("+-# 0123456789.*[]", s[i]) >= 0; i++ {
			sharp = sharp || s[i] == '#'
		}
		if i == len(s) {
			break
		}
		switch verb := s[i]; {
		case verb == '%', verb == 'T', verb == 'p':
		case method == "Format":
			return true, true
		case method == "GoString":
			leads = leads || verb == 'v' && sharp
		default:
			leads = leads || verb == 'v' && !sharp || strings.IndexByte("sxXqw", verb) >= 0
		}
	}
	return leads, true
}
