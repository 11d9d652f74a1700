package summary

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
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
	Made      Site   // where it is made; 0 if that is not in the function around Site
	Maker     string // the function that is called there
	Container bool   // it is an element of something
	Captive   bool   // Variable is the type of a receiver that serves many requests
	Captured  bool   // Variable is a variable that a handler captured
	Once      bool   // it happens in a call of (*sync.Once).Do
	Context   bool   // what is kept is a user context

	fn     *ssa.Function // where it was found
	callee *ssa.Function // what is called there, if it does all by itself
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
	if !ok {
		return f.keepHandler(val, at)
	}
	if f.told {
		return true
	}
	k.Container = base.parent != nil && hasElem(base.selectors()) || hasElem(p) || f.vague
	if (k.Container || f.e.nodeIn(val) != nil) && f.key().spares() {
		return false // a registry of users
	}
	h := f.held(val, at)
	if root.root == rootGlobal && h.manager == nil {
		f.callLater(h.closures, root.name, at)
	}
	switch {
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
		k.Made, k.Maker = f.maker(h.manager, at)
	}
	f.addKeep(k)
	return true
}

// lasting tells what outlives a request where root does.
func (f *frame) lasting(root *Atom) (*Keep, bool) {
	k := &Keep{Site: f.site, Variable: root.name, Via: f.storer, Once: f.onceDepth > 0, fn: f.fn}
	switch {
	case f.trial != nil:
		k.Variable = f.trial.variable
		if f.inner.IsValid() && f.trial.encloses != nil && f.trial.encloses(f.inner) {
			k.Site, k.Via = f.inner, ""
		}
		return k, f.trial.objs[root]
	case root.root == rootGlobal:
		return k, true
	case f.late && root.root == rootObject && f.e.persistent[root.obj]:
		k.Variable = f.e.ownerOf(root.obj)
		return k, k.Variable != ""
	case f.captiveReceiver(root):
		k.Captive, k.Variable = true, typeName(receiverOf(f.fn))
		return k, true
	case root.root == rootFree:
		recv, ok := f.captiveVariable(root)
		k.Captive, k.Captured, k.Variable = true, recv == nil, f.fn.FreeVars[root.index].Name()
		if recv != nil {
			k.Variable = typeName(recv)
		}
		return k, ok
	}
	return nil, false
}

// maxHops bounds the places that are told of one store.
const maxHops = 8

// maker is the call, or the literal, from which the present instruction has
// manager m, and the function that is called.
func (f *frame) maker(m *Atom, at point) (Site, string) {
	var site Site
	var callee string
	seen := make(map[ssa.Value]bool)
	todo := slices.Clone(stored(f.current))
	for len(todo) > 0 && len(seen) < maxReachable {
		v := todo[0]
		todo = todo[1:]
		if v == nil || seen[v] {
			continue
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Call:
			fn := v.Call.StaticCallee()
			key := ""
			switch {
			case v.Call.IsInvoke():
				key = funcKeyOf(v.Call.Method)
			case fn != nil:
				key = functionKey(fn)
			}
			if key == m.name {
				return v.Pos(), key
			}
			if site == 0 && fn != nil && slices.Contains(f.get(v), m) {
				site, callee = v.Pos(), key
			}
			todo = append(todo, v.Call.Args...)
		case *ssa.Alloc:
			todo = append(todo, storedIn(v, 0)...)
		case *ssa.MakeClosure:
			todo = append(todo, v.Bindings...)
		case ssa.Instruction:
			for _, op := range v.Operands(nil) {
				todo = append(todo, *op)
			}
		}
	}
	return site, callee
}

