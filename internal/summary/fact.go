package summary

import (
	"encoding/binary"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"sort"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/stdfacts"
)

// A Fact is what a package tells those that import it. Every analysed package
// has one, so that a package without is one that was not analysed.
//
// Facts of packages that are imported only indirectly do not reach an
// importer, so a fact also has the sections of other packages that its own
// refer to. Those of the standard library are not copied where [stdfacts] has
// them: the fact of a package of the library, and every reference to one, is
// its key.
type Fact struct {
	Module   string
	Keys     []string // sorted
	Sections [][]byte
	Owners   []string // the package whose analysis wrote each section
	Inits    []InitReach
	Told     []string // packages whose import this module has reported
	Missing  bool     // missing facts have been reported
	Standard string   // of a package of the standard library, its key in stdfacts
	Library  []string // keys of the packages of the standard library that sections refer to, sorted
}

// An InitReach says that initialising package Pkg of module Module calls a
// factory.
type InitReach struct {
	Pkg, Module string
	Factory     string
	Path        []string
}

func (*Fact) AFact() {}

func (f *Fact) String() string {
	return fmt.Sprintf("summaries(%d sections, %d inits)", len(f.Keys), len(f.Inits))
}

// facts is what the facts of the imported packages say.
type facts struct {
	e         *engine
	imports   map[string]*Fact     // by path of the direct import
	carried   map[string][]section // in the imports' facts
	library   []libraryPackage     // what the imports refer to
	found     map[string][]section // see sections
	summaries map[string]*Summary
	factories map[string]factory.ContextParam
	loaded    map[string]bool
	byType    map[string][]string // "t:" key to the method keys of the type, in carried
	broken    []string
	pkgs      map[string]*types.Package
}

type section struct {
	owner string
	data  []byte
	from  string // the key of the library's package that has it
}

// A libraryPackage is a package of the standard library whose fact is embedded.
type libraryPackage struct {
	key  string
	fact *stdfacts.Package
}

// Section keys begin with what they are for.
const (
	funcSection   = "f:"
	stateSection  = "g:"
	methodSection = "m:"
	typeRefs      = "t:" // refers to the method sections of a type
)

func newFacts(e *engine, imports map[string]*Fact, pkg *types.Package) *facts {
	fs := &facts{
		e: e, imports: imports,
		carried: make(map[string][]section), found: make(map[string][]section), summaries: make(map[string]*Summary),
		factories: make(map[string]factory.ContextParam), loaded: make(map[string]bool),
		byType: make(map[string][]string), pkgs: make(map[string]*types.Package),
	}
	keys := make(map[string]bool)
	e.u.own[pkg.Path()] = !e.library
	for _, path := range sortedKeys(imports) {
		f := imports[path]
		e.u.own[path] = f.Standard == ""
		for i, k := range f.Keys {
			if i >= len(f.Sections) || i >= len(f.Owners) {
				break
			}
			fs.add(k, section{owner: f.Owners[i], data: f.Sections[i]})
			e.u.own[f.Owners[i]] = e.u.own[f.Owners[i]] || f.Standard == ""
		}
		for _, k := range f.Library {
			keys[k] = true
		}
	}
	for _, k := range sortedKeys(keys) {
		if p, ok := embedded(k); ok {
			fs.library = append(fs.library, libraryPackage{k, p})
		}
	}
	var visit func(p *types.Package)
	visit = func(p *types.Package) {
		for _, imp := range p.Imports() {
			if fs.pkgs[imp.Path()] == nil {
				fs.pkgs[imp.Path()] = imp
				visit(imp)
			}
		}
	}
	fs.pkgs[pkg.Path()] = pkg
	visit(pkg)
	return fs
}

func (fs *facts) add(key string, s section) {
	if len(key) < 2 || strings.HasPrefix(key, methodSection) && !strings.Contains(key[2:], ".") {
		fs.broken = append(fs.broken, key+": no such key")
		return
	}
	for _, old := range fs.carried[key] {
		if old.owner == s.owner {
			return
		}
	}
	fs.carried[key] = append(fs.carried[key], s)
	if m, ok := strings.CutPrefix(key, methodSection); ok {
		t := typeOfMethod(m)
		fs.byType[typeRefs+t] = append(fs.byType[typeRefs+t], key)
	}
}

// typeOfMethod is the key of the type in m, the key of a method section.
func typeOfMethod(m string) string {
	if i := strings.LastIndex(m, ").("); i >= 0 {
		return m[:i]
	}
	return m[:strings.LastIndexByte(m, '.')]
}

// sections are the sections with this key, one for each owner: those of the
// standard library, which is initialised first, before the others.
func (fs *facts) sections(key string) []section {
	if secs, ok := fs.found[key]; ok {
		return secs
	}
	var secs []section
	own := func(owner string) bool {
		return slices.ContainsFunc(secs, func(s section) bool { return s.owner == owner })
	}
	for _, p := range fs.library {
		for _, s := range p.fact.Sections(key) {
			if !own(s.Owner) {
				secs = append(secs, section{s.Owner, []byte(s.Data), p.key})
			}
		}
	}
	for _, s := range fs.carried[key] {
		if !own(s.owner) {
			secs = append(secs, s)
		}
	}
	fs.found[key] = secs
	return secs
}

