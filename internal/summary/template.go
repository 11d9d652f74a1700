package summary

import (
	"slices"
	"strconv"
	"strings"
)

// What a template calls stands in its text, which is parsed when the program runs. Where
// all texts that a template was parsed from are known, it calls no function of its
// function map that none of them names, and no method either.

const (
	textTemplate = "(*text/template.Template)."
	htmlTemplate = "(*html/template.Template)."
)

// texts is where, in what templates have in common that can name each other, the texts
// are that they were parsed from.
const texts = ".·texts"

// templated notes what a call of method key of a template says of what is called when it
// is executed.
func (f *frame) templated(key string, args []Value, at point) {
	name, ok := strings.CutPrefix(key, textTemplate)
	if !ok {
		if name, ok = strings.CutPrefix(key, htmlTemplate); !ok {
			return
		}
	}
	switch {
	case name == "Funcs" && len(args) == 2:
		f.nameFunctions(args[1], at)
	case name == "Parse" && len(args) == 2 && strings.HasPrefix(key, textTemplate):
		text := args[1]
		if len(text) == 0 {
			text = Value{f.e.u.top()}
		}
		f.store(f.pick(args[0], ".common", at), text, path{texts, anyElem}, at, false)
	}
}

// nameFunctions notes under which names the functions in function map m can be called.
func (f *frame) nameFunctions(m Value, at point) {
	note := func(p path, v Value) {
		if len(p) == 0 {
			return
		}
		name, err := strconv.Unquote(strings.TrimSuffix(strings.TrimPrefix(p[0], "["), "]"))
		for _, a := range functions(v) {
			if a.kind != kindFunc {
				continue
			}
			if f.e.functionNames == nil {
				f.e.functionNames = make(map[*Atom][]string)
			}
			if err != nil {
				name = "" // under any
			}
			if !slices.Contains(f.e.functionNames[a], name) {
				f.e.functionNames[a] = append(f.e.functionNames[a], name)
			}
		}
	}
	for _, a := range bare(m) {
		base, p, ok := place(a)
		if !ok || len(p) > 0 {
			continue
		}
		if mem := f.mems[base]; mem != nil {
			for _, b := range sortedKeys(mem.byBlock) {
				for _, w := range mem.byBlock[b] {
					note(w.path, w.val)
				}
			}
		}
		for _, e := range f.e.stateOf(base) {
			note(e.path, e.val)
		}
	}
}

// textsOf are the texts that the template in args was parsed from, if a call of fn
// executes one and they are all known.
func (f *frame) textsOf(fn *FuncRef, args []Value, at point) []string {
	if fn == nil || len(args) == 0 {
		return nil
	}
	v := args[0]
	name, ok := strings.CutPrefix(fn.key, textTemplate)
	if !ok {
		if name, ok = strings.CutPrefix(fn.key, htmlTemplate); !ok {
			return nil
		}
		v = f.pick(v, ".text", at)
	}
	if name != "Execute" && name != "ExecuteTemplate" {
		return nil
	}
	was := f.sawEntry
	parsed := f.project(v, path{".common", texts, anyElem}, at)
	f.sawEntry = was
	var all []string
	for _, a := range bare(parsed) {
		text, err := strconv.Unquote(a.constant)
		if a.kind != kindConst || err != nil {
			return nil
		}
		all = append(all, text)
	}
	return all
}

// looksAtData reports whether a text says anything of what the template is given.
func looksAtData(texts []string) bool { return namedIn(texts, ".") || namedIn(texts, "$") }

// namedIn reports whether a text has word in it.
func namedIn(texts []string, word string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, word) })
}

// mayName reports whether a method of this name can be called where methods are called by
// name: any, or those that a template's texts name, and those that print what it is given.
func (f *frame) mayName(name string) bool {
	return f.texts == nil || name == "String" || name == "Error" || namedIn(f.texts, name)
}

// executed is what of fn, which a template calls by reflection, the texts name.
func (f *frame) executed(fn Value, texts []string) Value {
	return slices.DeleteFunc(slices.Clone(functions(fn)), func(a *Atom) bool {
		names := f.e.functionNames[a]
		return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return name == "" || namedIn(texts, name) })
	})
}
