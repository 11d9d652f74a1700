package summary

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Root is what runs while a package is initialised: one init function, or
// one package-level variable's initialiser.
type Root struct {
	Init  bool
	Names []string // the variables
	Pos   token.Pos
	End   token.Pos
}

func (r *Root) contains(pos token.Pos) bool { return r.Pos <= pos && pos < r.End }

// A Reach is a factory call, or the creation of a manager, that can run while
// the package is initialised.
type Reach struct {
	Root    *Root
	Factory string // what is called last, or the type that is created
	Path    *Hop   // from the root
}

// A creation is a composite literal or new of a manager type.
type creation struct {
	pos, end token.Pos
	key      string
}

func itoa(n int) string { return strconv.Itoa(n) }

// rootsOf are the roots of a package, in the order of their positions.
func rootsOf(files []*ast.File) []*Root {
	var roots []*Root
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" && d.Body != nil {
					roots = append(roots, &Root{Init: true, Pos: d.Pos(), End: d.End()})
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR && len(v.Values) > 0 {
						roots = append(roots, valueRoots(v)...)
					}
				}
			}
		}
	}
	slices.SortFunc(roots, func(a, b *Root) int { return cmp.Compare(a.Pos, b.Pos) })
	return roots
}

// valueRoots are the initialisers in one declaration: var a, b = f(), g() has
// two.
func valueRoots(v *ast.ValueSpec) []*Root {
	if len(v.Values) == 1 {
		r := &Root{Pos: v.Pos(), End: v.End()}
		for _, n := range v.Names {
			r.Names = append(r.Names, n.Name)
		}
		return []*Root{r}
	}
	var roots []*Root
	for i, n := range v.Names {
		roots = append(roots, &Root{Names: []string{n.Name}, Pos: v.Values[i].Pos(), End: v.Values[i].End()})
	}
	return roots
}

func (e *engine) rootAt(pos token.Pos) *Root {
	i, found := slices.BinarySearchFunc(e.roots, pos, func(r *Root, pos token.Pos) int { return cmp.Compare(r.Pos, pos) })
	if !found {
		i--
	}
	if i >= 0 && e.roots[i].contains(pos) {
		return e.roots[i]
	}
	return nil
}

func isInit(fn *ssa.Function) bool {
	return fn.Synthetic != "package initializer" && fn.Parent() == nil && fn.Signature.Recv() == nil && strings.HasPrefix(fn.Name(), "init#")
}

// markRoots notes which functions lie lexically in a root.
func (e *engine) markRoots(fn *ssa.Function, root *Root) {
	n := e.node(fn)
	n.root, n.lexRoot = root, true
	for _, a := range fn.AnonFuncs {
		r := root
		if r == nil {
			r = e.rootAt(a.Pos())
		}
		e.markRoots(a, r)
	}
}

// initialise runs the package's initialisers, in their order, and returns
// what they reach.
func (e *engine) initialise() []Reach {
	first := e.pkg.Func("init")
	if first == nil || len(first.Blocks) == 0 {
		return nil
	}
	inits := []*ssa.Function{first}
	for _, b := range first.Blocks {
		for _, i := range b.Instrs {
			if c, ok := i.(*ssa.Call); ok {
				if callee := c.Call.StaticCallee(); callee != nil && isInit(callee) {
					inits = append(inits, callee)
				}
			}
		}
	}
	for _, fn := range inits {
		var root *Root
		if fn != first {
			root = e.rootAt(fn.Pos())
		}
		e.markRoots(fn, root)
	}
	e.beginFlags()
	e.missingBehind(slices.Clone(inits))
	var reaches []Reach
	for _, fn := range inits {
		n := e.node(fn)
		n.index, n.sum = 0, &Summary{returns: true}
		f := newFrame(e, n, true)
		f.run()
		for _, c := range e.creations[fn] {
			f.create(c)
		}
		e.commit(f)
		f.keepLater()
		n.contexts, n.keeps = f.contexts, f.keeps
		n.toTry = f.toTry()
		for _, ev := range f.events {
			if ev.kind != effectReach {
				continue
			}
			root := n.root
			if root == nil {
				root = e.rootAt(ev.chain.Site)
			}
			if root != nil {
				reaches = append(reaches, Reach{Root: root, Factory: ev.factory, Path: ev.chain})
			}
		}
	}
	return reaches
}

