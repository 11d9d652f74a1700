// Package stdfacts holds the facts of the standard library's packages, as the
// engine computed them once, so that not every analysis needs to.
//
// A package is found by a key that is made from its source and the keys of what
// it imports: another Go version or build configuration has other keys, finds
// nothing, and computes; and so does another engine than that in [Engine].
//
// The sections of all packages are stored once, in compressed blocks in the
// order of their names; an index that is read in place says which are whose.
// So a package costs nothing until one of its sections is asked for.
package stdfacts

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"io"
	"iter"
	"sort"
	"strings"
	"sync"
	"unsafe"
)

// KeySize is the length of a package's key.
const KeySize = 16

//go:embed facts.bin
var data string

// A Section is part of a package's fact: its name, the package whose analysis
// wrote it, and what it says.
type Section struct {
	Name, Owner, Data string
}

// A Package is the fact of one package of the standard library.
type Package struct {
	lib *library
	ids string // the numbers of its sections, ascending
}

// embedded is the library that this program carries.
var embedded = sync.OnceValue(func() *library { return open(data) })

// Engine identifies the engine that computed the facts.
func Engine() string { return embedded().engine }

// Len is the number of packages whose facts are known.
func Len() int { return len(embedded().packages) / packageSize }

// Lookup returns the fact of the package with this key; ok tells whether it is
// known.
func Lookup(key string) (p *Package, ok bool) {
	lib := embedded()
	n := len(lib.packages) / packageSize
	at := func(i int) string { return lib.packages[i*packageSize:] }
	i := sort.Search(n, func(i int) bool { return at(i)[:KeySize] >= key })
	if i == n || at(i)[:KeySize] != key {
		return nil, false
	}
	begin, count := number(at(i)[KeySize:]), number(at(i)[KeySize+numberSize:])
	return &Package{lib, lib.ids[begin*numberSize : (begin+count)*numberSize]}, true
}

// Sections returns the package's sections with this name: more than one where
// several packages wrote to what it stands for.
func (p *Package) Sections(name string) []Section {
	var found []Section
	for s := range p.from(name) {
		if s.name() != name {
			break
		}
		found = append(found, Section{name, s.owner(), s.data()})
	}
	return found
}

// Names yields the names of the package's sections that begin with prefix, in
// their order.
func (p *Package) Names(prefix string) iter.Seq[string] {
	return func(yield func(string) bool) {
		last := ""
		for s := range p.from(prefix) {
			name := s.name()
			if !strings.HasPrefix(name, prefix) {
				return
			}
			if name != last && !yield(name) {
				return
			}
			last = name
		}
	}
}

// All yields all sections of the package, in the order of their names.
func (p *Package) All() iter.Seq[Section] {
	return func(yield func(Section) bool) {
		for s := range p.from("") {
			if !yield(Section{s.name(), s.owner(), s.data()}) {
				return
			}
		}
	}
}

// from yields the records of p whose names are not before name.
func (p *Package) from(name string) iter.Seq[record] {
	n := len(p.ids) / numberSize
	at := func(i int) record { return p.lib.record(number(p.ids[i*numberSize:])) }
	return func(yield func(record) bool) {
		for i := sort.Search(n, func(i int) bool { return at(i).name() >= name }); i < n; i++ {
			if !yield(at(i)) {
				return
			}
		}
	}
}

// A library is facts.bin, taken apart.
type library struct {
	engine   string
	packages string // a key, and where its ids begin and how many there are
	ids      string // numbers of records
	records  string // see [record]
	names    string // of sections and owners
	blocks   string // where each block begins and ends, and how large it is unpacked
	packed   string // the blocks

	mu       sync.Mutex
	reader   io.Reader // of packed, for one block after another
	unpacked map[int]string
}

const (
	numberSize  = 4
	packageSize = KeySize + 2*numberSize
	recordSize  = 7 * numberSize
	placeSize   = 3 * numberSize // of a block
)

// A record describes a section: where its name and that of its owner begin and
// how long they are, its block, and where in that it begins and how long it
// is.
type record struct {
	lib  *library
	text string
}

func (l *library) record(i int) record { return record{l, l.records[i*recordSize:]} }

func (r record) number(i int) int { return number(r.text[i*numberSize:]) }

