package truth

// textUses have a method or a function called by formatting, encoding,
// templates or the inspection of errors.
var textUses = []use{
	{"stringer", func(b *block, depth int, mech string) tags {
		lit, t := b.method(depth, "struct{}", "String", signature{"", "string", `return "x"`})
		t = tags{mech}.with(t...)
		x := b.fresh("x")
		b.line("%s := %s", x, lit)
		b.call(t, pick(b.program, "_ = fmt.Sprint(%s)", "_ = fmt.Sprintf(\"%%v\", %s)", "_ = fmt.Sprintln(1, %s)",
			"_, _ = json.Marshal(%s)", "_ = %s"), x)
		return t
	}},
	{"fprint", func(b *block, depth int, mech string) tags {
		lit, t := b.method(depth, "struct{}", "Write", signature{"p []byte", "(int, error)", "return len(p), nil"})
		t = tags{mech}.with(t...)
		w := b.fresh("w")
		b.line("%s := %s", w, lit)
		b.call(t, pick(b.program, "_, _ = fmt.Fprint(%s, \"x\")", "_, _ = io.WriteString(%s, \"x\")",
			"_ = bufio.NewWriter(%s)"), w)
		return t
	}},
	{"error", func(b *block, depth int, mech string) tags {
		lit, t := b.method(depth, "struct{}", "Error", signature{"", "string", `return "x"`})
		t = tags{mech}.with(t...)
		err := b.fresh("err")
		b.line("var %s error = %s", err, lit)
		b.call(t, pick(b.program, "_ = fmt.Errorf(\"a: %%w\", %s)", "_ = fmt.Sprint(%s)", "_ = %s.Error()",
			"_ = errors.Join(%s)", "_ = errors.Unwrap(%s)"), err)
		return t
	}},
	{"errors-inspect", func(b *block, depth int, mech string) tags {
		home, name := b.home(), b.fresh("Failure")
		home.declare("type %s struct{}", name)
		home.declare("func (%s) Error() string { return \"x\" }", name)
		kind := pick(b.program, "Is", "As", "Unwrap")
		s := map[string]signature{
			"Is":     {"target error", "bool", "return false"},
			"As":     {"target any", "bool", "return false"},
			"Unwrap": {"", "error", "return nil"},
		}[kind]
		t := b.declared(home, "("+name+") "+kind, s, func(inner *block) tags { return inner.use(depth - 1) })
		t = tags{mech}.with(t...)
		err := b.fresh("err")
		b.line("var %s error = %s{}", err, b.ref(home, name))
		if b.coin(50) {
			b.call(t, "_ = errors.Is(%s, io.EOF)", err)
		} else {
			target := b.fresh("target")
			b.line("var %s *fs.PathError", target)
			b.call(t, "_ = errors.As(%s, &%s)", err, target)
		}
		return t
	}},
	{"marshal-json", func(b *block, depth int, mech string) tags {
		home, name := b.home(), b.fresh("Doc")
		home.declare("type %s struct{ N int }", name)
		star := pick(b.program, "", "", "*")
		s := signature{"", "([]byte, error)", "return []byte(\"1\"), nil"}
		t := b.declared(home, "("+star+name+") MarshalJSON", s, func(inner *block) tags { return inner.use(depth - 1) })
		t = tags{mech}.with(t...)
		typ, x := b.ref(home, name), b.fresh("doc")
		b.line("%s := %s", x, pick(b.program, typ+"{}", "&"+typ+"{}", "[]"+typ+"{{}}",
			"struct{ D "+typ+" }{}", "map[string]any{\"k\": "+typ+"{}}"))
		b.call(t, pick(b.program, "_, _ = json.Marshal(%s)", "_, _ = json.Marshal(%s)",
			"_, _ = json.MarshalIndent(%s, \"\", \" \")", "_ = fmt.Sprint(%s)"), x)
		return t
	}},
	{"marshal-text", func(b *block, depth int, mech string) tags {
		lit, t := b.method(depth, "struct{}", "MarshalText", signature{"", "([]byte, error)", "return nil, nil"})
		t = tags{mech}.with(t...)
		x := b.fresh("x")
		b.line("%s := %s", x, lit)
		b.call(t, pick(b.program, "_, _ = json.Marshal(%s)", "_, _ = json.Marshal(%s)", "_ = fmt.Sprint(%s)"), x)
		return t
	}},
	{"unmarshal-json", func(b *block, depth int, mech string) tags {
		home, name := b.home(), b.fresh("Msg")
		home.declare("type %s struct{ N int }", name)
		s := signature{"data []byte", "error", "return nil"}
		t := b.declared(home, "(*"+name+") UnmarshalJSON", s, func(inner *block) tags { return inner.use(depth - 1) })
		t = tags{mech}.with(t...)
		typ, x := b.ref(home, name), b.fresh("msg")
		b.line("var %s %s", x, typ)
		b.call(t, pick(b.program, "_ = json.Unmarshal([]byte(\"{}\"), &%s)",
			"_ = json.Unmarshal([]byte(\"{}\"), &%s)", "_, _ = json.Marshal(&%s)"), x)
		return t
	}},
	{"template-func", func(b *block, depth int, mech string) tags {
		f, t := b.adapter(depth, signature{"", "string", `return "x"`})
		t = tags{mech}.with(t...)
		funcs, tmpl := b.fresh("funcs"), b.fresh("tmpl")
		b.line("%s := template.FuncMap{\"dial\": %s}", funcs, f)
		b.line("%s := template.New(\"t\")", tmpl)
		b.call(t, "%s.Funcs(%s)", tmpl, funcs)
		b.call(t, "_, _ = %s.Parse(\"{{dial}}\")", tmpl)
		if b.coin(65) {
			b.call(t, "_ = %s.Execute(io.Discard, nil)", tmpl)
		} else {
			b.call(t, "_ = %s.Name()", tmpl)
		}
		return t
	}},
	{"template-method", func(b *block, depth int, mech string) tags {
		lit, t := b.method(depth, "struct{}", "Title", signature{"", "string", `return "x"`})
		t = tags{mech}.with(t...)
		data, tmpl := b.fresh("data"), b.fresh("tmpl")
		b.line("%s := %s", data, lit)
		b.line("%s := template.New(\"t\")", tmpl)
		b.call(t, "_, _ = %s.Parse(\"{{.Title}}\")", tmpl)
		if b.coin(65) {
			b.call(t, "_ = %s.Execute(io.Discard, %s)", tmpl, data)
		} else {
			b.call(t, "_, _ = %s, %s", tmpl, data)
		}
		return t
	}},
}
