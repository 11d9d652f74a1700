package mutation

import (
	"go/format"
	"strings"
	"testing"
)

const source = `package a

func f(n int) {
	if n > 1 {
		g(n)
	}
	switch n {
	case 3:
		n++
	default:
	}
}
`

func TestMutants(t *testing.T) {
	all, err := Mutants("a.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range all {
		got = append(got, m.String())
		if text, err := format.Source(m.Apply([]byte(source))); err != nil || string(text) == source {
			t.Errorf("%s: %v\n%s", m, err, text)
		}
	}
	want := "a.go:4: never n > 1, a.go:4: always n > 1, a.go:5: without g(n), a.go:9: nothing in case 3"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
	if _, err := Mutants("a.go", []byte("package")); err == nil {
		t.Error("what does not parse is no error")
	}
}
