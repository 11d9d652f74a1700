package truth

import "fmt"

// A maker writes what is needed to have a function value and returns an
// expression of type func() that contains no call.
type maker struct {
	mech string
	emit func(b *block, depth int, mech string) (expr string, t tags)
}

// makers lists the ways of having a function value.
var makers []maker

func init() {
	makers = append(makers, valueMakers...)
	makers = append(makers, storedMakers...)
	makers = append(makers, methodMakers...)
	uses = append(uses, helperUses...)
	uses = append(uses, flowUses...)
	uses = append(uses, runtimeUses...)
	uses = append(uses, standardUses...)
	uses = append(uses, textUses...)
}

// value writes a function value of at most the given depth.
func (b *block) value(depth int) (expr string, t tags) {
	if depth <= 0 {
		return b.leaf()
	}
	m := makers[b.decks.maker.draw(b.rng, len(makers))]
	expr, t = m.emit(b, depth-1, m.mech)
	return expr, t.with(m.mech)
}

// leaf is a declared function that calls the factory, through up to two
// others, or one that does not.
func (b *block) leaf() (expr string, t tags) {
	reaches := b.coin(65)
	home := b.home()
	key := leafKey{home, reaches}
	if known := b.leaves[key]; len(known) > 0 && b.coin(60) {
		return b.ref(home, pick(b.program, known...)), nil
	}
	body := b.ref(b.lib, "Count") + "++"
	if home != b.lib {
		body = "lib.Count++"
	}
	if reaches {
		body = "ws.GetWebSocketManager(nil)"
	}
	name := b.fresh(pick(b.program, "Open", "Step"))
	home.declare("func %s() {\n%s\n}", name, body)
	for range b.rng.IntN(3) {
		outer := b.fresh("Via")
		home.declare("func %s() {\n%s()\n}", outer, name)
		name = outer
	}
	b.leaves[key] = append(b.leaves[key], name)
	return b.ref(home, name), nil
}

// idle is a declared function that does nothing of interest.
func (b *block) idle() string {
	name := b.fresh("Idle")
	b.lib.declare("func %s() {\nCount++\n}", name)
	return b.inLib(name)
}

// valueMakers have a function by declaring, wrapping or computing it.
var valueMakers = []maker{
	{"static", func(b *block, depth int, _ string) (string, tags) {
		home, name := b.home(), b.fresh("Do")
		t := b.declared(home, name, plain, func(inner *block) tags { return inner.use(depth) })
		return b.ref(home, name), t
	}},
	{"closure", func(b *block, depth int, _ string) (string, tags) {
		name := b.fresh("f")
		t := b.nested(name+" := func() {", "}", func(inner *block) tags { return inner.use(depth) })
		return name, t
	}},
	{"factory-literal", func(b *block, _ int, mech string) (string, tags) {
		name := b.fresh("f")
		t := b.nested(name+" := func() {", "}", func(inner *block) tags {
			t := tags{mech}
			if b.coin(70) {
				inner.call(t, "ws.GetWebSocketManager(nil)")
			} else {
				inner.line("%s++", b.inLib("Count"))
			}
			return t
		})
		return name, t
	}},
	{"wrapped", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("Wrap")
		b.lib.declare("func %s(f func()) func() {\n%s\n}", name, pick(b.program,
			"return func() { f() }",
			"return func() { f() }",
			"return f",
			"g := func() { f() }\nreturn func() { Count++; g() }",
			"return func() { Count++ }",
			"_ = f\nreturn func() {}"))
		return b.result(t.with(mech), "%s(%s)", b.inLib(name), v)
	}},
	{"chain", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		w, more := b.leaf()
		name := b.fresh("Chain")
		b.lib.declare("func %s(fs ...func()) func() {\n%s\n}", name, pick(b.program,
			"return func() {\nfor _, f := range fs {\nf()\n}\n}",
			"all := append([]func(){}, fs...)\nreturn func() {\nfor i := range all {\nall[i]()\n}\n}",
			"n := len(fs)\nreturn func() { Count += n }"))
		return b.result(t.with(more...).with(mech), "%s(%s, %s)", b.inLib(name), v, w)
	}},
	{"later", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("Later")
		b.lib.declare("func %s(f func()) func() func() {\n%s\n}", name, pick(b.program,
			"return func() func() { return f }",
			"return func() func() {\nreturn func() { f() }\n}",
			"return func() func() {\nf()\nreturn func() {}\n}",
			"return func() func() { return func() {} }"))
		t = t.with(mech)
		made, t := b.result(t, "%s(%s)", b.inLib(name), v)
		return b.result(t, "%s()", made)
	}},
	{"choice", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("Choose")
		b.lib.declare("func %s(first bool, f, g func()) func() {\nif first {\nreturn f\n}\nreturn g\n}", name)
		pair := []any{b.inLib(name), b.coin(50), v, b.idle()}
		if b.coin(50) {
			pair[2], pair[3] = pair[3], pair[2]
		}
		return b.result(t.with(mech), "%s(%v, %s, %s)", pair...)
	}},
	{"reassigned-capture", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		first, then := v, b.idle()
		if b.coin(50) {
			first, then = then, first
		}
		held, name := b.fresh("held"), b.fresh("f")
		b.line("%s := %s", held, first)
		b.nested(name+" := func() {", "}", func(inner *block) tags {
			inner.call(t.with(mech), "%s()", held)
			return nil
		})
		b.line("%s = %s", held, then)
		return name, t
	}},
	{"reassigned-local", func(b *block, depth int, _ string) (string, tags) {
		v, t := b.value(depth)
		first, then := v, b.idle()
		if b.coin(50) {
			first, then = then, first
		}
		held := b.fresh("held")
		b.line("%s := %s", held, first)
		b.line("%s()", b.idle())
		b.line("_ = %s", held)
		b.line("%s = %s", held, then)
		return held, t
	}},
	{"once-func", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		return b.result(t.with(mech), "sync.OnceFunc(%s)", v)
	}},
	{"once-value", func(b *block, depth int, mech string) (string, tags) {
		f, t := b.adapter(depth, signature{"", "int", "return 1"})
		t = t.with(mech)
		get, t := b.result(t, "sync.OnceValue(%s)", f)
		name := b.fresh("f")
		b.nested(name+" := func() {", "}", func(inner *block) tags {
			inner.call(t, "_ = %s()", get)
			return nil
		})
		return name, t
	}},
	{"nil-default", func(b *block, depth int, mech string) (string, tags) {
		v, t := b.value(depth)
		name := b.fresh("Or")
		b.lib.declare("func %s(f, other func()) func() {\nif f != nil {\nreturn f\n}\nreturn other\n}", name)
		return b.result(t.with(mech), "%s(%s, %s)", b.inLib(name), pick(b.program, "nil", b.idle()), v)
	}},
}

// result writes name := call and returns the name.
func (b *block) result(t tags, form string, args ...any) (string, tags) {
	name := b.fresh("v")
	b.call(t, "%s := %s", name, fmt.Sprintf(form, args...))
	return name, t
}
