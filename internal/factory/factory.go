package factory

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/suppress"
)

// A Fact tells importers what a package, and those that it imports, declare.
type Fact struct {
	Factories []string // by directive: full names
	Contexts  []string // by directive: type names
	Managers  []string // manager types of all known factories
	Any       bool     // some package here or below declares a factory or a user context
}

func (*Fact) AFact() {}

func (f *Fact) String() string {
	return fmt.Sprintf("factories(%s)", strings.Join(f.Factories, " "))
}

// A Set answers what is a factory, a manager or a user context, in one
// package and in what it imports.
type Set struct {
	defaults  bool
	lists     []pattern
	ctxLists  []pattern
	factories map[string]bool
	contexts  map[string]bool
	managers  map[string]bool
	any       bool
	unmatched []string
	memo      sync.Map // functions are asked for from several analyzers
}

// NewAnalyzer returns the analyzer whose result is the package's [Set]. It
// reports mistakes in directives. The same options give the same analyzer, so
// that passes share its work.
func NewAnalyzer(o *Options) *analysis.Analyzer {
	return o.Shared("wsfactory", func() *analysis.Analyzer {
		return &analysis.Analyzer{
			Name:       "wsfactory",
			Doc:        "find the factories, managers and user contexts that a package declares\n\nIt reports directives that it does not understand.",
			Run:        func(pass *analysis.Pass) (any, error) { return run(pass, o) },
			ResultType: reflect.TypeFor[*Set](),
			FactTypes:  []analysis.Fact{new(Fact)},
		}
	})
}

func run(pass *analysis.Pass, o *Options) (any, error) {
	if err := o.Validate(); err != nil && len(pass.Files) > 0 {
		pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Name.Pos(), End: pass.Files[0].Name.End(), Category: "options", Message: "wsinitlint is misconfigured: " + err.Error()})
		o = &Options{}
	}
	s := &Set{
		defaults: !o.NoDefaults, lists: compile(o.Factories), ctxLists: compile(o.UserContexts),
		factories: make(map[string]bool), contexts: make(map[string]bool), managers: make(map[string]bool),
	}
	for _, imp := range pass.Pkg.Imports() {
		var f Fact
		if !pass.ImportPackageFact(imp, &f) {
			continue
		}
		add(s.factories, f.Factories)
		add(s.contexts, f.Contexts)
		add(s.managers, f.Managers)
		s.any = s.any || f.Any
	}
	s.directives(pass)
	suppress.Check(pass)
	s.declared(pass.Pkg)
	pass.ExportPackageFact(&Fact{
		Factories: slices.Sorted(maps.Keys(s.factories)), Contexts: slices.Sorted(maps.Keys(s.contexts)),
		Managers: slices.Sorted(maps.Keys(s.managers)), Any: s.any,
	})
	return s, nil
}

func add(to map[string]bool, names []string) {
	for _, n := range names {
		to[n] = true
	}
}

// declared notes the factories that pkg declares, and their manager types.
func (s *Set) declared(pkg *types.Package) {
	matched := make(map[string]bool)
	visit := func(fn *types.Func) {
		for _, p := range s.lists {
			if p.matches(fullName(fn)) {
				matched[p.text] = true
			}
		}
		if !s.IsFactory(fn) {
			return
		}
		s.any = true
		if m := managerOf(fn); m != nil {
			s.managers[typeFullName(m.Obj())] = true
		}
	}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			visit(obj)
		case *types.TypeName:
			for _, p := range s.ctxLists {
				if p.matches(typeFullName(obj)) {
					matched[p.text] = true
				}
			}
			named, ok := types.Unalias(obj.Type()).(*types.Named)
			if !ok || obj.IsAlias() {
				continue
			}
			s.any = s.any || s.IsUserContext(named)
			for m := range named.Methods() {
				visit(m)
			}
			if iface, ok := named.Underlying().(*types.Interface); ok {
				for m := range iface.ExplicitMethods() {
					visit(m)
				}
			}
		}
	}
	for _, p := range slices.Concat(s.lists, s.ctxLists) {
		if p.pkg == pkg.Path() && !matched[p.text] {
			s.unmatched = append(s.unmatched, p.text)
		}
	}
}

// IsFactory reports whether fn, or the generic function it is an instance of,
// is a factory.
func (s *Set) IsFactory(fn *types.Func) bool {
	fn = fn.Origin()
	if b, ok := s.memo.Load(fn); ok {
		return b.(bool)
	}
	b := s.isFactory(fn)
	s.memo.Store(fn, b)
	return b
}

func (s *Set) isFactory(fn *types.Func) bool {
	if s.defaults && isDefaultFactory(fn) {
		return true
	}
	if len(s.factories) == 0 && len(s.lists) == 0 {
		return false
	}
	name := fullName(fn)
	return s.factories[name] || slices.ContainsFunc(s.lists, func(p pattern) bool { return p.matches(name) })
}

// IsManager reports whether t, below a pointer, is the first result of a known
// factory.
func (s *Set) IsManager(t types.Type) bool {
	n := namedBelow(t)
	return n != nil && n.Obj().Pkg() != nil && s.managers[typeFullName(n.Origin().Obj())]
}

