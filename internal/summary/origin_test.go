package summary

import (
	"bytes"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
)

// reflection is the part of package reflect that matters.
const reflection = `package reflect

type Value struct{ v any }

func ValueOf(v any) Value { return Value{v} }

func (v Value) Method(i int) Value { return v }

func (v Value) Call(in []Value) []Value { return nil }
`

const hiding = `package lib

type Runner interface{ Run() }

type hidden struct{ f func() }

func (h *hidden) Run() { h.f() }

func Hidden(f func()) any { return &hidden{f} }
`

const unhiding = "package a\n\nimport (\n\t\"lib\"\n\t\"reflect\"\n)\n" + declarations + `
func do(v any) {
	if r, ok := v.(lib.Runner); ok {
		r.Run()
	}
	for i := range 9 {
		reflect.ValueOf(v).Method(i).Call(nil)
	}
}

func init() { do(lib.Hidden(func() { GetWSManager(nil) })) }
`

// A driver that type-checks imports from source sees all of their types, one that
// reads export data only what importers can name: they find the same, with the
// same work.
func TestFindingsAndWorkAreTheSameWhereverTypesComeFrom(t *testing.T) {
	lib, err := check("lib", hiding, only{})
	if err != nil {
		t.Fatal(err)
	}
	std, err := check("reflect", reflection, only{})
	if err != nil {
		t.Fatal(err)
	}
	facts := make(map[string]*Fact)
	_, facts["lib"] = lib.analyze(nil)
	_, facts["reflect"] = std.analyze(nil)
	var data bytes.Buffer
	if err := gcexportdata.Write(&data, lib.fset, lib.pkg); err != nil {
		t.Fatal(err)
	}
	read, err := gcexportdata.Read(&data, token.NewFileSet(), make(map[string]*types.Package), "lib")
	if err != nil {
		t.Fatal(err)
	}
	var steps []int
	for _, pkg := range []*types.Package{lib.pkg, read} {
		c, err := check("a", unhiding, only{"lib": pkg, "reflect": std.pkg})
		if err != nil {
			t.Fatal(err)
		}
		r, _ := c.analyze(facts)
		if len(r.Reaches) != 1 {
			t.Errorf("%d calls reach the factory, want 1", len(r.Reaches))
		}
		steps = append(steps, r.Steps)
	}
	if steps[0] != steps[1] {
		t.Errorf("%d steps with the types of the source, %d with those of export data", steps[0], steps[1])
	}
}
