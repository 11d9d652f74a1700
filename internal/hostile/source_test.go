package hostile

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

// The imported packages stand for the standard library's of the same names:
// they are small enough to be analysed anew each time.
var imported = []struct{ path, text string }{
	{"context", `package context

type Context interface {
	Err() error
	Value(key any) any
}

type empty struct{}

func (empty) Err() error    { return nil }
func (empty) Value(any) any { return nil }

type with struct {
	Context
	key, val any
}

func (w *with) Value(key any) any {
	if w.key == key {
		return w.val
	}
	return w.Context.Value(key)
}

func Background() Context                             { return empty{} }
func WithValue(parent Context, key, val any) Context { return &with{parent, key, val} }
`},
	{"sync", `package sync

type Once struct{ done bool }

func (o *Once) Do(f func()) {
	if !o.done {
		o.done = true
		f()
	}
}

type Map struct{ m map[any]any }

func (m *Map) Store(key, value any) { m.m[key] = value }
func (m *Map) Load(key any) (value any, ok bool) {
	value, ok = m.m[key]
	return value, ok
}
`},
	{"ws", `package ws

import "context"

type UserContext struct{ ID string }

type WSManager struct{ uc *UserContext }

type Emitter interface{ Emit(string) error }

func (m *WSManager) Emit(string) error { return nil }

func GetWSManager(uc *UserContext) (*WSManager, error) { return &WSManager{uc}, nil }

func NewWSManager(ctx context.Context) *WSManager { return &WSManager{} }

func (uc *UserContext) Valid() bool { return uc != nil && uc.ID != "" }
`},
}

// An importer has the imported packages, type-checked once.
type importer struct {
	fset *token.FileSet
	pkgs map[string]*packages.Package
}

func newImporter(tb testing.TB) *importer {
	tb.Helper()
	im := &importer{fset: token.NewFileSet(), pkgs: make(map[string]*packages.Package)}
	for _, p := range imported {
		pkg, err := im.check(p.path, p.text)
		if err != nil {
			tb.Fatal(err)
		}
		im.pkgs[p.path] = pkg
	}
	return im
}

// Import implements [types.Importer].
func (im *importer) Import(path string) (*types.Package, error) {
	if p := im.pkgs[path]; p != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// check parses and type-checks a package of one file. Where the error is not
// nil, the package, if there is one, has what could be understood.
func (im *importer) check(path, text string) (*packages.Package, error) {
	file, err := parser.ParseFile(im.fset, path+".go", text, parser.SkipObjectResolution|parser.ParseComments)
	if file == nil {
		return nil, err
	}
	pkg := &packages.Package{
		ID: path, PkgPath: path, Name: file.Name.Name, Fset: im.fset, Syntax: []*ast.File{file},
		Imports: make(map[string]*packages.Package), TypesSizes: types.SizesFor("gc", "amd64"),
		TypesInfo: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection), Scopes: make(map[ast.Node]*types.Scope),
			Instances: make(map[*ast.Ident]types.Instance), FileVersions: make(map[*ast.File]string),
		},
	}
	conf := &types.Config{Importer: im, Sizes: pkg.TypesSizes, GoVersion: "go1.25", Error: func(first error) {
		if err == nil {
			err = first
		}
	}}
	pkg.Types, _ = conf.Check(path, im.fset, pkg.Syntax, pkg.TypesInfo) // conf.Error has its error
	for _, imp := range pkg.Types.Imports() {
		pkg.Imports[imp.Path()] = im.pkgs[imp.Path()]
	}
	return pkg, err
}

// analyze runs all analyzers on a package that type-checks, and returns what
// they report, a line each.
func analyze(pkg *packages.Package, debug bool) (string, error) {
	o := &factory.Options{Debug: debug}
	graph, err := checker.Analyze([]*analysis.Analyzer{factory.NewAnalyzer(o), importtime.New(o), nilcontext.New(o), singleton.New(o)}, []*packages.Package{pkg}, &checker.Options{Sequential: true, SanityCheck: true})
	if err != nil {
		return "", err
	}
	var lines []string
	for act := range graph.All() {
		if act.Err != nil {
			return "", act.Err
		}
		for _, d := range act.Diagnostics {
			line := fmt.Sprintf("%s: %s: %s [%s]", pkg.Fset.Position(d.Pos), act.Analyzer.Name, d.Message, d.Category)
			for _, r := range d.Related {
				line += fmt.Sprintf(" %s: %s", pkg.Fset.Position(r.Pos), r.Message)
			}
			for _, f := range d.SuggestedFixes {
				line += " " + f.Message
				for _, e := range f.TextEdits {
					line += fmt.Sprintf(" %s-%s %q", pkg.Fset.Position(e.Pos), pkg.Fset.Position(e.End), e.NewText)
				}
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), nil
}
