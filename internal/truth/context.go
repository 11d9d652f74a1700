package truth

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
)

// GenerateContexts writes into dir a module of functions in which user
// contexts flow through branches, results, checks and wrappers, each with
// inputs that decide what happens. The same seed and number give the same
// text. Lines that call the factory have a number, and are its sites.
func GenerateContexts(seed int64, functions int, dir string) (*Module, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	g := &contextGenerator{r: rand.New(rand.NewPCG(uint64(seed), 1))}
	g.line("package app")
	g.line("")
	g.line("import (\n\t\"example.com/gen/lib\"\n\t\"example.com/gen/ws\"\n)")
	var table strings.Builder
	for n := range functions {
		g.function(n)
		fmt.Fprintf(&table, "\t{%d, f%d},\n", g.inputs, n)
	}
	g.line("\nvar Functions = []struct {\n\tInputs int\n\tCall   func([]bool)\n}{\n%s}", table.String())
	err = writeFiles(dir, map[string]string{
		"go.mod": flowModule, "main.go": contextMain,
		"ws/ws.go": contextFactory, "lib/lib.go": contextLibrary, "app/app.go": g.text.String(),
	})
	return &Module{Dir: dir, Sites: g.sites}, err
}

// RunContexts builds and runs a module of [GenerateContexts] and returns the
// sites at which the factory got nil.
func (m *Module) RunContexts(ctx context.Context) ([]Call, error) { return m.runNumbers(ctx) }

type contextGenerator struct {
	r      *rand.Rand
	text   strings.Builder
	lines  int
	sites  []Site
	inputs int
	names  int
	vars   []contextVar // in scope
	indent string
}

// A contextVar is a variable, and the mechanisms by which it came to be what it
// is.
type contextVar struct {
	name string
	mech string
}

// mostInputs bounds what one function depends on: it is called with every
// combination.
const mostInputs = 6

func (g *contextGenerator) line(format string, args ...any) {
	s := format
	if len(args) > 0 {
		s = fmt.Sprintf(format, args...)
	}
	g.text.WriteString(g.indent + s + "\n")
	g.lines += strings.Count(s, "\n") + 1
}

func (g *contextGenerator) input() string {
	g.inputs++
	return fmt.Sprintf("in[%d]", g.inputs-1)
}

func (g *contextGenerator) pick(choices ...string) string { return choices[g.r.IntN(len(choices))] }

func (g *contextGenerator) name(prefix string) string {
	g.names++
	return prefix + strconv.Itoa(g.names)
}

func (g *contextGenerator) function(n int) {
	g.inputs, g.names, g.vars = 0, 0, nil
	g.line("\nfunc f%d(in []bool) {", n)
	g.indent = "\t"
	g.declare()
	for range 3 + g.r.IntN(4) {
		g.statement(0)
	}
	g.use(g.anyVar())
	g.indent = ""
	g.line("}")
}

func (g *contextGenerator) anyVar() *contextVar { return &g.vars[g.r.IntN(len(g.vars))] }

// source is an expression for a user context, and its mechanism.
func (g *contextGenerator) source() (expr, mech string) {
	if g.inputs >= mostInputs {
		return g.pick("nil", "lib.Made()", "lib.None()"), "constant"
	}
	switch g.r.IntN(8) {
	case 0:
		return g.pick("nil", "lib.None()"), "nil"
	case 1:
		return g.pick("lib.Made()", "&ws.UserContext{ID: \"x\"}"), "made"
	case 2, 3:
		return "lib.Find(" + g.input() + ")", "find"
	case 4:
		return "lib.Or(lib.Find(" + g.input() + "), " + g.pick("nil", "lib.Made()") + ")", "or"
	case 5:
		return "lib.Must(lib." + g.pick("Auth", "AuthAgain") + "(" + g.input() + "))", "must"
	case 6:
		return "lib.Table[" + g.input() + "]", "map"
	}
	return "lib.NewSession(lib.Find(" + g.input() + ")).User()", "holder"
}

// declare declares a variable.
func (g *contextGenerator) declare() {
	v := g.name("uc")
	kind := g.r.IntN(5)
	if g.inputs >= mostInputs {
		kind = 0
	}
	switch kind {
	case 0, 1:
		expr, mech := g.source()
		g.line("var %s *ws.UserContext = %s", v, expr)
		g.vars = append(g.vars, contextVar{v, mech})
	case 2:
		err := g.name("err")
		g.line("%s, %s := lib.%s(%s)", v, err, g.pick("Auth", "AuthAgain"), g.input())
		g.vars = append(g.vars, contextVar{v, "error"})
		g.result(err+" != nil", err+" == nil", "error")
	case 3:
		ok := g.name("ok")
		g.line("%s, %s := lib.Lookup(%s)", v, ok, g.input())
		g.vars = append(g.vars, contextVar{v, "ok"})
		g.result("!"+ok, ok, "ok")
	case 4:
		g.line("%s, _ := lib.Any(%s).(*ws.UserContext)", v, g.input())
		g.vars = append(g.vars, contextVar{v, "assertion"})
	}
	g.line("_ = %s", v)
}