// methodKeys are the keys of the method sections of the type with this "t:"
// key.
func (fs *facts) methodKeys(ref string) []string {
	keys := slices.Clone(fs.byType[ref])
	t := strings.TrimPrefix(ref, typeRefs)
	for _, p := range fs.library {
		for name := range p.fact.Names(methodSection + t) {
			if typeOfMethod(name[len(methodSection):]) == t {
				keys = append(keys, name)
			}
		}
	}
	return keys
}

// decode reads a section; one that cannot be read says nothing, and is
// noted.
func (fs *facts) decode(key string, s section, read func(*decoder)) {
	defer func() {
		if x := recover(); x != nil {
			// A reader of bytes from elsewhere trusts nothing, so it need not
			// check everything.
			fs.broken = append(fs.broken, fmt.Sprintf("%s: %v", key, x))
		}
	}()
	r := &decoder{u: fs.e.u, e: fs.e, buf: s.data}
	skipRefs(r)
	read(r)
}

// refsOf are the keys that a section refers to; none if it cannot be read.
func refsOf(data []byte) (refs []string) {
	defer func() {
		if recover() != nil {
			refs = nil
		}
	}()
	return skipRefs(&decoder{buf: data})
}

func skipRefs(r *decoder) (refs []string) {
	for range r.count() {
		n := r.count()
		refs = append(refs, string(r.buf[:n]))
		r.buf = r.buf[n:]
	}
	return refs
}

// summary is the summary of an imported function; nil if its package was not
// analysed.
func (fs *facts) summary(key string) *Summary {
	if s, ok := fs.summaries[key]; ok {
		return s
	}
	s := &Summary{returns: true}
	if secs := fs.sections(funcSection + key); len(secs) > 0 {
		fs.decode(key, secs[0], func(r *decoder) { s = r.summary() })
	}
	fs.summaries[key] = s
	return s
}

func (fs *facts) isFactory(key string) bool {
	_, ok := fs.factories[key]
	return ok
}

func (fs *facts) method(key string) string {
	if secs := fs.sections(methodSection + key); len(secs) > 0 {
		return string(secs[0].data)
	}
	return ""
}

// loadState brings what imported initialisers left in base into the engine's
// state.
func (fs *facts) loadState(base *Atom) {
	var key string
	switch {
	case base.parent != nil:
		return
	case base.root == rootGlobal:
		key = stateSection + base.name
	case base.root == rootObject && fs.e.objectNames[base.obj] != "":
		key = stateSection + fs.e.objectNames[base.obj]
	default:
		return
	}
	if fs.loaded[key] {
		return
	}
	fs.loaded[key] = true
	secs := slices.Clone(fs.sections(key))
	own := ownerOf(key)
	sort.SliceStable(secs, func(i, j int) bool { return secs[i].owner == own && secs[j].owner != own })
	for _, s := range secs {
		fs.decode(key, s, func(r *decoder) {
			fs.e.state[base] = append(fs.e.state[base], r.entries()...)
		})
	}
}

// ownerOf is the package path in a state key.
func ownerOf(key string) string {
	key = strings.TrimPrefix(key, stateSection)
	if i := strings.LastIndexByte(key, '#'); i >= 0 {
		return key[:i]
	}
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		return key[:i]
	}
	return key
}

func (e *engine) funcRef(key string) *FuncRef { return &FuncRef{key: key} }

// resolveType finds the Go type of a type that a fact names, where the
// importer can see it. What a package does not export only those drivers could
// see that type-check it from source: they would do many times the work, and
// might find something else.
func (e *engine) resolveType(t *TypeRef) {
	if t.kind == typeOther {
		return
	}
	i := strings.LastIndexByte(t.name, '.')
	if i < 0 {
		return
	}
	pkg := e.facts.pkgs[t.name[:i]]
	if pkg == nil || pkg != e.pkg.Pkg && !token.IsExported(t.name[i+1:]) {
		return
	}
	obj, ok := pkg.Scope().Lookup(t.name[i+1:]).(*types.TypeName)
	if !ok {
		return
	}
	if len(t.args) == 0 {
		t.typ = obj.Type()
		return
	}
	t.elem = &TypeRef{kind: typeOther, name: "origin " + t.name, typ: obj.Type()}
	var args []types.Type
	for _, a := range t.args {
		if a == nil || a.typ == nil || a.open() {
			return
		}
		args = append(args, a.typ)
	}
	if inst, err := types.Instantiate(nil, obj.Type(), args, true); err == nil {
		t.typ = inst
	}
}

