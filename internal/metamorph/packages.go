package metamorph

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"
)

// merged has all packages in one: what went from package to package by facts
// does not any more.
func (m *Module) merged() *plan {
	p := &plan{edits: make(map[*File][]edit)}
	one := &outPackage{dir: "all", name: "all"}
	declared := make(map[string]int)
	for _, pkg := range m.Packages {
		if pkg.types.Name() == "main" {
			one.name = "main"
		}
		for _, name := range pkg.types.Scope().Names() {
			declared[name]++
		}
	}
	m.rename(p, func(obj types.Object) string {
		if declared[obj.Name()] > 1 && obj.Parent() == obj.Pkg().Scope() && !keepsName(obj.Name()) {
			return newName(strings.ReplaceAll(strings.TrimPrefix(obj.Pkg().Path(), m.Path+"/"), "/", "_") + "_" + obj.Name())
		}
		return obj.Name()
	})
	for i, pkg := range m.Packages {
		for _, f := range pkg.Files {
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := sel.X.(*ast.Ident); ok {
					if name, ok := pkg.info.Uses[x].(*types.PkgName); ok && m.byPath[name.Imported().Path()] != nil {
						p.edit(f, f.offset(x.Pos()), f.offset(sel.Sel.Pos()), "")
					}
				}
				return true
			})
			out := &outFile{
				name:  "f" + strconv.Itoa(100+i) + strings.ReplaceAll(f.Name, "/", "_"),
				decls: f.Decls, without: func(path string) bool { return m.byPath[path] != nil },
			}
			one.files = append(one.files, out)
		}
	}
	p.packages = []*outPackage{one}
	return p
}

// split has each package in several: types, their methods and what these use
// stay, functions and variables go to packages that import those of what they
// use. Everything is exported for that.
func (m *Module) split() *plan {
	p := &plan{edits: make(map[*File][]edit)}
	m.rename(p, func(obj types.Object) string {
		if ast.IsExported(obj.Name()) || !needsExport(obj) {
			return obj.Name()
		}
		return newName("X" + obj.Name())
	})
	place := make(map[*Decl]int)
	declares := make(map[types.Object]*Decl)
	for _, pkg := range m.Packages {
		top := pkg.levels(place, declares)
		pkg.top = top
		for level := range top + 1 {
			out := &outPackage{dir: pkg.part(level, top), name: path.Base(pkg.part(level, top))}
			switch {
			case level == top && pkg.types.Name() == "main":
				out.name = "main"
			case level == 0 && pkg.types.Name() != "main":
				out.name = pkg.types.Name()
			}
			for _, f := range pkg.Files {
				of := &outFile{name: path.Base(f.Name), imports: make(map[string]string), without: func(path string) bool { return m.byPath[path] != nil }}
				for earlier := range level {
					if pkg.filled[earlier] {
						of.imports[joinPath(m.Path, pkg.part(earlier, top))] = "_"
					}
				}
				// All that was initialised before still is.
				for _, imported := range f.syntax.Imports {
					if path, err := strconv.Unquote(imported.Path.Value); err == nil && m.byPath[path] != nil || imported.Name != nil && imported.Name.Name == "_" {
						for _, part := range m.parts(path) {
							of.imports[part] = "_"
						}
					}
				}
				for _, d := range f.Decls {
					if place[d] == level {
						of.decls = append(of.decls, d)
						m.qualify(p, of, d, place, declares)
					}
				}
				out.files = append(out.files, of)
			}
			p.packages = append(p.packages, out)
		}
	}
	return p
}

// parts are the paths of the packages that a package with this path was split
// into.
func (m *Module) parts(path string) (all []string) {
	pkg := m.byPath[path]
	if pkg == nil {
		return []string{path}
	}
	for level := range pkg.top + 1 {
		if pkg.filled[level] {
			all = append(all, joinPath(m.Path, pkg.part(level, pkg.top)))
		}
	}
	return all
}

// part is the folder of a part of a package that was split into top+1.
func (p *Package) part(level, top int) string {
	switch {
	case p.types.Name() == "main" && level == top, p.types.Name() != "main" && level == 0:
		return p.Dir
	}
	return joinPath(p.Dir, p.types.Name()+"p"+strconv.Itoa(level))
}

// needsExport reports whether other packages must get at obj for its package
// to be split.
func needsExport(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.Parent() == obj.Pkg().Scope()
	case *types.Func:
		return obj.Parent() == obj.Pkg().Scope() && obj.Name() != "init" && obj.Name() != "main"
	case *types.Const, *types.TypeName:
		return obj.Parent() == obj.Pkg().Scope()
	}
	return false
}

