package summary

import (
	"slices"
	"strconv"
	"strings"
)

// A Value is what the analysis knows a Go value may be: a set of atoms,
// sorted by their identity and free of duplicates. The empty set is bottom:
// nothing that could be called is in it. Join is set union.
type Value []*Atom

// An Atom is one thing that a value may be. Atoms are interned by a
// [universe], so that identity is equality.
type Atom struct {
	id   int
	key  string
	self [1]*Atom // see alone
	kind atomKind

	// symbol: a root, or parent followed by one selector.
	root   symRoot
	index  int     // root: which parameter, free variable or result
	name   string  // root: which global
	call   *effect // root: the call whose result this is
	obj    *Object // root or address: the object
	parent *Atom
	sel    string
	depth  int

	// address: base (obj or sym) and path.
	base *Atom
	path path

	fn    *FuncRef // function
	binds []Value  // function: free variables, or the bound receiver
	targs []*TypeRef

	typ   *TypeRef // typed: the dynamic type
	inner Value    // typed: the concrete value; aggregate: what unnamed fields come from

	fields []field // aggregate

	constant string  // constant: its exact value
	guards   []guard // conditional: where inner's one atom is the value

	nesting int  // how deep values lie in values, by weight
	ours    bool // it is of the program's own making, see weight
}

type field struct {
	sel string
	val Value
}

type atomKind uint8

const (
	kindSym     atomKind = iota // a value known only to the caller
	kindAddr                    // the address of a place in memory
	kindFunc                    // a function, with what it captured
	kindTyped                   // an interface value with its dynamic type
	kindAgg                     // a struct, array or tuple
	kindConst                   // a constant that branches depend on
	kindCond                    // another atom, where guards hold
	kindTop                     // anything
	kindManager                 // what a factory made
)

type symRoot uint8

const (
	rootNone      symRoot = iota
	rootParam             // a parameter, the receiver being the first
	rootFree              // a free variable of a function literal
	rootGlobal            // a package-level variable
	rootResult            // what a call of a symbol returned
	rootObject            // an object that a call of a symbol may have changed
	rootRecovered         // what recover returns
)

// A path is a sequence of selectors: ".name" for a field, "[key]" for an
// element under a constant key, "[]" for any element, "*" for what a pointer
// points to.
type path []string

func (p path) String() string { return strings.Join(p, "") }

// maxDepth bounds symbolic access paths; what lies deeper is reached by the
// selector [anything].
const maxDepth = 7

// anything selects whatever can be reached from a value.
const anything = "~"

// anyElem selects an element under an unknown key.
const anyElem = "[]"

// received reports whether a is, or is selected from, what was received from a
// channel.
func (a *Atom) received() bool {
	for ; a != nil; a = a.parent {
		if a.sel == chanElem {
			return true
		}
	}
	return false
}

// chanElem selects what is received from a channel: it is no longer there then.
const chanElem = "[<-]"

// A FuncRef names a function; fn is nil when only facts know it.
type FuncRef struct {
	key string
	fn  ssaFunc
}

// A universe interns atoms.
type universe struct {
	atoms  map[string]*Atom
	merged map[string]Value // see fieldwise
	types  map[string]*TypeRef
	own    map[string]bool // the packages that are not the standard library's
}

func newUniverse() *universe {
	return &universe{atoms: make(map[string]*Atom), types: make(map[string]*TypeRef), merged: make(map[string]Value), own: make(map[string]bool)}
}

func (u *universe) intern(key string, make func() *Atom) *Atom {
	if a, ok := u.atoms[key]; ok {
		return a
	}
	a := make()
	a.id, a.key = len(u.atoms), key
	a.self[0] = a
	u.atoms[key] = a
	return a
}

func (u *universe) rootSym(root symRoot, index int, name string) *Atom {
	return u.intern("r"+strconv.Itoa(int(root))+","+strconv.Itoa(index)+","+name, func() *Atom {
		return &Atom{kind: kindSym, root: root, index: index, name: name}
	})
}

func (u *universe) objectSym(o *Object) *Atom {
	return u.intern("o"+strconv.Itoa(o.id), func() *Atom {
		return &Atom{kind: kindSym, root: rootObject, obj: o}
	})
}

