package metamorph

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"hash/fnv"
	"slices"
	"strings"
)

// A Transformation makes another module that means the same.
type Transformation struct {
	Name string
	// Moves says that functions get to other packages or behind others, so
	// that messages name them otherwise: only lines, analyzers and codes stay.
	Moves bool
	make  func(m *Module) *plan
}

// Transformations are all of them; the first changes nothing.
var Transformations = []Transformation{
	{"same", false, (*Module).same},
	{"reordered", false, (*Module).reordered},
	{"moved", false, (*Module).moved},
	{"renamed", false, (*Module).renamed},
	{"wrapped", true, (*Module).wrapped},
	{"identity", true, (*Module).identity},
	{"dead", false, (*Module).dead},
	{"unrelated", false, (*Module).unrelated},
	{"merged", true, (*Module).merged},
	{"split", true, (*Module).split},
}

// Write writes m, transformed, below dir; see [Module.write].
func (t *Transformation) Write(m *Module, dir, root, base string, origins Origins) error {
	return m.write(t.make(m), dir, root, base, origins)
}

// reordered has the functions of each file in reverse order, before everything
// else; what runs while packages are initialised keeps its order.
func (m *Module) reordered() *plan {
	p := m.same()
	for _, pkg := range p.packages {
		for _, f := range pkg.files {
			var fns, rest []*Decl
			for _, d := range f.decls {
				if d.isFunc() {
					fns = append(fns, d)
				} else {
					rest = append(rest, d)
				}
			}
			slices.Reverse(fns)
			f.decls = slices.Concat(fns, rest)
		}
	}
	return p
}

// moved has the functions of each package in turn in the first and the last of
// its files.
func (m *Module) moved() *plan {
	p := m.same()
	for _, pkg := range p.packages {
		first, last := &outFile{name: "a0.go"}, &outFile{name: "zz.go"}
		n := 0
		for _, f := range pkg.files {
			f.decls = slices.DeleteFunc(f.decls, func(d *Decl) bool {
				if !d.isFunc() {
					return false
				}
				to := first
				if n++; n%2 == 0 {
					to = last
				}
				to.decls = append(to.decls, d)
				return true
			})
		}
		pkg.files = append(append([]*outFile{first}, pkg.files...), last)
	}
	return p
}

// mark is in all the names that a transformation makes.
const mark = "ʀ"

// newName is another name that sorts elsewhere.
func newName(name string) string {
	h := fnv.New32()
	h.Write([]byte(name))
	prefix := []byte{'q', 'a', 'a', 'a'}
	if ast.IsExported(name) {
		prefix[0] = 'Q'
	}
	for i, n := 1, h.Sum32(); i < len(prefix); i, n = i+1, n/26 {
		prefix[i] += byte(n % 26)
	}
	return string(prefix) + mark + name
}

// OldNames takes the names of [newName] out of a message.
func OldNames(message string) string {
	for {
		i := strings.Index(message, mark)
		if i < 4 {
			return message
		}
		message = message[:i-4] + message[i+len(mark):]
	}
}

// renamed renames all that has a name of its own in the module, other than
// factories, managers, user contexts, fields and exported methods.
func (m *Module) renamed() *plan {
	p := m.same()
	m.rename(p, func(obj types.Object) string {
		name := obj.Name()
		switch obj := obj.(type) {
		case *types.Var:
			if obj.IsField() {
				return name
			}
		case *types.Func:
			if recv := obj.Signature().Recv(); recv != nil && ast.IsExported(name) || recv == nil && (name == "init" || name == "main") {
				return name
			}
		case *types.TypeName, *types.Const:
		default:
			return name
		}
		if keepsName(name) || name == "_" {
			return name
		}
		return newName(name)
	})
	return p
}

