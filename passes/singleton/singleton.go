package singleton

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
	"github.com/wsinitlint/wsinitlint/internal/suppress"
	"github.com/wsinitlint/wsinitlint/internal/wording"
)

const url = "https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/singleton"

// Options is what the user configured.
type Options = factory.Options

// Analyzer is the analyzer with its options as flags, for registries such as
// nogo's.
var Analyzer = analyzer.WithFlags(New)

// New returns the analyzer. The options are read when it runs; analyzers made
// from the same options share their work.
func New(o *Options) *analysis.Analyzer {
	return analyzer.New(o, "singleton", Source, url, run)
}

// Source is the text of this package's doc comment, which documents the
// analyzer and each of its codes.
//
//go:embed doc.go
var Source string

func run(pass *analysis.Pass, res *summary.Result, o *Options) {
	accept := suppress.New(pass, "singleton")
	defer accept.Finish()
	said := make(map[string]int)
	for _, k := range res.Keeps {
		file := pass.Fset.File(k.Site).Name()
		if strings.HasSuffix(file, "_test.go") && !o.Tests || o.NoGenerated && wording.Generated(pass, k.Site) {
			continue
		}
		d := analysis.Diagnostic{Pos: k.Site, End: k.Site + 1, Category: "global"}
		if n := statement(pass.Files, k.Site); n != nil {
			d.Pos, d.End = n.Pos(), n.End()
		}
		what := "package variable "
		if k.Container {
			d.Category, what = "container", "container "
		}
		if k.Captive {
			d.Category, what = "captive", "receiver of type "
		}
		made := "made by " + summary.DisplayName(k.Factory, "")
		if created, ok := strings.CutSuffix(k.Factory, "{…}"); ok {
			made = summary.DisplayName(created, "") + "{…}"
		}
		d.URL = wording.CodeURL(url, d.Category)
		name := summary.DisplayName(k.Variable, pass.Pkg.Path())
		d.Message = fmt.Sprintf("%s%s keeps a manager beyond its request, and serves it to every user: %s", what, name, made)
		said[file+d.Message]++
		if n := said[file+d.Message]; n > 1 {
			d.Message = strings.Replace(d.Message, " keeps", fmt.Sprintf(" (place %d) keeps", n), 1)
		}
		accept.Report(d)
	}
}

// statement is the innermost statement or variable declaration around pos.
func statement(files []*ast.File, pos token.Pos) ast.Node {
	var found ast.Node
	for _, file := range files {
		if pos < file.FileStart || file.FileEnd < pos {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil || pos < n.Pos() || n.End() <= pos {
				return false
			}
			switch n.(type) {
			case *ast.AssignStmt, *ast.ValueSpec, *ast.ExprStmt, *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt:
				found = n
			}
			return true
		})
	}
	return found
}