func (u *universe) resultSym(call *effect, index int) *Atom {
	return u.intern("c"+strconv.Itoa(call.id)+","+strconv.Itoa(index), func() *Atom {
		return &Atom{kind: kindSym, root: rootResult, call: call, index: index}
	})
}

// extend is the symbol for what sel selects from symbol s.
func (u *universe) extend(s *Atom, sel string) *Atom {
	byReflection := isReflected(sel) || isPointed(sel)
	switch {
	case s.sel == anything:
		if !byReflection {
			return s
		}
	case isReflected(s.sel):
		if isReflected(sel) || sel == anything {
			return s
		}
	case isPointed(s.sel):
		if byReflection || sel == anything {
			return s
		}
	}
	seen := 0
	for a := s; a.parent != nil; a = a.parent {
		if a.sel == sel {
			seen++
		}
	}
	if s.depth >= maxDepth && !byReflection || seen >= 2 {
		sel = anything
	}
	return u.intern("s"+strconv.Itoa(s.id)+sel, func() *Atom {
		return &Atom{kind: kindSym, parent: s, sel: sel, depth: s.depth + 1}
	})
}

func (u *universe) addr(base *Atom, p path) *Atom {
	if len(p) == 0 && base.kind == kindSym && base.root != rootObject {
		return base
	}
	return u.intern("a"+strconv.Itoa(base.id)+p.String(), func() *Atom {
		return &Atom{kind: kindAddr, base: base, path: p}
	})
}

// objAddr is the address of o, or of the place in it that p selects.
func (u *universe) objAddr(o *Object, p path) *Atom {
	return u.addr(u.objectSym(o), p)
}

func (u *universe) function(fn *FuncRef, binds []Value, targs []*TypeRef) *Atom {
	for i, b := range binds {
		if s := shallow(b); len(s) != len(b) {
			binds = slices.Clone(binds)
			binds[i] = s
		}
	}
	var b strings.Builder
	b.WriteString("f")
	b.WriteString(fn.key)
	writeTypes(&b, targs)
	for _, v := range binds {
		b.WriteByte('|')
		b.WriteString(v.key())
	}
	return u.intern(b.String(), func() *Atom {
		ours := u.own[packageOf(fn.key)]
		return &Atom{kind: kindFunc, fn: fn, binds: binds, targs: targs, ours: ours, nesting: nesting(binds...) + weight(ours)}
	})
}

// maxNesting bounds values in values: errors that wrap errors have no end.
const maxNesting = 24

// weight is what a value counts that others lie in. What the program makes is a
// few decorators deep and must be seen; what the library makes to do its work is
// cut early.
func weight(ours bool) int {
	if ours {
		return 1
	}
	return 6
}

// nesting is how deep values in vs lie in values.
func nesting(vs ...Value) int {
	n := 0
	for _, v := range vs {
		for _, a := range v {
			n = max(n, a.nesting)
		}
	}
	return n
}

// packageOf is the path of the package in the key of a function or a named type.
func packageOf(key string) string {
	key, _, _ = strings.Cut(strings.TrimLeft(key, "(*"), "[")
	slash := strings.LastIndexByte(key, '/') + 1
	dot := strings.IndexByte(key[slash:], '.')
	return key[:slash+max(dot, 0)]
}

// isOurs reports whether values of type t are of the program's own making.
func (u *universe) isOurs(t *TypeRef) bool {
	for t.kind == typePointer {
		t = t.elem
	}
	return t.kind == typeNamed && u.own[packageOf(t.name)]
}

// holdsOurs reports whether of the values that are directly in fields and rest,
// there are some of the program's own making, and no others.
func holdsOurs(fields []field, rest Value) bool {
	ours := false
	all := func(v Value) bool {
		for _, a := range v {
			if a.nesting > 0 && !a.ours {
				return false
			}
			ours = ours || a.ours
		}
		return true
	}
	for _, f := range fields {
		if !all(f.val) {
			return false
		}
	}
	return all(rest) && ours
}

// shallow is v without what lies too deep.
func shallow(v Value) Value {
	for i, a := range v {
		if a.nesting >= maxNesting {
			out := append(Value(nil), v[:i]...)
			for _, a := range v[i:] {
				if a.nesting < maxNesting {
					out = append(out, a)
				}
			}
			return out
		}
	}
	return v
}

