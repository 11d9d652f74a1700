package summary

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// Recognizer tells what the user calls a factory and a manager.
type Recognizer interface {
	IsFactory(*types.Func) bool
	IsManager(types.Type) bool
	IsUserContext(types.Type) bool
	ContextParam(*types.Func) factory.ContextParam
}

// An engine computes the summaries of one package.
type engine struct {
	u    *universe
	prog *ssa.Program
	pkg  *ssa.Package
	set  Recognizer
	hold holder

	nodes map[*ssa.Function]*node
	stack []*node // Tarjan's
	count int

	facts     *facts // what imported packages' facts say
	creations map[*ssa.Function][]creation

	state       map[*Atom][]entry // what initialisers left in memory
	delta       map[*Atom][]entry // the part of it that this package's did
	persistent  map[*Object]bool
	owned       map[string]*Object
	objectNames map[*Object]string
	roots       []*Root
	info        *types.Info
	files       []*ast.File

	objects      int
	effects      int
	steps        int
	working      string // the function that is interpreted
	limit        int    // the steps that symbolic frames may take together
	share        int    // the steps that each of them may take even so
	remote       bool
	library      bool                // a package of the standard library is analysed
	hooks        map[types.Type]bool // see [engine.hooked]
	unresolved   int
	notes        map[string]int
	missing      map[string]bool
	implMemo     map[implKey]bool
	methodMemo   map[string]*Atom
	sentinels    map[*Atom]bool
	asked        map[string][]Value           // see keysAsked
	linkedTypes  map[*TypeRef]bool            // whether types are those of nodes of lists
	handlerTypes map[types.Type]bool          // whether types have methods that serve requests
	keyStates    map[ssa.Instruction]keyState // the keys under which instructions store
	placeKeys    map[placeAt]keyState
	resultKeys   map[*ssa.Function]keyState // the keys that functions return
	fieldKeys    map[*types.Var]keyOrigin   // the keys that fields hold
	onceBodies   map[string]bool            // functions that are called by (*sync.Once).Do
	uses         *uses
	settled      *frame // what initialisers left in memory
	owners       map[*Object]string

	users       map[types.Type]bool // see user
	userMethods *[]*types.Interface // see userInterfaces

	functionNames map[*Atom][]string // see nameFunctions
}

// maxPackageSteps bounds the work on one package; see [frame.exhausted].
const maxPackageSteps = 1_000_000

// librarySteps is the same for packages of the standard library, on which
// everything is built: what they say is embedded.
const librarySteps = 2_500_000

// A node is a function and its summary, in Tarjan's algorithm.
type node struct {
	fn      *ssa.Function
	key     string
	sum     *Summary
	sumKey  string
	root    *Root // set where the function lies lexically in a root
	lexRoot bool

	index, low int
	onStack    bool
	done       bool
	visits     int
	entered    bool // by leavesFirst
	component  int

	toTry       *frame // where it stored functions in package-level variables
	callsGlobal bool   // it calls what a package-level variable holds
	keeps       map[Site]*Keep
	contexts    map[Site]*ContextUse // the calls in it with a bad user context

	objs  map[string]*Object
	effs  map[string]*effect
	ord   []*ssa.BasicBlock
	loops bool
	cyc   []bool
}

func newEngine(prog *ssa.Program, pkg *ssa.Package, set Recognizer) *engine {
	e := &engine{
		u: newUniverse(), prog: prog, pkg: pkg, set: set, limit: maxPackageSteps,
		hold:         holder{memo: make(map[types.Type]bool)},
		hooks:        make(map[types.Type]bool),
		users:        make(map[types.Type]bool),
		nodes:        make(map[*ssa.Function]*node),
		state:        make(map[*Atom][]entry),
		persistent:   make(map[*Object]bool),
		owned:        make(map[string]*Object),
		delta:        make(map[*Atom][]entry),
		objectNames:  make(map[*Object]string),
		notes:        make(map[string]int),
		missing:      make(map[string]bool),
		implMemo:     make(map[implKey]bool),
		methodMemo:   make(map[string]*Atom),
		sentinels:    make(map[*Atom]bool),
		onceBodies:   make(map[string]bool),
		resultKeys:   make(map[*ssa.Function]keyState),
		fieldKeys:    make(map[*types.Var]keyOrigin),
		linkedTypes:  make(map[*TypeRef]bool),
		handlerTypes: make(map[types.Type]bool),
		keyStates:    make(map[ssa.Instruction]keyState),
		placeKeys:    make(map[placeAt]keyState),
	}
	e.hold.follow = func(t types.Type) bool { return e.user(t) || set.IsManager(t) }
	return e
}

