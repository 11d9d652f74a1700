package summary

import (
	"fmt"
	"strings"
	"testing"
)

// analyzed is the result for a package of declarations and more.
func analyzed(t *testing.T, more string) *Result {
	t.Helper()
	c, err := check("a", "package a\n"+declarations+more, only{})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.analyze(nil)
	return r
}

// Each of the functions asks the next for its key twice: the ways from the first
// to where the key comes from are two to the power of their number.
func TestAKeyWithMoreOriginsThanCanBeFollowed(t *testing.T) {
	keyed := func(n int) string {
		var b strings.Builder
		b.WriteString("type user struct{ name, group string }\n\nvar cache = map[string]*WSManager{}\n\n" +
			"func Keep(u *user, uc *UserContext) {\n\tm, _ := GetWSManager(uc)\n\tcache[k0(u, u.name)] = m\n}\n\n")
		for i := range n {
			fmt.Fprintf(&b, "func k%d(u *user, s string) string { return k%d(u, s) + k%[2]d(&user{u.group, u.name}, u.name+s) }\n", i, i+1)
		}
		fmt.Fprintf(&b, "func k%d(u *user, s string) string { return u.name + u.group + s }\n", n)
		return describe(analyzed(t, b.String()))
	}
	short, long := keyed(2), keyed(60)
	if len(strings.Split(short, "\n")) != len(strings.Split(long, "\n")) {
		t.Errorf("behind 2 functions:\n%s\nbehind 60:\n%s", short, long)
	}
}

// A key is chosen over and over between what was chosen before: where it comes
// from is not followed to the end, which is said, and is no mistake of whoever
// keeps the manager.
func TestAKeyThatIsChosenOverAndOver(t *testing.T) {
	chosen := func(n int) *Result {
		var b strings.Builder
		b.WriteString("var cache = map[string]*WSManager{}\n\nfunc Keep(a, b string, uc *UserContext, yes []bool) {\n")
		for i := range n {
			fmt.Fprintf(&b, "\tif yes[%d] {\n\t\ta, b = a+b, b+a\n\t}\n", i)
		}
		b.WriteString("\tm, _ := GetWSManager(uc)\n\tcache[a+b] = m\n}\n")
		return analyzed(t, b.String())
	}
	for n, bounded := range map[int]string{2: "[]", 300: "[a.Keep]"} {
		if r := chosen(n); strings.Contains(describe(r), "GetWSManager") || fmt.Sprint(r.Bounded) != bounded {
			t.Errorf("after %d choices: bounds met in %v, want %s\n%s", n, r.Bounded, bounded, describe(r))
		}
	}
}

// Every branch on the way back from the call says something else of what is
// behind it: the ways are two to the power of their number. A search gives up
// after some, and its work grows with the length of a way only.
func TestMoreWaysBackFromAUseThanCanBeFollowed(t *testing.T) {
	steps := func(n int) int {
		var b strings.Builder
		b.WriteString("func Serve(uc *UserContext, is []func() bool, n int) {\n\tx := uc\n\tif is[0]() {\n\t\tx = nil\n\t}\n")
		for i := range n {
			fmt.Fprintf(&b, "\tif c%d := is[%d](); c%[1]d {\n\t\tn++\n\t}\n", i, i+1)
		}
		b.WriteString("\tif n > 7 {\n\t\tGetWSManager(x)\n\t}\n}\n")
		r := analyzed(t, b.String())
		if len(r.Contexts) != 1 || r.Contexts[0].Code != "maybe-nil" {
			t.Errorf("behind %d branches: %q, want one that may be nil", n, describe(r))
		}
		return r.Steps
	}
	if few, many := steps(30), steps(120); many > 8*few {
		t.Errorf("%d steps behind 30 branches, %d behind 120", few, many)
	}
}

// The same with conditions that tell whether it is nil: none of the ways is
// possible, and the search ends, with an answer or without one.
func TestMoreWaysBackThanCanBeFollowedThatAreNone(t *testing.T) {
	var b strings.Builder
	b.WriteString("func Serve(uc *UserContext, is []func() bool, n int) {\n\tvar x *UserContext\n\tok := is[0]()\n\tif ok {\n\t\tx = uc\n\t}\n")
	for i := range 200 {
		fmt.Fprintf(&b, "\tif is[%d]() {\n\t\tn++\n\t}\n", i+1)
	}
	b.WriteString("\tif ok {\n\t\tGetWSManager(x)\n\t}\n}\n")
	if r := analyzed(t, b.String()); r.Failure != "" || len(r.Contexts) > 1 || r.Steps > maxPackageSteps {
		t.Errorf("failure %q, %d steps, %q", r.Failure, r.Steps, describe(r))
	}
}
