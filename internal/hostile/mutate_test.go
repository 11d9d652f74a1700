package hostile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// mutate changes a source text as moves say, three bytes a change: what is
// done, and with which nodes. What does not parse after a change is left as it
// was before.
func mutate(text string, moves []byte) string {
	for ; len(moves) >= 3 && len(text) < maxText; moves = moves[3:] {
		p := partsOf(text)
		changed := p.change(int(moves[0]), int(moves[1]), int(moves[2]))
		if _, err := parser.ParseFile(token.NewFileSet(), "", changed, parser.SkipObjectResolution); err == nil {
			text = changed
		}
	}
	return text
}

// maxText bounds what a source can grow to when its parts are put into each
// other.
const maxText = 20_000

// A part is the place of a node in a text.
type part struct{ from, to int }

// parts are those of a text, by what can stand there.
type parts struct {
	text                       string
	exprs, stmts, names, decls []part
}

func partsOf(text string) *parts {
	p := &parts{text: text}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return p
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		at := part{fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset}
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Tok == token.IMPORT {
				return false
			}
		case *ast.Ident:
			p.names = append(p.names, at)
		}
		switch n.(type) {
		case ast.Expr: // types, too
			p.exprs = append(p.exprs, at)
		case ast.Stmt:
			p.stmts = append(p.stmts, at)
		case ast.Decl:
			p.decls = append(p.decls, at)
		}
		return true
	})
	return p
}

func (p *parts) change(what, x, y int) string {
	switch what % 9 {
	case 0, 1:
		return p.replace(p.exprs, x, p.of(p.exprs, y))
	case 2:
		return p.replace(p.exprs, x, "nil")
	case 3:
		return p.replace(p.stmts, x, p.of(p.stmts, y))
	case 4:
		return p.replace(p.stmts, x, "")
	case 5:
		return p.replace(p.stmts, x, around(p.of(p.stmts, x), p.of(p.exprs, y), y))
	case 6:
		return p.replace(p.names, x, p.of(p.names, y))
	case 7: // one more statement, before another
		return p.replace(p.stmts, x, p.of(p.stmts, y)+"\n"+p.of(p.stmts, x))
	}
	return p.text + "\n" + p.of(p.decls, x) // declared twice, until a name is changed
}

// of is the text of the n-th part.
func (p *parts) of(list []part, n int) string {
	if len(list) == 0 {
		return ""
	}
	at := list[n%len(list)]
	return p.text[at.from:at.to]
}

func (p *parts) replace(list []part, n int, by string) string {
	if len(list) == 0 {
		return p.text
	}
	at := list[n%len(list)]
	return p.text[:at.from] + by + p.text[at.to:]
}

// around is a statement in another one.
func around(stmt, expr string, how int) string {
	forms := []string{
		"go func() {\nS\n}()",
		"defer func() {\nS\n}()",
		"func() {\nS\n}()",
		"for {\nS\n}",
		"for range E {\nS\n}",
		"if E == nil {\nS\n}",
		"if E != nil {\nS\n} else {\nS\n}",
		"switch x := any(E).(type) {\ncase nil:\nS\ndefault:\n_ = x\n}",
		"select {\ndefault:\nS\n}",
		"once.Do(func() {\nS\n})",
	}
	return strings.NewReplacer("S", stmt, "E", expr).Replace(forms[how%len(forms)])
}

// Every kind of change changes some seed, and leaves something that
// type-checks.
func applicable(im *importer) (kinds []int) {
	for what := range 9 {
		if slices.ContainsFunc(seeds, func(seed string) bool {
			for x := range 40 {
				for y := range 10 {
					text := mutate(begin+seed, []byte{byte(what), byte(x), byte(y)})
					if _, err := im.check("a", text); err == nil && text != begin+seed {
						return true
					}
				}
			}
			return false
		}) {
			kinds = append(kinds, what)
		}
	}
	return kinds
}