func (u *universe) typed(t *TypeRef, v Value) *Atom {
	v = shallow(v)
	return u.intern("t"+t.key+"|"+v.key(), func() *Atom {
		ours := u.isOurs(t)
		return &Atom{kind: kindTyped, typ: t, inner: v, ours: ours, nesting: nesting(v) + weight(ours)}
	})
}

func (u *universe) constant(c string) *Atom {
	return u.intern("k"+c, func() *Atom { return &Atom{kind: kindConst, constant: c} })
}

// aggregate is the struct, array or tuple with these fields; rest is where a
// field that is not among them comes from.
func (u *universe) aggregate(fields []field, rest Value) Value {
	rest = shallow(rest)
	for i := range fields {
		fields[i].val = shallow(fields[i].val)
	}
	fields = slices.DeleteFunc(fields, func(f field) bool { return len(f.val) == 0 && len(rest) == 0 })
	if len(fields) == 0 {
		return rest
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.sel, b.sel) })
	var b strings.Builder
	b.WriteString("g")
	for _, f := range fields {
		b.WriteString(f.sel)
		b.WriteByte('=')
		b.WriteString(f.val.key())
	}
	b.WriteString("/")
	b.WriteString(rest.key())
	return Value{u.intern(b.String(), func() *Atom {
		n := nesting(rest)
		for _, f := range fields {
			n = max(n, nesting(f.val))
		}
		ours := holdsOurs(fields, rest)
		return &Atom{kind: kindAgg, fields: fields, inner: rest, ours: ours, nesting: n + weight(ours)}
	})}
}

func (v Value) key() string {
	var b []byte
	for _, a := range v {
		b = strconv.AppendInt(b, int64(a.id), 10)
		b = append(b, ',')
	}
	return string(b)
}

// equal reports whether v and w are the same.
func (v Value) equal(w Value) bool { return slices.Equal(v, w) }

// alone is the value that is a and nothing else.
func (a *Atom) alone() Value { return a.self[:1:1] }

// join is set union.
func join(v, w Value) Value {
	switch {
	case len(w) == 0:
		return v
	case len(v) == 0:
		return w
	case len(v) == 1 && len(w) == 1 && v[0] == w[0]:
		return v
	}
	out := make(Value, 0, len(v)+len(w))
	i, j := 0, 0
	for i < len(v) && j < len(w) {
		switch {
		case v[i].id < w[j].id:
			out = append(out, v[i])
			i++
		case v[i].id > w[j].id:
			out = append(out, w[j])
			j++
		default:
			out = append(out, v[i])
			i++
			j++
		}
	}
	out = append(out, v[i:]...)
	out = append(out, w[j:]...)
	if len(out) == len(v) {
		return v
	}
	return out
}

// A gathering collects atoms of many values before they become one.
type gathering struct {
	seen   map[*Atom]bool
	atoms  Value
	shared bool // atoms is what was added first, which is not to be changed
}

// fewAtoms is how many are looked through rather than looked up.
const fewAtoms = 16

func (g *gathering) add(v Value) {
	if len(g.atoms) == 0 {
		g.atoms, g.shared = v, true
		return
	}
	if g.seen == nil && len(g.atoms) > fewAtoms {
		g.seen = make(map[*Atom]bool, 2*len(g.atoms))
		for _, a := range g.atoms {
			g.seen[a] = true
		}
	}
	for i, a := range v {
		if g.seen != nil {
			if g.seen[a] {
				continue
			}
			g.seen[a] = true
		} else if slices.Contains(g.atoms, a) {
			continue
		}
		if g.shared {
			g.atoms, g.shared = append(make(Value, 0, len(g.atoms)+len(v)-i), g.atoms...), false
		}
		g.atoms = append(g.atoms, a)
	}
}

func (g *gathering) value() Value {
	if !g.shared {
		slices.SortFunc(g.atoms, func(a, b *Atom) int { return a.id - b.id })
	}
	return g.atoms
}

// rootOf is the root of symbol s.
func (s *Atom) rootOf() *Atom {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// selectors are the selectors of symbol s after its root.
func (s *Atom) selectors() path {
	var p path
	for ; s.parent != nil; s = s.parent {
		p = append(p, s.sel)
	}
	slices.Reverse(p)
	return p
}

// parts appends to all the values that a is made of.
func (a *Atom) parts(all []Value) []Value {
	all = append(append(all, a.inner), a.binds...)
	for _, f := range a.fields {
		all = append(all, f.val)
	}
	return all
}
