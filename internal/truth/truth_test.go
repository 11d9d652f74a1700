package truth

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/vettool"
)

// TestAccuracy generates programs, runs them, and compares what they did with
// what is reported of them. The figures are those that a change must not fall
// below, nor below those that the README shows.
func TestAccuracy(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	tool, err := vettool.Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Measures {
		t.Run(m.Analyzer, func(t *testing.T) {
			all, err := m.Programs(t.Context(), tool, t.TempDir)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("\n%s%s", all, all.Differences())
			for _, why := range m.Below(all) {
				t.Error(why)
			}
			listed, below, err := m.Listed("../../testdata/labelled")
			if err != nil || listed.Reported == 0 {
				t.Errorf("%d findings are listed, %v", listed.Reported, err)
			}
			for _, why := range below {
				t.Error(why)
			}
			atLeastShown(t, string(readme), m.Analyzer, "programs that run", all.Total)
			atLeastShown(t, string(readme), m.Analyzer, "public modules", listed)
		})
	}
}

// atLeastShown compares figures with those that the README shows: what is new to
// find, or is found, changes their numbers, and may not change them for the worse.
func atLeastShown(t *testing.T, readme, analyzer, by string, c Count) {
	t.Helper()
	row := regexp.MustCompile(fmt.Sprintf(`(?m)^%s +%s .* ([01]\.\d{3}) +([01]\.\d{3})$`, analyzer, by)).FindStringSubmatch(readme)
	if row == nil {
		t.Fatalf("README.md has no row of %s measured by %s", analyzer, by)
	}
	for i, got := range []float64{c.Recall(), c.Precision()} {
		// As it is printed: 0.9996 is 1.000.
		if shown, err := strconv.ParseFloat(row[i+1], 64); err != nil || got < shown-0.0005 {
			t.Errorf("%s, %s: %s of %.3f is below the %s that README.md shows (%v)", analyzer, by, []string{"recall", "precision"}[i], got, row[i+1], err)
		}
	}
}

func TestSameSeedSameModule(t *testing.T) {
	var texts [2]string
	for i := range texts {
		m, err := Generate(7, 3, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, s := range m.Sites {
			b.WriteString(s.File + s.Source + "\n")
		}
		texts[i] = b.String()
	}
	if texts[0] != texts[1] || texts[0] == "" {
		t.Errorf("first:\n%s\nthen:\n%s", texts[0], texts[1])
	}
}

// A goroutine's root is that of the goroutine that created it, and a report
// belongs to the innermost frame in it.
func TestReportedFrame(t *testing.T) {
	const stack = `goroutine 20 [running]:
example.com/gen/ws.GetWebSocketManager(0x0)
	/gen/ws/ws.go:20 +0x31
example.com/gen/a.init.0.func1()
	/gen/a/a.go:12 +0x15
created by example.com/gen/lib.Go in goroutine 1
	/gen/lib/lib.go:5 +0xa7
[originating from goroutine 1]:
example.com/gen/lib.Go(...)
	/gen/lib/lib.go:5 +0xa7
example.com/gen/a.init.0(...)
	/gen/a/a.go:14 +0xf
`
	roots := []root{{"a/a.go", 1, 3}, {"a/a.go", 10, 16}}
	file, line, err := reported(parseStack(stack), "/gen", roots)
	if file != "a/a.go" || line != 12 || err != nil {
		t.Errorf("%s:%d, %v; want a/a.go:12", file, line, err)
	}
	if _, _, err := reported(parseStack(stack), "/gen", roots[:1]); err == nil {
		t.Error("no error although the outermost frame is in no root")
	}
}
