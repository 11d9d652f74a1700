package summary

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// byName recognises factories, managers and user contexts by their names.
type byName struct{}

func (byName) IsFactory(fn *types.Func) bool { return fn.Name() == "GetWSManager" }

func (byName) IsManager(t types.Type) bool {
	return strings.HasSuffix(types.TypeString(t, nil), ".WSManager")
}

func (byName) IsUserContext(t types.Type) bool {
	return strings.HasSuffix(types.TypeString(t, nil), ".UserContext")
}

func (byName) ContextParam(fn *types.Func) factory.ContextParam {
	if fn.Signature().Params().Len() == 0 {
		return factory.ContextParam{Index: -1}
	}
	return factory.ContextParam{}
}

// library is what analysed sources can import.
const library = `package lib

type Opener interface{ Open() }

type Registry struct {
	fns map[string]func()
	all []Opener
}

func (r *Registry) Add(name string, f func()) {
	if r.fns == nil {
		r.fns = map[string]func(){}
	}
	r.fns[name] = f
}

func (r *Registry) Run() {
	for _, f := range r.fns {
		f()
	}
	for _, o := range r.all {
		o.Open()
	}
}

var Default Registry

func Apply(f func()) { f() }

func Lazy[T any](f func() T) func() T {
	var v T
	done := false
	return func() T {
		if !done {
			v, done = f(), true
		}
		return v
	}
}
`

// A checked source is one that the type checker takes.
type checked struct {
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
	limit int // see [Package]
}

func check(path, source string, imports types.Importer) (*checked, error) {
	c := &checked{fset: token.NewFileSet(), info: &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection), Scopes: make(map[ast.Node]*types.Scope),
		Instances: make(map[*ast.Ident]types.Instance), FileVersions: make(map[*ast.File]string),
	}}
	file, err := parser.ParseFile(c.fset, path+".go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	c.files = []*ast.File{file}
	c.pkg, err = (&types.Config{Importer: imports, GoVersion: "go1.25"}).Check(path, c.fset, c.files, c.info)
	return c, err
}

func (c *checked) analyze(facts map[string]*Fact) (*Result, *Fact) {
	return c.analyzeWith(byName{}, facts)
}

func (c *checked) analyzeWith(set Recognizer, facts map[string]*Fact) (*Result, *Fact) {
	return Analyze(c.build(set, facts))
}

// build makes the SSA form.
func (c *checked) build(set Recognizer, facts map[string]*Fact) *Package {
	prog := ssa.NewProgram(c.fset, 0)
	for _, imp := range c.pkg.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	pkg := prog.CreatePackage(c.pkg, c.files, c.info, false)
	pkg.Build()
	return &Package{Files: c.files, Types: c.pkg, Info: c.info, Imports: facts, Set: set, Program: prog, SSA: pkg, limit: c.limit}
}

type only map[string]*types.Package

