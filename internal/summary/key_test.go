package summary

import (
	"fmt"
	"strings"
	"testing"
)

// The ways back from a place through what is stored in a variable are more than
// can be followed one by one: 200 at each turn.
func TestAPlaceWithMoreWaysBackThanCanBeCounted(t *testing.T) {
	var b strings.Builder
	b.WriteString("package p\n\nvar kept []func()\n\nfunc scan(in []int, a, b []func(), fn func()) {\n\tfor _, c := range in {\n\t\tswitch c {\n")
	for i := range 200 {
		fmt.Fprintf(&b, "\t\tcase %d:\n\t\t\ta, b = b, a\n", i)
	}
	b.WriteString("\t\t}\n\t}\n\tkept = append(a, fn)\n\tfunc() { _, _ = a, b }()\n}\n")
	c, err := check("example.com/p", b.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, _ := c.analyze(nil); res.Failure != "" || len(res.Keeps) > 0 {
		t.Errorf("failure %q, %d keeps", res.Failure, len(res.Keeps))
	}
}
