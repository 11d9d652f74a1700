package summary

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Package is what the analysis of one package is given.
type Package struct {
	Files   []*ast.File
	Types   *types.Package
	Info    *types.Info
	Imports map[string]*Fact // the facts of direct imports, by path
	Set     Recognizer
	Program *ssa.Program
	SSA     *ssa.Package // built
	Remote  bool         // it can see no factory: only what it does with its importers' functions matters
	Library bool         // it is the standard library's: what is computed of it is kept

	limit int // the steps that the work may take, for tests
}

// A Result is what the passes are told of one package.
type Result struct {
	Set        Recognizer    // what the factories and user contexts are
	Contexts   []*ContextUse // calls with a bad user context, in the order of the source
	Keeps      []*Keep       // statements that keep a manager, in the order of the source
	Reaches    []Reach       // in the order in which the initialisers run
	Missing    []string      // packages whose functions are called while the package is initialised, and that have no facts
	Unresolved int           // calls of which nothing is known
	Notes      []string      // where a bound was met, for -debug
	Bounded    []string      // the functions that were not analysed completely, since a bound was met
	Steps      int           // the work that was done, in units of the bounds
	Broken     []string      // sections that could not be read
	Imports    []Import
	Failure    string // the analysis of the package broke down: a defect
}

// Analyze summarises one package: it returns what the passes want to know and
// what importers must know.
func Analyze(p *Package) (*Result, *Fact) {
	e := newEngine(p.Program, p.SSA, p.Set)
	defer e.explain()
	if p.Remote {
		e.limit, e.remote = remoteSteps(p.Files), true
	}
	if p.Library {
		e.limit, e.library = librarySteps, true
	}
	if p.limit > 0 {
		e.limit = p.limit
	}
	e.info = p.Info
	e.files = p.Files
	e.hold.findMasks(p.Types, p.Files, p.Info)
	e.facts = newFacts(e, p.Imports, p.Types)
	e.roots = rootsOf(p.Files)
	e.findCreations(p.Files, p.Info)
	var solveAll func(fn *ssa.Function)
	solveAll = func(fn *ssa.Function) {
		if n := e.node(fn); len(fn.Blocks) > 0 && !isInit(fn) && n.index < 0 {
			e.solve(n)
		}
		for _, lit := range fn.AnonFuncs {
			solveAll(lit)
		}
	}
	order := e.nearFirst
	if p.Remote {
		order = byTier
	}
	near, rest := order(e.sourceFuncs(p.Files, p.Info))
	e.share = minSteps
	whole := e.limit
	e.limit -= whole / 4 // what does not lead to a factory may keep a manager
	for _, fn := range near {
		solveAll(fn)
	}
	e.share, e.limit = 0, whole
	if !p.Remote {
		e.share = leastSteps
	}
	for _, fn := range rest {
		solveAll(fn)
	}
	if init := p.SSA.Func("init"); init != nil {
		for _, lit := range init.AnonFuncs {
			solveAll(lit)
		}
	}
	e.missing = make(map[string]bool) // only what initialisers call is of interest
	res := &Result{Set: p.Set, Reaches: e.initialise(), Missing: sortedKeys(e.missing), Unresolved: e.unresolved}
	fact := e.export()
	if p.Remote {
		res.Notes, _ = e.bounds()
		return res, fact
	}
	e.settle()
	res.Contexts = e.contextUses()
	res.Keeps = e.keepsOf()
	res.Broken = slices.Clone(e.facts.broken)
	res.Notes, res.Bounded = e.bounds()
	res.Steps = e.steps
	return res, fact
}

// bounds says where bounds were met, and in which functions that cut the
// analysis of a body short: a summary that has too much to say loses less, and
// is met where a program does nothing unusual.
func (e *engine) bounds() (notes, functions []string) {
	for _, n := range sortedKeys(e.notes) {
		notes = append(notes, n)
		if what, where, _ := strings.Cut(n, " "); what != "effects" {
			functions = append(functions, where)
		}
	}
	slices.Sort(functions)
	return notes, slices.Compact(functions)
}

// before orders uses at one place: the shorter path first.
func (c *ContextUse) before(d *ContextUse) bool {
	return cmp.Or(cmp.Compare(c.Path.Len, d.Path.Len), cmp.Compare(c.Code, d.Code), cmp.Compare(c.Factory, d.Factory)) < 0
}

// contextUses are the calls of this package with a bad user context.
func (e *engine) contextUses() []*ContextUse {
	bySite := make(map[Site]*ContextUse)
	for _, n := range e.nodes {
		for site, use := range n.contexts {
			if e.reportsUse(use.callee, use, make(map[*ssa.Function]bool)) {
				continue
			}
			if old := bySite[site]; old == nil || use.before(old) {
				bySite[site] = use
			}
		}
	}
	var uses []*ContextUse
	for _, site := range sortedKeys(bySite) {
		uses = append(uses, bySite[site])
	}
	return uses
}

