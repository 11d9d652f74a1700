package truth

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// The figures for nilcontext that a change must not fall below.
const (
	leastContextRecall    = 0.99
	leastContextPrecision = 0.95
)

// TestContextAccuracy generates functions, calls them with every combination of
// their inputs, and compares the factory calls that got nil with what
// nilcontext reports.
func TestContextAccuracy(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "wsinitlint.exe")
	if out, err := exec.Command("go", "build", "-o", tool, "github.com/wsinitlint/wsinitlint/cmd/wsinitlint").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var all Table
	for seed := int64(1); seed <= 4; seed++ {
		m, err := GenerateContexts(seed, 150, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		calls, err := m.RunContexts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		reports, err := Lint(t.Context(), tool, m.Dir, "nilcontext")
		if err != nil {
			t.Fatal(err)
		}
		all.Merge(Compare(calls, reports), "")
	}
	t.Logf("\n%s%s", all, all.Differences())
	if r := all.Total.Recall(); r < leastContextRecall {
		t.Errorf("%.3f of the calls that got nil are reported, less than %.3f", r, leastContextRecall)
	}
	if p := all.Total.Precision(); p < leastContextPrecision {
		t.Errorf("%.3f of the reports are right, less than %.3f", p, leastContextPrecision)
	}
	if all.Total.Ran < 500 {
		t.Errorf("only %d calls got nil: the functions do too little to measure by", all.Total.Ran)
	}
}
