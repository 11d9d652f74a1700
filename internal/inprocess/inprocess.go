// Package inprocess runs analyzers on some packages of a program in this
// process, as go vet would have a vettool run on them: a package at a time,
// with its tests, with facts of what it imports and types from export data.
//
// go vet starts a process for each package that the wanted ones depend on. Where
// few are wanted, that is most of the work. Here the packages of the standard
// library cost a look at their source (see internal/stdunit), and the others
// are analysed for their facts one after another, nothing of which stays but
// the facts.
package inprocess

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/gcexportdata"
)

// A Package is what go list -test -export -compiled says of a package.
type Package struct {
	ImportPath, Dir, Export string
	Standard                bool
	CompiledGoFiles         []string
	Imports                 []string          // as the packages are listed
	ImportMap               map[string]string // from what the source says to that
	Module                  *Module
	Error                   *struct{ Err string }
}

// A Module is what go list says of a module.
type Module struct{ Path, Version, GoVersion string }

// A Reported is what an analyzer reported of a package, or the error that it
// ended with.
type Reported struct {
	Package     *Package
	Analyzer    string
	Fset        *token.FileSet
	Diagnostics []analysis.Diagnostic
	Err         error
}

// Options say what go vet would say.
type Options struct {
	GoVersion string // of the standard library

	// Known are the facts of a package of the standard library, and what
	// identifies them, if they are known without an analysis; key says what
	// identifies those of what it imports.
	Known func(p *Package, key func(path string) string) (facts []analysis.Fact, identity string)

	// Identity is what identifies facts that were computed, or "".
	Identity func(facts []analysis.Fact) string
}

// Run runs the analyzers on those packages of all, which has whatever they
// depend on, that ids lists. The error says why the analyzers could not be
// run: a package does not parse or type-check, something of it is missing, or
// ctx has ended.
func Run(ctx context.Context, all []*Package, ids []string, analyzers []*analysis.Analyzer, o Options) ([]Reported, error) {
	if err := analysis.Validate(analyzers); err != nil {
		return nil, err
	}
	r := &run{ctx: ctx, Options: o, analyzers: analyzers, units: make(map[string]*unit), slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	for _, p := range all {
		r.units[p.ImportPath] = &unit{p: p}
	}
	for _, id := range ids {
		u := r.units[id]
		if u == nil {
			return nil, fmt.Errorf("%s is not there", id)
		}
		u.wanted = true
	}
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() { r.analyse(r.units[id]) })
	}
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done(): // what is in work only reads, and nobody will want it
		return nil, ctx.Err()
	}
	var reported []Reported
	for _, id := range ids {
		u := r.units[id]
		if u.err != nil {
			return nil, u.err
		}
		reported = append(reported, u.reported...)
	}
	return reported, nil
}

type run struct {
	Options
	ctx       context.Context
	analyzers []*analysis.Analyzer
	units     map[string]*unit
	slots     chan struct{} // bounds how many packages are in memory
}

// A unit is a package and what is known of it.
type unit struct {
	p        *Package
	wanted   bool
	once     sync.Once
	facts    []analysis.Fact
	identity string // of the facts, where they were known
	reported []Reported
	err      error
}

// imported is the unit that path means in p's source.
func (r *run) imported(p *Package, path string) *unit {
	if listed, ok := p.ImportMap[path]; ok {
		path = listed
	}
	return r.units[path]
}

// analyse analyses a package after those that it imports.
func (r *run) analyse(u *unit) {
	u.once.Do(func() {
		var wg sync.WaitGroup
		for _, path := range u.p.Imports {
			if imp := r.units[path]; imp != nil && path != "unsafe" {
				wg.Go(func() { r.analyse(imp) })
			}
		}
		wg.Wait()
		for _, path := range u.p.Imports {
			if imp := r.units[path]; imp != nil && imp.err != nil {
				u.err = imp.err
				return
			}
		}
		r.slots <- struct{}{}
		defer func() { <-r.slots }()
		if u.err = r.ctx.Err(); u.err != nil {
			return
		}
		if u.p.Standard && !u.wanted {
			u.facts, u.identity = r.Known(u.p, func(path string) string {
				if imp := r.units[path]; imp != nil {
					return imp.identity
				}
				return ""
			})
			if u.identity != "" {
				return
			}
		}
		u.err = r.check(u)
		u.identity = r.Identity(u.facts)
	})
}

