package summary

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Keep is a statement by which a manager, or a request's user context,
// becomes process-wide.
type Keep struct {
	Site      Site
	Variable  string // the package-level variable from which it is reachable
	Factory   string // the factory that made it, or the type that was created
	Via       string // the function, called at Site, that stores it
	Hops      []Site // where callees in this package store it, the innermost last
	Declared  Site   // of a captive: where the receiver's type, or the variable, is declared in this package
	Made      Making // where it is made, if that is in this package
	Container bool   // it is an element of something
	Captive   bool   // Variable is the type of a receiver that serves many requests
	Captured  bool   // Variable is a variable that a handler captured
	Once      bool   // it happens in a call of (*sync.Once).Do
	Context   bool   // what is kept is a user context

	fn     *ssa.Function // where it was found
	callee *ssa.Function // what is called there, if it does all by itself

	calledAt Site // where a function that is called there calls what a package-level variable holds
}

// before orders keeps of one site: the one that is reported first.
func (k *Keep) before(old *Keep) bool {
	rank := func(k *Keep) int {
		switch {
		case k.Context:
			return 2
		case k.Container:
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(k), rank(old)), cmp.Compare(k.Variable, old.Variable), factoryFirst(k.Factory, old.Factory), cmp.Compare(k.Via, old.Via)) < 0
}

// factoryFirst orders what made a manager: a factory says more than the creation
// in it.
func factoryFirst(a, b string) int {
	created := func(name string) int {
		if strings.HasSuffix(name, "{…}") {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(created(a), created(b)), cmp.Compare(a, b))
}

// manager is the manager that factory key makes, wherever it flows.
func (u *universe) manager(key string) *Atom {
	return u.intern("m"+key, func() *Atom { return &Atom{kind: kindManager, name: key} })
}

// keep notes that val is written to place p of base, if base is reachable from
// what outlives a request and val is or holds a manager or a user context.
func (f *frame) keep(base *Atom, p path, val Value, at point) (told bool) {
	if !f.site.IsValid() || len(val) == 0 {
		return false
	}
	root := base
	if root.kind == kindSym {
		root = base.rootOf()
	}
	k, ok := f.lasting(root)
	if ok = ok && !base.received(); !ok {
		return !f.isUsers(root) && f.keepHandler(val, at)
	}
	if f.told || f.moved || f.pruning {
		return true // or what was kept before
	}
	k.Container = base.parent != nil && hasElem(base.selectors()) || hasElem(p) || f.vague
	if (k.Container || f.e.nodeIn(val) != nil) && f.key().spares() {
		return false // a registry of users
	}
	if len(p) > 0 && p[len(p)-1] == mapKeys && f.storesContext(val) {
		return false // the same, with user contexts for keys
	}
	h := f.held(val, at)
	if root.root == rootGlobal && h.manager == nil {
		f.callLater(h.closures, root.name, at)
	}
	switch {
	case h.manager != nil && root.root == rootGlobal && f.keptAlready(base, p, val, at):
		return true
	case h.manager != nil:
		k.Factory = h.manager.name
		if h.handler != nil {
			if f.handlers == nil {
				f.handlers = make(map[*Atom]*handlerKeep)
			}
			f.handlers[h.handler] = nil
		}
		k.Container = k.Container || h.inElem
	case f.keepsContext(h, val):
		k.Context = true
	default:
		return false
	}
	if k.callee = f.keepsAlone(f.current, k.Factory); f.trial != nil {
		k.callee = f.trial.callee
	}
	k.Hops = f.hops
	if h.manager != nil {
		k.Made = f.madeFor(h.manager, at)
	}
	if !f.relinks(k, at) {
		f.addKeep(k)
		f.noted = k
	}
	return true
}

// relinks reports whether k is a call that is given no manager, and makes none,
// and finds one in what it puts in another place: an earlier statement has kept
// it, as the handler that was registered before another one.
func (f *frame) relinks(k *Keep, at point) bool {
	call, ok := f.current.(*ssa.Call)
	if !ok || k.Factory == "" || call.Call.StaticCallee() == nil {
		return false
	}
	earlier := false
	for site, old := range f.keeps {
		earlier = earlier || site < k.Site && old.Factory == k.Factory
	}
	ref, _ := f.e.ref(call.Call.StaticCallee())
	return earlier && !f.makes(ref) && !slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool {
		return f.held(f.get(a), at).manager != nil || slices.ContainsFunc(bare(f.get(a)), func(a *Atom) bool {
			return a.kind == kindFunc && f.makes(a.fn)
		})
	})
}

