package factory

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

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
	return mentions(text, "Manager", isFactoryName) || mentions(text, "Context", isDefaultContext)
}

// mentions reports whether text has a name that ends in word, and that is
// wanted.
func mentions(text []byte, word string, wanted func(string) bool) bool {
	inName := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(word))
		if i < 0 {
			return false
		}
		end := at + i + len(word)
		at = end
		if next, _ := utf8.DecodeRune(text[end:]); end < len(text) && inName(next) {
			continue
		}
		// Text that is no UTF-8 is no Go.
		begin := bytes.LastIndexFunc(text[:end], func(r rune) bool { return !inName(r) })
		if begin >= 0 {
			_, size := utf8.DecodeRune(text[begin:])
			begin += size
		} else {
			begin = 0
		}
		if wanted(string(text[begin:end])) {
			return true
		}
	}
}