// check parses, type-checks and analyses a package.
func (r *run) check(u *unit) error {
	p := u.p
	if p.Error != nil {
		return errors.New(p.Error.Err)
	}
	pass := analysis.Pass{Fset: token.NewFileSet(), TypesSizes: types.SizesFor("gc", build.Default.GOARCH), ReadFile: os.ReadFile}
	for _, name := range p.Files() {
		f, err := parser.ParseFile(pass.Fset, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		pass.Files = append(pass.Files, f)
	}
	pass.TypesInfo = &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
	}
	// As go vet says it: a module without a version has the first that had modules.
	version := r.GoVersion
	if m := p.Module; m != nil {
		version = "go1.16"
		if m.GoVersion != "" {
			version = "go" + m.GoVersion
		}
		pass.Module = &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: version}
	}
	imports := make(map[string]*types.Package)
	conf := types.Config{GoVersion: version, Sizes: pass.TypesSizes, Importer: importer(func(path string) (*types.Package, error) {
		if path == "unsafe" {
			return types.Unsafe, nil
		}
		return r.typesOf(p, path, pass.Fset, imports)
	})}
	pkg, err := conf.Check(pathOf(p), pass.Fset, pass.Files, pass.TypesInfo)
	if err != nil {
		return err
	}
	pass.Pkg = pkg
	return r.execute(u, &pass)
}

// typesOf reads the types of what path means in p's source.
func (r *run) typesOf(p *Package, path string, fset *token.FileSet, imports map[string]*types.Package) (*types.Package, error) {
	imp := r.imported(p, path)
	if imp == nil || imp.p.Export == "" {
		return nil, fmt.Errorf("%s imports %s, of which there is no export data", p.ImportPath, path)
	}
	path = pathOf(imp.p)
	if pkg := imports[path]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	f, err := os.Open(imp.p.Export)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(text, fset, imports, path)
}

// execute runs the analyzers on a package that is type-checked.
func (r *run) execute(u *unit, pass *analysis.Pass) error {
	byPackage := map[*types.Package]*unit{}
	for _, imp := range pass.Pkg.Imports() {
		byPackage[imp] = r.byPath(u.p, imp.Path())
	}
	type outcome struct {
		result any
		err    error
	}
	done := make(map[*analysis.Analyzer]*outcome)
	var execute func(a *analysis.Analyzer) *outcome
	execute = func(a *analysis.Analyzer) *outcome {
		if o := done[a]; o != nil {
			return o
		}
		o := &outcome{}
		done[a] = o
		own := *pass
		own.Analyzer = a
		own.ResultOf = make(map[*analysis.Analyzer]any)
		for _, req := range a.Requires {
			before := execute(req)
			if before.err != nil {
				o.err = fmt.Errorf("failed prerequisites: %s", req)
				return o
			}
			own.ResultOf[req] = before.result
		}
		var diagnostics []analysis.Diagnostic
		own.Report = func(d analysis.Diagnostic) { diagnostics = append(diagnostics, d) }
		own.ImportPackageFact = func(pkg *types.Package, to analysis.Fact) bool {
			from := u
			if pkg != pass.Pkg {
				from = byPackage[pkg]
			}
			return from != nil && from.copyFact(to)
		}
		own.ExportPackageFact = func(f analysis.Fact) { u.facts = append(u.facts, f) }
		// What go vet's analyzers use, ours do not.
		own.ImportObjectFact = func(types.Object, analysis.Fact) bool { return false }
		own.ExportObjectFact = func(types.Object, analysis.Fact) {}
		own.AllObjectFacts = func() []analysis.ObjectFact { return nil }
		own.AllPackageFacts = func() []analysis.PackageFact { return nil }
		o.result, o.err = a.Run(&own)
		if u.wanted && slices.Contains(r.analyzers, a) {
			u.reported = append(u.reported, Reported{u.p, a.Name, pass.Fset, diagnostics, o.err})
		}
		return o
	}
	for _, a := range r.analyzers {
		// For facts alone, those that have none are not needed.
		if u.wanted || hasFacts(a) {
			execute(a)
		}
	}
	return nil
}

func hasFacts(a *analysis.Analyzer) bool {
	if len(a.FactTypes) > 0 {
		return true
	}
	for _, req := range a.Requires {
		if hasFacts(req) {
			return true
		}
	}
	return false
}

// byPath is the import of p with this path.
func (r *run) byPath(p *Package, path string) *unit {
	for _, id := range p.Imports {
		if u := r.units[id]; u != nil && pathOf(u.p) == path {
			return u
		}
	}
	return nil
}

// copyFact sets the fact that to points to, if u has one of its type.
func (u *unit) copyFact(to analysis.Fact) bool {
	for _, f := range u.facts {
		if reflect.TypeOf(f) == reflect.TypeOf(to) {
			reflect.ValueOf(to).Elem().Set(reflect.ValueOf(f).Elem())
			return true
		}
	}
	return false
}

// pathOf is the path that p has in Go: without what tells test variants apart.
func pathOf(p *Package) string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// Files are the absolute names of p's files: cgo's are in a cache.
func (p *Package) Files() []string {
	var names []string
	for _, name := range p.CompiledGoFiles {
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		names = append(names, name)
	}
	return names
}

type importer func(path string) (*types.Package, error)

func (i importer) Import(path string) (*types.Package, error) { return i(path) }
