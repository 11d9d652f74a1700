package summary

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// An Object is memory that a function makes: a variable, a composite literal,
// a map, a channel, the array below a slice.
type Object struct {
	id     int
	origin string    // where it is made, for objects of recursive calls
	typ    *TypeRef  // what a pointer to it points to, where that is known
	alloc  ssa.Value // the allocation, where this function does it
	many   bool      // one object stands for several: no update is strong
	blank  bool      // a user context: whoever made it has done no more than to return it
	made   point     // where this function makes it, or calls who does
}

// A point is a place in a function's body; seq orders what one call does.
type point struct {
	block, idx, seq int
}

func (p point) before(q point) bool {
	switch {
	case p.idx != q.idx:
		return p.idx < q.idx
	default:
		return p.seq < q.seq
	}
}

type write struct {
	at       point
	path     path
	val      Value
	strong   bool // it replaces what was there
	either   bool // it does in one of several places: that which is meant in the same call
	async    bool
	perhaps  bool // it is in a goroutine, on some ways of it
	guards   []guard
	told     bool            // that it keeps a manager is reported here, not at callers
	key      keyState        // where its key comes from
	src      ssa.Value       // the register that was stored, of a user context
	hops     []Site          // where callees in this package do it, the innermost last
	spared   bool            // under a key that comes from a user context, or that the caller may take from one
	once     bool            // in a call of (*sync.Once).Do
	vague    bool            // somewhere in what can be reached from a value
	beside   string          // the field beside this one that says that there is a user context here, if one does
	leaves   bool            // who has made the object may have done without it
	fills    bool            // it happens if what was there is nil
	rewrites bool            // it happens if what was there is not nil, nor is what is put there
	fine     int             // there is a user context then if this result of the call that does it is fine
	noted    *Keep           // what was noted of that it keeps
	by       ssa.Instruction // the statement that does it, or calls who does
	removal  bool            // an entry is removed
	joins    bool            // who gets it puts it into a map, and does nothing else with it
	shrinks  bool            // the last entry is left out
	prunes   bool            // it is a list of entries that were there
	moved    bool            // it was in another part of the same thing
	gone     bool            // it is taken away before the body returns
	made     Site            // where a body of this package stores a manager that it has made itself, if it does
	making   Making          // how that was made
}

type writeKey struct {
	at   point
	path string
}

// A memory is what one function writes to one base.
type memory struct {
	removes bool // an entry is removed from it
	base    *Atom
	byBlock map[int][]*write
	index   map[writeKey]*write
	exposed bool // a call of a symbol may have changed it
	lost    bool // something that is not followed may have
	keys    map[string]bool
}

// An entry is a write that earlier initialisers did.
type entry struct {
	path   path
	val    Value
	strong bool
}

// maxKeys bounds the constant keys of one table that are told apart.
const maxKeys = 256

func isElem(sel string) bool { return sel[0] == '[' }

// openKey reports whether sel selects an element under a key that is not known
// here.
func openKey(sel string) bool {
	return sel == anyElem || sel == everyElem || sel == chanElem || strings.HasPrefix(sel, keyOfParam)
}

type overlap uint8

const (
	apart     overlap = iota
	covers            // the write is to the place that is read, or around it
	within            // the write is to a part of the place that is read
	mayCovers         // covers, under a key that is not known to be the same
	mayWithin
)

// match says how a write to w concerns a read of p.
func match(w, p path) overlap {
	exact := true
	for i := range min(len(w), len(p)) {
		switch {
		case w[i] == anything || p[i] == anything:
			return mayCovers
		case w[i] == p[i]:
			if w[i] == anyElem || w[i] == chanElem {
				exact = false
			}
		case w[i] == everyElem && isElem(p[i]):
		case isElem(w[i]) && isElem(p[i]) && (openKey(w[i]) || openKey(p[i])):
			exact = false
		default:
			return apart
		}
	}
	switch {
	case len(w) <= len(p) && exact:
		return covers
	case len(w) <= len(p):
		return mayCovers
	case exact:
		return within
	default:
		return mayWithin
	}
}

func (f *frame) memory(base *Atom) *memory {
	m := f.mems[base]
	if m == nil {
		m = &memory{base: base, byBlock: make(map[int][]*write), index: make(map[writeKey]*write)}
		f.mems[base] = m
		f.bases = append(f.bases, base)
	}
	return m
}

// store writes val to the place that addr denotes.
func (f *frame) store(addr, val Value, sels path, at point, strong bool) {
	strong = strong && !f.unsure
	f.either = strong && len(addr) > 1 || f.oneOf && !f.unsure && len(addr) == 1
	strong = strong && len(addr) == 1
	defer func() { f.either = false }()
	for _, a := range addr {
		base, p, ok := place(a)
		if !ok {
			continue
		}
		if o := base.obj; o != nil && base.kind == kindSym && base.root == rootObject && o.many {
			f.either = f.either || strong // in that of the present call
			strong = false
		}
		f.write(base, slices.Concat(p, sels), val, at, strong)
	}
}

// place is the base and path of the memory that pointer a points to.
func place(a *Atom) (*Atom, path, bool) {
	switch a.kind {
	case kindAddr:
		return a.base, a.path, true
	case kindSym:
		return a, nil, true
	case kindCond:
		return place(a.inner[0])
	}
	return nil, nil, false
}

