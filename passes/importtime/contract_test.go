package importtime_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wsinitlint/wsinitlint/passes/importtime"
)

// What is reported where, with which code and in which words: one line for each
// call expression, in each of a package's files, its tests included.
func TestEachCallIsReportedOnceWhereItsRootMakesIt(t *testing.T) {
	const when = " at import time, when there is no user context"
	want := []string{
		"contract.go:18:18-27 var-call variable one reaches ws.Open" + when + ": connect → ws.Open",
		"contract.go:18:29-41 var-call variable other calls ws.Open" + when,
		"contract.go:20:17-23 var-call variables kept, err reaches ws.Open" + when + ": both → connect → ws.Open",
		"contract.go:23:7-16 var-call variable table reaches ws.Open" + when + ": connect → ws.Open",
		"contract.go:24:8-17 var-call variable table reaches ws.Open" + when + " (call 2): connect → ws.Open",
		"contract.go:30:39-48 var-call variable _ reaches ws.Open" + when + ": connect → ws.Open",
		"contract.go:34:2-14 init-call init reaches ws.Open" + when + ": either → ws.Open",
		"contract.go:35:5-14 init-call init reaches ws.Open" + when + ": connect → ws.Open",
		"contract.go:36:8-17 init-call init reaches ws.Open" + when + " (call 6): connect → ws.Open",
		"contract.go:37:17-26 init-call init reaches ws.Open" + when + " (call 5): connect → ws.Open",
		"contract.go:39:18-30 init-call init calls ws.Open" + when,
		"contract.go:42:3-12 init-call init reaches ws.Open" + when + " (call 2): connect → ws.Open",
		"contract.go:44:20-29 init-call init reaches ws.Open" + when + " (call 4): connect → ws.Open",
		"contract.go:44:9-18 init-call init reaches ws.Open" + when + " (call 3): connect → ws.Open",
		"contract.go:47:15-24 init-call init reaches ws.Open" + when + " (call 7): connect → ws.Open",
		"contract_test.go:3:14-23 var-call variable inTest reaches ws.Open" + when + ": connect → ws.Open",
		"created.go:11:15-24 init-call init reaches ws.Open" + when + ": connect → ws.Open",
		"created.go:6:13-25 var-call variable literal creates ws.Manager{…}" + when,
		"created.go:7:12-27 var-call variable made creates ws.Manager{…}" + when,
	}
	var got []string
	for _, r := range analysistest.Run(discard{}, analysistest.TestData(), importtime.New(&importtime.Options{NoDefaults: true}), "contract") {
		said := make(map[string]bool)
		for _, d := range r.Diagnostics {
			from, to := r.Pass.Fset.Position(d.Pos), r.Pass.Fset.Position(d.End)
			name := filepath.Base(from.Filename)
			got = append(got, fmt.Sprintf("%s:%d:%d-%d %s %s", name, from.Line, from.Column, to.Column, d.Category, d.Message))
			if url := "https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/importtime#hdr-Code_" + strings.ReplaceAll(d.Category, "-", "_"); d.URL != url {
				t.Errorf("%s: documented at %q, not %q", d.Message, d.URL, url)
			}
			if said[name+d.Message] {
				t.Errorf("%s says twice: %s", name, d.Message)
			}
			said[name+d.Message] = true
		}
	}
	slices.Sort(got)
	got = slices.Compact(got) // the package with its tests is analysed again
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("reported\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// discard takes what is expected by comments, of which there are none.
type discard struct{}

func (discard) Errorf(string, ...any) {}
