package truth

import "fmt"

// standardUses hand a function to the standard library.
var standardUses = []use{
	{"slices-sort-func", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"x, y int", "int", "return x - y"})
		t = tags{mech}.with(t...)
		b.call(t, pick(b.program, "slices.SortFunc([]int{2, 1, 3}, %s)",
			"_ = slices.MaxFunc([]int{2, 1}, %s)", "_ = slices.IsSortedFunc([]int{1, 2}, %s)"), f)
		return t
	}},
	{"sort-slice", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"i, j int", "bool", "return i < j"})
		t = tags{mech}.with(t...)
		b.call(t, pick(b.program, "sort.Slice([]int{2, 1, 3}, %s)", "sort.SliceStable([]int{2, 1}, %s)"), f)
		return t
	}},
	{"sort-interface", func(b *block, depth int, mech string) tags {
		home, name := b.home(), b.fresh("ByAge")
		home.declare("type %s []int", name)
		t := b.declared(home, "("+"x "+name+") Less", signature{"i, j int", "bool", "return x[i] < x[j]"},
			func(inner *block) tags { return inner.use(depth - 1) })
		home.declare("func (x %[1]s) Len() int { return len(x) }\n\nfunc (x %[1]s) Swap(i, j int) { x[i], x[j] = x[j], x[i] }", name)
		t = tags{mech}.with(t...)
		list := b.fresh("list")
		b.line("%s := %s{2, 1}", list, b.ref(home, name))
		b.call(t, pick(b.program, "sort.Sort(%s)", "sort.Stable(%s)", "_ = %s.Len()"), list)
		return t
	}},
	{"slices-func", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"x int", "bool", "return x > 1"})
		t = tags{mech}.with(t...)
		b.call(t, pick(b.program, "_ = slices.IndexFunc([]int{1, 2}, %s)",
			"_ = slices.ContainsFunc([]int{1, 2}, %s)", "_ = slices.DeleteFunc([]int{1, 2}, %s)"), f)
		return t
	}},
	{"heap", func(b *block, depth int, mech string) tags {
		home, name := b.home(), b.fresh("Heap")
		home.declare("type %s struct{ sort.IntSlice }", name)
		home.declare("func (h *%s) Push(x any) { h.IntSlice = append(h.IntSlice, x.(int)) }", name)
		t := b.declared(home, "(h *"+name+") Pop", signature{"", "any",
			"n := len(h.IntSlice)\nx := h.IntSlice[n-1]\nh.IntSlice = h.IntSlice[:n-1]\nreturn x"},
			func(inner *block) tags { return inner.use(depth - 1) })
		t = tags{mech}.with(t...)
		h := b.fresh("h")
		b.line("%s := &%s{}", h, b.ref(home, name))
		b.call(t, "heap.Push(%s, 1)", h)
		b.call(t, pick(b.program, "_ = heap.Pop(%s)", "_ = heap.Pop(%s)", "heap.Init(%s)"), h)
		return t
	}},
	{"strings-map", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"r rune", "rune", "return r"})
		t = tags{mech}.with(t...)
		b.call(t, pick(b.program, `_ = strings.Map(%s, "ab")`, `_ = bytes.Map(%s, []byte("ab"))`, "_ = %s"), f)
		return t
	}},
	{"strings-fields-func", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"r rune", "bool", "return r == 'b'"})
		t = tags{mech}.with(t...)
		b.call(t, pick(b.program, `_ = strings.FieldsFunc("abc", %s)`, `_ = strings.TrimFunc("abc", %s)`,
			`_ = strings.IndexFunc("abc", %s)`), f)
		return t
	}},
	{"scanner", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"data []byte, atEOF bool", "(int, []byte, error)",
			"if atEOF {\nreturn 0, nil, nil\n}\nreturn len(data), data, nil"})
		t = tags{mech}.with(t...)
		r, sc := b.fresh("r"), b.fresh("sc")
		b.line("%s := strings.NewReader(\"a b\")", r)
		b.line("%s := bufio.NewScanner(%s)", sc, r)
		b.call(t, "%s.Split(%s)", sc, f)
		if b.coin(65) {
			b.call(t, "_ = %s.Scan()", sc)
		} else {
			b.call(t, "_ = %s.Text()", sc)
		}
		return t
	}},
	{"regexp-replace", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"s string", "string", "return s"})
		t = tags{mech}.with(t...)
		re := b.fresh("re")
		b.line("%s := regexp.MustCompile(\"a+\")", re)
		b.call(t, "_ = %s.ReplaceAllStringFunc(\"caat\", %s)", re, f)
		return t
	}},
	{"http-handle", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"w http.ResponseWriter, r *http.Request", "", ""})
		t = tags{mech}.with(t...)
		mux := b.fresh("mux")
		b.line("%s := http.NewServeMux()", mux)
		if b.coin(50) {
			b.call(t, "%s.HandleFunc(\"/\", %s)", mux, f)
		} else {
			b.call(t, "%s.Handle(\"/\", http.HandlerFunc(%s))", mux, f)
		}
		return t
	}},
	{"flag-func", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"s string", "error", "return nil"})
		t = tags{mech}.with(t...)
		set := b.fresh("set")
		b.line("%s := flag.NewFlagSet(\"x\", flag.ContinueOnError)", set)
		b.call(t, "%s.Func(\"x\", \"usage\", %s)", set, f)
		return t
	}},
	{"flagset-parse", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"s string", "error", "return nil"})
		t = tags{mech}.with(t...)
		set := b.fresh("set")
		b.line("%s := flag.NewFlagSet(\"x\", flag.ContinueOnError)", set)
		b.call(t, "%s.Func(\"dial\", \"usage\", %s)", set, f)
		if b.coin(65) {
			b.call(t, "_ = %s.Parse([]string{\"-dial=1\"})", set)
		} else {
			b.call(t, "_ = %s.NFlag()", set)
		}
		return t
	}},
	{"reader", func(b *block, depth int, mech string) tags {
		lit, t := b.method(depth, "struct{}", "Read", signature{"p []byte", "(int, error)", "return 0, io.EOF"})
		t = tags{mech}.with(t...)
		r := b.fresh("r")
		b.line("%s := %s", r, lit)
		b.call(t, "%s", fmt.Sprintf(pick(b.program, "_, _ = io.ReadAll(%s)", "_, _ = io.Copy(io.Discard, %s)",
			"_ = bufio.NewReader(%s)"), r))
		return t
	}},
	{"context-value", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		typ, bg, ctx, x := b.fresh("Key"), b.fresh("bg"), b.fresh("ctx"), b.fresh("x")
		b.lib.declare("type %s struct{}", typ)
		b.line("%s := context.Background()", bg)
		b.call(t, "%s := context.WithValue(%s, %s{}, %s)", ctx, bg, b.inLib(typ), v)
		b.call(t, "%s := %s.Value(%s{})", x, ctx, b.inLib(typ))
		b.line("if f, ok := %s.(func()); ok {", x)
		b.call(t, "%s", pick(b.program, "f()", "f()", "_ = f"))
		b.line("}")
		return t
	}},
	{"list", func(b *block, depth int, mech string) tags {
		v, t := b.value(depth)
		t = tags{mech}.with(t...)
		l, e := b.fresh("l"), b.fresh("e")
		b.line("%s := list.New()", l)
		b.call(t, "%s.PushBack(%s)", l, v)
		b.call(t, "%s := %s.Front()", e, l)
		b.line("f%s := %s.Value.(func())", e, e)
		b.call(t, pick(b.program, "f%s()", "f%s()", "_ = f%s"), e)
		return t
	}},
}
