// Package suppress leaves out findings that a comment in the source accepts:
//
//	//wsinitlint:ignore PASS[,PASS] reason
//
// at the end of the line, or alone above it.
package suppress

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const prefix = "//wsinitlint:ignore"

// Passes are the names that a comment may give.
var Passes = []string{"importtime", "nilcontext", "singleton"}

// A comment accepts the findings of some passes in one line.
type comment struct {
	*ast.Comment
	file   string
	line   int // whose findings it accepts
	passes []string
	reason string
}

// A Filter reports the findings of one pass that no comment accepts.
type Filter struct {
	pass     *analysis.Pass
	name     string
	comments []*comment
	used     map[*comment]bool
}

// New returns the filter of the pass called name.
func New(pass *analysis.Pass, name string) *Filter {
	f := &Filter{pass: pass, name: name, used: make(map[*comment]bool)}
	for _, c := range comments(pass) {
		if slices.Contains(c.passes, name) && c.reason != "" {
			f.comments = append(f.comments, c)
		}
	}
	return f
}

// Report reports d, unless a comment accepts it.
func (f *Filter) Report(d analysis.Diagnostic) {
	at := f.pass.Fset.Position(d.Pos)
	for _, c := range f.comments {
		if c.file == at.Filename && c.line == at.Line {
			f.used[c] = true
			return
		}
	}
	f.pass.Report(d)
}

// Finish reports the comments that accepted nothing. It is called once, after
// the findings.
func (f *Filter) Finish() {
	for _, c := range f.comments {
		if !f.used[c] {
			report(f.pass, c, "nothing is suppressed here: %s finds nothing %s; remove the comment", f.name, where(c, f.pass))
		}
	}
}

func where(c *comment, pass *analysis.Pass) string {
	if c.line == pass.Fset.Position(c.Pos()).Line {
		return "in the line of this comment"
	}
	return "below this comment"
}

// Check reports the comments of a package that can not be understood.
func Check(pass *analysis.Pass) {
	for _, c := range comments(pass) {
		for _, p := range c.passes {
			if !slices.Contains(Passes, p) {
				report(pass, c, "//wsinitlint:ignore names an unknown pass %q: known are %s", p, strings.Join(Passes, ", "))
			}
		}
		switch {
		case len(c.passes) == 0:
			report(pass, c, "//wsinitlint:ignore names no pass: write //wsinitlint:ignore %s and a reason", Passes[0])
		case c.reason == "":
			report(pass, c, "//wsinitlint:ignore gives no reason: write one after %s", strings.Join(c.passes, ","))
		}
	}
}

func report(pass *analysis.Pass, c *comment, format string, args ...any) {
	pass.Report(analysis.Diagnostic{Pos: c.Pos(), End: c.End(), Category: "ignore", Message: fmt.Sprintf(format, args...)})
}

func comments(pass *analysis.Pass) []*comment {
	var all []*comment
	for _, file := range pass.Files {
		var code map[int]bool
		for _, g := range file.Comments {
			for _, c := range g.List {
				rest, ok := strings.CutPrefix(c.Text, prefix)
				if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
					continue
				}
				if code == nil {
					code = linesWithCode(pass.Fset, file)
				}
				at := pass.Fset.Position(c.Pos())
				found := &comment{Comment: c, file: at.Filename, line: at.Line}
				if !code[at.Line] {
					found.line++
				}
				if fields := strings.Fields(rest); len(fields) > 0 {
					found.passes = strings.Split(fields[0], ",")
					found.reason = strings.Join(fields[1:], " ")
				}
				all = append(all, found)
			}
		}
	}
	return all
}

// linesWithCode are the lines of file on which something other than a comment
// begins or ends.
func linesWithCode(fset *token.FileSet, file *ast.File) map[int]bool {
	lines := make(map[int]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.File:
			return n != nil
		case *ast.Comment, *ast.CommentGroup:
			return false
		}
		lines[fset.Position(n.Pos()).Line] = true
		lines[fset.Position(n.End()).Line] = true
		return true
	})
	return lines
}
