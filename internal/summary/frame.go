package summary

import (
	"cmp"
	"go/types"
	"maps"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// A frame is the interpretation of one function's body.
//
// In a symbolic frame parameters, free variables and package-level variables
// are symbols, and the result is a summary. In a concrete frame, that of an
// initialiser, package-level variables hold what earlier initialisers left
// there, and the result is what is reached and how the variables change.
type frame struct {
	e        *engine
	node     *node
	fn       *ssa.Function
	concrete bool

	vals   map[ssa.Value]Value
	mems   map[*Atom]*memory
	bases  []*Atom // the keys of mems, in the order of their making
	live   []bool
	cycle  []bool
	stamps []int
	stamp  int

	events       []*event
	eventKey     map[string]*event
	calls        map[string][]likeCall // the calls of symbols, by method
	defers       []deferred
	gos          []deferred
	returnings   []returning
	contexts     map[Site]*ContextUse
	causes       map[ssa.Value]Site // the calls by which registers have become nil
	conds        map[*ssa.BasicBlock][]knownCond
	positions    map[*ssa.BasicBlock]map[ssa.Instruction]int
	callsOf      map[ssa.Value][]*ssa.Call
	condKeys     map[ssa.Value]int // see condKey
	condNumbers  map[any]int
	condCounts   map[int]int     // how many branches ask for it
	stopped      map[int]bool    // blocks that control does not get to the end of
	panics       bool            // the body may panic
	panicsAt     []point         // where, or what it calls may
	thrownAt     map[point]Value // and what tells whether it does
	panicked     []point         // from where it is recovered
	inDeferred   bool            // a deferred function, or one that goes on by itself, is called now
	recovering   bool            // it is because of a panic
	thrown       Value           // whether the calls of the present effect panic
	texts        []string        // those of the template that calls methods by name now
	refining     int             // joins that are looked through now
	keeps        map[Site]*Keep
	noted        *Keep                        // the last of them, by the present write
	gone         map[Site]bool                // where something was kept that is taken away before the body returns
	removing     bool                         // the present write removes an entry
	joining      bool                         // who gets what is stored now puts it into a map
	shrinking    bool                         // it leaves out the last
	pruning      bool                         // it leaves out some
	undone       map[ssa.Instruction][]*write // writes that undo what a statement does
	idx          int                          // of the instruction that is interpreted, in its block
	site         Site                         // of the instruction that is interpreted
	told         bool                         // what is stored now is reported where a callee does it
	moved        bool                         // it is there already, in another part of the same thing
	current      ssa.Instruction
	storing      ssa.Value // what the present store instruction stores, of a user context
	inner        Site      // where a callee in this package stores it
	storer       string    // the callee that stores it
	madeAt       Site      // where a callee in this package stores what it has made itself, if it does
	making       Making    // how that was made
	calledAt     Site      // where a callee in this package calls what a package-level variable holds
	onceDepth    int       // calls of (*sync.Once).Do in progress
	managers     bool      // managers were seen
	stores       bool      // user contexts were stored
	either       bool      // what is stored now replaces what is in one of several places
	oneOf        bool      // the same is true of the effect that is applied
	late         bool      // what initialisers left in package-level variables can be called
	trials       []*trial
	reported     *Hop // the path that is reported, if not the one to the present instruction
	trial        *trial
	passesOn     bool                   // what is called now gives what this body's call returns
	beside       string                 // see write
	leaving      bool                   // the present call may have left out what is stored
	fine         int                    // there is what is stored if this result of the present call is fine
	filling      bool                   // what is stored takes the place of nil
	rewriting    bool                   // what is stored takes the place of what is not nil
	unsure       bool                   // what happens now may not happen
	vague        bool                   // it is stored somewhere in what can be reached: an element may be
	hops         []Site                 // where callees in this package do what is stored now, the innermost last
	keyNow       *keyState              // its key, where that is not the present instruction's
	handlers     map[*Atom]*handlerKeep // handlers that hold managers; nil where a package-level variable keeps them
	sawEntry     bool                   // a load saw what a local variable began with
	openEnded    bool                   // a load saw what a variable began with, and does not know what that is
	sawZero      bool                   // a load saw what an object of this initialiser began with
	sawUndone    bool                   // a load saw that a sync.Once of such an object had not been done
	unseen       bool                   // a load may have missed what a switch was set to
	returns      bool
	changed      bool
	async        bool          // what is interpreted now happens in a goroutine
	perhaps      bool          // what is stored now is on some ways of it
	again        []func(point) // what callees' goroutines do
	inAgain      bool
	oneOfSeveral bool // the present call is interpreted for one of several lists of arguments
	ended        bool // what goes on now was started in a loop: what it captured was known better there
	loading      int  // loads in progress
	writes       int  // to memory, so far
	ranks        []int
	limit        int // the engine's steps at which the frame has had its share
	least        int // the same, when the package has had its share
	spent        bool
	reserved     int // steps taken from the reserve
	depth        int
	active       map[string]bool
	seqs         map[seqKey]int
	guards       map[int][]guard
	sureBlocks   map[int]bool     // see sure
	after        map[int][]uint64 // the blocks that control can get to from a block, by its index
	under        []guard          // the guards of the effect that is applied now
	first        []guard          // under which package fmt calls a method: it comes before others
}

// An event is a call or a reach, where the body does it.
type event struct {
	at point
	*effect
}

type seqKey struct {
	block, idx int
	ctx        string
	n          int
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}

func newFrame(e *engine, n *node, concrete bool) *frame {
	f := &frame{
		e: e, node: n, fn: n.fn, concrete: concrete,
		vals:     make(map[ssa.Value]Value),
		mems:     make(map[*Atom]*memory),
		live:     make([]bool, len(n.fn.Blocks)),
		cycle:    n.cycles(),
		ranks:    n.rank(),
		stamps:   make([]int, len(n.fn.Blocks)),
		eventKey: make(map[string]*event),
		active:   make(map[string]bool),
		seqs:     make(map[seqKey]int),
		limit:    e.steps + maxSteps*(1+size(n.fn)/1000),
		least:    e.steps + e.share,
	}
	if e.library {
		f.limit += maxSteps // what it says is embedded
	}
	if n.visits < 2 && !e.remote && !e.library {
		// While much is left for the package, one body may take more: the start of a
		// server takes a lot to say.
		f.limit = max(f.limit, e.steps+(e.limit-e.steps)/8)
	}
	if concrete {
		f.limit = e.steps + 50*maxSteps*(1+size(n.fn)/1000)
		if e.remote {
			f.limit = max(e.steps+minSteps, e.limit)
		}
	}
	return f
}

func (f *frame) inCycle(b int) bool { return f.cycle[b] }

// maxPasses bounds the interpretation of a body with loops.
const maxPasses = 6

// maxSteps bounds the work on one body, apart from what is due to its size.
const maxSteps = 20_000

// exhausted reports whether the body has had its share of work: what is left
// of it is then seen without the effects of calls.
func (f *frame) exhausted() bool {
	limit := f.e.limit
	if f.node.visits > 2 {
		limit /= 4 // a recursion leaves something for the rest of the package
	}
	if f.e.steps < f.limit && (f.concrete || f.e.steps < limit || f.e.steps < f.least) {
		return false
	}
	if !f.spent {
		f.spent = true
		f.e.note("steps", f.node.key)
	}
	return true
}

// size is the number of instructions of a body.
func size(fn *ssa.Function) int {
	n := 0
	for _, b := range fn.Blocks {
		n += len(b.Instrs)
	}
	return n
}

// run interprets the body until nothing changes.
func (f *frame) run() {
	outer := f.e.working
	f.e.working = f.node.key
	f.passes()
	f.e.working = outer // not where it panicked
}

// passes interprets the body until nothing changes.
func (f *frame) passes() {
	order, loops := f.node.order()
	for pass := 0; pass < maxPasses; pass++ {
		f.changed = false
		before := f.contexts
		f.contexts = nil // before a loop has run once, more seems to be nil than is
		f.defers, f.gos, f.again = nil, nil, nil
		f.panicsAt, f.thrownAt, f.panicked = nil, nil, nil
		f.conds, f.guards, f.stopped = nil, nil, make(map[int]bool)
		f.live[0] = true
		for _, b := range order {
			if f.live[b.Index] {
				f.block(b)
			}
		}
		if f.recover() {
			f.live[f.fn.Recover.Index] = true
			f.block(f.fn.Recover)
		}
		if f.spent { // not all was looked at again
			for site, use := range before {
				if f.contexts[site] == nil {
					f.useOf(site, use)
				}
			}
		}
		if !f.changed || !loops {
			return
		}
	}
	f.e.note("passes", f.node.key)
}

func (f *frame) block(b *ssa.BasicBlock) {
	for i, instr := range b.Instrs {
		f.visit(instr)
		f.idx = i
		if !f.instr(instr, f.atRecover(point{block: b.Index, idx: i})) {
			f.stopped[b.Index] = true
			return // a call that never returns
		}
	}
	last := b.Instrs[len(b.Instrs)-1]
	switch last := last.(type) {
	case *ssa.If:
		yes, no := f.branches(last.Cond)
		if yes {
			f.live[b.Succs[0].Index] = true
		}
		if no {
			f.live[b.Succs[1].Index] = true
		}
	default:
		for _, s := range b.Succs {
			f.live[s.Index] = true
		}
	}
}

// set records that register r may be v.
func (f *frame) set(r ssa.Value, v Value) {
	old := f.vals[r]
	j := f.e.u.widen(join(old, v))
	if !j.equal(old) {
		f.vals[r] = j
		f.changed = true
	}
}

// get is what operand v may be.
func (f *frame) get(v ssa.Value) Value {
	u := f.e.u
	switch v := v.(type) {
	case *ssa.Const:
		return f.e.constant(v)
	case *ssa.Global:
		return Value{u.rootSym(rootGlobal, 0, globalKey(v))}
	case *ssa.Function:
		return Value{f.funcAtom(v, nil)}
	case *ssa.Builtin:
		return nil
	case *ssa.Parameter:
		if got, ok := f.vals[v]; ok {
			return got
		}
		var val Value
		if f.e.relevant(v.Type()) {
			val = Value{u.rootSym(rootParam, slices.Index(f.fn.Params, v), "")}
		}
		f.vals[v] = val
		return val
	case *ssa.FreeVar:
		return Value{u.rootSym(rootFree, slices.Index(f.fn.FreeVars, v), "")}
	}
	return f.vals[v]
}

// funcAtom is the function value fn with what it captured.
func (f *frame) funcAtom(fn *ssa.Function, binds []Value) *Atom {
	ref, targs := f.e.ref(fn)
	if targs == nil && fn.Parent() != nil {
		for i := range genericDepth(fn) {
			targs = append(targs, f.e.u.internType(&TypeRef{kind: typeParam, index: i}))
		}
	}
	return f.e.u.function(ref, binds, targs)
}

// genericDepth is the number of type parameters in scope of literal fn.
func genericDepth(fn *ssa.Function) int {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn.TypeParams().Len()
}

// object is the object that is made at a place of this body.
func (f *frame) object(key string, origin string, at point) *Object {
	if o, ok := f.node.objs[key]; ok {
		return o
	}
	f.e.objects++
	o := &Object{id: f.e.objects, origin: origin, many: f.inCycle(at.block), made: at}
	if origin == "" {
		o.origin = f.node.key + "#" + key
	}
	f.node.objs[key] = o
	return o
}

func instrKey(at point) string {
	return strconv.Itoa(at.block) + "." + strconv.Itoa(at.idx)
}

// seq orders what one call instruction does.
func (f *frame) seq(at point, ctx string, n int) point {
	k := seqKey{at.block, at.idx, ctx, n}
	s, ok := f.seqs[k]
	if !ok {
		s = len(f.seqs) + 1
		f.seqs[k] = s
	}
	at.seq = s
	return at
}

// record notes an event; one that says the same is noted once.
func (f *frame) record(at point, key string, e *effect) {
	if f.trial != nil {
		return
	}
	full := joinGuards(f.first, joinGuards(f.guardsAt(at), f.under))
	if old := f.eventKey[key]; old != nil {
		if e.kind == effectReach && e.chain.Len < old.chain.Len {
			old.chain = e.chain
			f.changed = true
		}
		if shared := sharedGuards(old.guards, full); len(shared) < len(old.guards) {
			old.guards = shared
			f.changed = true
		}
		return
	}
	e.guards = full
	ev := &event{at, e}
	f.eventKey[key] = ev
	f.events = append(f.events, ev)
	f.changed = true
}

// reach records that a factory is called, by the hops of chain.
func (f *frame) reach(at point, factory string, chain *Hop) {
	key := "R" + factory
	pos := 0
	if f.node.lexRoot || f.concrete {
		pos = int(lastIn(f.node.root, chain))
		key += "@" + strconv.Itoa(pos)
	}
	f.record(at, key, &effect{kind: effectReach, factory: factory, chain: chain, pos: pos, async: f.async})
}

// lastIn is the position of the last hop that lies within root.
func lastIn(root *Root, chain *Hop) Site {
	var pos Site
	for h := chain; h != nil; h = h.Next {
		if root == nil || root.contains(h.Site) {
			pos = h.Site
		}
		if root == nil {
			break
		}
	}
	return pos
}

// branches tells which ways a condition can go.
func (f *frame) branches(cond ssa.Value) (yes, no bool) {
	if load, ok := cond.(*ssa.UnOp); ok {
		if g, ok := load.X.(*ssa.Global); ok && g.Name() == "init$guard" {
			return false, true
		}
	}
	if c, ok := cond.(*ssa.Const); ok {
		b := c.Value != nil && c.Value.String() == "true"
		return b, !b
	}
	return f.truth(cond)
}

// siteAt is where the instruction at at is.
func (f *frame) siteAt(at point) int {
	if instrs := f.fn.Blocks[at.block].Instrs; at.idx < len(instrs) {
		return int(instrs[at.idx].Pos())
	}
	return 0
}

// underlying is t's underlying type, a type parameter's core type included.
func underlying(t types.Type) types.Type {
	t = types.Unalias(t)
	if tp, ok := t.(*types.TypeParam); ok {
		if iface, ok := tp.Constraint().Underlying().(*types.Interface); ok && iface.NumEmbeddeds() == 1 {
			if u, ok := iface.EmbeddedType(0).(*types.Union); ok && u.Len() == 1 {
				return u.Term(0).Type().Underlying()
			}
			return iface.EmbeddedType(0).Underlying()
		}
	}
	return t.Underlying()
}
