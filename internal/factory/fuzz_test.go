package factory

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// FuzzDirectives reads the directives of any file, whether it type-checks or
// not. Two runs report and export the same.
func FuzzDirectives(f *testing.F) {
	for _, s := range []string{
		"package a\n\n//wsinitlint:factory\nfunc Open() *T { return nil }\n\ntype T struct{}\n",
		"package a\n\n//wsinitlint:usercontext\ntype U = struct{}\n\n//wsinitlint:factory\nfunc F() {}\n",
		"package a\n\ntype (\n\t//wsinitlint:usercontext\n\tU[T any] []T\n\n\t//wsinitlint:factory\n\tV int //wsinitlint:usercontext\n)\n",
		"package a\n\ntype I interface {\n\t//wsinitlint:factory\n\tGet() I\n\t//wsinitlint:factory\n\tcomparable\n}\n",
		"package a\n\n//wsinitlint:factory now\n//wsinitlint:usercontext\n//wsinitlint:\n// wsinitlint:factory\nfunc (t T) M() (T, error)\n",
		"package a\n\n//wsinitlint:factory\nfunc (",
		"package a\n\n//wsinitlint:factory\nfunc _() undefined { return nil }\nfunc GetWSManager() (x GetWSManager)\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fset := token.NewFileSet()
		file, _ := parser.ParseFile(fset, "a.go", text, parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			return
		}
		info := &types.Info{Defs: make(map[*ast.Ident]types.Object), Types: make(map[ast.Expr]types.TypeAndValue), Uses: make(map[*ast.Ident]types.Object)}
		pkg, _ := (&types.Config{Error: func(error) {}}).Check("a", fset, []*ast.File{file}, info)
		read := func() (all []string) {
			pass := &analysis.Pass{
				Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info,
				Report:            func(d analysis.Diagnostic) { all = append(all, fmt.Sprint(fset.Position(d.Pos), d.Message)) },
				ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
				ExportPackageFact: func(fact analysis.Fact) { all = append(all, fmt.Sprintf("%+v", fact)) },
			}
			if _, err := run(pass, &Options{}); err != nil {
				t.Error(err)
			}
			return all
		}
		if one, two := read(), read(); !slices.Equal(one, two) {
			t.Errorf("%q, and then %q", one, two)
		}
	})
}
