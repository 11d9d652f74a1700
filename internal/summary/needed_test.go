package summary

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// neededOf are the names of the functions that are summarised of a file with
// this name and text.
func neededOf(t *testing.T, name, text string, tests, remote bool) (names []string, note string) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: importer.Default()}
	if _, err := conf.Check("example.com/p", fset, []*ast.File{file}, info); err != nil {
		t.Fatal(err)
	}
	files, note := needed([]*ast.File{file}, fset, info, tests, remote)
	for _, d := range files[0].Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			names = append(names, fn.Name.Name)
		}
	}
	return names, note
}

func TestOfTestsOnlyWhatOthersCanCallIsNeeded(t *testing.T) {
	const text = `package p

type T struct{}
type B struct{}

var testing struct{}

func TestA(x int)  {}
func Testify()     {}
func ExampleA()    {}
func helper(f func()) { f() }
`
	if got, _ := neededOf(t, "p_test.go", text, false, false); !slices.Equal(got, []string{"TestA", "Testify", "helper"}) {
		t.Errorf("in a test file: %v", got)
	}
	if got, _ := neededOf(t, "p.go", text, false, false); len(got) != 4 {
		t.Errorf("outside of one: %v", got)
	}
	if got, _ := neededOf(t, "p_test.go", text, true, false); len(got) != 4 {
		t.Errorf("with -tests: %v", got)
	}
}

func TestOfALargePackageThatSeesNoFactoryWhatTakesFunctionsIsNeeded(t *testing.T) {
	var b strings.Builder
	b.WriteString("package p\n\nfunc init() { start() }\n\nfunc start() {}\n\nfunc Each(f func()) { each(f) }\n\nfunc each(f func()) { f() }\n\n")
	for i := range 400 {
		fmt.Fprintf(&b, "func Number%d(n int) int {\n\tn += %d // so that it is long enough for the whole to be too long\n\treturn n\n}\n", i, i)
	}
	got, note := neededOf(t, "p.go", b.String(), false, true)
	for _, name := range []string{"init", "start", "Each", "each"} {
		if !slices.Contains(got, name) {
			t.Errorf("%s is left out", name)
		}
	}
	if want := fmt.Sprintf("no factory in sight: %d of 404 functions are summarised", len(got)); note != want || len(got) > 300 {
		t.Errorf("note %q, want %q", note, want)
	}
	if got, note := neededOf(t, "p.go", b.String(), false, false); len(got) != 404 || note != "" {
		t.Errorf("where a factory is in sight: %d functions, note %q", len(got), note)
	}
}
