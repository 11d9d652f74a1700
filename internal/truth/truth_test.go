package truth

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAccuracy generates programs, runs them, and compares what they did with
// what is reported of them. The figures are those that a change must not fall
// below.
func TestAccuracy(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "wsinitlint.exe")
	if out, err := exec.Command("go", "build", "-o", tool, "github.com/wsinitlint/wsinitlint/cmd/wsinitlint").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, c := range []struct {
		analyzer          string
		generate          func(seed int64, size int, dir string) (*Module, error)
		run               func(*Module, context.Context) ([]Call, error)
		seeds             int64
		size, ran         int // of each module, and the least that must have run
		recall, precision float64
	}{
		{"importtime", Generate, (*Module).Run, 4, 60, 500, 0.97, 0.985},
		{"nilcontext", GenerateContexts, (*Module).RunContexts, 4, 150, 500, 0.995, 0.975},
		{"singleton", GenerateKeeps, (*Module).RunKeeps, 2, 300, 300, 0.99, 0.99},
	} {
		t.Run(c.analyzer, func(t *testing.T) {
			var all Table
			for seed := int64(1); seed <= c.seeds; seed++ {
				m, err := c.generate(seed, c.size, t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				calls, err := c.run(m, t.Context())
				if err != nil {
					t.Fatal(err)
				}
				reports, err := Lint(t.Context(), tool, m.Dir, c.analyzer)
				if err != nil {
					t.Fatal(err)
				}
				all.Merge(Compare(calls, reports), "")
			}
			t.Logf("\n%s%s", all, all.Differences())
			if r := all.Total.Recall(); r < c.recall {
				t.Errorf("%.3f of what ran is reported, less than %.3f", r, c.recall)
			}
			if p := all.Total.Precision(); p < c.precision {
				t.Errorf("%.3f of the reports are right, less than %.3f", p, c.precision)
			}
			if all.Total.Ran < c.ran {
				t.Errorf("only %d ran: the programs do too little to measure by", all.Total.Ran)
			}
		})
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
