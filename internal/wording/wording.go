// Package wording has what the passes say in the same way: documentation,
// paths, and where in the source a call stands.
package wording

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// Doc is what the section of analyzer name says in the text of its package's
// doc.go, without the sections of its codes.
func Doc(name, source string) string {
	doc := section(source, "Analyzer "+name)
	return strings.TrimPrefix(doc, name+": ")
}

// CodeDoc is what the section of a code says there: what it means, why it
// matters and what to do. It is empty where the code has no section.
func CodeDoc(code, source string) string { return section(source, "Code "+code) }

func section(source, heading string) string {
	var b strings.Builder
	in := false
	for line := range strings.Lines(source) {
		text := strings.TrimPrefix(strings.TrimPrefix(line, "//"), " ")
		switch {
		case strings.HasPrefix(line, "package "):
			return strings.TrimSpace(b.String())
		case strings.HasPrefix(text, "# "):
			in = strings.TrimSpace(text[2:]) == heading
		case in:
			b.WriteString(text)
		}
	}
	return strings.TrimSpace(b.String())
}

// CodeURL leads to the section of a code in the documentation at url.
func CodeURL(url, code string) string {
	return url + "#hdr-Code_" + strings.ReplaceAll(code, "-", "_")
}

// maxPath bounds the names in a message: of a longer path the two ends are
// shown.
const maxPath = 8

// Path is the names of the calls of path, as package here sees them.
func Path(path *summary.Hop, here string) string {
	var names []string
	for h := path; h != nil; h = h.Next {
		if h.Next == nil {
			names = append(names, summary.DisplayName(h.Callee, ""))
		} else {
			names = append(names, summary.DisplayName(h.Callee, here))
		}
	}
	if len(names) > maxPath {
		short := append([]string(nil), names[:maxPath/2]...)
		short = append(short, "…")
		names = append(short, names[len(names)-maxPath/2+1:]...)
	}
	return strings.Join(names, " → ")
}

// Related has the hops of path, after its first, that are in this package.
func Related(path *summary.Hop, calls map[token.Pos]ast.Node, here string) []analysis.RelatedInformation {
	var related []analysis.RelatedInformation
	for h := path.Next; h != nil; h = h.Next {
		if h.Site.IsValid() {
			pos, end := h.Site, h.Site+1
			if n := calls[h.Site]; n != nil {
				pos, end = n.Pos(), n.End()
			}
			related = append(related, analysis.RelatedInformation{Pos: pos, End: end, Message: "then calls " + summary.DisplayName(h.Callee, here)})
		}
	}
	return related
}

// CallsByPosition finds the expression of each call by the position that SSA
// form gives it.
func CallsByPosition(files []*ast.File) map[token.Pos]ast.Node {
	calls := make(map[token.Pos]ast.Node)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				calls[n.Lparen] = n
				if _, taken := calls[n.Pos()]; !taken {
					calls[n.Pos()] = n // a creation by new
				}
			case *ast.GoStmt:
				calls[n.Go] = n.Call
			case *ast.DeferStmt:
				calls[n.Defer] = n.Call
			case *ast.CompositeLit:
				calls[n.Pos()] = n
			case *ast.RangeStmt:
				calls[n.For] = n.X
			}
			return true
		})
	}
	return calls
}

// Generated reports whether pos is in a generated file.
func Generated(pass *analysis.Pass, pos token.Pos) bool {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return ast.IsGenerated(f)
		}
	}
	return false
}
