package metamorph

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Module is the packages of a module, each after those that it imports.
type Module struct {
	Path     string
	Packages []*Package
	Requires string // what its go.mod says after the module's name
	Sum      []byte // its go.sum

	fset   *token.FileSet
	byPath map[string]*Package
}

// A Package is one of a module's packages, without its tests.
type Package struct {
	Dir   string // relative to the module, with slashes
	Files []*File

	types *types.Package
	info  *types.Info

	top    int          // the last part, when it is split
	filled map[int]bool // the parts with something in them
}

// A File is cut into its top-level declarations, imports apart.
type File struct {
	Name  string // relative to the module, with slashes
	Decls []*Decl

	pkg    *Package
	syntax *ast.File
	text   []byte
}

// A Decl is a top-level declaration, with its comments.
type Decl struct {
	file       *File
	node       ast.Decl
	start, end int // offsets of its lines
	line       int // the number of its first line
}

// Load reads the module in dir.
func Load(dir string) (*Module, error) {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return nil, err
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	m := &Module{Path: strings.TrimSpace(strings.TrimPrefix(first, "module ")), Requires: rest, fset: token.NewFileSet(), byPath: make(map[string]*Package)}
	if m.Sum, err = os.ReadFile(filepath.Join(dir, "go.sum")); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedTypes | packages.NeedTypesSizes |
			packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedExportFile,
		Dir: dir, Fset: m.fset, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS="),
	}, "./...")
	if err != nil {
		return nil, err
	}
	done := make(map[string]bool)
	var visit func(p *packages.Package) error
	visit = func(p *packages.Package) error {
		if done[p.PkgPath] || p.PkgPath != m.Path && !strings.HasPrefix(p.PkgPath, m.Path+"/") {
			return nil
		}
		done[p.PkgPath] = true
		if len(p.Errors) > 0 {
			return p.Errors[0]
		}
		for _, path := range sortedKeys(p.Imports) {
			if err := visit(p.Imports[path]); err != nil {
				return err
			}
		}
		return m.add(p)
	}
	for _, p := range loaded {
		if err := visit(p); err != nil {
			return nil, err
		}
	}
	if len(m.Packages) == 0 {
		return nil, fmt.Errorf("no packages in %s", dir)
	}
	return m, nil
}

func (m *Module) add(p *packages.Package) error {
	dir := strings.TrimPrefix(strings.TrimPrefix(p.PkgPath, m.Path), "/")
	pkg := &Package{Dir: dir, types: p.Types, info: p.TypesInfo}
	for i, syntax := range p.Syntax {
		text, err := os.ReadFile(p.CompiledGoFiles[i])
		if err != nil {
			return err
		}
		f := &File{Name: joinPath(dir, filepath.Base(p.CompiledGoFiles[i])), pkg: pkg, syntax: syntax, text: text}
		for _, d := range syntax.Decls {
			if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.IMPORT {
				f.Decls = append(f.Decls, m.decl(f, d))
			}
		}
		pkg.Files = append(pkg.Files, f)
	}
	m.Packages = append(m.Packages, pkg)
	m.byPath[p.PkgPath] = pkg
	return nil
}

// decl finds the lines of a declaration.
func (m *Module) decl(f *File, n ast.Decl) *Decl {
	pos := n.Pos()
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Doc != nil {
			pos = n.Doc.Pos()
		}
	case *ast.GenDecl:
		if n.Doc != nil {
			pos = n.Doc.Pos()
		}
	}
	d := &Decl{file: f, node: n, start: f.offset(pos), end: f.offset(n.End())}
	for d.end < len(f.text) && f.text[d.end] != '\n' {
		d.end++
	}
	d.line = 1 + strings.Count(string(f.text[:d.start]), "\n")
	return d
}

func (f *File) offset(p token.Pos) int { return int(p - f.syntax.FileStart) }

// isInit reports whether d is an init function, or main: nothing can call
// these.
func (d *Decl) isInit() bool {
	fn, ok := d.node.(*ast.FuncDecl)
	return ok && fn.Recv == nil && (fn.Name.Name == "init" || fn.Name.Name == "main")
}

// isFunc reports whether d is a function that can stand anywhere.
func (d *Decl) isFunc() bool {
	_, ok := d.node.(*ast.FuncDecl)
	return ok && !d.isInit()
}

// isFactory reports whether what the tool knows d by is its name or a
// directive, so that neither may change.
func (d *Decl) isFactory() bool {
	fn, ok := d.node.(*ast.FuncDecl)
	return ok && (factoryName.MatchString(fn.Name.Name) || strings.Contains(fn.Doc.Text()+string(d.file.text[d.start:d.file.offset(fn.Pos())]), "wsinitlint:"))
}

// factoryName matches all names by which the tool knows a factory, and more.
var factoryName = regexp.MustCompile(`^(Get|New|Create|Make|Build|Must).*Manager$`)

// keepsName reports whether a name tells the tool what it names.
func keepsName(name string) bool {
	return factoryName.MatchString(name) || strings.HasSuffix(name, "Context")
}

// uses calls visit with each identifier in d that refers to something, and
// with each that declares it.
func (d *Decl) uses(visit func(id *ast.Ident, obj types.Object)) {
	ast.Inspect(d.node, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := d.file.pkg.info.ObjectOf(id); obj != nil {
				visit(id, obj)
			}
		}
		return true
	})
}

// imports are the packages that d uses: the names by their paths.
func (d *Decl) imports() map[string]string {
	found := make(map[string]string)
	d.uses(func(_ *ast.Ident, obj types.Object) {
		if p, ok := obj.(*types.PkgName); ok {
			found[p.Imported().Path()] = p.Name()
		}
	})
	return found
}

// blankImports are the paths that f imports for their initialisers.
func (f *File) blankImports() []string {
	var paths []string
	for _, s := range f.syntax.Imports {
		if s.Name != nil && s.Name.Name == "_" {
			path, err := strconv.Unquote(s.Path.Value)
			if err == nil {
				paths = append(paths, path)
			}
		}
	}
	return paths
}