// rename gives every object of the module's the name that to says.
func (m *Module) rename(p *plan, to func(types.Object) string) {
	for _, pkg := range m.Packages {
		for _, f := range pkg.Files {
			kept := make(map[*ast.Ident]bool)
			for _, d := range f.Decls {
				if fn, ok := d.node.(*ast.FuncDecl); ok && d.isFactory() {
					kept[fn.Name] = true
				}
			}
			change := func(id *ast.Ident, obj types.Object) {
				obj = named(obj)
				if _, ok := m.owner(obj); !ok || kept[id] || id.Name == "_" {
					return
				}
				if name := to(obj); name != obj.Name() && id.Name == obj.Name() {
					p.edit(f, f.offset(id.Pos()), f.offset(id.End()), name)
				}
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					if obj := pkg.info.ObjectOf(n); obj != nil {
						change(n, obj)
					}
				case *ast.TypeSwitchStmt:
					// The variable has an object for each clause, none of its own.
					if as, ok := n.Assign.(*ast.AssignStmt); ok && len(n.Body.List) > 0 {
						if obj := pkg.info.Implicits[n.Body.List[0]]; obj != nil {
							change(as.Lhs[0].(*ast.Ident), obj)
						}
					}
				}
				return true
			})
		}
	}
}

// named is the type for the field that embeds it, which is called like it.
func named(obj types.Object) types.Object {
	v, ok := obj.(*types.Var)
	if !ok || !v.Embedded() {
		return obj
	}
	t := v.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	switch t := t.(type) {
	case *types.Named:
		return t.Obj()
	case *types.Alias:
		return t.Obj()
	}
	return obj
}

// owner is the package of the module that declares obj.
func (m *Module) owner(obj types.Object) (*Package, bool) {
	if _, ok := obj.(*types.PkgName); ok || obj.Pkg() == nil {
		return nil, false
	}
	p, ok := m.byPath[obj.Pkg().Path()]
	return p, ok
}

// wrapped has the body of each function in another that it only calls. Methods
// stay: what a method keeps in its receiver is reported where it is called, if
// that is another method.
func (m *Module) wrapped() *plan {
	p := m.same()
	for _, pkg := range p.packages {
		for _, f := range pkg.files {
			for _, d := range f.decls {
				if fn, ok := d.node.(*ast.FuncDecl); ok && !d.isInit() && !d.isFactory() && fn.Recv == nil && fn.Body != nil && fn.Name.Name != "_" && !callsRecover(fn) {
					f.tail += p.wrap(d, fn)
				}
			}
		}
	}
	return p
}

func callsRecover(fn *ast.FuncDecl) bool {
	found := false
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "recover" {
			found = true
		}
		return !found
	})
	return found
}

// wrap renames the function d and returns one with its name that calls it.
func (p *plan) wrap(d *Decl, fn *ast.FuncDecl) string {
	f := d.file
	text := func(n ast.Node) string {
		return string(f.text[f.offset(n.Pos()):f.offset(n.End())])
	}
	inner := newName(fn.Name.Name)
	p.edit(f, f.offset(fn.Name.Pos()), f.offset(fn.Name.End()), inner)
	recv, call := "", inner
	if fn.Recv != nil {
		recv, call = fmt.Sprintf("(r%s %s) ", mark, text(fn.Recv.List[0].Type)), "r"+mark+"."+inner
	}
	targs := ""
	if fn.Type.TypeParams != nil {
		targs = text(fn.Type.TypeParams)
		var names []string
		for _, field := range fn.Type.TypeParams.List {
			for _, name := range field.Names {
				names = append(names, name.Name)
			}
		}
		call += "[" + strings.Join(names, ", ") + "]"
	}
	var params, args []string
	for _, field := range fn.Type.Params.List {
		for range max(1, len(field.Names)) {
			name := fmt.Sprintf("p%s%d", mark, len(params))
			params = append(params, name+" "+text(field.Type))
			if _, ok := field.Type.(*ast.Ellipsis); ok {
				name += "..."
			}
			args = append(args, name)
		}
	}
	results, give := "", ""
	if fn.Type.Results != nil && len(fn.Type.Results.List) > 0 {
		var list []string
		for _, field := range fn.Type.Results.List {
			for range max(1, len(field.Names)) {
				list = append(list, text(field.Type))
			}
		}
		results, give = "("+strings.Join(list, ", ")+") ", "return "
	}
	return fmt.Sprintf("func %s%s%s(%s) %s{ %s%s(%s) }\n", recv, fn.Name.Name, targs, strings.Join(params, ", "), results, give, call, strings.Join(args, ", "))
}

