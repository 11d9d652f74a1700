package factory

import (
	"bytes"
	"regexp"
	"sync"
)

var (
	managerName = compiled(`[\pL_][\pL\pN_]*Manager\b`)
	contextName = compiled(`[\pL_][\pL\pN_]*Context\b`)
)

// compiled is a regular expression that is compiled when it is first needed:
// go vet starts this program once for each package.
func compiled(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// MayDeclare reports whether the package at path, with this source text, may
// declare a factory or a user context, or has a directive. It reads no syntax:
// a comment or a use that mentions a name is enough.
func (o *Options) MayDeclare(path string, text []byte) bool {
	if bytes.Contains(text, []byte("wsinitlint:")) || o.MayName(path) {
		return true
	}
	if o.NoDefaults {
		return false
	}
	return mentions(text, "Manager", managerName, isFactoryName) || mentions(text, "Context", contextName, isDefaultContext)
}

// mentions reports whether text has a name that re finds, which ends in word,
// and that is wanted.
func mentions(text []byte, word string, re func() *regexp.Regexp, wanted func(string) bool) bool {
	if !bytes.Contains(text, []byte(word)) {
		return false
	}
	for _, name := range re().FindAll(text, -1) {
		if wanted(string(name)) {
			return true
		}
	}
	return false
}