// levels enters for each declaration of p the part that it goes to, and for
// each object the declaration. It returns the last part.
func (p *Package) levels(place map[*Decl]int, declares map[types.Object]*Decl) (top int) {
	p.filled = make(map[int]bool)
	var decls []*Decl
	for _, f := range p.Files {
		for _, d := range f.Decls {
			decls = append(decls, d)
			d.uses(func(id *ast.Ident, obj types.Object) {
				if p.info.Defs[id] == obj && obj.Parent() == p.types.Scope() {
					declares[obj] = d
				}
			})
		}
	}
	needs := make(map[*Decl][]*Decl)
	for _, d := range decls {
		d.uses(func(_ *ast.Ident, obj types.Object) {
			if to := declares[obj]; to != nil && to != d && to.file.pkg == p {
				needs[d] = append(needs[d], to)
			}
		})
	}
	base := make(map[*Decl]bool)
	var stay func(d *Decl)
	stay = func(d *Decl) {
		if !base[d] {
			base[d] = true
			for _, to := range needs[d] {
				stay(to)
			}
		}
	}
	whole := slices.ContainsFunc(decls, func(d *Decl) bool { return d.isInit() && d.usesInside() })
	for _, d := range decls {
		// Where a variable is kept for good is said where it is made, if that is
		// where it is used.
		for _, to := range needs[d] {
			if to.isMade() {
				stay(d)
			}
		}
		if whole || d.isBase() || reaches(needs, d) || d.usesInside() {
			stay(d)
		}
	}
	if whole {
		for _, d := range decls {
			place[d] = 0
		}
		p.filled[0] = true
		return 0
	}
	var level func(d *Decl) int
	level = func(d *Decl) int {
		if base[d] {
			return 0
		}
		if n, ok := place[d]; ok {
			return n
		}
		n := 0
		for _, to := range needs[d] {
			n = max(n, level(to))
		}
		place[d] = n + 1
		return n + 1
	}
	for _, d := range decls {
		if base[d] {
			place[d] = 0
		} else if !d.isInit() {
			top = max(top, level(d))
		}
	}
	for _, d := range decls {
		if d.isInit() {
			if top == 0 {
				top = 1
			}
			place[d] = top
			for _, to := range needs[d] {
				if place[to] == top && !to.isInit() {
					top++
					place[d] = top
				}
			}
		}
	}
	for _, d := range decls {
		if d.isInit() {
			place[d] = top
		}
		p.filled[place[d]] = true
	}
	return top
}

// isBase reports whether d is a type, a constant, a method or a factory.
func (d *Decl) isBase() bool {
	switch n := d.node.(type) {
	case *ast.FuncDecl:
		return n.Recv != nil || d.isFactory()
	case *ast.GenDecl:
		return n.Tok != token.VAR
	}
	return true
}

// usesInside reports whether d uses fields and methods that other packages
// cannot get at. They are not exported for it: what another package could store
// in a field is another question.
func (d *Decl) usesInside() bool {
	found := false
	inside := func(obj types.Object) {
		if v, ok := obj.(*types.Var); ok && v.IsField() || obj.Parent() == nil {
			found = found || !obj.Exported() && obj.Pkg() == d.file.pkg.types
		}
	}
	d.uses(func(_ *ast.Ident, obj types.Object) { inside(obj) })
	ast.Inspect(d.node, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok && len(lit.Elts) > 0 {
			t := d.file.pkg.info.TypeOf(lit)
			if p, ok := t.Underlying().(*types.Pointer); ok {
				t = p.Elem()
			}
			if s, ok := t.Underlying().(*types.Struct); ok {
				for f := range s.Fields() {
					inside(f)
				}
			}
		}
		return true
	})
	return found
}

// isMade reports whether d is a variable with an initialiser.
func (d *Decl) isMade() bool {
	g, ok := d.node.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return false
	}
	return slices.ContainsFunc(g.Specs, func(s ast.Spec) bool { return len(s.(*ast.ValueSpec).Values) > 0 })
}

// reaches reports whether d needs itself by way of others.
func reaches(needs map[*Decl][]*Decl, d *Decl) bool {
	seen := make(map[*Decl]bool)
	todo := slices.Clone(needs[d])
	for len(todo) > 0 {
		x := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if x == d {
			return true
		}
		if !seen[x] {
			seen[x] = true
			todo = append(todo, needs[x]...)
		}
	}
	return false
}

// qualify has what d uses be found in its part, and imports that into f.
func (m *Module) qualify(p *plan, f *outFile, d *Decl, place map[*Decl]int, declares map[types.Object]*Decl) {
	info := d.file.pkg.info
	qualified := make(map[*ast.Ident]*ast.Ident) // the package's name, by the selected one
	ast.Inspect(d.node, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				if _, ok := info.Uses[x].(*types.PkgName); ok {
					qualified[sel.Sel] = x
				}
			}
		}
		return true
	})
	d.uses(func(id *ast.Ident, obj types.Object) {
		if info.Defs[id] != nil {
			return
		}
		to := declares[obj]
		if to == nil || to.file.pkg == d.file.pkg && place[to] == place[d] {
			return
		}
		pkg := to.file.pkg
		top := pkg.top
		if pkg == d.file.pkg {
			top = 1 << 30 // not the last part, since d is in a later one
		}
		dir := pkg.part(place[to], top)
		name := path.Base(dir)
		if place[to] == 0 && pkg.types.Name() != "main" {
			name = pkg.types.Name()
		}
		f.imports[joinPath(m.Path, dir)] = name
		if x := qualified[id]; x != nil {
			p.edit(d.file, d.file.offset(x.Pos()), d.file.offset(x.End()), name)
		} else {
			p.edit(d.file, d.file.offset(id.Pos()), d.file.offset(id.Pos()), name+".")
		}
	})
}
