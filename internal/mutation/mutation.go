// Package mutation disables rules of the analysis one by one, to see whether a
// test fails then. A rule that can be disabled without a failure is one that no
// test holds, or one that does nothing.
//
// The command in cmd/mutation does it. survivors.txt has those that it has
// found, with what they are.
package mutation

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
)

// A Mutant is a source file with one rule disabled.
type Mutant struct {
	File   string
	Line   int
	Change string // what was done, in words

	from, to int
	by       string
}

// String says where the mutant differs, and how.
func (m Mutant) String() string { return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Change) }

// Apply returns the text of the mutant's file.
func (m Mutant) Apply(text []byte) []byte {
	return slices.Concat(text[:m.from], []byte(m.by), text[m.to:])
}

// Mutants are those of a file with this text, in the order of their places: each
// condition never holds, and always; each case does nothing; each call that
// stands alone is left out. Some do not compile.
func Mutants(file string, text []byte) ([]Mutant, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []Mutant
	add := func(from, to token.Pos, by, change string) {
		all = append(all, Mutant{file, fset.Position(from).Line, change, fset.Position(from).Offset, fset.Position(to).Offset, by})
	}
	source := func(n ast.Node) string {
		return string(text[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset])
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			cond := source(n.Cond)
			add(n.Cond.Pos(), n.Cond.End(), "("+cond+") && false", "never "+first(cond))
			add(n.Cond.Pos(), n.Cond.End(), "("+cond+") || true", "always "+first(cond))
		case *ast.CaseClause:
			if len(n.Body) > 0 && len(n.List) > 0 {
				add(n.Body[0].Pos(), n.Body[len(n.Body)-1].End(), "", "nothing in case "+first(source(n.List[0])))
			}
		case *ast.ExprStmt:
			add(n.Pos(), n.End(), "", "without "+first(source(n)))
		}
		return true
	})
	slices.SortStableFunc(all, func(a, b Mutant) int { return a.from - b.from })
	return all, nil
}

// first is the first line of a text.
func first(s string) string {
	for i, r := range s {
		if r == '\n' {
			return s[:i] + " …"
		}
	}
	return s
}