func (f *frame) write(base *Atom, p path, val Value, at point, strong bool) {
	f.writes++
	if len(val) == 0 && !strong && !f.either && !f.removing {
		return
	}
	if isLoss(p, val) {
		f.lose(base)
		return
	}
	val = f.e.u.widen(val)
	f.noted = nil
	told := f.keep(base, p, val, at) || f.told
	noted := f.noted
	m := f.memory(base)
	if len(p) > maxDepth {
		p = append(slices.Clone(p[:maxDepth]), anything)
		strong = false
	}
	for i, sel := range p {
		if isElem(sel) && !openKey(sel) {
			if m.keys == nil {
				m.keys = make(map[string]bool)
			}
			if !m.keys[sel] && len(m.keys) >= maxKeys {
				p = slices.Clone(p)
				p[i] = anyElem
				strong = false
				continue
			}
			m.keys[sel] = true
		}
	}
	key := writeKey{at, p.String()}
	if old := m.index[key]; old != nil {
		old.told = old.told || told
		if noted != nil {
			old.noted = noted
		}
		if j := f.e.u.widen(join(old.val, val)); !j.equal(old.val) {
			old.val = j
			f.changed = true
		}
		old.strong = old.strong && strong
		old.moved = old.moved && f.moved
		old.either = old.either && f.either
		old.fills = old.fills && f.filling
		old.rewrites = old.rewrites && f.rewriting && !mayBeNil(val)
		old.leaves = old.leaves || f.leaving
		if old.beside != f.beside {
			old.beside = ""
		}
		if old.fine != f.fine {
			old.fine = 0
		}
		return
	}
	if len(val) == 0 && len(m.index) == 0 && !f.global(base) && base.root == rootObject && base.parent == nil && f.e.stateOf(base) == nil {
		return // nothing was there to be replaced
	}
	w := &write{at: at, path: p, val: val, strong: strong, either: f.either, async: f.async, perhaps: f.perhaps, guards: f.under, src: f.storing, once: f.onceDepth > 0, vague: f.vague, leaves: f.leaving, beside: f.beside, fills: f.filling, rewrites: f.rewriting && !mayBeNil(val), fine: f.fine, told: told, hops: f.hops, noted: noted, by: f.current, removal: f.removing, joins: f.joining, shrinks: f.shrinking, prunes: f.pruning, moved: f.moved, made: f.madeAt, making: f.making}
	m.removes = m.removes || w.removal
	if root := base.rootOf().root; w.made == 0 && (root == rootFree || root == rootParam) && f.managers {
		if m := f.held(val, at).manager; m != nil {
			w.made, w.making = f.site, f.madeFor(m, at)
		}
	}
	if base.rootOf().root != rootObject || f.vague || hasElem(p) {
		w.key = f.key()
		w.spared = w.key.spares()
	} else if _, isCall := f.current.(ssa.CallInstruction); isCall {
		w.spared = f.instrKey().spares() // a part of an entry
	}
	m.index[key] = w
	ws := m.byBlock[at.block]
	ws = append(ws, w)
	for i := len(ws) - 1; i > 0 && ws[i].at.before(ws[i-1].at); i-- {
		ws[i], ws[i-1] = ws[i-1], ws[i]
	}
	m.byBlock[at.block] = ws
	f.changed = true
}

func (f *frame) global(base *Atom) bool { return base.kind == kindSym && base.root == rootGlobal }

// maxWalk bounds how many blocks one read looks back over; behind it, order
// is given up.
const maxWalk = 256

// reaching calls yield for each write that concerns p and may be seen at at,
// and reports whether what was there when the function began may be seen too.
func (f *frame) reaching(m *memory, p path, at point, yield func(*write, overlap)) bool {
	scan := func(ws []*write, limit *point) (stopped bool) {
		for _, w := range slices.Backward(ws) {
			if limit != nil && !w.at.before(*limit) {
				continue
			}
			o := match(w.path, p)
			if o == apart {
				continue
			}
			yield(w, o)
			if o == covers && w.strong {
				return true
			}
		}
		return false
	}
	if scan(m.byBlock[at.block], &at) {
		return false
	}
	blocks, made := f.fn.Blocks, f.madeIn(m.base)
	if len(blocks) == 1 || at.block == made {
		return true
	}
	if len(m.byBlock) == 1 && len(m.byBlock[at.block]) > 0 && !f.inCycle(at.block) {
		return true
	}
	f.stamp++
	entry := at.block == 0
	var todo []int
	push := func(b int) {
		if b == made {
			entry = true // it is not there before
			return
		}
		for _, pred := range blocks[b].Preds {
			if f.live[pred.Index] && f.stamps[pred.Index] != f.stamp {
				f.stamps[pred.Index] = f.stamp
				todo = append(todo, pred.Index)
			}
		}
	}
	push(at.block)
	for _, p := range f.recoveredFrom(at.block) {
		if !scan(m.byBlock[p.block], &p) {
			entry = entry || p.block == 0 && made <= 0
			push(p.block)
		}
	}
	for n := 0; len(todo) > 0; n++ {
		if n > maxWalk {
			for b := range blocks {
				for _, w := range m.byBlock[b] {
					if o := match(w.path, p); o != apart {
						yield(w, o)
					}
				}
			}
			return true
		}
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if scan(m.byBlock[b], nil) {
			continue
		}
		if b == 0 && made < 0 {
			entry = true
		}
		push(b)
	}
	return entry
}

// madeIn is the block in which this body makes object base, so that on ways that do not
// pass it nothing was there to be read; -1 where that is not known.
func (f *frame) madeIn(base *Atom) int {
	if f.concrete || f.late || f.e.remote || base.root != rootObject || base.parent != nil || base.obj.many || f.e.persistent[base.obj] {
		return -1
	}
	return base.obj.made.block
}
