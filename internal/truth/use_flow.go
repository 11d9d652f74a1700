package truth

import "fmt"

// flowUses call a function, or do not, by how control flows.
var flowUses = []use{
	{"bool-param", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("RunIf")
		b.lib.declare("func %s(on bool, f func()) {\n%s\n}", name, pick(b.program,
			"if on {\nf()\n}", "if !on {\nreturn\n}\nf()"))
		b.call(tags{mech}.with(t...), "%s(%v, %s)", b.inLib(name), b.coin(50), v)
		return t
	}},
	{"string-param", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Run")
		b.lib.declare("func %s(mode string, f func()) {\n%s\n}", name, pick(b.program,
			"if mode == \"skip\" {\nreturn\n}\nf()",
			"switch mode {\ncase \"run\":\nf()\ncase \"skip\":\nCount++\n}"))
		b.call(tags{mech}.with(t...), "%s(%q, %s)", b.inLib(name), pick(b.program, "run", "skip"), v)
		return t
	}},
	{"nil-check", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Default")
		b.lib.declare("func %s(f, other func()) {\nif f == nil {\nf = other\n}\nf()\n}", name)
		b.call(tags{mech}.with(t...), "%s(%s, %s)", b.inLib(name), pick(b.program, "nil", b.idle()), v)
		return t
	}},
	{"const-condition", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Enabled")
		b.lib.declare("const %s = %v", name, b.coin(50))
		b.line("if %s {", b.inLib(name))
		b.call(tags{mech}.with(t...), "%s()", v)
		b.line("}")
		return t
	}},
	{"type-switch", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		n := b.fresh("")
		b.lib.declare(`type Func%[1]s func()

func Dispatch%[1]s(x any) {
	switch f := x.(type) {
	case func():
		f()
	case Func%[1]s:
		Count++
	case string:
		Count += len(f)
	}
}`, n)
		arg := v
		if b.coin(40) {
			arg = fmt.Sprintf("%s(%s)", b.inLib("Func"+n), v)
		}
		b.call(tags{mech}.with(t...), "%s(%s)", b.inLib("Dispatch"+n), arg)
		return t
	}},
	{"type-assertion", func(b *block, depth int, mech string) tags {
		typ, t := b.dialer(depth)
		name := b.fresh("TryDial")
		b.lib.declare("func %s(x any) {\nif d, ok := x.(interface{ %s }); ok {\nd.Dial()\n}\n}", name,
			pick(b.program, "Dial()", "Dial()", "Dial(); Missing()"))
		b.call(tags{mech}.with(t...), "%s(%s{})", b.inLib(name), typ)
		return t
	}},
	{"after-panic", func(b *block, depth int, mech string) tags {
		n := b.fresh("")
		b.lib.declare(`func Fail%[1]s() { %[2]s }

func Guard%[1]s(f func()) {
	defer func() { _ = recover() }()
	f()
}`, n, pick(b.program, `panic("always")`, "Count++"))
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		held := b.fresh("f")
		b.line("%s := func() {", held)
		b.call(tags{mech}, "%s()", b.inLib("Fail"+n))
		b.call(t, "%s()", v)
		b.line("}")
		b.call(t, "%s(%s)", b.inLib("Guard"+n), held)
		return t
	}},
	{"early-return", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Ready")
		b.lib.declare("func %s() bool { return %v }", name, b.coin(50))
		t = tags{mech}.with(t...)
		b.line("if %s() {", b.inLib(name))
		b.call(t, "%s()", v)
		b.line("}")
		return t
	}},
	{"recursion", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Loop")
		b.lib.declare("func %[1]s(n int, f func()) {\nif n == 0 {\n%[2]s\nreturn\n}\n%[1]s(n-1, f)\n}", name,
			pick(b.program, "f()", "f()", "Count++"))
		b.call(tags{mech}.with(t...), "%s(%d, %s)", b.inLib(name), b.rng.IntN(3), v)
		return t
	}},
	{"mutual-recursion", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		n := b.fresh("")
		b.lib.declare(`func Even%[1]s(n int, f func()) {
	if n > 0 {
		Odd%[1]s(n-1, f)
		return
	}
	%[2]s
}

func Odd%[1]s(n int, f func()) {
	if n > 0 {
		Even%[1]s(n-1, f)
		return
	}
	%[2]s
}`, n, pick(b.program, "f()", "f()", "Count++"))
		b.call(tags{mech}.with(t...), "%s(%d, %s)", b.inLib(pick(b.program, "Even", "Odd")+n), b.rng.IntN(3), v)
		return t
	}},
	{"recursive-closure", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("walk")
		t = tags{mech}.with(t...)
		b.line("var %s func(n int)", name)
		b.line("%s = func(n int) {", name)
		b.line("if n == 0 {")
		if b.coin(65) {
			b.call(t, "%s()", v)
		} else {
			b.line("_ = %s", v)
		}
		b.line("return")
		b.line("}")
		b.call(t, "%s(n - 1)", name)
		b.line("}")
		b.call(t, "%s(2)", name)
		return t
	}},
	{"tree-walk", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		typ := b.fresh("Node")
		b.lib.declare(`type %[1]s struct {
	Kids []*%[1]s
	Visit func()
}

func (n *%[1]s) Walk() {
	%[2]s
	for _, k := range n.Kids {
		k.Walk()
	}
}`, typ, pick(b.program, "n.Visit()", "n.Visit()", "Count++"))
		leaf, root := b.fresh("leaf"), b.fresh("root")
		b.line("%s := &%s{Visit: %s}", leaf, b.inLib(typ), v)
		b.line("%s := &%[2]s{Kids: []*%[2]s{%[3]s}, Visit: %[4]s}", root, b.inLib(typ), leaf, b.idle())
		b.call(tags{mech}.with(t...), "%s.Walk()", root)
		return t
	}},
	{"defer", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		// The frame of a deferred call is at the end of its function: both
		// stand on one line, so that the line is known.
		b.call(t, "func() { defer %s() }()", v)
		return t
	}},
	{"defer-literal", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		b.line("defer func() {")
		if b.coin(65) {
			b.call(t, "%s()", v)
		} else {
			b.call(t, "_ = %s", v)
		}
		b.line("}()")
		return t
	}},
	{"captured-after", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Set")
		b.lib.declare("func %s(at *func(), f func()) { *at = f }", name)
		held := b.fresh("held")
		b.line("%s := %s", held, b.idle())
		t = tags{mech}.with(t...)
		if b.coin(60) {
			b.call(t, "%s(&%s, %s)", b.inLib(name), held, v)
			b.call(t, "%s()", held)
		} else {
			b.call(t, "%s()", held)
			b.call(t, "%s(&%s, %s)", b.inLib(name), held, v)
		}
		return t
	}},
	{"package-var-order", func(b *block, depth int, mech string) tags {
		name, run := b.fresh("current"), b.fresh("RunCurrent")
		b.in.declare("var %s = func() {}", name)
		b.in.declare("func %s() { %s() }", run, name)
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		if b.coin(60) {
			b.line("%s = %s", name, v)
			b.call(t, "%s()", run)
		} else {
			b.call(t, "%s()", run)
			b.line("%s = %s", name, v)
		}
		return t
	}},
}
