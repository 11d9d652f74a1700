package summary

import (
	"slices"
	"strconv"
	"strings"
)

// A Summary is what a caller must know of a function.
type Summary struct {
	effects  []*effect
	result   Value   // one tuple atom for each way of returning several
	returns  bool    // it may return
	panics   bool    // it may panic
	recovers bool    // it calls recover
	catches  bool    // it returns where what it calls has panicked
	holds    []guard // what holds of its parameters when it has returned
	unknown  bool    // it could not be summarised

	forAll  []int          // see forAnybody; nil until it is asked for
	assigns map[*Atom]bool // see assigned; nil until it is asked for
}

// An effect is one thing that a function does and its caller must see, in
// the order in which the function does them.
type effect struct {
	id    int
	kind  effectKind
	async bool // it happens in a goroutine: any time later too
	once  bool // it happens in a call of (*sync.Once).Do

	guards []guard // it happens only where all of these hold

	// effectCall: fn is called with args; for a method, fn is the receiver.
	fn     Value
	method string
	recv   *TypeRef // the receiver's static type where it is a type parameter
	unsure bool     // it may not happen even where its guards hold
	args   []Value
	via    *Hop   // the calls that lead from this function to the call
	site   string // where it is, for functions that are roots

	// effectStore: val is stored in the place that path selects from base.
	base  Value
	path  path
	val   Value
	told  bool // that it keeps a manager is reported already
	keyed bool // under a key that comes from a user context

	hops []Site // where callees in this package store it, the innermost last
	made Site   // where one of them stores a manager that it has made itself, if it does

	making Making // how that was made

	keys      []keyParam // what of the function's parameters the key depends on
	keysKnown bool       // on nothing else

	vague  bool   // somewhere in what can be reached from base
	must   bool   // it happens whenever the function returns
	either bool   // it happens in one of several places: that which is meant in the same call
	beside string // the field of base, a nil error, true or what stands after it, with which there is a user context in this one
	leaves bool   // base is an object that the function makes, and may return without it
	joins  bool   // who gets it puts it into a map, and does nothing else with it
	short  bool   // the last entry of what was there is left out
	prunes bool   // it is a list of entries that were there
	moved  bool   // it was in another part of the same thing
	sure   bool   // it happens whenever its guards hold and the function returns
	fine   int    // there is a user context then if this result, counted from 1, is a nil error or true

	// effectReach: a factory is called. effectContext: val is its context.
	factory string
	chain   *Hop
	pos     int // of a store too: where it is, in this package
}

type effectKind uint8

const (
	effectCall effectKind = iota
	effectStore
	effectReach
	effectContext
)

// A Hop is one call on the path to a factory. Hops are shared lists.
type Hop struct {
	Callee string // the called function's key
	Site   Site   // where it is called; unknown for hops that came from facts
	Next   *Hop
	Len    int
}

func cons(callee string, site Site, next *Hop) *Hop {
	n := 1
	if next != nil {
		n += next.Len
	}
	return &Hop{Callee: callee, Site: site, Next: next, Len: n}
}

// concat is the hops of a and then those of b.
func concat(a, b *Hop) *Hop {
	if a == nil {
		return b
	}
	return cons(a.Callee, a.Site, concat(a.Next, b))
}

func (h *Hop) key(b *strings.Builder) {
	for n := 0; h != nil && n < 8; h, n = h.Next, n+1 {
		b.WriteString(h.Callee)
		b.WriteByte('>')
	}
}

// content identifies what e does, apart from which effect it is.
func (e *effect) content() string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(int(e.kind)))
	if e.async {
		b.WriteByte('~')
	}
	if e.once {
		b.WriteByte('1')
	}
	for _, g := range e.guards {
		b.WriteString(g.key())
		b.WriteByte('&')
	}
	switch e.kind {
	case effectCall:
		b.WriteString(e.fn.key())
		b.WriteByte('.')
		b.WriteString(e.method)
		if e.recv != nil {
			b.WriteString(e.recv.key)
		}
		for _, a := range e.args {
			b.WriteByte('|')
			b.WriteString(a.key())
		}
		b.WriteString(e.site)
		if e.unsure {
			b.WriteByte('-')
		}
	case effectStore:
		b.WriteString(e.base.key())
		b.WriteString(e.path.String())
		b.WriteByte('=')
		b.WriteString(e.val.key())
		if e.must {
			b.WriteByte('!')
		}
		if e.sure {
			b.WriteByte('?')
		}
		if e.prunes {
			b.WriteByte('%')
		}
		if e.short {
			b.WriteByte('<')
		}
		if e.either {
			b.WriteByte('|')
		}
		if e.leaves {
			b.WriteByte('~')
		}
		b.WriteString(e.beside)
		if e.fine > 0 {
			b.WriteString(strconv.Itoa(e.fine))
		}
	case effectContext:
		b.WriteString(e.factory)
		b.WriteString(e.val.key())
	case effectReach:
		b.WriteString(e.factory)
		b.WriteByte('@')
		b.WriteString(strconv.Itoa(e.pos))
		b.WriteString(strconv.Itoa(e.chain.Len))
	}
	return b.String()
}

// add adds what old says to s, which says less because work was bounded.
func (s *Summary) add(old *Summary) {
	for _, e := range old.effects {
		if len(s.effects) < maxEffects && !slices.Contains(s.effects, e) {
			s.effects = append(s.effects, e)
		}
	}
	s.result = join(s.result, old.result)
	s.returns = s.returns || old.returns
	s.panics = s.panics || old.panics
}

// key identifies the whole summary: two with the same key say the same.
func (s *Summary) key() string {
	var b strings.Builder
	b.WriteByte('0' + byte(bits(s.returns, s.panics, s.recovers, s.catches)))
	for _, e := range s.effects {
		b.WriteString(strconv.Itoa(e.id))
		b.WriteByte(':')
		b.WriteString(e.content())
		if e.moved {
			b.WriteByte('^')
		}
		b.WriteByte(';')
	}
	b.WriteByte('/')
	b.WriteString(s.result.key())
	for _, g := range s.holds {
		b.WriteString(g.key())
	}
	return b.String()
}