// missingFacts notes that fn was called if nothing is known of its package.
func (e *engine) missingFacts(ref *FuncRef) {
	if ref.fn == nil || ref.fn.Object() == nil {
		return
	}
	pkg := ref.fn.Object().Pkg()
	if pkg == nil || pkg == e.pkg.Pkg || e.analysed(pkg) {
		return
	}
	e.missing[pkg.Path()] = true
}

// missingBehind is missingFacts for what the functions of this package call that
// are called by fns, which initialisers are: a driver without facts leaves those
// unseen, too.
func (e *engine) missingBehind(fns []*ssa.Function) {
	if !slices.ContainsFunc(e.pkg.Pkg.Imports(), func(p *types.Package) bool { return !e.analysed(p) }) {
		return
	}
	seen := make(map[*ssa.Function]bool)
	for len(fns) > 0 {
		fn := fns[len(fns)-1]
		fns = fns[:len(fns)-1]
		for _, b := range fn.Blocks {
			for _, i := range b.Instrs {
				call, ok := i.(ssa.CallInstruction)
				if !ok || call.Common().StaticCallee() == nil || seen[call.Common().StaticCallee()] {
					continue
				}
				callee := call.Common().StaticCallee()
				seen[callee] = true
				switch ref, _ := e.ref(callee); {
				case callee.Synthetic == "package initializer" || e.isFactory(ref):
				case len(callee.Blocks) > 0:
					fns = append(fns, callee)
				default:
					e.missingFacts(ref)
				}
			}
		}
	}
}

// analysed reports whether imported package pkg has facts. One that is
// imported only indirectly has them where the import that brings it has.
func (e *engine) analysed(pkg *types.Package) bool {
	if !slices.Contains(e.pkg.Pkg.Imports(), pkg) {
		return true
	}
	return e.facts.imports[pkg.Path()] != nil || pkg.Path() == "unsafe"
}

// exported are the functions that an importer can name: exported functions,
// and the exported methods of every type, since a value of an unexported type
// can be returned.
func (e *engine) exported() []*ssa.Function {
	var fns []*ssa.Function
	for _, fn := range e.sourceFuncs(e.files, e.info) {
		obj := fn.Object().(*types.Func)
		if obj.Exported() && !isInit(fn) {
			fns = append(fns, fn)
		}
	}
	return fns
}

// mentionedTypes are the named types of other packages that an importer can
// get at through this package's exported names, without importing theirs.
func (e *engine) mentionedTypes() []string {
	found := make(map[string]bool)
	seen := make(map[types.Type]bool)
	var visit func(t types.Type, depth int)
	visit = func(t types.Type, depth int) {
		t = types.Unalias(t)
		if depth > 4 || seen[t] {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Named:
			obj := t.Obj()
			if obj.Pkg() == nil {
				return
			}
			if obj.Pkg() != e.pkg.Pkg {
				found[typeName(obj)] = true
				return
			}
			for m := range t.Methods() {
				if m.Exported() {
					visit(m.Type(), depth+1)
				}
			}
			visit(t.Underlying(), depth+1)
		case *types.Pointer:
			visit(t.Elem(), depth)
		case *types.Slice:
			visit(t.Elem(), depth)
		case *types.Array:
			visit(t.Elem(), depth)
		case *types.Map:
			visit(t.Elem(), depth)
		case *types.Chan:
			visit(t.Elem(), depth)
		case *types.Signature:
			for v := range t.Results().Variables() {
				visit(v.Type(), depth+1)
			}
			for v := range t.Params().Variables() {
				if _, ok := v.Type().Underlying().(*types.Signature); ok {
					visit(v.Type(), depth+1)
				}
			}
		case *types.Struct:
			for f := range t.Fields() {
				if f.Exported() {
					visit(f.Type(), depth+1)
				}
			}
		case *types.Interface:
			for m := range t.Methods() {
				visit(m.Type(), depth+1)
			}
		}
	}
	scope := e.pkg.Pkg.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			visit(obj.Type(), 0)
		}
	}
	return sortedKeys(found)
}

// DisplayName is how a message names the function or type with this key, in
// package here: without the path of its package, and without its package where
// that is here.
func DisplayName(key, here string) string {
	lit := strings.Contains(key, "$")
	if i := strings.IndexByte(key, '$'); i >= 0 {
		key = key[:i]
	}
	if i := strings.Index(key, "·"); i >= 0 {
		key = key[:i]
	}
	var name string
	if i := strings.Index(key, ")."); strings.HasPrefix(key, "(") && i >= 0 {
		recv, star := strings.CutPrefix(key[1:i], "*")
		recv = shortName(recv, here)
		if star {
			recv = "*" + recv
		}
		name = "(" + recv + ")" + key[i+1:]
	} else {
		name = shortName(key, here)
	}
	if lit {
		return "func literal in " + name
	}
	return name
}

func shortName(key, here string) string {
	args := ""
	if i := strings.IndexByte(key, '['); i >= 0 {
		key, args = key[:i], ""
	}
	if local, ok := strings.CutPrefix(key, here+"."); ok && !strings.Contains(local, "/") {
		return local + args
	}
	if i := strings.LastIndexByte(key, '/'); i >= 0 {
		key = key[i+1:]
	}
	return key + args
}
