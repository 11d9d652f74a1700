package top

import (
	"encoding/json"
	"errors"
	"fmt"
	html "html/template"
	"io"
	"log"
	"text/template"

	"example.com/t/mid"
)

// Which methods formatting calls depends on the verbs.
type titled struct{ n int }

func (titled) String() string { mid.Connect(); return "" }

type shown struct{ n int }

func (shown) GoString() string { mid.Connect(); return "" }

type formatted struct{ n int }

func (formatted) Format(fmt.State, rune) { mid.Connect() }

type faulty struct{ n int }

func (faulty) Error() string { mid.Connect(); return "" }

func init() {
	_ = fmt.Sprintf("%v", titled{})           // want
	_ = fmt.Sprintf("%s and %d", titled{}, 1) // want
	_ = fmt.Sprintf("%-8q", titled{})         // want
	_ = fmt.Sprintf("%d %T", titled{}, titled{})
	_ = fmt.Sprintf("%p %%v", &titled{})
	_ = fmt.Sprintf("%#v", titled{})
	_ = fmt.Sprintf("%#v", shown{}) // want
	_ = fmt.Sprintf("%v", shown{})
	_ = fmt.Sprint(shown{})
	_ = fmt.Sprintf("%d", formatted{}) // want
	_ = fmt.Sprintf("%T", formatted{})
	_ = fmt.Errorf("it faulty: %w", faulty{}) // want
	_ = fmt.Errorf("it faulty: %T", faulty{})
	_ = errors.Join(faulty{}, nil)
	log.New(io.Discard, "", 0).Printf("%v", titled{}) // want
	_ = say("%v", titled{})                           // want
	_ = say("%d", titled{})
}

func say(format string, args ...any) string { return "it is " + fmt.Sprintf(format, args...) }

// Encoders leave out fields that say so.
type encoded struct{ n int }

func (encoded) MarshalJSON() ([]byte, error) { mid.Connect(); return []byte("1"), nil }

type decoded struct{ n int }

func (*decoded) UnmarshalJSON([]byte) error { mid.Connect(); return nil }

type key struct{ n int }

func (*key) UnmarshalText([]byte) error { mid.Connect(); return nil }

func init() {
	json.Marshal(struct{ E encoded }{}) // want
	json.Marshal(struct {
		E encoded `json:"-"`
	}{})
	json.Marshal(struct { // want
		E encoded `json:"-,"`
	}{})
	json.Marshal(struct { // want
		E encoded `xml:"-"`
	}{})
	var hidden struct {
		D decoded `json:"-"`
	}
	json.Unmarshal([]byte(`{"D":1}`), &hidden)
	var values map[string]decoded
	json.Unmarshal([]byte(`{"a":1}`), &values) // want
	var pointers map[string]*decoded
	json.Unmarshal([]byte(`{"a":1}`), &pointers) // want
	var keys map[key]int
	json.Unmarshal([]byte(`{"a":1}`), &keys) // want
	var numbers map[string]int
	json.Unmarshal([]byte(`{"a":1}`), &numbers)
}

// Templates call what their texts name.
var functions = template.FuncMap{
	"connect": func() string { mid.Connect(); return "" },
	"idle":    func() string { return "" },
}

type sheet struct{}

func (sheet) Connect() string { mid.Connect(); return "" }
func (sheet) Idle() string    { return "" }

func init() {
	connect := template.Must(template.New("a").Funcs(functions).Parse(`{{connect}}`))
	connect.Execute(io.Discard, nil) // want
	idle := template.Must(template.New("a").Funcs(functions).Parse(`{{idle}}`))
	idle.Execute(io.Discard, nil)
	inner := template.Must(template.New("a").Funcs(functions).Parse(`{{template "b"}}`))
	template.Must(inner.New("b").Parse(`{{connect}}`))
	inner.Execute(io.Discard, nil) // want
	sheet1 := html.Must(html.New("a").Funcs(functions).Parse(`<p>{{connect}}</p>`))
	sheet1.Execute(io.Discard, nil) // want
	sheet2 := html.Must(html.New("a").Funcs(functions).Parse(`<p>{{idle}}</p>`))
	sheet2.Execute(io.Discard, nil)

	template.Must(template.New("a").Parse(`{{.Connect}}`)).Execute(io.Discard, sheet{}) // want
	template.Must(template.New("a").Parse(`{{.Idle}}`)).Execute(io.Discard, sheet{})
	template.Must(template.New("a").Parse(`{{.}}`)).Execute(io.Discard, titled{}) // want
	template.Must(template.New("a").Parse(`nothing`)).Execute(io.Discard, titled{})
}
