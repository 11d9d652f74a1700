package main_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"reflect"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

// A host runs the analyzers in this process, package by package, and hands facts
// on encoded, as drivers do.
type host struct {
	analyzers []*analysis.Analyzer // each behind those that it requires

	mu       sync.Mutex
	facts    map[factKey][]byte
	said     map[string][]string // by package: everything that is reported
	findings map[string][]string // as vetFindings has them
}

type factKey struct{ pkg, analyzer string }

func newHost() *host {
	o := &factory.Options{}
	h := &host{facts: make(map[factKey][]byte), said: make(map[string][]string), findings: make(map[string][]string)}
	done := make(map[*analysis.Analyzer]bool)
	var add func(a *analysis.Analyzer)
	add = func(a *analysis.Analyzer) {
		for _, r := range a.Requires {
			add(r)
		}
		if !done[a] {
			done[a] = true
			h.analyzers = append(h.analyzers, a)
		}
	}
	for _, a := range []*analysis.Analyzer{factory.NewAnalyzer(o), importtime.New(o), nilcontext.New(o), singleton.New(o)} {
		add(a)
	}
	return h
}

// again is a host with analyzers of its own that knows the same facts.
func (h *host) again() *host {
	other := newHost()
	other.facts = maps.Clone(h.facts)
	return other
}

// analyse runs all analyzers on a package whose imports have facts.
func (h *host) analyse(t *testing.T, p *packages.Package) {
	results := make(map[*analysis.Analyzer]any)
	for _, a := range h.analyzers {
		inputs := make(map[*analysis.Analyzer]any)
		for _, r := range a.Requires {
			inputs[r] = results[r]
		}
		pass := &analysis.Pass{
			Analyzer: a, Fset: p.Fset, Files: p.Syntax, Pkg: p.Types, TypesInfo: p.TypesInfo, TypesSizes: p.TypesSizes, ResultOf: inputs,
			Report:            func(d analysis.Diagnostic) { h.report(p, a, d) },
			ImportPackageFact: func(pkg *types.Package, to analysis.Fact) bool { return h.read(t, factKey{pkg.Path(), a.Name}, to) },
			ExportPackageFact: func(f analysis.Fact) { h.write(t, factKey{p.PkgPath, a.Name}, f) },
		}
		if p.Module != nil {
			pass.Module = &analysis.Module{Path: p.Module.Path}
		}
		res, err := a.Run(pass)
		if err != nil || a.ResultType != nil && reflect.TypeOf(res) != a.ResultType {
			t.Errorf("%s on %s: %v, %v", a.Name, p.PkgPath, res, err)
		}
		results[a] = res
	}
}

func (h *host) report(p *packages.Package, a *analysis.Analyzer, d analysis.Diagnostic) {
	at := p.Fset.Position(d.Pos)
	line := fmt.Sprintf("%s: %s %s: %s %s", at, a.Name, d.Category, d.Message, d.URL)
	for _, r := range d.Related {
		line += fmt.Sprintf("\n\t%s: %s", p.Fset.Position(r.Pos), r.Message)
	}
	for _, f := range d.SuggestedFixes {
		line += "\n\t" + f.Message
		for _, e := range f.TextEdits {
			line += fmt.Sprintf(" %s %s %q", p.Fset.Position(e.Pos), p.Fset.Position(e.End), e.NewText)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.said[p.PkgPath] = append(h.said[p.PkgPath], line)
	h.findings[p.PkgPath] = append(h.findings[p.PkgPath], a.Name+":"+at.String()+":"+d.Message)
}

func (h *host) read(t *testing.T, k factKey, to analysis.Fact) bool {
	h.mu.Lock()
	text, ok := h.facts[k]
	h.mu.Unlock()
	if ok {
		if err := gob.NewDecoder(bytes.NewReader(text)).Decode(to); err != nil {
			t.Error(err)
		}
	}
	return ok
}

func (h *host) write(t *testing.T, k factKey, f analysis.Fact) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(f); err != nil {
		t.Error(err)
	}
	h.mu.Lock()
	h.facts[k] = b.Bytes()
	h.mu.Unlock()
}

// oneByOne analyses packages in their order, where they do not import each
// other.
func (h *host) oneByOne(t *testing.T, pkgs []*packages.Package) {
	done := make(map[*packages.Package]bool)
	packages.Visit(pkgs, func(p *packages.Package) bool { return p.Module != nil }, func(p *packages.Package) {
		if p.Module != nil && !done[p] {
			done[p] = true
			h.analyse(t, p)
		}
	})
}

// sideBySide analyses packages as soon as what they import has been.
func (h *host) sideBySide(t *testing.T, pkgs []*packages.Package) {
	done := make(map[*packages.Package]chan struct{})
	for _, p := range pkgs {
		done[p] = make(chan struct{})
	}
	var all sync.WaitGroup
	for _, p := range pkgs {
		all.Go(func() {
			defer close(done[p])
			for _, imp := range p.Imports {
				if c := done[imp]; c != nil {
					<-c
				}
			}
			h.analyse(t, p)
		})
	}
	all.Wait()
}
