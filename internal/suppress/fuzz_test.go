package suppress

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// FuzzComments reads the comments of any file, as far as it parses. Each
// declaration has a finding: it is reported, or a comment accepts it, which is
// then not said to accept nothing. Two runs say the same.
func FuzzComments(f *testing.F) {
	for _, s := range []string{
		"package a\n\nvar x = 1 //wsinitlint:ignore singleton it is for one user\n",
		"package a\n\n//wsinitlint:ignore singleton,nilcontext why\nvar x = 1\n",
		"package a\n\nvar x = 1 //wsinitlint:ignore singleton\n\n//wsinitlint:ignore\nvar y = 2\n//wsinitlint:ignore ,, x\n",
		"package a\n\n//wsinitlint:ignore singleton above\nvar x = `\n` //wsinitlint:ignore singleton behind\n",
		"package a\n//line b.go:7\n//wsinitlint:ignore singleton elsewhere\nfunc f() {\n//wsinitlint:ignore",
		"package a\n/*wsinitlint:ignore singleton x*/ var x int\nvar y int //wsinitlint:ignoresingleton x\r\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fset := token.NewFileSet()
		file, _ := parser.ParseFile(fset, "a.go", text, parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			return
		}
		one, two := said(fset, file), said(fset, file)
		if !slices.Equal(one, two) {
			t.Errorf("%q, and then %q", one, two)
		}
		for _, line := range one {
			if strings.Contains(line, "finding") {
				continue
			}
			if !strings.Contains(text, "//wsinitlint:ignore") {
				t.Errorf("there is no comment, but %q", line)
			}
		}
	})
}

// said is what is reported for a file with one finding a declaration.
func said(fset *token.FileSet, file *ast.File) []string {
	var all []string
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{file}, Report: func(d analysis.Diagnostic) {
		all = append(all, fmt.Sprintf("%s: %s", fset.Position(d.Pos), d.Message))
	}}
	Check(pass)
	for _, name := range Passes {
		accept := New(pass, name)
		for _, d := range file.Decls {
			accept.Report(analysis.Diagnostic{Pos: d.Pos(), End: d.End(), Message: name + " finding"})
		}
		accept.Finish()
	}
	return all
}

// What a comment must do, line by line.
func TestComments(t *testing.T) {
	const text = `package a

var b = 1 //wsinitlint:ignore singleton it is for one user

//wsinitlint:ignore singleton,nilcontext why
var c = 1

var d = 1 //wsinitlint:ignore singleton

//wsinitlint:ignore elsewhere why
var e = 1

//wsinitlint:ignore importtime why

var f = 1

//wsinitlint:ignore
var g = 1 //wsinitlint:ignored is another word
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	got := said(fset, file)
	want := []string{
		"a.go:8:11: //wsinitlint:ignore gives no reason: write one after singleton",
		`a.go:10:1: //wsinitlint:ignore names an unknown pass "elsewhere": known are importtime, nilcontext, singleton`,
		"a.go:17:1: //wsinitlint:ignore names no pass: write //wsinitlint:ignore importtime and a reason",
		"a.go:3:1: importtime finding", "a.go:6:1: importtime finding", "a.go:8:1: importtime finding",
		"a.go:11:1: importtime finding", "a.go:15:1: importtime finding", "a.go:18:1: importtime finding",
		"a.go:13:1: nothing is suppressed here: importtime finds nothing below this comment; remove the comment",
		"a.go:3:1: nilcontext finding", "a.go:8:1: nilcontext finding",
		"a.go:11:1: nilcontext finding", "a.go:15:1: nilcontext finding", "a.go:18:1: nilcontext finding",
		"a.go:8:1: singleton finding", "a.go:11:1: singleton finding", "a.go:15:1: singleton finding", "a.go:18:1: singleton finding",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
