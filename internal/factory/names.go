package factory

import (
	"go/types"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// isDefaultFactory reports whether fn is a factory by its name and its first
// result.
func isDefaultFactory(fn *types.Func) bool {
	return isFactoryName(fn.Name()) && managerOf(fn) != nil
}

func isFactoryName(name string) bool {
	rest, ok := strings.CutSuffix(name, "Manager")
	if !ok {
		return false
	}
	for _, verb := range []string{"Get", "New", "Create", "Make", "Build", "Must"} {
		if after, ok := strings.CutPrefix(rest, verb); ok && startsWord(after) && hasWebSocketWord(after) {
			return true
		}
	}
	return false
}

func startsWord(s string) bool {
	return s != "" && !unicode.IsLower([]rune(s)[0])
}

// compiled is a regular expression that is compiled when it is first needed:
// go vet starts this program once for each package.
func compiled(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// webSocketWord finds WebSocket, Websocket, WS or Ws where a word can begin
// and end: GetWSManager and NewUserWsManager, not NewAwsManager or
// GetWSomethingManager.
var webSocketWord = compiled(`(?:^|[\p{Ll}\p{N}_])(?:WebSocket|Websocket|WS|Ws)(?:$|[\p{Lu}\p{N}_])`)

func hasWebSocketWord(s string) bool {
	for _, loc := range webSocketWord().FindAllStringIndex(s, -1) {
		word := s[loc[0]:loc[1]]
		// WSomething: the S begins another word.
		if i := strings.Index(word, "WS"); i >= 0 && loc[1] < len(s) {
			after := s[loc[0]+i+2:]
			if after != "" && unicode.IsLower(rune(after[0])) {
				continue
			}
		}
		return true
	}
	return false
}

// managerOf is the named type of fn's first result, below a pointer, if it
// can be a manager: a struct or an interface.
func managerOf(fn *types.Func) *types.Named {
	sig := fn.Type().(*types.Signature)
	if sig.Results().Len() == 0 {
		return nil
	}
	named := namedBelow(sig.Results().At(0).Type())
	if named == nil || named.Obj().Pkg() == nil {
		return nil
	}
	switch named.Underlying().(type) {
	case *types.Struct, *types.Interface:
		return named.Origin()
	}
	return nil
}

// namedBelow is the named type t is, or points to.
func namedBelow(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

func isDefaultContext(name string) bool {
	for _, s := range []string{"UserExecutionContext", "UserContext", "RequestContext", "SessionContext", "TenantContext"} {
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	return false
}

// fullName is fn's name as the lists write it: a generic type's parameters are
// left out.
func fullName(fn *types.Func) string {
	name := fn.Origin().FullName()
	if i := strings.IndexByte(name, '['); i >= 0 {
		if j := strings.IndexByte(name[i:], ')'); j >= 0 {
			name = name[:i] + name[i+j:]
		}
	}
	return name
}

func typeFullName(obj *types.TypeName) string {
	if obj.Pkg() == nil {
		return obj.Name()
	}
	return obj.Pkg().Path() + "." + obj.Name()
}