func (f *frame) addKeep(k *Keep) {
	if f.late && f.madeByCall(k) {
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

// A holding is what of interest a value is or holds.
type holding struct {
	manager  *Atom
	inElem   bool    // it is only reached by way of an element
	handler  *Atom   // the innermost handler that it is reached by way of
	contexts []*Atom // what may be a user context
	closures []*Atom // functions with what they captured

	hits, contextHits []hit
}

// A hit is a manager, or what may be a user context, that a write put into what
// is held.
type hit struct {
	held   *Atom
	inElem bool
	by     *write
}

// held looks through everything that v holds at at, what lies outside of
// elements first.
func (f *frame) held(v Value, at point) holding { return f.holds(v, at, false) }

// holds is held, or, if ever is set, what v comes to hold at any time.
func (f *frame) holds(v Value, at point, ever bool) holding {
	var h holding
	type item struct {
		a       *Atom
		elem    bool
		by      *write
		handler *Atom
	}
	seen := make(map[*Atom]bool)
	bases := make(map[*Atom]bool)
	var todo, later []item
	var handler *Atom
	visit := func(v Value, elem bool, by *write) {
		for _, a := range v {
			if elem {
				later = append(later, item{a, true, by, handler})
			} else {
				todo = append(todo, item{a, false, by, handler})
			}
		}
	}
	visit(v, false, nil)
	for len(seen) < maxReachable {
		if len(todo) == 0 {
			todo, later = later, nil
		}
		if len(todo) == 0 {
			break
		}
		it := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		a := it.a
		if seen[a] && (a.kind != kindManager || it.by == nil) {
			continue
		}
		seen[a] = true
		handler = it.handler
		if f.e.serves(a) {
			handler = a
		}
		switch a.kind {
		case kindManager:
			if h.manager == nil || h.handler == nil {
				h.handler = handler
			}
			if h.manager == nil || h.inElem && !it.elem || h.inElem == it.elem && factoryFirst(a.name, h.manager.name) < 0 {
				h.manager, h.inElem = a, it.elem
			}
			if it.by != nil {
				h.hits = append(h.hits, hit{a, it.elem, it.by})
			}
		case kindFunc:
			if len(a.binds) > 0 {
				h.closures = append(h.closures, a)
			}
		case kindSym, kindAddr, kindTyped:
			h.contexts = append(h.contexts, a)
			if it.by != nil {
				h.contextHits = append(h.contextHits, hit{a, it.elem, it.by})
			}
		}
		visit(a.inner, it.elem, it.by)
		for _, fl := range a.fields {
			visit(fl.val, it.elem || isElem(fl.sel), it.by)
		}
		for _, b := range a.binds {
			if a.fn.key != description { // a type does not hold what it is the type of
				visit(b, it.elem, it.by)
			}
		}
		base, p, ok := place(a)
		if !ok || bases[base] {
			continue
		}
		bases[base] = true
		if len(p) > 0 && isWhole(base, p[0]) {
			p = nil
		}
		if m := f.mems[base]; m != nil {
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					if w.spared && (w.vague || hasElem(w.path) || f.e.nodeIn(w.val) != nil) {
						continue // an entry of a registry of users
					}
					if match(w.path, p) != apart || p == nil {
						val := w.val
						if !ever {
							val = f.stillThere(m, w, at)
						}
						visit(val, it.elem || w.vague || hasElem(w.path), w)
					}
				}
			}
		}
		if f.concrete {
			for _, e := range f.e.stateOf(base) {
				visit(e.val, it.elem || hasElem(e.path), it.by)
			}
		}
	}
	return h
}

// stillThere is what w put into m, less what other writes surely replace where
// it gets to at.
func (f *frame) stillThere(m *memory, w *write, at point) Value {
	if !slices.ContainsFunc(w.val, holdsMore) {
		return w.val
	}
	if f.replaced(m, w, w.path, at) {
		return nil
	}
	var g gathering
	for _, a := range w.val {
		var left []field
		for _, fl := range a.fields {
			if !f.replaced(m, w, append(slices.Clip(w.path), fl.sel), at) {
				left = append(left, fl)
			}
		}
		if len(left) < len(a.fields) {
			g.add(f.e.u.aggregate(left, a.inner))
		} else {
			g.add(Value{a})
		}
	}
	return g.value()
}

// holdsMore reports whether a holds anything: not so a constant, or a function
// that captured nothing.
func holdsMore(a *Atom) bool {
	return a.kind != kindConst && (a.kind != kindFunc || len(a.binds) > 0)
}

// replaced reports whether what w put at p is surely replaced by another write
// where it gets to at.
func (f *frame) replaced(m *memory, w *write, p path, at point) bool {
	replaces := func(o *write) bool { return o != w && o.strong && !o.async && match(o.path, p) == covers }
	// A callee that clears one of several objects and stores it has cleared that.
	clears := func(o *write) bool {
		return o.either && !o.async && match(o.path, p) == covers && o.at.block == at.block && o.at.idx == at.idx && o.at.before(at) && (w.at.block != at.block || w.at.before(o.at))
	}
	found := false
	for _, ws := range m.byBlock {
		if !w.async && slices.ContainsFunc(ws, clears) {
			return true
		}
		found = found || slices.ContainsFunc(ws, replaces)
	}
	if !found || w.async {
		return false
	}
	seen := false
	f.reaching(m, p, at, func(r *write, _ overlap) { seen = seen || r == w })
	return !seen
}

