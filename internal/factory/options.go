package factory

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
)

// Options is what the user configured. Analyzers read it when they run, after
// flags have been parsed.
type Options struct {
	Factories    []string // functions and methods, as types.Func.FullName writes them; * matches within a name
	UserContexts []string // types, as example.com/ws.UserExecutionContext
	NoDefaults   bool     // default names are not factories or user contexts
	Tests        bool     // nilcontext and singleton report in _test.go files too
	NoGenerated  bool     // findings in generated files are left out
	Debug        bool     // say what could not be resolved
	Bounds       bool     // say which functions were not analysed completely
	Compute      bool     // compute the facts of the standard library, even where they are known

	shared map[string]*analysis.Analyzer
}

// Shared is the analyzer of that name for these options, made at the first
// call: analyzers that are made from the same options share what they require.
// It is for the construction of analyzers, which is sequential.
func (o *Options) Shared(name string, construct func() *analysis.Analyzer) *analysis.Analyzer {
	if o.shared == nil {
		o.shared = make(map[string]*analysis.Analyzer)
	}
	if o.shared[name] == nil {
		o.shared[name] = construct()
	}
	return o.shared[name]
}

// AddFlags adds the flags that set o. A bad value is an error when the flags
// are parsed, which names the entry and the form that is expected.
func (o *Options) AddFlags(fs *flag.FlagSet) {
	fs.Var(&list{&o.Factories, checkFactory}, "factory", "comma-separated `list` of factories, as example.com/ws.New")
	fs.Var(&list{&o.UserContexts, checkType}, "usercontext", "comma-separated `list` of types, as example.com/ws.UserInfo")
	fs.Var(&negated{&o.NoDefaults}, "defaults", "know factories and user contexts by name (default true)")
	fs.BoolVar(&o.Tests, "tests", false, "report in _test.go files what tests do on purpose")
	fs.Var(&negated{&o.NoGenerated}, "generated", "report findings in generated files (default true)")
	fs.BoolVar(&o.Debug, "debug", false, "print what the analysis could not resolve")
}

// Validate checks options that were set by code; its errors are those of the
// flags.
func (o *Options) Validate() error {
	for _, s := range o.Factories {
		if err := checkFactory(s); err != nil {
			return err
		}
	}
	for _, s := range o.UserContexts {
		if err := checkType(s); err != nil {
			return err
		}
	}
	return nil
}

type list struct {
	to    *[]string
	check func(string) error
}

func (l *list) String() string {
	if l.to == nil {
		return ""
	}
	return strings.Join(*l.to, ",")
}

func (l *list) Set(s string) error {
	for _, entry := range strings.Split(s, ",") {
		entry = strings.TrimSpace(entry)
		if err := l.check(entry); err != nil {
			return err
		}
		*l.to = append(*l.to, entry)
	}
	return nil
}

// negated is a boolean flag that is true unless the option is set.
type negated struct{ to *bool }

func (n *negated) String() string   { return strconv.FormatBool(n.to == nil || !*n.to) }
func (n *negated) IsBoolFlag() bool { return true }
func (n *negated) Set(s string) error {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return fmt.Errorf("%q is neither true nor false", s)
	}
	*n.to = !b
	return nil
}

// These are no regular expressions: go vet starts this program once for each
// package, and compiling them was a fiftieth of what that took.

// isFunction reports whether s has the form of a function's or type's full name:
// a path, a dot and a name, with a * for any part of a name.
func isFunction(s string) bool {
	path, name, ok := cutLast(s)
	return ok && path[0] != '.' && isName(name)
}

// isMethod reports whether s has the form of a method's full name.
func isMethod(s string) bool {
	recv, name, ok := strings.Cut(strings.TrimPrefix(s, "("), ").")
	if !ok || s[0] != '(' || !isName(name) {
		return false
	}
	_, typ, ok := cutLast(recv)
	return ok && isName(typ)
}

// cutLast cuts s at its last dot; ok tells whether what is before it can be a
// path.
func cutLast(s string) (path, name string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i <= 0 || strings.ContainsAny(s[:i], " \t\n\f\r(),") {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

// isName reports whether s is an identifier, in which a * stands for any part.
func isName(s string) bool {
	for i, r := range s {
		if r != '_' && r != '*' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsNumber(r)) {
			return false
		}
	}
	return s != ""
}

func checkFactory(s string) error {
	if utf8.ValidString(s) && (isFunction(s) || isMethod(s)) {
		return nil
	}
	return fmt.Errorf("%q does not name a function: write example.com/ws.New, (*example.com/ws.Hub).Manager or (example.com/ws.Provider).Manager", s)
}

func checkType(s string) error {
	if utf8.ValidString(s) && isFunction(s) {
		return nil
	}
	return fmt.Errorf("%q does not name a type: write example.com/ws.UserExecutionContext", s)
}

// A pattern is an entry of a list, compiled.
type pattern struct {
	text string
	re   *regexp.Regexp // nil where there is no *
	pkg  string         // the package path, "" where it has a *
}

func compile(entries []string) []pattern {
	var ps []pattern
	for _, s := range entries {
		p := pattern{text: s, pkg: packagePath(s)}
		body := s
		prefix := ""
		if rest, ok := strings.CutPrefix(s, "(*"); ok {
			prefix, body = "(*", rest
		}
		if strings.Contains(body, "*") {
			re := strings.ReplaceAll(regexp.QuoteMeta(body), `\*`, `[^/.()]*`)
			p.re = regexp.MustCompile("^" + regexp.QuoteMeta(prefix) + re + "$")
		}
		if strings.Contains(p.pkg, "*") {
			p.pkg = ""
		}
		ps = append(ps, p)
	}
	return ps
}

func (p pattern) matches(name string) bool {
	if p.re != nil {
		return p.re.MatchString(name)
	}
	return p.text == name
}

// packagePath is the package path in a full name.
func packagePath(s string) string {
	if method, ok := strings.CutPrefix(s, "("); ok {
		s = strings.TrimPrefix(method, "*")
	}
	if i := strings.IndexByte(s, ')'); i >= 0 {
		s = s[:i]
	}
	slash := strings.LastIndexByte(s, '/')
	if dot := strings.LastIndexByte(s, '.'); dot > slash {
		return s[:dot]
	}
	return s
}

// Unmatched returns the entries of o.Factories and o.UserContexts that match
// none of the full names of functions and types.
func (o *Options) Unmatched(functions, types []string) []string {
	var lost []string
	miss := func(ps []pattern, names []string) {
		for _, p := range ps {
			if !slices.ContainsFunc(names, p.matches) {
				lost = append(lost, p.text)
			}
		}
	}
	miss(compile(o.Factories), functions)
	miss(compile(o.UserContexts), types)
	return lost
}

// MayName reports whether an entry can name something in the package at path.
func (o *Options) MayName(path string) bool {
	return slices.ContainsFunc(slices.Concat(compile(o.Factories), compile(o.UserContexts)), func(p pattern) bool {
		return p.pkg == "" || p.pkg == path
	})
}