// commit makes what an initialiser wrote the state of those that follow.
func (e *engine) commit(f *frame) {
	rank := f.node.rank()
	for _, o := range f.node.objs {
		e.persistent[o] = true
	}
	for _, base := range f.bases {
		m := f.mems[base]
		blocks := sortedKeys(m.byBlock)
		slices.SortFunc(blocks, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
		for _, b := range blocks {
			must := f.must(b)
			for _, w := range m.byBlock[b] {
				en := entry{w.path, w.val, w.strong && must && !w.async}
				e.stateOf(base)
				e.state[base] = append(e.state[base], en)
				e.delta[base] = append(e.delta[base], en)
			}
		}
	}
}

// stateOf is what initialisers left in base so far.
func (e *engine) stateOf(base *Atom) []entry {
	e.facts.loadState(base)
	return e.state[base]
}

// stateBase is the base that a state section's name names.
func (e *engine) stateBase(name string) *Atom {
	if o := e.owned[name]; o != nil {
		return e.u.objectSym(o)
	}
	return e.u.rootSym(rootGlobal, 0, name)
}

// nameObject is the name under which importers know o; "" for an object that
// each call makes anew.
func (e *engine) nameObject(o *Object) string {
	if !e.persistent[o] {
		return ""
	}
	name := e.objectNames[o]
	if name == "" {
		name = e.pkg.Pkg.Path() + "#" + itoa(len(e.owned))
		e.objectNames[o] = name
		e.owned[name] = o
	}
	return name
}

// create records the creation of a manager.
func (f *frame) create(c creation) {
	at := point{block: 0}
	for _, b := range f.fn.Blocks {
		for i, instr := range b.Instrs {
			if p := instr.Pos(); p.IsValid() && c.pos <= p && p < c.end {
				at = point{block: b.Index, idx: i}
				if !f.live[b.Index] {
					return
				}
			}
		}
	}
	f.reach(at, c.key, cons(c.key, c.pos, nil))
}

// findCreations finds, for each function, where it creates a manager. What a
// factory creates is its own business.
func (e *engine) findCreations(files []*ast.File, info *types.Info) {
	e.creations = make(map[*ssa.Function][]creation)
	bySyntax := make(map[ast.Node]*ssa.Function)
	var index func(fn *ssa.Function)
	index = func(fn *ssa.Function) {
		if s := fn.Syntax(); s != nil {
			bySyntax[s] = fn
		}
		for _, a := range fn.AnonFuncs {
			index(a)
		}
	}
	for _, fn := range e.sourceFuncs(files, info) {
		index(fn)
	}
	initFn := e.pkg.Func("init")
	index(initFn)
	for _, file := range files {
		var stack []*ssa.Function
		var walk func(n ast.Node) bool
		var fn = initFn
		walk = func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if obj, ok := info.Defs[n.Name].(*types.Func); ok && e.set.IsFactory(obj) {
					return false
				}
				return e.inside(n, n.Body, bySyntax, &fn, &stack, walk)
			case *ast.FuncLit:
				return e.inside(n, n.Body, bySyntax, &fn, &stack, walk)
			case *ast.ValueSpec:
				return !isAssertion(n)
			case *ast.CompositeLit:
				e.creationAt(fn, n, info.TypeOf(n))
			case *ast.CallExpr:
				if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && len(n.Args) == 1 {
					if b, ok := info.Uses[id].(*types.Builtin); ok && b.Name() == "new" && info.Types[n.Args[0]].IsType() {
						e.creationAt(fn, n, info.TypeOf(n.Args[0]))
					}
				}
			}
			return true
		}
		ast.Inspect(file, walk)
	}
}

// isAssertion reports whether a declaration only says that a type implements
// an interface, as var _ io.Writer = &Buffer{} does: it makes nothing that
// anybody has.
func isAssertion(s *ast.ValueSpec) bool {
	return len(s.Values) > 0 && !slices.ContainsFunc(s.Names, func(id *ast.Ident) bool { return id.Name != "_" }) &&
		!slices.ContainsFunc(s.Values, func(v ast.Expr) bool {
			v = ast.Unparen(v)
			if u, ok := v.(*ast.UnaryExpr); ok && u.Op == token.AND {
				v = ast.Unparen(u.X)
			}
			lit, ok := v.(*ast.CompositeLit)
			return !ok || len(lit.Elts) > 0
		})
}

func (e *engine) inside(n ast.Node, body *ast.BlockStmt, bySyntax map[ast.Node]*ssa.Function, fn **ssa.Function, stack *[]*ssa.Function, walk func(ast.Node) bool) bool {
	inner := bySyntax[n]
	if inner == nil || body == nil {
		return false
	}
	outer := *fn
	*fn = inner
	ast.Inspect(body, walk)
	*fn = outer
	return false
}

func (e *engine) creationAt(fn *ssa.Function, n ast.Node, t types.Type) {
	if t == nil || fn == nil {
		return
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !e.set.IsManager(named) || types.IsInterface(named) {
		return
	}
	key := typeName(named.Obj()) + "{…}"
	e.creations[fn] = append(e.creations[fn], creation{n.Pos(), n.End(), key})
}

// sourceFuncs are the declared functions, in the order of the source.
func (e *engine) sourceFuncs(files []*ast.File, info *types.Info) []*ssa.Function {
	var fns []*ssa.Function
	for _, file := range files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				if obj, ok := info.Defs[d.Name].(*types.Func); ok {
					if fn := e.prog.FuncValue(obj); fn != nil {
						fns = append(fns, fn)
					}
				}
			}
		}
	}
	return fns
}