func (r record) name() string  { return r.lib.names[r.number(0):][:r.number(1)] }
func (r record) owner() string { return r.lib.names[r.number(2):][:r.number(3)] }
func (r record) data() string  { return r.lib.block(r.number(4))[r.number(5):][:r.number(6)] }

// block is the i-th block, unpacked; "" if it is damaged.
func (l *library) block(i int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if text, ok := l.unpacked[i]; ok {
		return text
	}
	at := l.blocks[i*placeSize:]
	begin, end := number(at), number(at[numberSize:])
	packed := strings.NewReader(l.packed[begin:end])
	if l.unpacked == nil {
		l.unpacked = make(map[int]string)
		l.reader = flate.NewReader(packed)
	} else if err := l.reader.(flate.Resetter).Reset(packed, nil); err != nil {
		panic("the embedded facts cannot be read: " + err.Error())
	}
	text := make([]byte, number(at[2*numberSize:]))
	if _, err := io.ReadFull(l.reader, text); err != nil {
		panic("the embedded facts are damaged: " + err.Error())
	}
	l.unpacked[i] = unsafe.String(unsafe.SliceData(text), len(text))
	return l.unpacked[i]
}

func number(s string) int {
	return int(s[0]) | int(s[1])<<8 | int(s[2])<<16 | int(s[3])<<24
}

// open takes the content of facts.bin apart.
func open(text string) *library {
	next := func() string {
		n := number(text)
		part := text[numberSize:][:n]
		text = text[numberSize+n:]
		return part
	}
	if text == "" {
		return &library{}
	}
	return &library{engine: next(), packages: next(), ids: next(), records: next(), names: next(), blocks: next(), packed: next()}
}

// blockSize is how much is compressed together: a look-up unpacks as much.
const blockSize = 8 << 10

// Encode returns the content of facts.bin for what this engine computed of
// packages: by key, their sections in any order.
func Encode(engine string, packages map[string][]Section) ([]byte, error) {
	distinct := make(map[Section]int)
	for _, sections := range packages {
		for _, s := range sections {
			distinct[s] = 0
		}
	}
	sections := make([]Section, 0, len(distinct))
	for s := range distinct {
		sections = append(sections, s)
	}
	sort.Slice(sections, func(i, j int) bool {
		a, b := sections[i], sections[j]
		if a.Name != b.Name {
			return a.Name < b.Name
		}
		if a.Owner != b.Owner {
			return a.Owner < b.Owner
		}
		return a.Data < b.Data
	})
	w := &writer{places: make(map[string]int)}
	for i, s := range sections {
		distinct[s] = i
		if err := w.section(s); err != nil {
			return nil, err
		}
	}
	if err := w.flush(); err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(packages))
	for key := range packages {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var index, ids []byte
	for _, key := range keys {
		var own []int
		for _, s := range packages[key] {
			own = append(own, distinct[s])
		}
		sort.Ints(own)
		index = append(index, key...)
		index = appendNumber(appendNumber(index, len(ids)/numberSize), len(own))
		for _, id := range own {
			ids = appendNumber(ids, id)
		}
	}
	var out []byte
	for _, part := range [][]byte{[]byte(engine), index, ids, w.records, w.names, w.blocks, w.packed} {
		out = append(appendNumber(out, len(part)), part...)
	}
	return out, nil
}

// A writer collects the parts of facts.bin.
type writer struct {
	records, names, blocks, packed []byte

	block  []byte // what is not compressed yet
	places map[string]int
}

func (w *writer) section(s Section) error {
	for _, name := range []string{s.Name, s.Owner} {
		at, ok := w.places[name]
		if !ok {
			at = len(w.names)
			w.places[name] = at
			w.names = append(w.names, name...)
		}
		w.records = appendNumber(appendNumber(w.records, at), len(name))
	}
	w.records = appendNumber(w.records, len(w.blocks)/placeSize)
	w.records = appendNumber(appendNumber(w.records, len(w.block)), len(s.Data))
	w.block = append(w.block, s.Data...)
	if len(w.block) < blockSize {
		return nil
	}
	return w.flush()
}

// flush compresses the block that has been collected.
func (w *writer) flush() error {
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(w.block); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	begin := len(w.packed)
	w.packed = append(w.packed, packed.Bytes()...)
	w.blocks = appendNumber(appendNumber(appendNumber(w.blocks, begin), len(w.packed)), len(w.block))
	w.block = w.block[:0]
	return nil
}

func appendNumber(b []byte, n int) []byte {
	return append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}
