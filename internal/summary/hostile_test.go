package summary

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// many is n times the text that format makes of a number.
func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)))
	}
	return b.String()
}

// nested is open n times, middle, and end n times.
func nested(n int, open, middle, end string) string {
	return strings.Repeat(open, n) + middle + strings.Repeat(end, n)
}

// planted is what is to be found behind all that is hostile.
const planted = "\nfunc planted() { GetWSManager(nil) }\nfunc init() { planted() }\n"

var hostile = map[string]string{
	"100,000 lines":         many(20_000, "func f#(b bool) int {\n\tif b {\n\t\treturn #\n\t}\n\treturn 0\n}\n"),
	"10,000 inits":          many(10_000, "func init() { idle() }\n") + "func idle() {}\n",
	"calls, one in another": "func f0(f func()) { f() }\n" + many(3000, "func g#(f func()) { h#(f) }\nfunc h#(f func()) { f(); f0(f) }\n"),
	"a long chain of calls": chain(3000),
	"nested type arguments": "type box[T any] struct{ v T }\nfunc (b box[T]) get() T { return b.v }\nvar deep " + nested(40, "box[", "func()", "]") + "\nfunc init() { _ = deep.get().get() }\n",
	"type parameters":       "func many[" + many(200, "T# any, ") + "](" + many(200, "p# T#, ") + ") {}\n",
	"cyclic types":          "type A struct { b *B; f func(A) A; m map[string]A; c chan B }\ntype B struct { a []A; i I }\ntype I interface { self(I) I; all() []B }\nfunc (b *B) self(i I) I { return b.i.self(i).self(b) }\nfunc (b *B) all() []B { return b.i.all()[0].all() }\nfunc init() { b := &B{}; b.i = b; b.a = append(b.a, A{b: b}); b.self(b); b.a[0].f(b.a[0]) }\n",
	"a large method set":    "type M struct{}\n" + many(2000, "func (M) m#() {}\n") + "type all interface {\n" + many(2000, "\tm#()\n") + "}\nfunc init() { var a all = M{}; a.m7(); a.m1999() }\n",
	"a large table":         "func t(int) {}\nvar table = map[string]func(int){\n" + many(5000, "\t\"k#\": t,\n") + "}\nfunc init() { for _, f := range table { f(1) } }\n",
	"a nested expression":   "var x int\nvar sum = " + nested(2000, "(x + ", "x", ")") + "\n",
	"nested literals":       "func init() {\n" + nested(60, "func() {\n", "idle()\n", "}()\n") + "}\nfunc idle() {}\n",
	"many branches":         "func branches(uc *UserContext, n int) {\n" + many(2000, "\tif n == # {\n\t\tuc = nil\n\t}\n") + "\t_, _ = GetWSManager(uc)\n}\n",
	"a large body":          body(4000, "whole"),
	"the body in two":       body(2000, "one") + body(2000, "two"),
}

// body is a function of n statements that change what variables hold.
func body(n int, name string) string {
	return "func " + name + "(fs map[string]func(), uc *UserContext) {\n\tvar f func()\n\tvar p *UserContext\n" +
		many(n/4, "\tf = fs[\"#\"]\n\tif f != nil { f() }\n\tfs[\"x#\"] = func() { GetWSManager(p) }\n\tp = uc\n") + "\t_ = f\n}\n"
}

func chain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "func e%d() { e%d() }\n", i, i+1)
	}
	fmt.Fprintf(&b, "func e%d() {}\n", n)
	return b.String()
}

// TestHostileSources analyses what nobody writes: the work is bounded, and what
// stands behind it is found, or the bound that was met is noted.
func TestHostileSources(t *testing.T) {
	lib, fact := newLibrary(t)
	steps := make(map[string]int)
	for _, name := range sortedKeys(hostile) {
		t.Run(name, func(t *testing.T) {
			c, err := check("a", "package a\n\nimport \"lib\"\n\nvar _ lib.Registry\n"+declarations+hostile[name]+planted, only{"lib": lib.pkg})
			if err != nil {
				t.Fatal(err)
			}
			r, f := c.analyze(map[string]*Fact{"lib": fact})
			steps[name] = r.Steps
			found := false
			for _, x := range r.Reaches {
				found = found || strings.HasPrefix(hops(x.Path), "a.planted@")
			}
			if !found && len(r.Notes) == 0 {
				t.Error("what init calls is lost, and no bound is noted")
			}
			if r.Steps > 4*maxPackageSteps {
				t.Errorf("%d steps", r.Steps)
			}
			size := 0
			for _, s := range f.Sections {
				size += len(s)
			}
			if size > 4<<20 {
				t.Errorf("a fact of %d bytes", size)
			}
		})
	}
	// A function costs no more than its parts by more than a factor.
	if whole, parts := steps["a large body"], steps["the body in two"]; whole > 4*parts {
		t.Errorf("a body takes %d steps, and its halves together %d", whole, parts)
	}
}