func (o only) Import(path string) (*types.Package, error) {
	if pkg := o[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func newLibrary(tb testing.TB) (*checked, *Fact) {
	tb.Helper()
	c, err := check("lib", library, only{})
	if err != nil {
		tb.Fatal(err)
	}
	_, fact := c.analyze(nil)
	return c, fact
}

const declarations = `
type WSManager struct{ user string }
type UserContext struct{ id string }

func GetWSManager(uc *UserContext) (*WSManager, error) { return &WSManager{uc.id}, nil }
`

var seeds = []string{
	`func connect() { GetWSManager(nil) }
func init() { lib.Apply(connect) }`,
	`var m, _ = GetWSManager(&UserContext{})
var get = lib.Lazy(func() *WSManager { m, _ := GetWSManager(nil); return m })
func F() { get() }`,
	`type conn struct{ next *conn; m *WSManager }
func (c *conn) Open() { c.m, _ = GetWSManager(nil); if c.next != nil { c.next.Open() } }
func init() { lib.Default.Add("x", (&conn{}).Open); lib.Default.Run() }`,
	`type list[T any] struct{ next *list[T]; v T }
func (l *list[T]) each(f func(T)) { for ; l != nil; l = l.next { f(l.v) } }
func G(uc *UserContext) { (&list[*UserContext]{v: uc}).each(func(uc *UserContext) { GetWSManager(uc) }) }
func init() { G(nil) }`,
	`func find(id string) (uc *UserContext, err error) { defer func() { recover() }(); if id == "" { return nil, nil }; return &UserContext{id}, nil }
func H(id string, ch chan *UserContext) error {
	uc, err := find(id)
	if err != nil { return err }
	select { case uc = <-ch: case ch <- uc: default: }
	switch x := any(uc).(type) { case *UserContext: GetWSManager(x); case nil: goto end }
	for range 3 { go func() { GetWSManager(uc) }() }
end:
	return nil
}`,
	`type i interface{ self() i }
type s struct{ i; m map[string]i }
func (x *s) self() i { return x.m["a"].self().self() }
func init() { for k, v := range (&s{}).m { _, _ = k, v.self(); lib.Apply(func() { GetWSManager(nil) }) } }`,
}

// FuzzSource analyses whatever type-checks: without a panic, and twice with
// the same result.
func FuzzSource(f *testing.F) {
	lib, fact := newLibrary(f)
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		c, err := check("a", "package a\n\nimport \"lib\"\n\nvar _ lib.Registry\n"+declarations+source, only{"lib": lib.pkg})
		if err != nil {
			return
		}
		one, first := c.analyze(map[string]*Fact{"lib": fact})
		two, second := c.analyze(map[string]*Fact{"lib": fact})
		if !reflect.DeepEqual(first, second) {
			t.Error("two facts of one package differ")
		}
		if a, b := describe(one), describe(two); a != b {
			t.Errorf("two results differ:\n%s\n%s", a, b)
		}
	})
}

// describe is what the passes are told.
func describe(r *Result) string {
	var b strings.Builder
	for _, x := range r.Reaches {
		fmt.Fprintln(&b, "reach", x.Factory, hops(x.Path))
	}
	for _, x := range r.Contexts {
		fmt.Fprintln(&b, "context", x.Factory, x.Code, hops(x.Path))
	}
	for _, x := range r.Keeps {
		fmt.Fprintln(&b, "keep", x.Site, x.Variable, x.Factory, x.Via, x.Container, x.Captive, x.Once, x.Context)
	}
	return b.String()
}

func hops(h *Hop) string {
	var b strings.Builder
	for ; h != nil; h = h.Next {
		fmt.Fprint(&b, h.Callee, "@", h.Site, " ")
	}
	return b.String()
}

// FuzzFacts analyses a package whose import's fact is damaged: what cannot be
// read is noted, and nothing else is lost.
func FuzzFacts(f *testing.F) {
	lib, fact := newLibrary(f)
	c, err := check("a", "package a\n\nimport \"lib\"\n"+declarations+seeds[0], only{"lib": lib.pkg})
	if err != nil {
		f.Fatal(err)
	}
	for i, s := range fact.Sections {
		f.Add(fact.Keys[i], s)
		f.Add("m:"+fact.Keys[i], s[:len(s)/2])
	}
	f.Add("m:", []byte{})
	f.Fuzz(func(t *testing.T, key string, section []byte) {
		damaged := *fact
		damaged.Keys = append([]string{key}, fact.Keys...)
		damaged.Sections = append([][]byte{section}, fact.Sections...)
		damaged.Owners = append([]string{"lib"}, fact.Owners...)
		c.analyze(map[string]*Fact{"lib": &damaged})
	})
}

func TestEverySeedHasFindings(t *testing.T) {
	lib, fact := newLibrary(t)
	for i, s := range seeds {
		c, err := check("a", "package a\n\nimport \"lib\"\n\nvar _ lib.Registry\n"+declarations+s, only{"lib": lib.pkg})
		if err != nil {
			t.Fatalf("seed %d: %v", i, err)
		}
		if r, _ := c.analyze(map[string]*Fact{"lib": fact}); describe(r) == "" {
			t.Errorf("seed %d has no findings", i)
		}
	}
}
