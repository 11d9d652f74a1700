package labelled

import (
	"os"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

const small = `
# What this is.
module example.com/a@v1.0.0
packages ./... ./b

run unconfigured

run configured
factory example.com/a.New
usercontext example.com/a.User

true nilcontext nil
in example.com/a main
says a.New makes a manager for no user: the user context is nil
why the literal is nil

true nilcontext nil
in example.com/a main
says a.New makes a manager for no user: the user context is nil
why and so is the second

false singleton global
in example.com/a (*T).keep
says package variable v keeps a manager
why it is cleared before it is put back

missed importtime var-call
in example.com/a
why the call is made by way of a table
`

func read(t *testing.T, text string) *List {
	t.Helper()
	l, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestRead(t *testing.T) {
	l := read(t, small)
	if l.Module != "example.com/a@v1.0.0" || len(l.Packages) != 2 || len(l.Runs) != 2 || len(l.Runs[0].Entries) != 0 || len(l.Runs[1].Entries) != 4 {
		t.Errorf("%+v", l)
	}
	if got := strings.Join(l.Runs[1].Flags(), " "); got != "-factory=example.com/a.New -usercontext=example.com/a.User" {
		t.Error(got)
	}
	var b strings.Builder
	for _, e := range l.Runs[1].Entries {
		b.WriteString("\n" + e.String())
	}
	if !strings.HasSuffix(small, b.String()) {
		t.Errorf("entries are written as\n%s", b.String())
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"module":                               `line 1: nothing follows "module"`,
		"\nsays x":                             `line 2: "says" stands before the first run`,
		"run a\nwhy x":                         `line 2: "why" belongs to a finding, and there is none above it`,
		"run a\nrun a":                         `line 2: there is a run "a" already`,
		"run a\ntrue nilcontext nil\nunread x": `line 3: a list has no lines that begin with "unread"`,
		"module m\nrun a":                      "a list names a module, packages and at least one run",
		"module m\npackages ./...\nrun a\ntrue nilcontext nil\nin p f\nsays x": "run a: a finding has a verdict",
	} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, not %s", text, err, want)
		}
	}
}

func TestCompare(t *testing.T) {
	r := read(t, small).Runs[1]
	main := &finding.Finding{Analyzer: "nilcontext", Code: "nil", Package: "example.com/a", Symbol: "main", Message: "a.New makes a manager for no user: the user context is nil"}
	keep := &finding.Finding{Analyzer: "singleton", Code: "global", Package: "example.com/a", Symbol: "(*T).keep", Message: "package variable v keeps a manager"}
	if d := r.Compare([]*finding.Finding{main, keep, main}); !d.Empty() {
		t.Errorf("what is listed differs: %v", d)
	}
	d := r.Compare([]*finding.Finding{main})
	if len(d.New) != 0 || len(d.Gone) != 2 || d.Gone[0].Why != "and so is the second" || d.Gone[1].Analyzer != "singleton" {
		t.Errorf("with two findings gone: %v", d)
	}
	d = r.Compare([]*finding.Finding{main, main, main, keep})
	if len(d.New) != 1 || d.New[0] != main || len(d.Gone) != 0 {
		t.Errorf("with one finding more: %v", d)
	}
}

func TestTable(t *testing.T) {
	table := make(Table)
	table.Count(read(t, small))
	var b strings.Builder
	if err := table.Write(&b); err != nil {
		t.Fatal(err)
	}
	const want = `
        pass  reported  true  false  missed  recall  precision
  importtime         0     0      0       1   0.000      1.000
  nilcontext         2     2      0       0   1.000      1.000
   singleton         1     0      1       0   1.000      0.000
       total         3     2      1       1   0.667      0.667
`
	if got := "\n" + b.String(); got != want {
		t.Errorf("%s", got)
	}
}

// What the lists in testdata say must not fall below what it was.
func TestListsOfThisRepository(t *testing.T) {
	files, err := Files("../../testdata/labelled", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 6 {
		t.Errorf("%d lists", len(files))
	}
	table := make(Table)
	for _, f := range files {
		table.Count(f.List)
	}
	var total Count
	for _, c := range table {
		total = Count{total.True + c.True, total.False + c.False, total.Missed + c.Missed}
	}
	var b strings.Builder
	if err := table.Write(&b); err != nil {
		t.Fatal(err)
	}
	if readme, err := os.ReadFile("../../README.md"); err != nil || !strings.Contains(string(readme), b.String()) {
		t.Errorf("README.md does not have these figures (%v):\n%s", err, b.String())
	}
	if total.True == 0 || total.Precision() < 0.95 {
		t.Errorf("precision %.3f of %d reports, below 0.95", total.Precision(), total.True+total.False)
	}
}