// identity hands arguments of calls through a function that returns them;
// errors and user contexts that are checked stay as they are, since a check of
// what a function returned says nothing of what it was given.
func (m *Module) identity() *plan {
	p := m.same()
	for _, pkg := range p.packages {
		declared := false
		for _, f := range pkg.files {
			for _, d := range f.decls {
				p.handThrough(d)
			}
			if !declared && len(f.decls) > 0 {
				declared = true
				f.tail = fmt.Sprintf("func same%s[T any](x T) T { return x }\n", mark)
			}
		}
	}
	return p
}

func (p *plan) handThrough(d *Decl) {
	info := d.file.pkg.info
	ast.Inspect(d.node, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !info.Types[call.Fun].IsValue() { // a conversion, or a builtin
			return true
		}
		for _, arg := range call.Args {
			tv := info.Types[arg]
			switch t := tv.Type.(type) {
			case *types.Pointer, *types.Signature, *types.Interface:
			case *types.Named:
				if _, basic := t.Underlying().(*types.Basic); basic {
					continue
				}
			default:
				continue
			}
			if isChecked(tv.Type) && !isFactoryCall(call) {
				continue
			}
			if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && u.Op == token.AND {
				continue // who is given an address may fill what is there
			}
			if !tv.IsValue() || tv.IsNil() || tv.Value != nil || isGeneric(info, arg) {
				continue
			}
			p.edit(d.file, d.file.offset(arg.Pos()), d.file.offset(arg.Pos()), "same"+mark+"(")
			p.edit(d.file, d.file.offset(arg.End()), d.file.offset(arg.End()), ")")
		}
		return true
	})
}

// isChecked reports whether values of type t are what checks are for.
func isChecked(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := t.(*types.Named)
	return ok && (keepsName(n.Obj().Name()) || n.Obj().Name() == "error")
}

func isFactoryCall(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && factoryName.MatchString(sel.Sel.Name)
}

// isGeneric reports whether e names a generic function, whose type arguments
// are inferred from where it stands.
func isGeneric(info *types.Info, e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		fn, ok := info.Uses[e].(*types.Func)
		return ok && fn.Signature().TypeParams().Len() > 0
	case *ast.SelectorExpr:
		return isGeneric(info, e.Sel)
	}
	return false
}

// dead adds functions that nothing calls.
func (m *Module) dead() *plan {
	p := m.same()
	for i, pkg := range p.packages {
		for j, f := range pkg.files {
			if len(f.decls) == 0 {
				continue
			}
			f.tail = fmt.Sprintf("\nfunc dead%[1]s%[2]d(f func(any) any, x any) any {\n\tif x == nil {\n\t\treturn f(nil)\n\t}\n\tgo f(x)\n\treturn dead%[1]s%[2]d(f, f(x))\n}\n", mark, j)
			// A function that calls all those of the file that take nothing.
			f.tail += fmt.Sprintf("\nfunc Caller%s%d() {\n", mark, j)
			for _, d := range f.decls {
				fn, ok := d.node.(*ast.FuncDecl)
				if ok && d.isFunc() && fn.Recv == nil && fn.Name.Name != "_" && fn.Type.TypeParams == nil && fn.Type.Params.NumFields() == 0 && !d.isFactory() && !m.Packages[i].keepsSomething() {
					f.tail += "\t" + fn.Name.Name + "()\n"
				}
			}
			f.tail += "}\n"
		}
	}
	return p
}

// keepsSomething reports whether the package has variables: a call that
// changes them is not dead, even in a function that is.
func (p *Package) keepsSomething() bool {
	for _, obj := range p.info.Defs {
		if v, ok := obj.(*types.Var); ok && v.Parent() == p.types.Scope() {
			return true
		}
	}
	return false
}

// unrelated adds a package that nothing imports and that imports all of them.
func (m *Module) unrelated() *plan {
	p := m.same()
	f := &outFile{name: "unrelated.go", imports: make(map[string]string), tail: "var _ = func() int { return 1 }\n\nfunc init() { println() }\n"}
	for _, pkg := range m.Packages {
		if pkg.types.Name() != "main" {
			f.imports[pkg.types.Path()] = "_"
		}
	}
	p.packages = append(p.packages, &outPackage{dir: "unrelated", name: "unrelated", files: []*outFile{f}})
	return p
}
