package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// written is what the findings look like in a form.
func written(t *testing.T, format string, r *Report) string {
	t.Helper()
	r.Sources = &finding.Sources{}
	if r.Explain == nil {
		r.Explain = func(string) string { return "" }
	}
	r.URL = func(string) string { return "" }
	var b strings.Builder
	if err := r.Write(&b, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// in makes a finding in a file with this text, between two marks ‹ and ›.
func in(t *testing.T, text string) (dir string, f *finding.Finding) {
	t.Helper()
	dir = t.TempDir()
	start := strings.Index(text, "‹")
	text = strings.Replace(text, "‹", "", 1)
	end := strings.Index(text, "›")
	text = strings.Replace(text, "›", "", 1)
	f = &finding.Finding{Analyzer: "nilcontext", Code: "nil", Message: "m", Fingerprint: strings.Repeat("0", 32)}
	f.File = filepath.Join(dir, "a.go")
	if err := os.WriteFile(f.File, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := func(offset int) (line, column int) {
		before := text[:offset]
		return strings.Count(before, "\n") + 1, offset - strings.LastIndexByte(before, '\n')
	}
	f.Line, f.Column = at(start)
	f.EndLine, f.EndColumn = at(end)
	return dir, f
}

func TestTheCaretsStandBelowTheSpan(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"\tx := ‹f(nil)›", "\t     ^^^^^^"},
		{"a\tb\t‹c\td›", " \t \t^^^"},
		{`"é", ‹f("é")›`, "     ^^^^^^"},
		{`"𝄞", ‹f("𝄞")›`, "     ^^^^^^"},
		{`"e` + "\u0301" + `", ‹f("e` + "\u0301" + `")›`, "     ^^^^^^"}, // a combining accent
		{`"界", ‹f("世界")›`, "      ^^^^^^^^^"},                            // two columns each
		{`"ﾊ한ハ！😀", ‹f(1)›`, "             ^^^^"},
		{"f(‹nil,\n\tnil›)", "  ^^^^"}, // to the end of its first line
		{"‹›", "^"},
	} {
		dir, f := in(t, c.text)
		out := written(t, "text", &Report{Dir: dir, Findings: []*finding.Finding{f}})
		if lines := strings.Split(out, "\n"); len(lines) < 3 || lines[2] != "    "+c.want {
			t.Errorf("%q:\n%s\nwant the carets %q", c.text, out, c.want)
		}
	}
}

func TestColumnsOfSARIFAreUTF16(t *testing.T) {
	dir, f := in(t, `"𝄞é", ‹f("𝄞")›`)
	f.Fixes = []finding.Fix{{Message: "x", Edits: []finding.Edit{{File: f.File, Start: 13, End: 17, New: "y"}}}}
	out := written(t, "sarif", &Report{Dir: dir, Findings: []*finding.Finding{f}})
	var log struct {
		Runs []struct {
			ColumnKind string
			Results    []struct {
				Locations []struct {
					PhysicalLocation struct{ Region region }
				}
				Fixes []struct {
					ArtifactChanges []struct {
						Replacements []struct{ DeletedRegion region }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if got, want := run.Results[0].Locations[0].PhysicalLocation.Region, (region{1, 8, 1, 15}); run.ColumnKind != "utf16CodeUnits" || got != want {
		t.Errorf("%s %+v, want utf16CodeUnits %+v", run.ColumnKind, got, want)
	}
	if got, want := run.Results[0].Fixes[0].ArtifactChanges[0].Replacements[0].DeletedRegion, (region{1, 11, 1, 13}); got != want {
		t.Errorf("the fix deletes %+v, want %+v", got, want)
	}
}

type region struct{ StartLine, StartColumn, EndLine, EndColumn int }

func TestWorkflowCommandsAreEscaped(t *testing.T) {
	f := &finding.Finding{Analyzer: "a,b", Code: "c:d", Message: "100%: one,\r\ntwo"}
	f.Span = finding.Span{File: "/x/a,b/50%:c.go", Line: 3, Column: 4, EndLine: 3, EndColumn: 9}
	several := *f
	several.EndLine = 5
	const want = `::error file=a%2Cb/50%25%3Ac.go,line=3,endLine=3,col=4,endColumn=9,title=a%2Cb c%3Ad::100%25: one,%0D%0Atwo
::error file=a%2Cb/50%25%3Ac.go,line=3,endLine=5,title=a%2Cb c%3Ad::100%25: one,%0D%0Atwo
`
	if got := written(t, "github", &Report{Dir: "/x", Findings: []*finding.Finding{f, &several}}); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestPathsForGitHubAreThoseOfTheRepository(t *testing.T) {
	f := &finding.Finding{Analyzer: "a", Code: "c", Message: "m"}
	f.Span = finding.Span{File: "/repo/sub/my app/a.go", Line: 1, Column: 1, EndLine: 1, EndColumn: 2}
	for format, want := range map[string]string{
		"text":   "my app/a.go:1:1: ",
		"json":   `"file": "my app/a.go"`,
		"github": "file=sub/my app/a.go,",
		"sarif":  `"uri": "sub/my%20app/a.go"`,
	} {
		if got := written(t, format, &Report{Dir: "/repo/sub", Root: "/repo", Findings: []*finding.Finding{f}}); !strings.Contains(got, want) {
			t.Errorf("%s:\n%s\nwant %s", format, got, want)
		}
	}
}

// TestTheFormsFollowTheirSchemas validates what has all properties that there
// are, and what has none.
func TestTheFormsFollowTheirSchemas(t *testing.T) {
	official, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	dir, f := in(t, "func g() { ‹f(nil)› }")
	f.Message, f.Package, f.Symbol = "f {…} → g", "example.com/a", "g"
	f.Related = []finding.Related{{Span: f.Span, Message: "then calls {…}"}}
	f.Fixes = []finding.Fix{{Message: "pass x", Edits: []finding.Edit{{File: f.File, Start: 13, End: 16, New: "x"}}}}
	doc := "What it is. Why.\n\nInstead of\n\n\tf(nil)\n\n\tf(x)\n\nwrite it."
	for format, schema := range map[string]string{"sarif": string(official), "json": Schema} {
		for _, findings := range [][]*finding.Finding{nil, {f}} {
			out := written(t, format, &Report{Dir: dir, Version: "v1", Findings: findings, Explain: func(string) string { return doc }})
			res, err := gojsonschema.Validate(gojsonschema.NewStringLoader(schema), gojsonschema.NewStringLoader(out))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range res.Errors() {
				t.Errorf("%s: %s\n%s", format, e, out)
			}
		}
	}
}

func TestTheHelpOfARuleIsMarkdown(t *testing.T) {
	const want = "a\n\n```go\nf(nil)\n\nf(x)\n```\n\nb\n"
	if got := Markdown("a\n\n\tf(nil)\n\n\tf(x)\n\nb"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSourcesThatAreGoneDoNotHideFindings(t *testing.T) {
	f := &finding.Finding{Analyzer: "a", Code: "c", Message: "m"}
	f.Span = finding.Span{File: "/nowhere/a.go", Line: 7, Column: 3, EndLine: 7, EndColumn: 5}
	for _, format := range Formats {
		if out := written(t, format, &Report{Dir: "/nowhere", Findings: []*finding.Finding{f}}); !strings.Contains(out, "a.go") || !strings.Contains(out, "7") {
			t.Errorf("%s: %s", format, out)
		}
	}
}
