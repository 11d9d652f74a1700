package truth

import "strings"

// A rootMaker writes one or more roots in a unit.
type rootMaker struct {
	mech string
	emit func(b *block, depth int, mech string)
}

// rootMakers lists the shapes of a root; b is a block of the root's package
// that is thrown away, for what needs one.
var rootMakers = []rootMaker{
	{"init", initRoot},
	{"init", initRoot},
	{"init", initRoot},
	{"var-literal", func(b *block, depth int, _ string) {
		body := &block{program: b.program, in: b.in, root: true}
		body.use(depth)
		b.in.declare("var %s = func() int {\n%s\nreturn 1\n}()", b.fresh("V"), body)
	}},
	{"var-call", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		b.in.declare("var %s = %s() %s", b.fresh("V"), f, t.with(mech).comment())
	}},
	{"var-func", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		b.in.declare("var %s = %s %s", b.fresh("V"), f, t.with(mech).comment())
	}},
	{"var-table", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		g, more := b.number(depth)
		b.in.declare("var %s = map[string]any{\n\"called\": %s(), %s\n\"kept\": %s, %s\n}", b.fresh("V"),
			f, t.with(mech).comment(), g, more.with(mech).comment())
	}},
	{"var-struct", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		b.in.declare("var %s = struct{ N, M int }{\nN: %s(), %s\nM: 2,\n}", b.fresh("V"), f, t.with(mech).comment())
	}},
	{"var-nested-call", func(b *block, _ int, mech string) {
		f, t := b.leafIn(b.in)
		name := b.fresh("Make")
		b.lib.declare("func %s(f func()) int {\n%s\nreturn 1\n}", name, pick(b.program, "f()", "f()", "_ = f"))
		b.in.declare("var %s = %s(\n%s,\n)", b.fresh("V"), b.inLib(name), f.name)
		last := len(b.in.decls) - 1
		b.in.decls[last] = tagFirstLine(b.in.decls[last], t.with(mech))
	}},
	{"var-once-value", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		t = t.with(mech)
		name := b.fresh("Get")
		b.in.declare("var %s = sync.OnceValue(%s) %s", name, f, t.comment())
		b.maybeInit(t, "_ = %s()", name)
	}},
	{"var-receiver", func(b *block, _ int, mech string) {
		f, t := b.leafIn(b.in)
		t = t.with(mech)
		typ, name := b.fresh("Server"), b.fresh("server")
		b.lib.declare(`type %[1]s struct{ open func() }

func New%[1]s(f func()) *%[1]s { return &%[1]s{open: f} }

func (s *%[1]s) Open() { s.open() }`, typ)
		b.in.declare("var %s = %s(%s) %s", name, b.inLib("New"+typ), f.name, t.comment())
		b.maybeInit(t, "%s.Open()", name)
	}},
	{"var-order", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		n := b.fresh("")
		b.in.declare("var early%s = callHook%s() %s", n, n, t.with(mech).comment())
		b.in.declare("var hook%s = %s", n, f)
		b.in.declare("func callHook%s() int { return hook%s() }", n, n)
		b.in.declare("var _ = early%s", n)
	}},
	{"var-used-in-init", func(b *block, depth int, mech string) {
		f, t := b.number(depth)
		t = t.with(mech)
		name := b.fresh("Table")
		b.in.declare("var %s = map[string]func() int{\"x\": %s}", name, f)
		run := b.fresh("callAll")
		b.in.declare("func %s() {\nfor _, f := range %s {\n_ = f()\n}\n}", run, name)
		b.maybeInit(t, "%s()", run)
	}},
	{"var-method-value", func(b *block, depth int, mech string) {
		typ, t := b.dialer(depth)
		t = t.with(mech)
		name := b.fresh("Dial")
		b.in.declare("var %s = %s{}.Dial", name, typ)
		b.maybeInit(t, "%s()", name)
	}},
	{"registry-across-roots", func(b *block, depth int, mech string) {
		f, t := b.leafIn(b.in)
		t = t.with(mech)
		n := b.fresh("")
		b.lib.declare(`var shared%[1]s []func()

func Add%[1]s(f func()) int {
	shared%[1]s = append(shared%[1]s, f)
	return len(shared%[1]s)
}

func Run%[1]s() {
	for _, f := range shared%[1]s {
		f()
	}
}`, n)
		b.in.declare("var _ = %s(%s) %s", b.inLib("Add"+n), f.name, t.comment())
		b.maybeInit(t, "%s()", b.inLib("Run"+n))
	}},
	{"cross-package-registry", func(b *block, _ int, mech string) {
		f, t := b.leafIn(b.mid)
		t = t.with(mech)
		n := b.fresh("")
		b.lib.declare(`var remote%[1]s = map[string]func(){}

func Put%[1]s(f func()) { remote%[1]s["x"] = f }

func Call%[1]s() {
	if f, ok := remote%[1]s["x"]; ok {
		f()
	}
}`, n)
		b.mid.declare("func init() {\nlib.Put%s(%s) %s\n}", n, f.name, t.comment())
		b.maybeInit(t, "%s()", b.inLib("Call"+n))
	}},
}

// initRoot is an init function with one or two uses.
func initRoot(b *block, depth int, _ string) {
	body := &block{program: b.program, in: b.in, root: true}
	body.use(depth)
	if b.coin(40) {
		body.use(depth)
	}
	b.in.declare("func init() {\n%s\n}", body)
}

// maybeInit declares, most of the time, an init function of one statement.
func (b *block) maybeInit(t tags, form string, args ...any) {
	if b.coin(35) {
		return
	}
	body := &block{program: b.program, in: b.in, root: true}
	body.call(t, form, args...)
	b.in.declare("func init() {\n%s\n}", body)
}

// number declares a func() int whose body uses a function value.
func (b *block) number(depth int) (expr string, t tags) {
	home, name := b.home(), b.fresh("Number")
	t = b.declared(home, name, signature{"", "int", "return 1"}, func(inner *block) tags {
		return inner.use(depth - 1)
	})
	return b.ref(home, name), t
}

// tagFirstLine puts the mechanisms at the end of the first line of text.
func tagFirstLine(text string, t tags) string {
	first, rest, _ := strings.Cut(text, "\n")
	return first + " " + t.comment() + "\n" + rest
}