// isWhole reports whether a pointer to what sel selects from object base can be
// one to the whole: it is the first field, as far as is known.
func isWhole(base *Atom, sel string) bool {
	if base.root != rootObject || base.parent != nil || base.obj.typ == nil || base.obj.typ.typ == nil {
		return true
	}
	s, ok := base.obj.typ.typ.Underlying().(*types.Struct)
	return !ok || s.NumFields() > 0 && "."+s.Field(0).Name() == sel
}

// keepsContext reports whether what the present instruction stores, h, is or
// holds a user context that comes from a request: from a parameter that is not
// just a word or a number.
func (f *frame) keepsContext(h holding, val Value) bool {
	found := slices.ContainsFunc(bare(val), func(a *Atom) bool {
		return a.kind == kindTop || a.kind == kindConst && a.constant == nonNil
	}) && f.storesContext(val)
	for _, a := range h.contexts {
		switch {
		case a.kind == kindSym && a.rootOf().root != rootGlobal && a.rootOf().root != rootResult:
			if t := f.symbolType(a); t != nil && f.e.set.IsUserContext(t) {
				return true
			}
		case a.kind == kindSym && a.rootOf().root == rootResult, a.kind == kindTyped && a.typ.typ != nil && f.e.set.IsUserContext(a.typ.typ):
			found = found || f.storesContext(Value{a})
		case a.kind == kindAddr && len(a.path) == 0 && a.base.root == rootObject && a.base.parent == nil:
			if o := a.base.obj; o.typ != nil && o.typ.typ != nil && f.e.set.IsUserContext(o.typ.typ) {
				found = true
			}
		}
	}
	if !found {
		return false
	}
	from := f.derivation()
	return from.request || from.receiver
}

// storesContext reports whether an operand of the present instruction is a
// user context; an argument of a call, one that all of v is or comes from.
func (f *frame) storesContext(v Value) bool {
	_, isCall := f.current.(ssa.CallInstruction)
	for _, op := range stored(f.current) {
		if !f.e.set.IsUserContext(op.Type()) {
			continue
		}
		given := bare(f.get(op))
		other := func(a *Atom) bool {
			return !slices.ContainsFunc(given, func(b *Atom) bool {
				return b == a || slices.Contains(a.inner, b) || a.kind == kindSym && b.kind == kindSym && a.rootOf() == b.rootOf()
			})
		}
		if !isCall || !slices.ContainsFunc(bare(v), other) {
			return true
		}
	}
	return false
}

// symbolType is the type of what symbol a stands for; nil where it is not
// known.
func (f *frame) symbolType(a *Atom) types.Type {
	if a.parent == nil {
		switch {
		case a.root == rootParam && a.index < len(f.fn.Params):
			return f.fn.Params[a.index].Type()
		case a.root == rootFree && a.index < len(f.fn.FreeVars):
			return f.fn.FreeVars[a.index].Type()
		}
		return nil
	}
	t := f.symbolType(a.parent)
	if t == nil {
		return nil
	}
	t = underlying(t)
	p, isPtr := t.(*types.Pointer)
	if a.sel == "*" {
		if !isPtr {
			return nil
		}
		return p.Elem()
	}
	if isPtr {
		t = underlying(p.Elem())
	}
	switch t := t.(type) {
	case *types.Struct:
		for v := range t.Fields() {
			if "."+v.Name() == a.sel {
				return v.Type()
			}
		}
	case interface{ Elem() types.Type }:
		if isElem(a.sel) {
			return t.Elem()
		}
	}
	return nil
}

// keepLater notes what is stored in an object after a package-level variable
// came to hold it.
func (f *frame) keepLater() {
	if !f.managers && !f.stores {
		return
	}
	f.keepHandlers()
	type statement struct {
		variable   string
		block, idx int
	}
	told := make(map[statement]bool)
	each := func(visit func(*Atom, *write, statement)) {
		for _, base := range f.bases {
			if base.rootOf().root != rootGlobal {
				continue
			}
			m := f.mems[base]
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					visit(base, w, statement{base.rootOf().name, w.at.block, w.at.idx})
				}
			}
		}
	}
	each(func(_ *Atom, w *write, s statement) { told[s] = told[s] || w.told })
	each(func(base *Atom, w *write, s statement) {
		if !told[s] && !w.spared {
			f.keepSince(base, w)
		}
	})
}