// makes reports whether fn may reach a factory.
func (f *frame) makes(fn *FuncRef) bool {
	s := f.e.summaryOf(fn, f.node)
	return s == nil || slices.ContainsFunc(s.effects, func(e *effect) bool { return e.kind == effectReach })
}

// keptAlready reports whether all of val is in the package-level variable around
// p of base as it is, or made of the elements that are: it was stored there before,
// and reported then.
func (f *frame) keptAlready(base *Atom, p path, val Value, at point) bool {
	if len(p) > maxDepth {
		return false
	}
	var there, elems Value
	within := func(a *Atom, all Value) bool {
		return a.kind == kindTop || !holdsMore(a) || a.kind == kindSym && a.parent != nil && a.rootOf() == base.rootOf() && !a.received() ||
			a.kind == kindAddr && slices.ContainsFunc(all, func(b *Atom) bool { return sameAddress(a, b) })
	}
	for _, a := range bare(val) {
		if within(a, nil) {
			continue
		}
		if there == nil {
			there = bare(f.load(base, p, at))
			elems = bare(f.pick(there, anyElem, at))
		}
		if within(a, there) {
			continue
		}
		m := f.mems[a.base]
		if a.kind != kindAddr || m == nil {
			return false
		}
		for _, w := range m.inOrder() {
			if len(w.path) != 1 || w.path[0] != anyElem || slices.ContainsFunc(bare(w.val), func(a *Atom) bool { return !within(a, elems) }) {
				return false
			}
		}
	}
	return true
}

// sameAddress reports whether a and b are the same, but for how long they are.
func sameAddress(a, b *Atom) bool {
	return a == b || a.kind == kindAddr && b.kind == kindAddr && a.base == b.base && slices.Equal(a.path, b.path)
}

// lasting tells what outlives a request where root does.
func (f *frame) lasting(root *Atom) (*Keep, bool) {
	k := &Keep{Site: f.site, Variable: root.name, Via: f.storer, Once: f.onceDepth > 0, fn: f.fn}
	switch {
	case f.trial != nil:
		k.Variable = f.trial.variable
		if f.inner.IsValid() && f.trial.encloses != nil && f.trial.encloses(f.inner) {
			k.Site, k.Via = f.inner, ""
		} else if f.madeAt.IsValid() {
			k.Site, k.Via = f.madeAt, ""
		}
		return k, f.trial.objs[root]
	case root.root == rootGlobal:
		return k, true
	case f.late && root.root == rootObject && f.e.persistent[root.obj]:
		k.Variable = f.e.ownerOf(root.obj)
		if f.madeAt.IsValid() {
			k.Site, k.Via = f.madeAt, ""
		}
		return k, k.Variable != ""
	case f.captiveReceiver(root):
		recv := receiverOf(f.fn)
		k.Captive, k.Variable, k.Declared = true, typeName(recv), f.e.declared(recv)
		return k, true
	case root.root == rootFree:
		recv, ok := f.captiveVariable(root)
		k.Captive, k.Captured, k.Variable = true, recv == nil, f.fn.FreeVars[root.index].Name()
		if recv != nil {
			k.Variable, k.Declared = typeName(recv), f.e.declared(recv)
		} else {
			k.Declared = declaredFree(f.fn, root.index)
		}
		return k, ok
	}
	return nil, false
}

func (f *frame) addKeep(k *Keep) {
	if f.late && k.Site != f.madeAt && f.madeByCall(k) {
		k.calledAt = f.calledAt
		if root := f.e.holderRoot(k.Variable); root != nil {
			k.Site, k.Via = root.Pos, ""
		}
	}
	if f.keeps == nil {
		f.keeps = make(map[Site]*Keep)
	}
	if old := f.keeps[k.Site]; old == nil || k.before(old) {
		f.keeps[k.Site] = k
	}
}

func hasElem(p path) bool {
	for _, s := range p {
		if isElem(s) || s == mapKeys || s == anything {
			return true
		}
	}
	return false
}
