package top

import (
	"bytes"
	"encoding/gob"
	"io"
	"reflect"

	"example.com/t/mid"
)

// Package gob calls methods of what it encodes and decodes.
type gobEncoder struct{ N int }

func (gobEncoder) GobEncode() ([]byte, error) { mid.Connect(); return []byte{1}, nil }
func (*gobEncoder) GobDecode([]byte) error    { return nil }

type gobDecoder struct{ N int }

func (gobDecoder) GobEncode() ([]byte, error) { return []byte{1}, nil }
func (*gobDecoder) GobDecode([]byte) error    { mid.Connect(); return nil }

func init() {
	gob.Register(gobEncoder{})
	gob.NewEncoder(io.Discard).Encode(gobEncoder{}) // want
	gob.NewEncoder(io.Discard).Encode(1)
	var b bytes.Buffer
	gob.NewEncoder(&b).Encode(gobDecoder{})
	var d gobDecoder
	gob.NewDecoder(&b).Decode(&d) // want
}

// A function that is set by reflection is called like any.
func init() {
	var s struct{ F, G func() }
	reflect.ValueOf(&s).Elem().Field(0).Set(reflect.ValueOf(mid.Connect))
	s.F() // want
}