func (e *engine) note(what, where string) { e.notes[what+" "+where]++ }

func (e *engine) spend(n int) { e.steps += n }

// relevant reports whether a parameter of type t is followed.
func (e *engine) relevant(t types.Type) bool {
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&(types.IsBoolean|types.IsInteger|types.IsString) != 0 {
		return true
	}
	if s, ok := t.Underlying().(*types.Slice); ok && !types.Identical(s.Elem().Underlying(), types.Typ[types.Byte]) {
		return true // its length
	}
	return e.hold.mayHold(t)
}

// relevantResult reports whether a value of type t is followed.
func (e *engine) relevantResult(t types.Type) bool { return e.hold.mayHold(t) }

// follows reports whether a register of type t is followed: truth values are,
// and channels that are not there, from a call that returns them to a branch.
func (e *engine) follows(t types.Type) bool {
	return isBool(t) || isChan(t) || e.hold.mayHold(t)
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

func globalKey(g *ssa.Global) string { return g.Pkg.Pkg.Path() + "." + g.Name() }

func funcKeyOf(fn *types.Func) string { return fn.Origin().FullName() }

// ref names fn: a generic function by its origin and its type arguments.
func (e *engine) ref(fn *ssa.Function) (*FuncRef, []*TypeRef) {
	var targs []*TypeRef
	if o := fn.Origin(); o != nil {
		for _, t := range fn.TypeArgs() {
			targs = append(targs, e.u.typeRef(t))
		}
		fn = o
	}
	n := e.node(fn)
	return &FuncRef{key: n.key, fn: fn}, targs
}

func (e *engine) node(fn *ssa.Function) *node {
	if n := e.nodes[fn]; n != nil {
		return n
	}
	n := &node{fn: fn, key: functionKey(fn), objs: make(map[string]*Object), effs: make(map[string]*effect), index: -1}
	e.nodes[fn] = n
	return n
}

// functionKey identifies a function in facts and in paths.
func functionKey(fn *ssa.Function) string {
	switch {
	case fn.Parent() != nil:
		p := functionKey(fn.Parent())
		for i, a := range fn.Parent().AnonFuncs {
			if a == fn {
				return p + "$" + itoa(i+1)
			}
		}
		return p + "$" + fn.Name()
	case fn.Synthetic != "" && fn.Object() != nil && len(fn.Blocks) > 0 && !strings.HasPrefix(fn.Synthetic, "from "):
		kind, _, _ := strings.Cut(fn.Synthetic, " ")
		return fn.RelString(nil) + "·" + kind
	case fn.Object() != nil && fn.Object().Name() != "init":
		return funcKeyOf(fn.Object().(*types.Func))
	}
	return fn.RelString(nil)
}

func (n *node) effect(key string, e *engine) *effect {
	ef := n.effs[key]
	if ef == nil {
		e.effects++
		ef = &effect{id: e.effects}
		n.effs[key] = ef
	}
	return ef
}

// summaryOf is what is known of a function now; user is who asks, and is
// asked again when more is known.
func (e *engine) summaryOf(ref *FuncRef, user *node) *Summary {
	if ref.fn == nil || len(ref.fn.Blocks) == 0 {
		return e.facts.summary(ref.key)
	}
	n := e.node(ref.fn)
	asked := n.index >= 0
	if !asked {
		if len(e.stack) >= deepest {
			e.leavesFirst(ref.fn)
		}
		if n.index < 0 { // a callee may have asked for it
			e.solve(n)
		}
	}
	if asked && n.onStack {
		n.component++
	}
	if n.onStack && user != nil && user.onStack {
		user.low = min(user.low, n.low)
	}
	return n.sum
}

func (e *engine) sameComponent(ref *FuncRef, user *node) bool {
	if ref.fn == nil || len(ref.fn.Blocks) == 0 {
		return false
	}
	return e.node(ref.fn).onStack
}

// maxVisits bounds how often a function of a recursion is interpreted before
// what is known of it may only grow by what the bounds of a summary admit.
const maxVisits = 8

// solve computes the summary of n, and of all that it needs, by Tarjan's
// strongly connected components: a component is interpreted until none of its
// summaries changes.
func (e *engine) solve(n *node) {
	e.count++
	n.index, n.low = e.count, e.count
	n.onStack = true
	first := len(e.stack)
	e.stack = append(e.stack, n)
	n.sum = &Summary{}
	e.interpret(n)
	if n.low != n.index {
		return
	}
	for again := true; again; {
		again = false
		size := len(e.stack)
		for _, m := range slices.Backward(e.stack[first:]) {
			if size-first == 1 && !selfRecursive(m) && m.visits > 0 {
				break
			}
			if m.visits < maxVisits && e.interpret(m) {
				again = true
			}
		}
		if len(e.stack) > size {
			again = true
		}
	}
	for _, m := range e.stack[first:] {
		m.onStack = false
		m.done = true
	}
	e.stack = e.stack[:first]
}

func selfRecursive(n *node) bool { return n.low == n.index && n.recursive() }

// recursive reports whether n may have asked for its own summary.
func (n *node) recursive() bool { return n.component > 0 }

// interpret computes n's summary once and reports whether it changed.
func (e *engine) interpret(n *node) bool {
	n.visits++
	if n.visits == maxVisits {
		e.note("recursion", n.key)
	}
	f := newFrame(e, n, false)
	f.run()
	for _, c := range e.creations[n.fn] {
		f.create(c)
	}
	f.shareKeys()
	f.forgo()
	f.keepLater()
	sum := f.summary()
	n.contexts, n.keeps = f.contexts, f.keeps
	n.toTry = f.toTry()
	if f.spent {
		sum.add(n.sum) // what was found with more work to spend
	}
	key := sum.key()
	changed := key != n.sumKey
	n.sum, n.sumKey = sum, key
	return changed
}

func (e *engine) isFactory(ref *FuncRef) bool {
	if ref.fn != nil && ref.fn.Object() != nil && ref.fn.Synthetic == "" {
		if obj, ok := ref.fn.Object().(*types.Func); ok {
			return e.set.IsFactory(obj)
		}
	}
	if ref.fn != nil && ref.fn.Object() != nil && len(ref.fn.Blocks) == 0 {
		if obj, ok := ref.fn.Object().(*types.Func); ok {
			return e.set.IsFactory(obj)
		}
	}
	return ref.fn == nil && e.facts.isFactory(ref.key)
}

// contextParam is the context parameter of ref, if that is a factory.
func (e *engine) contextParam(ref *FuncRef) (factory.ContextParam, bool) {
	if !e.isFactory(ref) {
		return factory.ContextParam{}, false
	}
	if ref.fn == nil {
		return e.facts.factories[ref.key], true
	}
	return e.set.ContextParam(ref.fn.Object().(*types.Func)), true
}

type implKey struct {
	t *TypeRef
	i types.Type
}

// implements reports whether a value of dynamic type t may be of interface
// type i.
func (e *engine) implements(t *TypeRef, i types.Type) bool {
	if t.typ == nil || t.open() {
		return true
	}
	k := implKey{t, i}
	b, ok := e.implMemo[k]
	if !ok {
		iface, isIface := i.Underlying().(*types.Interface)
		b = !isIface || types.Implements(t.typ, iface) || mentionsParam(i)
		e.implMemo[k] = b
	}
	return b
}

// implementsRef is implements for an interface type that only a fact may
// know.
func (e *engine) implementsRef(t, i *TypeRef) bool {
	if i.typ != nil || t.typ == nil || t.open() {
		return i.typ == nil || e.implements(t, i.typ)
	}
	set := e.prog.MethodSets.MethodSet(t.typ)
	for _, want := range i.methods {
		id, _, typed := strings.Cut(want, " ")
		if !slices.ContainsFunc(slices.Collect(set.Methods()), func(s *types.Selection) bool {
			return s.Obj().Id() == id && (!typed || methodText(id, s.Type().(*types.Signature)) == want)
		}) {
			return false
		}
	}
	return true
}

func mentionsParam(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return true
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	for a := range n.TypeArgs().Types() {
		if mentionsParam(a) {
			return true
		}
	}
	return false
}

// method is the function that a method call on a value of type t runs.
func (e *engine) method(t *TypeRef, id string) *Atom {
	key := t.key + "." + id
	if a, ok := e.methodMemo[key]; ok {
		return a
	}
	var a *Atom
	if t.typ != nil && !types.IsInterface(t.typ) {
		for sel := range e.prog.MethodSets.MethodSet(t.typ).Methods() {
			if sel.Obj().Id() == id {
				if fn := e.prog.MethodValue(sel); fn != nil {
					ref, targs := e.ref(fn)
					a = e.u.function(ref, nil, targs)
				}
			}
		}
	} else if t.typ == nil {
		if fk := e.facts.method(key); fk != "" {
			var targs []*TypeRef
			for x := t; x != nil; x = x.elem {
				if x.kind == typeNamed {
					targs = x.args
					break
				}
			}
			a = e.u.function(&FuncRef{key: fk}, nil, targs)
		}
	}
	e.methodMemo[key] = a
	return a
}
