package truth

// runtimeUses call through goroutines, sync, iterators and reflection.
var runtimeUses = []use{
	{"go", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		wg := b.fresh("wg")
		b.line("var %s sync.WaitGroup", wg)
		b.line("%s.Add(1)", wg)
		b.line("go func() {")
		b.line("defer %s.Done()", wg)
		if b.coin(70) {
			b.call(t, "%s()", v)
		} else {
			b.call(t, "_ = %s", v)
		}
		b.line("}()")
		b.line("%s.Wait()", wg)
		return t
	}},
	{"go-helper", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name, done := b.fresh("Serve"), b.fresh("done")
		b.lib.declare("func %s(f func(), done chan struct{}) {\ndefer close(done)\n%s\n}", name,
			pick(b.program, "f()", "f()", "_ = f"))
		b.line("%s := make(chan struct{})", done)
		b.call(tags{mech}.with(t...), "go %s(%s, %s)", b.inLib(name), v, done)
		b.line("<-%s", done)
		return t
	}},
	{"worker", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name, jobs, done := b.fresh("Work"), b.fresh("jobs"), b.fresh("done")
		b.lib.declare("func %s(jobs chan func(), done chan struct{}) {\nfor f := range jobs {\n%s\n}\nclose(done)\n}", name,
			pick(b.program, "f()", "f()", "_ = f"))
		b.line("%s := make(chan func(), 1)", jobs)
		b.line("%s := make(chan struct{})", done)
		b.call(tags{mech}.with(t...), "go %s(%s, %s)", b.inLib(name), jobs, done)
		b.line("%s <- %s", jobs, v)
		b.line("close(%s)", jobs)
		b.line("<-%s", done)
		return t
	}},
	{"waitgroup-go", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		wg := b.fresh("wg")
		b.line("var %s sync.WaitGroup", wg)
		b.call(tags{mech}.with(t...), "%s.Go(%s)", wg, v)
		b.line("%s.Wait()", wg)
		return t
	}},
	{"once-do", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		once := b.fresh("once")
		b.line("var %s sync.Once", once)
		b.call(tags{mech}.with(t...), "%s.Do(%s)", once, v)
		return t
	}},
	{"once-getter", func(b *block, depth int, mech string) tags {
		home, n := b.home(), b.fresh("")
		t := b.declared(home, "Get"+n, signature{"", "int", "return 1"}, func(inner *block) tags {
			held := inner.fresh("load")
			inner.in.declare("var once%s sync.Once", n)
			t := inner.nested(held+" := func() {", "}", func(in *block) tags { return in.use(depth - 1) })
			inner.line("once%s.Do(%s)", n, held)
			return t
		})
		t = tags{mech}.with(t...)
		if b.coin(65) {
			b.call(t, "_ = %s()", b.ref(home, "Get"+n))
		} else {
			b.call(t, "_ = %s", b.ref(home, "Get"+n))
		}
		return t
	}},
	{"pool", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"", "any", "return 1"})
		pool := b.fresh("pool")
		t = tags{mech}.with(t...)
		b.call(t, "%s := &sync.Pool{New: %s}", pool, f)
		b.call(t, pick(b.program, "_ = %s.Get()", "_ = %s.Get()", "%s.Put(1)"), pool)
		return t
	}},
	{"sync-map-range", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		m, visit := b.fresh("m"), b.fresh("visit")
		t = tags{mech}.with(t...)
		b.line("var %s sync.Map", m)
		b.call(t, "%s.Store(\"k\", %s)", m, v)
		b.line("%s := func(k, x any) bool {", visit)
		b.line("f := x.(func())")
		if b.coin(65) {
			b.call(t, "f()")
		} else {
			b.line("_ = f")
		}
		b.line("return true")
		b.line("}")
		b.call(t, "%s.Range(%s)", m, visit)
		return t
	}},
	{"after-func", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		n := b.fresh("")
		b.lib.declare(`func AfterDone%s(f func()) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	done := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(done)
		%s
	})
	<-done
}`, n, pick(b.program, "f()", "f()", "_ = f"))
		b.call(tags{mech}.with(t...), "%s(%s)", b.inLib("AfterDone"+n), v)
		return t
	}},
	{"reflect", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		r := b.fresh("r")
		t = tags{mech}.with(t...)
		b.call(t, "%s := reflect.ValueOf(%s)", r, v)
		b.call(t, pick(b.program, "%s.Call(nil)", "%s.Call(nil)", "_ = %s.Kind()"), r)
		return t
	}},
	{"seq", func(b *block, depth int, mech string) tags {
		f, t := b.declaredSeq(depth)
		t = tags{mech}.with(t...)
		if b.coin(70) {
			b.call(t, "for range %s {", f)
			b.line("}")
		} else {
			b.call(t, "_ = %s", f)
		}
		return t
	}},
	{"seq-body", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		name := b.fresh("Seq")
		b.lib.declare("func %s(yield func(int) bool) {\n%s\n}", name, pick(b.program,
			"for i := range 3 {\nif !yield(i) {\nreturn\n}\n}", "_ = yield(1)", "Count++"))
		t = tags{mech}.with(t...)
		b.line("for range %s {", b.inLib(name))
		b.call(t, "%s()", v)
		b.line("}")
		return t
	}},
	{"slices-values", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		b.call(tags{mech}, "%s", pick(b.program,
			"for range slices.Values([]int{1, 2}) {",
			"for range maps.Keys(map[string]int{\"a\": 1}) {",
			"for range slices.All([]int{1, 2}) {"))
		if b.coin(65) {
			b.call(t, "%s()", v)
		} else {
			b.call(t, "_ = %s", v)
		}
		b.line("}")
		return t
	}},
	{"functions-yielded", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		seq, f := b.fresh("seq"), b.fresh("f")
		b.call(t, "%s := slices.Values([]func(){%s})", seq, v)
		b.line("for %s := range %s {", f, seq)
		b.call(t, pick(b.program, "%s()", "%s()", "_ = %s"), f)
		b.line("}")
		return t
	}},
	{"iter-pull", func(b *block, depth int, mech string) tags {
		f, t := b.declaredSeq(depth)
		name := b.fresh("First")
		b.lib.declare("func %s(seq iter.Seq[int]) {\nnext, stop := iter.Pull(seq)\ndefer stop()\n%s\n}", name,
			pick(b.program, "_, _ = next()", "_, _ = next()", "_ = next"))
		t = tags{mech}.with(t...)
		b.call(t, "%s(%s)", b.inLib(name), f)
		return t
	}},
}

// declaredSeq declares an iterator of ints whose body uses a function value.
func (b *block) declaredSeq(depth int) (expr string, t tags) {
	home, name := b.home(), b.fresh("Seq")
	t = b.declared(home, name, signature{"yield func(int) bool", "", "_ = yield(1)"}, func(inner *block) tags {
		return inner.use(depth - 1)
	})
	return b.ref(home, name), t
}