// IsUserContext reports whether t, below a pointer, is a user context.
func (s *Set) IsUserContext(t types.Type) bool {
	n := namedBelow(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	if s.defaults && isDefaultContext(n.Obj().Name()) {
		return true
	}
	name := typeFullName(n.Origin().Obj())
	return s.contexts[name] || slices.ContainsFunc(s.ctxLists, func(p pattern) bool { return p.matches(name) })
}

// Any reports whether this package, or one that it depends on, declares a
// factory or a user context: nothing is found in one that does not.
func (s *Set) Any() bool { return s.any }

// Unmatched are the names in the user's lists that are of this package and
// match nothing in it, sorted.
func (s *Set) Unmatched() []string { return slices.Sorted(slices.Values(s.unmatched)) }

const prefix = "//wsinitlint:"

// directives reads the directives of pass's files and reports those that it
// does not understand.
func (s *Set) directives(pass *analysis.Pass) {
	for _, file := range pass.Files {
		if !mentionsDirective(file) {
			continue
		}
		understood := make(map[*ast.Comment]bool)
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				s.attached(pass, d.Doc, understood, pass.TypesInfo.Defs[d.Name], "function")
			case *ast.GenDecl:
				s.genDecl(pass, d, understood)
			}
		}
		for _, g := range file.Comments {
			for _, c := range g.List {
				name, _, ok := directive(c.Text)
				switch {
				case !ok || understood[c]:
				case name == "factory" || name == "usercontext":
					report(pass, c, "directive //wsinitlint:%s stands at no declaration: put it directly above %s", name, place[name])
				default:
					report(pass, c, "unknown directive //wsinitlint:%s: known are factory, usercontext and ignore", name)
				}
			}
		}
	}
}

var place = map[string]string{
	"factory":     "a function, a method or an interface method",
	"usercontext": "a type",
}

func mentionsDirective(file *ast.File) bool {
	for _, g := range file.Comments {
		for _, c := range g.List {
			if strings.Contains(c.Text, "wsinitlint:") {
				return true
			}
		}
	}
	return false
}

// directive takes a comment apart; a directive to ignore findings is not for
// this package.
func directive(text string) (name, args string, ok bool) {
	rest, ok := strings.CutPrefix(text, prefix)
	if !ok {
		trimmed := strings.TrimSpace(strings.TrimPrefix(text, "//"))
		rest, ok = strings.CutPrefix(trimmed, "wsinitlint:")
		if !ok || strings.HasPrefix(text, "/*") {
			return "", "", false
		}
		name, _, _ = strings.Cut(rest, " ")
		if !slices.Contains([]string{"factory", "usercontext", "ignore"}, name) {
			return "", "", false // prose
		}
		return " " + name, "", true
	}
	name, args, _ = strings.Cut(rest, " ")
	return name, strings.TrimSpace(args), name != "ignore"
}

func report(pass *analysis.Pass, c *ast.Comment, format string, args ...any) {
	pass.Report(analysis.Diagnostic{Pos: c.Pos(), End: c.End(), Category: "directive", Message: fmt.Sprintf(format, args...)})
}

func (s *Set) genDecl(pass *analysis.Pass, d *ast.GenDecl, understood map[*ast.Comment]bool) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil && len(d.Specs) == 1 {
				doc = d.Doc
			}
			s.attached(pass, doc, understood, pass.TypesInfo.Defs[spec.Name], "type")
			if iface, ok := spec.Type.(*ast.InterfaceType); ok {
				for _, m := range iface.Methods.List {
					if len(m.Names) == 1 {
						s.attached(pass, m.Doc, understood, pass.TypesInfo.Defs[m.Names[0]], "function")
					}
				}
			}
		case *ast.ValueSpec:
			doc := spec.Doc
			if doc == nil {
				doc = d.Doc
			}
			s.attached(pass, doc, understood, nil, d.Tok.String())
		}
	}
	if d.Tok == token.IMPORT {
		s.attached(pass, d.Doc, understood, nil, "import")
	}
}

// attached reads the directives in the doc comment of a declaration of obj.
func (s *Set) attached(pass *analysis.Pass, doc *ast.CommentGroup, understood map[*ast.Comment]bool, obj types.Object, kind string) {
	if doc == nil {
		return
	}
	for _, c := range doc.List {
		name, args, ok := directive(c.Text)
		if !ok || understood[c] {
			continue
		}
		understood[c] = true
		fn, _ := obj.(*types.Func)
		tn, _ := obj.(*types.TypeName)
		switch {
		case strings.HasPrefix(name, " "):
			report(pass, c, "a directive has no space before it: write //wsinitlint:%s", name[1:])
		case name != "factory" && name != "usercontext":
			understood[c] = false // reported as unknown
		case args != "":
			report(pass, c, "directive //wsinitlint:%s takes nothing after it, but has %q", name, args)
		case name == "factory" && fn != nil && fn.Type().(*types.Signature).Results().Len() == 0:
			report(pass, c, "%s returns nothing, so it can not be a factory: remove //wsinitlint:factory", fn.Name())
		case name == "factory" && fn != nil:
			s.factories[fullName(fn)] = true
			if m := managerOf(fn); m != nil {
				s.managers[typeFullName(m.Obj())] = true
			}
			s.any = true
		case name == "usercontext" && tn != nil:
			s.contexts[typeFullName(tn)] = true
		default:
			report(pass, c, "directive //wsinitlint:%s is for %s, not for a %s", name, place[name], kind)
		}
	}
}
