// Package stdfacts holds the facts of the standard library's packages, as the
// engine computed them once, so that not every analysis needs to.
//
// A fact is found by a key that is made from the engine's code, the package's
// source and the keys of what it imports: another Go version, build
// configuration or engine has other keys, finds nothing, and computes.
package stdfacts

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"sort"
)

// KeySize is the length of a key.
const KeySize = 16

//go:embed facts.bin
var data string

// entrySize is the size of an entry of the index: a key, where its fact
// begins, and where it ends.
const entrySize = KeySize + 8

// Len is the number of facts.
func Len() int { return indexed(data) }

func indexed(data string) int {
	if len(data) < 4 {
		return 0
	}
	return int(binary.LittleEndian.Uint32([]byte(data[:4])))
}

// Lookup returns the encoded fact with this key, if there is one.
func Lookup(key string) ([]byte, bool) {
	n := indexed(data)
	at := func(i int) string { return data[4+i*entrySize:] }
	i := sort.Search(n, func(i int) bool { return at(i)[:KeySize] >= key })
	if i == n || at(i)[:KeySize] != key {
		return nil, false
	}
	begin := binary.LittleEndian.Uint32([]byte(at(i)[KeySize : KeySize+4]))
	end := binary.LittleEndian.Uint32([]byte(at(i)[KeySize+4 : KeySize+8]))
	fact, err := io.ReadAll(flate.NewReader(bytes.NewReader([]byte(data[begin:end]))))
	return fact, err == nil
}

// Encode returns the content of facts.bin for facts.
func Encode(facts map[string][]byte) ([]byte, error) {
	keys := slices.Sorted(maps.Keys(facts))
	index := binary.LittleEndian.AppendUint32(nil, uint32(len(keys)))
	at := uint32(len(index) + len(keys)*entrySize)
	var body bytes.Buffer
	for _, key := range keys {
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, flate.BestCompression)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(facts[key]); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		index = append(index, key...)
		index = binary.LittleEndian.AppendUint32(index, at)
		at += uint32(packed.Len())
		index = binary.LittleEndian.AppendUint32(index, at)
		body.Write(packed.Bytes())
	}
	return append(index, body.Bytes()...), nil
}
