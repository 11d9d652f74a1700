package truth

import "fmt"

// A use writes statements that have a function and may call it.
type use struct {
	mech string
	emit func(b *block, depth int, mech string) tags
}

// uses lists the ways of using a function value.
var uses []use

// use writes one use of a function value of at most the given depth; below
// depth 1 inside functions it is a plain call, to keep programs small.
func (b *block) use(depth int) tags {
	if depth <= 0 && !b.root || depth < 0 {
		v, t := b.value(0)
		b.call(t.with("call"), "%s()", v)
		return t
	}
	u := uses[b.decks.use.draw(b.rng, len(uses))]
	return u.emit(b, depth, u.mech).with(u.mech)
}

// helperUses hand a function to code in lib that knows nothing of it.
var helperUses = []use{
	{"call", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		b.call(tags{mech}.with(t...), "%s()", v)
		return t
	}},
	{"ignored", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		b.call(tags{mech}.with(t...), "_ = %s", v)
		return t
	}},
	{"literal-call", func(b *block, depth int, _ string) tags {
		return b.nested("func() {", "}()", func(inner *block) tags { return inner.use(depth - 1) })
	}},
	{"apply", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.helper("Apply", pick(b.program, "f()", "f()", "g := f\ng()", "defer f()",
			"Count++", "_ = f", "if f == nil {\nCount++\n}"))
		b.call(tags{mech}.with(t...), "%s(%s)", b.inLib(name), v)
		return t
	}},
	{"kept", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		cell := b.fresh("kept")
		b.lib.declare("var %s []func()", cell)
		name := b.helper("Keep", fmt.Sprintf("%s = append(%s, f)", cell, cell))
		b.call(tags{mech}.with(t...), "%s(%s)", b.inLib(name), v)
		if b.coin(30) {
			run := b.fresh("Drain")
			b.lib.declare("func %s() {\nfor _, f := range %s {\nf()\n}\n}", run, cell)
			b.call(tags{mech}.with(t...), "%s()", b.inLib(run))
		}
		return t
	}},
	{"variadic", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Each")
		b.lib.declare("func %s(fs ...func()) {\n%s\n}", name, pick(b.program,
			"for _, f := range fs {\nf()\n}", "for i := range fs {\nfs[i]()\n}", "Count += len(fs)"))
		b.call(tags{mech}.with(t...), "%s(%s, %s)", b.inLib(name), b.idle(), v)
		return t
	}},
	{"slice-arg", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name, list := b.fresh("All"), b.fresh("list")
		b.lib.declare("func %s(fs []func()) {\n%s\n}", name, pick(b.program,
			"for _, f := range fs {\nf()\n}", "Count += cap(fs)"))
		b.line("%s := []func(){%s, %s}", list, b.idle(), v)
		b.call(tags{mech}.with(t...), "%s(%s)", b.inLib(name), list)
		return t
	}},
	{"map-ranged", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		table := b.fresh("table")
		b.line("%s := map[string]func(){\"open\": %s, \"idle\": %s}", table, v, b.idle())
		t = tags{mech}.with(t...)
		if b.coin(65) {
			b.line("for _, f := range %s {", table)
			b.call(t, "f()")
		} else {
			b.line("for k := range %s {", table)
			b.line("_ = k")
		}
		b.line("}")
		return t
	}},
	{"package-table", func(b *block, _ int, mech string) tags {
		f, t := b.leafIn(b.home())
		home, table, run := f.in, b.fresh("Steps"), b.fresh("Run")
		form := pick(b.program,
			"var %s = []func(){%s}", "var %s = map[string]func(){\"a\": %s}", "var %s = [...]func(){%s}")
		home.declare(form, table, f.name)
		home.declare("func %s() {\nfor _, f := range %s {\n%s\n}\n}", run, table,
			pick(b.program, "f()", "f()", "_ = f"))
		b.call(tags{mech}.with(t...), "%s()", b.ref(home, run))
		return t
	}},
	{"struct-arg", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		typ, name := b.fresh("Hooks"), b.fresh("Start")
		b.lib.declare("type %s struct{ Open, Close func() }", typ)
		by := pick(b.program, [2]string{}, [2]string{"*", "&"})
		b.lib.declare("func %s(h %s%s) { %s }", name, by[0], typ, pick(b.program, "h.Open()", "h.Close()"))
		h := b.fresh("h")
		b.line("%s := %s%s{Open: %s, Close: %s}", h, by[1], b.inLib(typ), v, b.idle())
		b.call(tags{mech}.with(t...), "%s(%s)", b.inLib(name), h)
		return t
	}},
	{"receiver-field", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		typ := b.fresh("Server")
		b.lib.declare(`type %[1]s struct{ open, idle func() }

func New%[1]s(f func()) *%[1]s { return &%[1]s{open: f, idle: func() {}} }

func (s *%[1]s) Open() { s.open() }

func (s *%[1]s) Idle() { s.idle() }`, typ)
		t = tags{mech}.with(t...)
		s, t := b.result(t, "%s(%s)", b.inLib("New"+typ), v)
		b.call(t, "%s.%s()", s, pick(b.program, "Open", "Idle"))
		return t
	}},
	{"registry", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		n := b.fresh("")
		b.lib.declare(`var registry%[1]s = map[string]func(){}

func Register%[1]s(name string, f func()) { registry%[1]s[name] = f }

func RunAll%[1]s() {
	for _, f := range registry%[1]s {
		f()
	}
}

func Names%[1]s() int { return len(registry%[1]s) }`, n)
		t = tags{mech}.with(t...)
		b.call(t, "%s(\"x\", %s)", b.inLib("Register"+n), v)
		b.call(t, "%s()", b.inLib(pick(b.program, "RunAll", "Names")+n))
		return t
	}},
	{"setter", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		n := b.fresh("")
		b.lib.declare(`var hook%[1]s = func() {}

func SetHook%[1]s(f func()) { hook%[1]s = f }

func Fire%[1]s() { hook%[1]s() }`, n)
		t = tags{mech}.with(t...)
		set := func() { b.call(t, "%s(%s)", b.inLib("SetHook"+n), v) }
		fire := func() { b.call(t, "%s()", b.inLib("Fire"+n)) }
		switch b.rng.IntN(4) {
		case 0:
			set()
		case 1:
			fire()
			set()
		default:
			set()
			fire()
		}
		return t
	}},
	{"builder", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		typ, s := b.fresh("Builder"), b.fresh("s")
		b.lib.declare(`type %[1]s struct{ steps []func() }

func (b *%[1]s) Add(f func()) *%[1]s {
	b.steps = append(b.steps, f)
	return b
}

func (b *%[1]s) Run() {
	for _, f := range b.steps {
		f()
	}
}

func (b *%[1]s) Len() int { return len(b.steps) }`, typ)
		t = tags{mech}.with(t...)
		b.line("%s := &%s{}", s, b.inLib(typ))
		b.call(t, "%s.Add(%s)", s, v)
		b.call(t, "%s.%s()", s, pick(b.program, "Run", "Run", "Len"))
		return t
	}},
	{"generic-apply", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"int", "string", `return ""`})
		name := b.fresh("Map")
		b.lib.declare(`func %s[T, U any](xs []T, f func(T) U) []U {
	var out []U
	for _, x := range xs {
		%s
	}
	return out
}`, name, pick(b.program, "out = append(out, f(x))", "out = append(out, f(x))", "_, _ = x, f"))
		t = tags{mech}.with(t...)
		b.call(t, "_ = %s([]int{1, 2}, %s)", b.inLib(name), f)
		return t
	}},
	{"interface-arg", func(b *block, depth int, mech string) tags {
		typ, t := b.dialer(depth)
		name := b.fresh("Connect")
		b.lib.declare("func %s(d %s) { %s }", name, b.dialerInterface(),
			pick(b.program, "d.Dial()", "d.Dial()", "d.Close()"))
		t = tags{mech}.with(t...)
		b.call(t, "%s(%s{})", b.inLib(name), typ)
		return t
	}},
}
