package truth

import (
	"fmt"
	"go/format"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// modulePath is the module of every batch.
const modulePath = "example.com/gen"

// tags are the mechanisms that a line is made of, the use first, then those
// of the function value that it uses.
type tags []string

// with returns t with more mechanisms, none of them twice.
func (t tags) with(more ...string) tags {
	out := slices.Clone(t)
	for _, m := range more {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// comment is the trailing comment that carries the mechanisms of a line.
func (t tags) comment() string { return tagMark + strings.Join(t, "+") }

// tagMark begins the comment that carries a line's mechanisms.
const tagMark = "// mech:"

// A unit is one package of a program while it is being written.
type unit struct {
	name  string
	path  string
	decls []string
}

func (u *unit) declare(form string, args ...any) {
	u.decls = append(u.decls, fmt.Sprintf(form, args...))
}

// standard maps the package names that generated code may mention to their
// import paths.
var standard = map[string]string{
	"atomic": "sync/atomic", "bufio": "bufio", "context": "context",
	"errors": "errors", "flag": "flag", "fmt": "fmt", "fs": "io/fs",
	"http": "net/http", "io": "io", "iter": "iter", "json": "encoding/json",
	"maps": "maps", "reflect": "reflect", "slices": "slices", "sort": "sort",
	"strings": "strings", "sync": "sync", "template": "text/template",
	"bytes": "bytes", "list": "container/list", "heap": "container/heap",
	"filepath": "path/filepath", "regexp": "regexp", "os": "os",
}

var qualifier = regexp.MustCompile(`(^|[^.\w])([a-z]+)\.[A-Z]`)

// source renders the unit: the imports are the packages that its
// declarations mention.
func (u *unit) source(program string) ([]byte, error) {
	body := strings.Join(u.decls, "\n\n")
	imports := make(map[string]bool)
	for _, m := range qualifier.FindAllStringSubmatch(body, -1) {
		switch name := m[2]; name {
		case "ws":
			imports[modulePath+"/ws"] = true
		case "lib", "mid":
			imports[modulePath+"/"+program+"/"+name] = true
		default:
			if path, ok := standard[name]; ok {
				imports[path] = true
			}
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "// Package %s is generated.\npackage %s\n\nimport (\n", u.name, u.name)
	paths := make([]string, 0, len(imports))
	for path := range imports {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		fmt.Fprintf(&text, "\t%q\n", path)
	}
	fmt.Fprintf(&text, ")\n\n%s\n", body)
	out, err := format.Source([]byte(text.String()))
	if err != nil {
		return []byte(text.String()), fmt.Errorf("%s/%s: %w", program, u.name, err)
	}
	return out, nil
}

// A program is one family of packages while it is being written: lib knows
// nothing of the factory, mid wraps it, top has most of the roots.
type program struct {
	rng           *rand.Rand
	decks         *decks
	name          string
	count         int
	lib, mid, top *unit
	leaves        map[leafKey][]string
}

// A leafKey says where reusable functions are declared and whether their
// bodies call the factory.
type leafKey struct {
	in      *unit
	reaches bool
}

func newProgram(rng *rand.Rand, d *decks, name string) *program {
	p := &program{rng: rng, decks: d, name: name, leaves: make(map[leafKey][]string)}
	for _, u := range []struct {
		at   **unit
		name string
	}{{&p.lib, "lib"}, {&p.mid, "mid"}, {&p.top, "top"}} {
		*u.at = &unit{name: u.name, path: name + "/" + u.name}
	}
	p.lib.declare("// Count is what idle functions do.\nvar Count int")
	return p
}

// fresh returns a name that the program has not used.
func (p *program) fresh(prefix string) string {
	p.count++
	return fmt.Sprintf("%s%d", prefix, p.count)
}

// coin is true n times in a hundred.
func (p *program) coin(percent int) bool { return p.rng.IntN(100) < percent }

// pick returns one of the alternatives.
func pick[T any](p *program, of ...T) T { return of[p.rng.IntN(len(of))] }

// helper declares in lib a func(f func()) with the given body, behind up to
// two functions that forward to it, and returns its name.
func (p *program) helper(name, body string) string {
	n := p.fresh(name)
	p.lib.declare("func %s(f func()) {\n%s\n}", n, body)
	for range p.rng.IntN(3) {
		outer := p.fresh(name)
		p.lib.declare("func %s(f func()) {\n%s(f)\n}", outer, n)
		n = outer
	}
	return n
}

// A block is a list of statements being written in a package; in a root, the
// lines with calls carry their mechanisms.
type block struct {
	*program
	in   *unit
	root bool
	text []string
}

func (b *block) line(form string, args ...any) {
	b.text = append(b.text, fmt.Sprintf(form, args...))
}

// call writes a line that has a call, or is tempting like one.
func (b *block) call(t tags, form string, args ...any) {
	text := fmt.Sprintf(form, args...)
	if b.root {
		text += " " + t.comment()
	}
	b.text = append(b.text, text)
}

// nested writes open, then what body writes, then end.
func (b *block) nested(open, end string, body func(inner *block) tags) tags {
	inner := &block{program: b.program, in: b.in, root: b.root}
	t := body(inner)
	b.text = append(b.text, open)
	b.text = append(b.text, inner.text...)
	b.text = append(b.text, end)
	return t
}

func (b *block) String() string { return strings.Join(b.text, "\n") }

// ref names a declaration of another unit.
func (b *block) ref(of *unit, name string) string {
	if b.in == of {
		return name
	}
	return of.name + "." + name
}

// inLib names a declaration of lib.
func (b *block) inLib(name string) string { return b.ref(b.lib, name) }

// home is a unit in which this block may refer to new declarations that know
// the factory.
func (b *block) home() *unit {
	if b.in == b.top && b.coin(70) {
		return b.mid
	}
	return b.in
}

// A signature is the type of a function to be made.
type signature struct {
	params, result string
	// ret is the statement that ends the body.
	ret string
}

var plain = signature{}

func (s signature) String() string { return "(" + s.params + ") " + s.result }

// declared declares a function, or a method when name has a receiver, and
// returns the mechanisms of its body.
func (p *program) declared(in *unit, name string, s signature, body func(b *block) tags) tags {
	b := &block{program: p, in: in}
	t := body(b)
	if s.ret != "" {
		b.line("%s", s.ret)
	}
	in.declare("func %s%s {\n%s\n}", name, s, b)
	return t
}

// adapter makes a function of any signature whose body uses a function value:
// a declared one, or a literal held by a variable.
func (b *block) adapter(depth int, s signature) (expr string, t tags) {
	if b.coin(60) {
		home, name := b.home(), b.fresh("Act")
		t = b.declared(home, name, s, func(inner *block) tags { return inner.use(depth - 1) })
		return b.ref(home, name), t
	}
	name := b.fresh("act")
	t = b.nested(name+" := func"+s.String()+" {", "}", func(inner *block) tags {
		t := inner.use(depth - 1)
		if s.ret != "" {
			inner.line("%s", s.ret)
		}
		return t.with("literal")
	})
	return name, t
}

// method declares, in a unit that this block may refer to, a type with a
// method whose body uses a function value, and returns a literal of the type.
// under is the underlying type, "struct{}" or another with a literal T{}.
func (b *block) method(depth int, under, method string, s signature) (literal string, t tags) {
	home, name := b.home(), b.fresh("Kind")
	home.declare("type %s %s", name, under)
	t = b.declared(home, fmt.Sprintf("(%s) %s", name, method), s, func(inner *block) tags {
		return inner.use(depth - 1)
	})
	return b.ref(home, name) + "{}", t
}
