package summary

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A trial is the call of a function that a package-level variable has come to
// hold, after the body that stored it: what such a call stores in what the
// function captured stays there for all who call it later.
type trial struct {
	variable string
	fn       *Atom
	site     Site
	at       point
	objs     map[*Atom]bool  // what the function captured
	encloses func(Site) bool // its declaration
	callee   *ssa.Function   // what is called there, if it stores the function by itself
}

// callLater asks for trials of closures, which variable holds from at on.
func (f *frame) callLater(closures []*Atom, variable string, at point) {
	if f.trial != nil || f.late {
		return
	}
	for _, c := range closures {
		if !slices.ContainsFunc(f.trials, func(t *trial) bool { return t.fn == c && t.variable == variable }) {
			f.trials = append(f.trials, &trial{variable: variable, fn: c, site: f.site, callee: f.keepsAlone(f.current, ""), at: point{at.block, len(f.fn.Blocks[at.block].Instrs), 0}})
		}
	}
}

// toTry is f where trials were asked for.
func (f *frame) toTry() *frame {
	if len(f.trials) == 0 {
		return nil
	}
	return f
}

// maxTrials is how many of the calls that are tried may take all the work that
// one may.
const maxTrials = 20

// try makes the calls that were asked for. It is the last that is done with a
// frame: nothing of it but what is kept is seen after.
func (f *frame) try() {
	total := f.e.steps + maxTrials*maxSteps
	for n, t := range f.trials {
		// One that takes much leaves the others theirs: how much depends on how many
		// types a driver knows.
		f.spent, f.limit = false, min(f.e.steps+maxSteps, total)
		t.objs = make(map[*Atom]bool)
		for _, a := range f.reachable(Value{t.fn}, t.at) {
			if a.kind == kindAddr && a.base.root == rootObject && a.base.parent == nil {
				t.objs[a.base] = true
			}
		}
		if len(t.objs) == 0 {
			continue
		}
		t.encloses = f.enclosing(t.site)
		f.trial, f.site, f.current, f.keyNow, f.told = t, t.site, nil, nil, false
		f.callAtoms(Value{t.fn}, nil, t.site, nil, t.at, "trial"+itoa(n))
		f.trial = nil
	}
}

// enclosing reports of a place whether it lies in the same declaration as site.
func (f *frame) enclosing(site Site) func(Site) bool {
	if root := f.e.rootAt(site); root != nil {
		return root.contains
	}
	fn := f.fn
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	n := fn.Syntax()
	return func(s Site) bool { return n != nil && n.Pos() <= s && s < n.End() }
}

// settle interprets again the functions that call what package-level variables
// hold, now that it is known what that is: for the passes, not for facts.
func (e *engine) settle() {
	first := e.pkg.Func("init")
	if first == nil || len(first.Blocks) == 0 || !e.concerned() {
		return
	}
	e.limit = max(e.limit, e.steps+maxPackageSteps/2)
	var again []*node
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		if n := e.nodes[fn]; n != nil && n.sum != nil {
			if n.toTry != nil {
				n.toTry.try()
				n.keeps, n.toTry = n.toTry.keeps, nil
			}
			if n.callsGlobal && !isInit(fn) && fn != first {
				again = append(again, n)
			}
			e.settleStores(n.sum)
		}
		for _, lit := range fn.AnonFuncs {
			visit(lit)
		}
	}
	for _, fn := range e.sourceFuncs(e.files, e.info) {
		visit(fn)
	}
	visit(first)
	for _, b := range first.Blocks {
		for _, i := range b.Instrs {
			if c, ok := i.(*ssa.Call); ok {
				if callee := c.Call.StaticCallee(); callee != nil && isInit(callee) {
					visit(callee)
				}
			}
		}
	}
	if len(again) == 0 {
		return
	}
	e.settled = newFrame(e, e.node(first), true)
	e.settled.limit += maxPackageSteps
	e.limit = max(e.limit, e.steps+maxPackageSteps/2)
	for _, n := range again {
		f := newFrame(e, n, false)
		f.late = true
		f.run()
		f.forgo()
		n.contexts = merged(n.contexts, f.contexts)
		n.keeps = merged(n.keeps, f.keeps)
	}
}

func merged[V any](old, more map[Site]V) map[Site]V {
	if old == nil {
		return more
	}
	for site, v := range more {
		if _, ok := old[site]; !ok {
			old[site] = v
		}
	}
	return old
}

