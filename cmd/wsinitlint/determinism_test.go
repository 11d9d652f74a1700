package main_test

import (
	"fmt"
	"testing"
)

// TestFindingsAreTheSameOnEveryRun analyses modules anew, with one processor
// and with several: the output is the same, byte for byte.
func TestFindingsAreTheSameOnEveryRun(t *testing.T) {
	for _, module := range []string{"mechanisms", "nilcontext", "contexts", "singleton", "incident/before"} {
		var first string
		for n, procs := range []string{"1", "8", "2"} {
			t.Setenv("GOMAXPROCS", procs)
			// Another name that matches nothing has go vet run the tool again.
			out, errs, status := execute(t, "../../testdata/"+module, tool, "-format=json", fmt.Sprintf("-factory=example.com/again%d.F", n), "./...")
			if status != 1 {
				t.Fatalf("%s: status %d\n%s", module, status, errs)
			}
			if n == 0 {
				first = out
			} else if out != first {
				t.Errorf("%s, GOMAXPROCS=%s:\n%s\nwas\n%s", module, procs, out, first)
			}
		}
	}
}
