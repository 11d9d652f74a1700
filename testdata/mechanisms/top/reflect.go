package top

import (
	"encoding/json"
	"flag"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"regexp"
	text "text/template"

	"example.com/t/mid"
)

type named struct {
	Name string
	Conn mid.Conn
}

type hidden struct{ conn fmt.Stringer }

// quiet has a method that reflection can not call.
type quiet struct{}

func (quiet) connect() { mid.Connect() }
func (quiet) Idle()    {}

type page struct{ Title string }

func (page) Connect() int { mid.Connect(); return 1 }

func connected() int { mid.Connect(); return 1 }

func init() {
	json.Marshal(named{})               // want
	json.Marshal(&named{})              // want
	json.Marshal([]mid.Conn{{}})        // want
	json.Marshal(map[string]mid.Conn{}) // want
	json.Marshal([]any{1, mid.Conn{}})  // want
	json.Marshal([]any{1, mid.Nop{}})
	json.Marshal(struct{ n named }{})
	fmt.Sprint([]mid.Conn{{}}) // want
	fmt.Sprint(named{})        // want
	fmt.Sprint(map[string]mid.Nop{})
}

func init() {
	reflect.ValueOf(mid.Conn{}).MethodByName("Start").Call(nil) // want
	reflect.ValueOf(mid.Nop{}).MethodByName("Start").Call(nil)
	reflect.ValueOf(mid.Conn{}).Method(1).Call(nil) // want
	_ = reflect.ValueOf(mid.Conn{}).MethodByName("Start")
	m, _ := reflect.TypeOf(mid.Conn{}).MethodByName("Start")
	m.Func.Call([]reflect.Value{reflect.ValueOf(mid.Conn{})}) // want
	for i := range reflect.ValueOf(quiet{}).NumMethod() {
		reflect.ValueOf(quiet{}).Method(i).Call(nil)
	}
	for i := range reflect.ValueOf(mid.Nop{}).NumMethod() {
		reflect.ValueOf(mid.Nop{}).Method(i).Call(nil)
	}
}

func init() {
	t := text.Must(text.New("t").Funcs(text.FuncMap{"connected": connected}).Parse("{{connected}}"))
	t.Execute(io.Discard, nil) // want
	h := template.Must(template.New("h").Parse("{{.Connect}}"))
	h.Execute(io.Discard, page{}) // want
	h.Execute(io.Discard, named{}.Name)
	text.Must(text.New("kept").Funcs(text.FuncMap{"connected": connected}).Parse("{{connected}}"))
}

func init() {
	set := flag.NewFlagSet("set", flag.ContinueOnError)
	set.Func("connect", "", func(string) error {
		mid.Connect() // want
		return nil
	})
	set.Parse([]string{"-connect=1"})
	other := flag.NewFlagSet("other", flag.ContinueOnError)
	other.Func("connect", "", func(string) error { mid.Connect(); return nil })
	regexp.MustCompile("x").ReplaceAllStringFunc("x", func(s string) string {
		mid.Connect() // want
		return s
	})
}