// export is the fact of the analysed package.
func (e *engine) export() *Fact {
	x := &exporter{e: e, done: make(map[string]bool), out: make(map[string][]section), library: make(map[string]bool), byKey: make(map[string]*node)}
	for _, n := range e.nodes {
		// The wrapper of a method value is made anew wherever there is one.
		if old := x.byKey[n.key]; old == nil || n.index >= 0 && (old.index < 0 || n.index < old.index) {
			x.byKey[n.key] = n
		}
	}
	for _, fn := range e.exported() {
		x.want(funcSection + e.node(fn).key)
		x.exportKey(fn)
	}
	for base := range e.delta {
		if base.root == rootGlobal {
			x.want(stateSection + base.name)
		}
	}
	for _, t := range e.mentionedTypes() {
		for _, prefix := range []string{"(", "(*"} {
			x.wantMethods(funcSection + prefix + t)
		}
	}
	x.run()
	// Another package's objects that this one's initialisers changed.
	for base := range e.delta {
		if base.root == rootObject && e.objectNames[base.obj] != "" {
			x.want(stateSection + e.objectNames[base.obj])
		}
	}
	x.run()
	f := &Fact{Library: sortedKeys(x.library)}
	for _, k := range sortedKeys(x.out) {
		for _, s := range x.out[k] {
			f.Keys = append(f.Keys, k)
			f.Sections = append(f.Sections, s.data)
			f.Owners = append(f.Owners, s.owner)
		}
	}
	return f
}

type exporter struct {
	e       *engine
	done    map[string]bool
	todo    []string
	out     map[string][]section
	library map[string]bool // keys of packages of the standard library that are referred to
	byKey   map[string]*node
}

func (x *exporter) want(key string) {
	if !x.done[key] {
		x.done[key] = true
		x.todo = append(x.todo, key)
	}
}

// wantMethods asks for the methods of the type whose name prefix ends with; a
// generic type's parameters follow it.
func (x *exporter) wantMethods(prefix string) {
	want := func(k string) {
		if rest := k[len(prefix):]; strings.HasPrefix(rest, ").") || strings.HasPrefix(rest, "[") {
			x.want(k)
		}
	}
	for k := range x.e.facts.carried {
		if strings.HasPrefix(k, prefix) {
			want(k)
		}
	}
	for _, p := range x.e.facts.library {
		for k := range p.fact.Names(prefix) {
			want(k)
		}
	}
}

func (x *exporter) run() {
	for len(x.todo) > 0 {
		slices.Sort(x.todo)
		todo := x.todo
		x.todo = nil
		for _, key := range todo {
			x.write(key)
		}
	}
}

func (x *exporter) write(key string) {
	e := x.e
	me := e.pkg.Pkg.Path()
	switch key[:2] {
	case funcSection:
		if n := x.byKey[key[2:]]; n != nil && len(n.fn.Blocks) > 0 {
			if n.index < 0 {
				e.solve(n)
			}
			if s := n.sum; len(s.effects) > 0 || len(s.result) > 0 || len(s.holds) > 0 || !s.returns || s.panics || s.recovers {
				x.section(key, me, func(w *encoder) { w.summary(s) })
			}
			return
		}
	case stateSection:
		if base := e.stateBase(key[2:]); base != nil && len(e.delta[base]) > 0 {
			x.section(key, me, func(w *encoder) { w.entries(e.delta[base]) })
		}
	case typeRefs:
		for _, k := range e.facts.methodKeys(key) {
			x.want(k)
		}
		return
	}
	for _, s := range e.facts.sections(key) {
		if s.from != "" {
			x.library[s.from] = true
			continue
		}
		if key[:2] == methodSection {
			x.want(funcSection + string(s.data))
		} else {
			for _, ref := range refsOf(s.data) {
				if len(ref) >= 2 {
					x.want(ref)
				}
			}
		}
		if s.owner != me {
			x.out[key] = append(x.out[key], s)
		}
	}
}

func (x *exporter) section(key, owner string, write func(*encoder)) {
	e := x.e
	w := newEncoder(e.nameObject)
	w.onTyped = func(t *TypeRef) {
		if t.typ == nil || t.open() || types.IsInterface(t.typ) {
			return
		}
		for sel := range e.prog.MethodSets.MethodSet(t.typ).Methods() {
			id := sel.Obj().Id()
			a := e.method(t, id)
			mk := methodSection + t.key + "." + id
			if a == nil || x.done[mk] {
				continue
			}
			x.done[mk] = true
			s := e.summaryOf(a.fn, nil)
			if s == nil || len(s.effects) == 0 && len(s.result) == 0 && s.returns && !s.panics && !s.recovers {
				continue
			}
			x.out[mk] = []section{{owner: owner, data: []byte(a.fn.key)}}
			if a.fn.fn != nil && len(a.fn.fn.Blocks) > 0 {
				x.byKey[a.fn.key] = e.node(a.fn.fn)
			}
			x.want(funcSection + a.fn.key)
		}
	}
	w.factory = e.contextParam
	write(w)
	var head []byte
	refs := sortedKeys(w.refs)
	head = binary.AppendUvarint(head, uint64(len(refs)))
	for _, r := range refs {
		head = binary.AppendUvarint(head, uint64(len(r)))
		head = append(head, r...)
		x.want(r)
	}
	x.out[key] = append(x.out[key], section{owner: owner, data: append(head, w.buf...)})
}