// result handles what came with the variable that was declared last.
func (g *contextGenerator) result(failed, fine, mech string) {
	v := &g.vars[len(g.vars)-1]
	switch g.r.IntN(4) {
	case 0:
		g.line("if %s { return }", failed)
		v.mech += "+" + mech + "-return"
	case 1:
		g.line("if %s { panic(\"no user\") }", failed)
		v.mech += "+" + mech + "-panic"
	case 2:
		g.line("if %s {", fine)
		g.nested(func() { g.use(v) })
		g.line("}")
		v.mech += "+" + mech + "-branch"
	case 3:
		g.line("if %s { println() }", failed)
		v.mech += "+" + mech + "-ignored"
	}
}

func (g *contextGenerator) nested(body func()) {
	g.indent += "\t"
	body()
	g.indent = g.indent[:len(g.indent)-1]
}

// deepestContext is the depth to which statements nest.
const deepestContext = 2

func (g *contextGenerator) statement(depth int) {
	v := g.anyVar()
	kind := g.r.IntN(9)
	if g.inputs >= mostInputs && kind >= 4 || depth >= deepestContext && kind >= 5 {
		kind = g.r.IntN(4)
	}
	switch kind {
	case 0, 1:
		g.check(v)
	case 2:
		g.use(v)
	case 3:
		if depth == 0 {
			g.declare()
		} else {
			g.check(v)
		}
	case 4:
		expr, mech := g.source()
		g.line("%s = %s", v.name, expr)
		v.mech = mech + "+assigned"
	case 5:
		before := v.mech
		g.line("if %s {", g.input())
		g.nested(func() { g.statement(depth + 1); g.assign(v) })
		if g.r.IntN(2) == 0 {
			g.line("} else {")
			g.nested(func() { g.statement(depth + 1) })
		}
		g.line("}")
		v.mech = before + "+branch"
	case 6:
		g.line("for range lib.Times(%s) {", g.input())
		g.nested(func() { g.statement(depth + 1); g.assign(v) })
		g.line("}")
		v.mech += "+loop"
	case 7:
		g.line("switch {")
		g.line("case %s:", g.input())
		g.nested(func() { g.assign(v) })
		g.line("case %s:", g.input())
		g.nested(func() { g.statement(depth + 1) })
		if g.r.IntN(2) == 0 {
			g.line("default:")
			g.nested(func() { g.assign(v) })
		}
		g.line("}")
		v.mech += "+switch"
	case 8:
		g.line("func() {")
		g.nested(func() { g.statement(depth + 1) })
		g.line("}()")
	}
}

func (g *contextGenerator) assign(v *contextVar) {
	expr, mech := g.source()
	g.line("%s = %s", v.name, expr)
	v.mech = mech + "+assigned"
}

// check checks a variable, or acts as if.
func (g *contextGenerator) check(v *contextVar) {
	switch g.r.IntN(9) {
	case 0:
		g.line("if %s == nil { return }", v.name)
		v.mech += "+return"
	case 1:
		g.line("if %s == nil { %s = lib.Made() }", v.name, v.name)
		v.mech += "+default"
	case 2:
		g.line("if %s != nil {", v.name)
		g.nested(func() { g.use(v) })
		g.line("}")
		v.mech += "+not-nil"
	case 3:
		g.line("if !lib.Valid(%s) { return }", v.name)
		v.mech += "+predicate"
	case 4:
		g.line("if err := lib.Validate(%s); err != nil { return }", v.name)
		v.mech += "+validator"
	case 5:
		g.line("lib.Check(%s)", v.name)
		v.mech += "+check"
	case 6:
		g.line("if %s == nil { println() }", v.name)
		v.mech += "+no-check"
	case 7:
		g.line("if %s == nil || lib.Valid(nil) { return }", v.name)
		v.mech += "+or-return"
	case 8:
		ok := g.name("ok")
		g.line("%s := %s != nil", ok, v.name)
		g.line("if %s {", ok)
		g.nested(func() { g.use(v) })
		g.line("}")
		v.mech += "+flag"
	}
}

// use hands a variable to the factory, on a line of its own.
func (g *contextGenerator) use(v *contextVar) {
	n := len(g.sites)
	how := g.r.IntN(12)
	text := []string{
		"ws.GetWSManager(%s, %d)",
		"lib.Wrap(%s, %d)",
		"lib.Deep(%s, %d)",
		"lib.Checked(%s, %d)",
		"lib.Substituted(%s, %d)",
		"lib.Apply(%s, ws.GetWSManager, %d)",
		"lib.NewSession(%s).Open(%d)",
		"lib.Do(func() { lib.Wrap(%s, %d) })",
		"func() { ws.GetWSManager(%s, %d) }()",
		"defer lib.Wrap(%s, %d)",
		"lib.Opener(lib.NewSession(%s)).Open(%d)",
		"func(f func(*ws.UserContext, int) *ws.WSManager) { f(%s, %d) }(lib.Wrap)",
	}[how]
	mech := []string{"direct", "wrapper", "deep-wrapper", "checked-wrapper", "substituting-wrapper", "generic", "method", "callback", "literal", "defer", "interface", "parameter"}[how]
	source := fmt.Sprintf(text, v.name, n) + " // mech:" + mech + "+" + v.mech
	g.line("%s", source)
	g.sites = append(g.sites, Site{File: "app/app.go", Line: g.lines, Mechanism: mechanism(source), Source: source})
}
