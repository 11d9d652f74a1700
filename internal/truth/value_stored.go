package truth

// storedMakers have a function by storing it and taking it, or another, out.
var storedMakers = []maker{
	{"package-var", func(b *block, _ int, _ string) (string, tags) {
		f, t := b.leafIn(b.home())
		home, name := f.in, b.fresh("Hook")
		home.declare("var %s = %s", name, f.name)
		return b.ref(home, name), t
	}},
	{"package-var-assigned", func(b *block, depth int, _ string) (string, tags) {
		name := b.fresh("Hook")
		b.lib.declare("var %s func() = func() { Count++ }", name)
		v, t := b.value(depth)
		held, name := b.fresh("f"), b.inLib(name)
		if b.coin(65) {
			b.line("%s = %s", name, v)
			b.line("%s := %s", held, name)
		} else {
			b.line("%s := %s", held, name)
			b.line("%s = %s", name, v)
		}
		return held, t
	}},
	{"map-key", func(b *block, _ int, _ string) (string, tags) {
		f, t := b.leafIn(b.home())
		home, name := f.in, b.fresh("Table")
		home.declare("var %s = map[string]func(){\n\"open\": %s,\n\"idle\": func() {},\n}", name, f.name)
		return b.ref(home, name) + pick(b.program, `["open"]`, `["idle"]`), t
	}},
	{"local-map-key", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("table")
		b.line("%s := map[string]func(){\"open\": %s, \"idle\": %s}", name, v, b.idle())
		return name + pick(b.program, `["open"]`, `["idle"]`), t
	}},
	{"slice-element", func(b *block, _ int, _ string) (string, tags) {
		f, t := b.leafIn(b.home())
		home, name := f.in, b.fresh("List")
		home.declare("var %s = []func(){%s}", name, f.name)
		return b.ref(home, name) + "[0]", t
	}},
	{"slice-index", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("list")
		b.line("%s := []func(){%s, %s}", name, v, b.idle())
		return name + pick(b.program, "[0]", "[1]"), t
	}},
	{"struct-table", func(b *block, _ int, _ string) (string, tags) {
		f, t := b.leafIn(b.home())
		home, name := f.in, b.fresh("Ops")
		home.declare("var %s = struct{ Open, Idle func() }{Open: %s, Idle: func() {}}", name, f.name)
		return b.ref(home, name) + pick(b.program, ".Open", ".Idle"), t
	}},
	{"struct-field", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		typ, name := b.fresh("Service"), b.fresh("s")
		b.lib.declare("type %s struct{ OnOpen, OnClose func() }", typ)
		b.line("%s := %s%s{OnOpen: %s, OnClose: %s}", name, pick(b.program, "", "&"), b.inLib(typ), v, b.idle())
		return name + pick(b.program, ".OnOpen", ".OnClose"), t
	}},
	{"field-overwritten", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		first, then := v, b.idle()
		if b.coin(50) {
			first, then = then, first
		}
		typ, name := b.fresh("Box"), b.fresh("s")
		b.lib.declare("type %s struct{ Run func() }", typ)
		b.line("%s := %s{Run: %s}", name, b.inLib(typ), first)
		b.line("%s.Run = %s", name, then)
		return name + ".Run", t
	}},
	{"channel", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		ch, name := b.fresh("ch"), b.fresh("f")
		b.line("%s := make(chan func(), 1)", ch)
		b.line("%s <- %s", ch, v)
		b.line("%s := <-%s", name, ch)
		return name, t
	}},
	{"atomic-value", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		cell, name := b.fresh("cell"), b.fresh("f")
		b.line("var %s atomic.Value", cell)
		t = t.with(mech)
		b.call(t, "%s.Store(%s)", cell, v)
		loaded, t := b.result(t, "%s.Load()", cell)
		b.line("%s := %s.(func())", name, loaded)
		return name, t
	}},
	{"atomic-pointer", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		cell, held := b.fresh("cell"), b.fresh("held")
		b.line("var %s atomic.Pointer[func()]", cell)
		b.line("%s := %s", held, v)
		t = t.with(mech)
		b.call(t, "%s.Store(&%s)", cell, held)
		loaded, t := b.result(t, "%s.Load()", cell)
		return "(*" + loaded + ")", t
	}},
	{"sync-map", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		m, x, name := b.fresh("m"), b.fresh("x"), b.fresh("f")
		b.line("var %s sync.Map", m)
		t = t.with(mech)
		b.call(t, "%s.Store(\"k\", %s)", m, v)
		b.call(t, "%s, _ := %s.Load(\"k\")", x, m)
		b.line("%s, _ := %s.(func())", name, x)
		return name, t
	}},
	{"interface-box", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		name, box := b.fresh("f"), b.fresh("box")
		b.line("var %s any = %s", box, v)
		b.line("%s := %s", name, b.idle())
		b.line("if g, ok := %s.(%s); ok {", box, pick(b.program, "func()", "func()", "func() error"))
		b.line("%s = func() {", name)
		if b.coin(70) {
			b.call(t.with(mech), "g()")
		} else {
			b.line("_ = g")
		}
		b.line("}")
		b.line("}")
		return name, t
	}},
	{"pointer", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		held, at := b.fresh("held"), b.fresh("at")
		b.line("%s := %s", held, v)
		b.line("%s := &%s", at, held)
		b.line("*%s = %s", at, pick(b.program, held, held, b.idle()))
		return held, t
	}},
	{"option", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		n := b.fresh("")
		b.lib.declare(`type Config%[1]s struct{ open, idle func() }

type Option%[1]s func(*Config%[1]s)

func WithOpen%[1]s(f func()) Option%[1]s {
	return func(c *Config%[1]s) { c.open = f }
}

func New%[1]s(opts ...Option%[1]s) *Config%[1]s {
	c := &Config%[1]s{open: func() {}, idle: func() {}}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (c *Config%[1]s) Open() { c.open() }

func (c *Config%[1]s) Idle() { c.idle() }`, n)
		opt, t := b.result(t.with(mech), "%s(%s)", b.inLib("WithOpen"+n), v)
		cfg, t := b.result(t, "%s(%s)", b.inLib("New"+n), opt)
		return cfg + pick(b.program, ".Open", ".Open", ".Idle"), t
	}},
}

// A declaredLeaf is a leaf and the unit in which it may be named bare.
type declaredLeaf struct {
	in   *unit
	name string
}

// leafIn returns a leaf as a package-level initialiser of unit in names it.
func (b *block) leafIn(in *unit) (declaredLeaf, tags) {
	at := &block{program: b.program, in: in}
	expr, t := at.leaf()
	return declaredLeaf{in, expr}, t
}
