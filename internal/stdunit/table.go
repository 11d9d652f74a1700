package stdunit

import (
	"bytes"
	"cmp"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
)

// A Unit is a package of the standard library as one build configuration has
// it.
type Unit struct {
	Path    string
	Source  string   // the sum of its source, see [Source]; "" where that is made while building
	Key     string   // of its fact
	Imports []string // the keys of what it imports
	Types   []byte   // export data, as golang.org/x/tools/go/gcexportdata writes it
}

// keySize is the length of sources and keys.
const keySize = 16

//go:embed units.bin
var data string

// A table is units.bin, taken apart.
type table struct {
	made    string // see [MadeFor]
	rows    string // see [row], sorted by source, then key
	imports string // numbers of rows
	paths   string
	packed  string // the types, each compressed by itself
}

// A row is a fixed number of bytes: source, key, and where in the other parts
// what belongs to it begins, and how long it is.
type row string

const (
	rowSize   = 2*keySize + 6*wordSize
	wordSize  = 4
	firstWord = 2 * keySize
)

func (r row) source() string { return string(r[:keySize]) }
func (r row) key() string    { return string(r[keySize:firstWord]) }
func (r row) word(i int) int {
	return int(binary.LittleEndian.Uint32([]byte(r[firstWord+i*wordSize:])))
}

func (t *table) len() int      { return len(t.rows) / rowSize }
func (t *table) row(i int) row { return row(t.rows[i*rowSize:][:rowSize]) }

func (t *table) path(r row) string { return t.paths[r.word(0):][:r.word(1)] }

// importsOf are the rows of what r imports.
func (t *table) importsOf(r row) []row {
	var rows []row
	for i := range r.word(3) {
		at := (r.word(2) + i) * wordSize
		rows = append(rows, t.row(int(binary.LittleEndian.Uint32([]byte(t.imports[at:at+wordSize])))))
	}
	return rows
}

func (t *table) types(r row) ([]byte, error) {
	return io.ReadAll(flate.NewReader(strings.NewReader(t.packed[r.word(4):][:r.word(5)])))
}

// withSource are the rows with this source: there are several where packages
// that they import differ.
func (t *table) withSource(source string) []row {
	var rows []row
	for i := sort.Search(t.len(), func(i int) bool { return t.row(i).source() >= source }); i < t.len() && t.row(i).source() == source; i++ {
		rows = append(rows, t.row(i))
	}
	return rows
}

// open takes the content of units.bin apart.
func open(text string) *table {
	next := func() string {
		if len(text) < wordSize {
			return ""
		}
		n := int(binary.LittleEndian.Uint32([]byte(text[:wordSize])))
		part := text[wordSize:][:n]
		text = text[wordSize+n:]
		return part
	}
	return &table{next(), next(), next(), next(), next()}
}

// MadeFor is the Go version, the operating system and the architecture that
// the embedded units are for: with others there is no answer, and packages are
// analysed.
func MadeFor() string { return open(data).made }

// Encode returns the content of units.bin for the Go version and the system
// that they are made for.
func Encode(madeFor string, units []Unit) ([]byte, error) {
	padded := func(u Unit) string { return u.Source + strings.Repeat("\x00", keySize-len(u.Source)) }
	units = slices.SortedFunc(slices.Values(units), func(a, b Unit) int {
		return cmp.Or(cmp.Compare(padded(a), padded(b)), cmp.Compare(a.Key, b.Key))
	})
	units = slices.CompactFunc(units, func(a, b Unit) bool { return a.Source == b.Source && a.Key == b.Key })
	number := make(map[string]int)
	for i, u := range units {
		number[u.Key] = i
	}
	word := func(b []byte, n int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(n)) }
	var rows, imports, paths, packed []byte
	known := make(map[string]int) // where types that several units have begin
	for _, u := range units {
		r := append([]byte(padded(u)), u.Key...)
		r = word(word(r, len(paths)), len(u.Path))
		paths = append(paths, u.Path...)
		r = word(word(r, len(imports)/wordSize), len(u.Imports))
		for _, key := range u.Imports {
			i, ok := number[key]
			if !ok {
				return nil, fmt.Errorf("%s imports what is not there", u.Path)
			}
			imports = word(imports, i)
		}
		text, err := compress(u.Types)
		if err != nil {
			return nil, err
		}
		at, ok := known[string(text)]
		if !ok {
			at = len(packed)
			known[string(text)] = at
			packed = append(packed, text...)
		}
		rows = append(rows, word(word(r, at), len(text))...)
	}
	var out []byte
	for _, part := range [][]byte{[]byte(madeFor), rows, imports, paths, packed} {
		out = append(word(out, len(part)), part...)
	}
	return out, nil
}

func compress(text []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(text); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Embedded reports whether this program has exactly these units.
func Embedded(madeFor string, units []Unit) (bool, error) {
	text, err := Encode(madeFor, units)
	return string(text) == data, err
}