// settleStores notes the functions that a body stores in package-level
// variables: any of them may be there when another body runs.
func (e *engine) settleStores(s *Summary) {
	for _, ef := range s.effects {
		if ef.kind != effectStore {
			continue
		}
		var funcs Value
		for _, a := range bare(ef.val) {
			if callable(a) {
				funcs = join(funcs, a.alone())
			}
		}
		if len(funcs) == 0 {
			continue
		}
		for _, b := range ef.base {
			base, p, ok := place(b)
			if ok && base.kind == kindSym && base.root == rootGlobal {
				e.stateOf(base)
				e.state[base] = append(e.state[base], entry{slices.Concat(p, ef.path), funcs, false})
			}
		}
	}
}

// callable reports whether a is a function, or has methods, and stands for
// itself in every body.
func callable(a *Atom) bool {
	switch a.kind {
	case kindFunc:
		return len(a.binds) == 0
	case kindTyped:
		return !slices.ContainsFunc(a.inner, func(b *Atom) bool {
			return b.kind != kindAddr && b.kind != kindConst || b.kind == kindAddr && b.base.root != rootObject
		})
	}
	return false
}

// heldBy is what can be called of the package-level memory that symbol a
// stands for.
func (f *frame) heldBy(a *Atom) Value {
	if !f.late || a.rootOf().root != rootGlobal {
		return nil
	}
	v := Value{a.rootOf()}
	for _, sel := range a.selectors() {
		if sel == anything {
			return nil
		}
		v = f.e.settled.pick(v, sel, point{})
	}
	var g gathering
	for _, a := range bare(v) {
		if a.kind == kindFunc || a.kind == kindTyped {
			g.add(a.alone())
		}
	}
	return g.value()
}

// noteGlobal notes that the body calls what a package-level variable holds.
func (f *frame) noteGlobal(v Value) {
	for _, a := range v {
		if a.kind == kindSym && a.rootOf().root == rootGlobal {
			f.node.callsGlobal = true
		}
	}
}

// madeByCall reports whether what k keeps is made by the call at the present
// instruction, rather than given to it.
func (f *frame) madeByCall(k *Keep) bool {
	call, ok := f.current.(ssa.CallInstruction)
	if !ok || k.Context {
		return false
	}
	for _, a := range call.Common().Args {
		if h := f.held(f.get(a), point{block: call.Block().Index, idx: f.idx}); h.manager != nil {
			return false
		}
	}
	return true
}

// ownerOf is the package-level variable from which object o can be reached, in
// what initialisers left in memory; "" if there is none.
func (e *engine) ownerOf(o *Object) string {
	if e.owners == nil {
		e.owners = make(map[*Object]string)
		var globals []*Atom
		for base := range e.state {
			if base.kind == kindSym && base.root == rootGlobal {
				globals = append(globals, base)
			}
		}
		slices.SortFunc(globals, func(a, b *Atom) int { return cmp.Compare(a.name, b.name) })
		own := func(a *Atom, name string) {
			if a.kind == kindAddr && a.base.root == rootObject && e.owners[a.base.obj] == "" {
				e.owners[a.base.obj] = name
			}
		}
		for _, g := range globals { // first what is nearest
			for _, en := range e.state[g] {
				for a := range each(en.val) {
					own(a, g.name)
					for b := range each(a.inner) {
						own(b, g.name)
					}
				}
			}
		}
		for _, g := range globals {
			for _, a := range e.settled.reachable(Value{g}, point{}) {
				own(a, g.name)
			}
		}
	}
	return e.owners[o]
}

// concerned reports whether the package can see a factory or a manager: it has
// one, or imports something that does.
func (e *engine) concerned() bool {
	if len(e.facts.factories) > 0 {
		return true
	}
	for _, a := range e.u.atoms {
		if a.kind == kindManager {
			return true
		}
	}
	return slices.ContainsFunc(e.sourceFuncs(e.files, e.info), func(fn *ssa.Function) bool {
		obj, ok := fn.Object().(*types.Func)
		return ok && e.set.IsFactory(obj)
	})
}

// holderRoot is the initialiser of package-level variable name, where that
// leaves functions in it.
func (e *engine) holderRoot(name string) *Root {
	v := e.settled.reachable(Value{e.u.rootSym(rootGlobal, 0, name)}, point{})
	if !slices.ContainsFunc(v, func(a *Atom) bool { return a.kind == kindFunc }) {
		return nil
	}
	for _, r := range e.roots {
		if !r.Init && slices.ContainsFunc(r.Names, func(n string) bool { return e.pkg.Pkg.Path()+"."+n == name }) {
			return r
		}
	}
	return nil
}