// keepSince notes what has been stored in what base holds since w.
func (f *frame) keepSince(base *Atom, w *write) {
	container := w.vague || hasElem(base.selectors()) || hasElem(w.path)
	held := f.holds(w.val, w.at, true)
	for _, hit := range held.hits {
		if hit.by.told || hit.by.spared {
			continue
		}
		at := hit.by.at
		if f.before(at, w.at) {
			if f.held(w.val, w.at).manager == nil {
				continue // it was replaced before that
			}
			at = w.at
		}
		k := &Keep{Site: Site(f.siteAt(at)), Variable: base.rootOf().name, Factory: hit.held.name, Container: container || hit.inElem, fn: f.fn}
		f.keepAt(k, at)
		hit.by.told = true
	}
	for _, hit := range held.contextHits {
		at := hit.by.at
		if hit.by.told || hit.by.spared || f.before(at, w.at) {
			continue
		}
		f.current = f.instrAt(at)
		if f.current != nil && f.keepsContext(holding{contexts: []*Atom{hit.held}}, hit.by.val) {
			k := &Keep{Site: Site(f.siteAt(at)), Variable: base.rootOf().name, Context: true, Container: container || hit.inElem, fn: f.fn}
			f.keepAt(k, at)
			hit.by.told = true
		}
	}
}

// before reports whether what is done at a is done before what is done at b.
func (f *frame) before(a, b point) bool {
	blocks := f.fn.Blocks
	return a.block == b.block && a.idx < b.idx || a.block != b.block && blocks[a.block].Dominates(blocks[b.block])
}

// instrAt is the instruction at at; nil if that is the end of a block.
func (f *frame) instrAt(at point) ssa.Instruction {
	if instrs := f.fn.Blocks[at.block].Instrs; at.idx < len(instrs) {
		return instrs[at.idx]
	}
	return nil
}

// keepAt notes k, which happens at at.
func (f *frame) keepAt(k *Keep, at point) {
	if !k.Site.IsValid() {
		return
	}
	if instr := f.instrAt(at); instr != nil {
		k.callee = f.keepsAlone(instr, k.Factory)
	}
	f.addKeep(k)
}

// values are the package-level variables that are declared as a manager by
// value.
func (e *engine) values() []*Keep {
	var keeps []*Keep
	for _, file := range e.files {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.ValueSpec)
				for i, v := range spec.Values {
					t := e.info.TypeOf(v)
					if _, isLit := ast.Unparen(v).(*ast.CompositeLit); isLit && e.set.IsManager(t) && len(spec.Names) == len(spec.Values) {
						name := e.pkg.Pkg.Path() + "." + spec.Names[i].Name
						keeps = append(keeps, &Keep{Site: spec.Names[i].Pos(), Variable: name, Factory: types.TypeString(t, nil) + "{…}"})
					}
				}
			}
		}
	}
	return keeps
}

func hasElem(p path) bool {
	for _, s := range p {
		if isElem(s) || s == mapKeys || s == anything {
			return true
		}
	}
	return false
}

// maxDerived bounds how deep parts of a variable are looked into for what is
// stored there.
const maxDerived = 8

// visit notes which instruction is interpreted: what it writes is kept there.
func (f *frame) visit(instr ssa.Instruction) {
	f.current, f.site, f.keyNow, f.vague = instr, instr.Pos(), nil, false
}

// keepsOf are the statements of this package that keep a manager.
func (e *engine) keepsOf() []*Keep {
	bySite := make(map[Site]*Keep)
	for _, n := range e.nodes {
		for site, k := range n.keeps {
			if e.reportsKeep(k.callee, k, make(map[*ssa.Function]bool)) {
				continue
			}
			k.Once = k.Once || k.fn != nil && e.onceBodies[functionKey(k.fn)]
			if old := bySite[site]; old == nil || k.before(old) {
				bySite[site] = k
			}
		}
	}
	for _, k := range e.values() {
		bySite[k.Site] = k
	}
	var keeps []*Keep
	type initialiser struct {
		root     *Root
		variable string
	}
	seen := make(map[initialiser]bool)
	for _, site := range sortedKeys(bySite) {
		k := bySite[site]
		if root := e.rootAt(site); root != nil && !root.Init {
			if seen[initialiser{root, k.Variable}] {
				continue // once for a declaration
			}
			seen[initialiser{root, k.Variable}] = true
		}
		keeps = append(keeps, k)
	}
	return keeps
}
