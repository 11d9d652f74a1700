package truth

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// The figures for singleton that a change must not fall below.
const (
	leastKeepRecall    = 0.99
	leastKeepPrecision = 0.99
)

// TestKeepAccuracy generates functions, calls each for a user of its own, and
// compares whose manager could still be reached after its request with what
// singleton reports.
func TestKeepAccuracy(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "wsinitlint.exe")
	if out, err := exec.Command("go", "build", "-o", tool, "github.com/wsinitlint/wsinitlint/cmd/wsinitlint").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var all Table
	for seed := int64(1); seed <= 2; seed++ {
		m, err := GenerateKeeps(seed, 300, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		calls, err := m.RunKeeps(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		reports, err := Lint(t.Context(), tool, m.Dir, "singleton")
		if err != nil {
			t.Fatal(err)
		}
		all.Merge(Compare(calls, reports), "")
	}
	t.Logf("\n%s%s", all, all.Differences())
	if r := all.Total.Recall(); r < leastKeepRecall {
		t.Errorf("%.3f of the managers that were kept are reported, less than %.3f", r, leastKeepRecall)
	}
	if p := all.Total.Precision(); p < leastKeepPrecision {
		t.Errorf("%.3f of the reports are right, less than %.3f", p, leastKeepPrecision)
	}
	if all.Total.Ran < 300 {
		t.Errorf("only %d managers were kept: the functions do too little to measure by", all.Total.Ran)
	}
}
