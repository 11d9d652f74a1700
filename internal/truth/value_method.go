package truth

import "fmt"

// methodMakers have a function as a method, found by a type that flows.
var methodMakers = []maker{
	{"method-value", func(b *block, depth int, _ string) (string, tags) {
		typ, t := b.dialer(depth)
		name := b.fresh("k")
		b.line("%s := %s{}", name, typ)
		return name + pick(b.program, ".Dial", ".Dial", ".Close"), t
	}},
	{"method-expression", func(b *block, depth int, mech string) (string, tags) {
		typ, t := b.dialer(depth)
		expr, name := b.fresh("expr"), b.fresh("f")
		b.line("%s := %s%s", expr, typ, pick(b.program, ".Dial", ".Close"))
		t = t.with(mech)
		b.nested(name+" := func() {", "}", func(inner *block) tags {
			inner.call(t, "%s(%s{})", expr, typ)
			return nil
		})
		return name, t
	}},
	{"interface", func(b *block, depth int, _ string) (string, tags) {
		typ, t := b.dialer(depth)
		other, _ := b.dialer(0)
		name := b.fresh("d")
		if b.coin(30) {
			typ, other = other, typ
		}
		b.line("var %s %s = %s{}", name, b.inLib(b.dialerInterface()), typ)
		b.line("_ = %s{}", other)
		return name + pick(b.program, ".Dial", ".Dial", ".Close"), t
	}},
	{"struct-embedding", func(b *block, depth int, _ string) (string, tags) {
		typ, t := b.dialer(depth)
		outer, name := b.fresh("Outer"), b.fresh("o")
		star, literal := "", "{}"
		if b.coin(40) {
			star, literal = "*", "{"+base(typ)+": &"+typ+"{}}"
		}
		b.in.declare("type %s struct{ %s%s }", outer, star, typ)
		b.line("%s := %s%s", name, outer, literal)
		if b.coin(35) {
			b.in.declare("func (%s) Dial() {}", outer)
		}
		return name + ".Dial", t
	}},
	{"interface-embedding", func(b *block, depth int, _ string) (string, tags) {
		typ, t := b.dialer(depth)
		other, _ := b.dialer(0)
		iface, outer, name := b.dialerInterface(), b.fresh("Logged"), b.fresh("o")
		b.lib.declare("type %s struct{ %s }", outer, iface)
		b.line("%s := %s{%s: %s{}}", name, b.inLib(outer), iface, pick(b.program, typ, typ, other))
		return name + ".Dial", t
	}},
	{"bound-receiver", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		typ := b.fresh("Holder")
		b.lib.declare(`type %[1]s struct{ fn func() }

func New%[1]s(f func()) *%[1]s { return &%[1]s{fn: f} }

func (h *%[1]s) Call() { h.fn() }

func (h *%[1]s) Reset() { h.fn = nil }`, typ)
		h, t := b.result(t.with(mech), "%s(%s)", b.inLib("New"+typ), v)
		return h + pick(b.program, ".Call", ".Call", ".Reset"), t
	}},
	{"named-func-method", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		typ, name := b.fresh("Handler"), b.fresh("h")
		b.lib.declare("type %[1]s func()\n\nfunc (h %[1]s) Serve() { %[2]s }", typ,
			pick(b.program, "h()", "h()", "_ = h"))
		b.line("var %s %s = %s", name, b.inLib(typ), v)
		return name + ".Serve", t
	}},
	{"generic-constraint", func(b *block, depth int, mech string) (string, tags) {
		typ, t := b.dialer(depth)
		name, f := b.fresh("Dialing"), b.fresh("f")
		b.lib.declare("func %s[T interface{ Dial(); Close() }](x T) { %s }", name,
			pick(b.program, "x.Dial()", "x.Dial()", "x.Close()"))
		b.nested(f+" := func() {", "}", func(inner *block) tags {
			inner.call(t.with(mech), "%s(%s{})", b.inLib(name), typ)
			return nil
		})
		return f, t
	}},
	{"generic-zero", func(b *block, depth int, mech string) (string, tags) {
		typ, t := b.dialer(depth)
		name := b.fresh("Zero")
		b.lib.declare("func %s[T interface{ Dial() }]() {\nvar zero T\n%s\n}", name,
			pick(b.program, "zero.Dial()", "zero.Dial()", "_ = zero"))
		f := b.fresh("f")
		b.nested(f+" := func() {", "}", func(inner *block) tags {
			inner.call(t.with(mech), "%s[%s]()", b.inLib(name), typ)
			return nil
		})
		return f, t
	}},
	{"generic-lazy", func(b *block, depth int, mech string) (string, tags) {
		f, t := b.adapter(depth, signature{"", "int", "return 1"})
		typ := b.fresh("Lazy")
		b.lib.declare(`type %[1]s[T any] struct {
	make func() T
	have *T
}

func New%[1]s[T any](f func() T) *%[1]s[T] { return &%[1]s[T]{make: f} }

func (l *%[1]s[T]) Get() T {
	if l.have == nil {
		v := l.make()
		l.have = &v
	}
	return *l.have
}

func (l *%[1]s[T]) Done() bool { return l.have != nil }`, typ)
		t = t.with(mech)
		lazy, t := b.result(t, "%s(%s)", b.inLib("New"+typ), f)
		name := b.fresh("f")
		b.nested(name+" := func() {", "}", func(inner *block) tags {
			inner.call(t, "_ = %s.%s()", lazy, pick(b.program, "Get", "Get", "Done"))
			return nil
		})
		return name, t
	}},
	{"generic-identity", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("Same")
		b.lib.declare("func %s[T any](x, y T) T {\n_ = y\nreturn x\n}", name)
		pair := []string{v, b.idle()}
		if b.coin(40) {
			pair[0], pair[1] = pair[1], pair[0]
		}
		return b.result(t.with(mech), "%s(%s, %s)", b.inLib(name), pair[0], pair[1])
	}},
	{"generic-pair", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		typ, name := b.fresh("Pair"), b.fresh("pair")
		b.lib.declare("type %[1]s[A, B any] struct {\nLeft A\nRight B\n}", typ)
		b.line("%s := %s[func(), func()]{%s, %s}", name, b.inLib(typ), v, b.idle())
		return name + pick(b.program, ".Left", ".Right"), t
	}},
}

// dialer declares a type with methods Dial, whose body uses a function value,
// and Close, which is idle, and returns the type's name.
func (b *block) dialer(depth int) (typ string, t tags) {
	home, name := b.home(), b.fresh("Conn")
	home.declare("type %s struct{}", name)
	t = b.declared(home, fmt.Sprintf("(%s) Dial", name), plain, func(inner *block) tags {
		return inner.use(depth - 1)
	})
	home.declare("func (%s) Close() { lib.Count++ }", name)
	return b.ref(home, name), t
}

// dialerInterface declares in lib an interface of a dialer's methods.
func (b *block) dialerInterface() string {
	name := b.fresh("Dialer")
	b.lib.declare("type %s interface {\nDial()\nClose()\n}", name)
	return name
}

// base is the last element of a qualified name.
func base(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}
