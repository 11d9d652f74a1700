package driver

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"go/token"
	"io"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/finding"
	"github.com/wsinitlint/wsinitlint/internal/inprocess"
	"github.com/wsinitlint/wsinitlint/internal/stdunit"
	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// fewOf is which part of the packages is few: more than these are left to go
// vet, which keeps what it has found of them until they change.
const fewOf = 4

// little is how much source, in bytes, is little, for the same reason; and the
// tests of much would have to be compiled.
const little = 2 << 20

// hardly is how much source that can see a factory is so little that looking at
// it takes hardly longer than go vet takes to find what it has kept, whichever part
// of the packages it is.
const hardly = 256 << 10

// few reports whether there is less to do in w than to have go vet do it.
func (w *work) few() bool {
	return len(w.analyse)*fewOf <= len(w.packages) && w.size <= little || w.cone <= hardly
}

// here analyses the packages of w in this process. Any error leaves them to go
// vet, which says what is wrong.
func here(ctx context.Context, r Request, w *work, version string) (*Response, error) {
	res := &Response{Packages: w.packages, graph: w.graph}
	for _, line := range w.said {
		if matchesNothing(line) {
			res.Errors = append(res.Errors, line)
		} else {
			res.Progress = append(res.Progress, line)
		}
	}
	if len(w.analyse) == 0 {
		return res, nil
	}
	all, err := exported(ctx, r, w.analyse)
	if err != nil {
		return nil, err
	}
	known := func(p *inprocess.Package, key func(string) string) ([]analysis.Fact, string) {
		if r.Options.MayName(p.ImportPath) {
			return nil, ""
		}
		c := &stdunit.Config{ImportPath: p.ImportPath, GoVersion: version, GoFiles: p.Files()}
		k, ok := stdunit.Key(c, key)
		if !ok {
			return nil, ""
		}
		if facts := summary.StandardFacts(p.ImportPath, k); facts != nil {
			return facts, k
		}
		return nil, ""
	}
	reported, err := inprocess.Run(ctx, all, variants(all, w.analyse), r.Analyzers, inprocess.Options{GoVersion: version, Known: known, Identity: summary.StandardKey})
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	var sources finding.Sources
	for _, x := range reported {
		if x.Err != nil {
			res.failed(x.Package.ImportPath, x.Err.Error())
			continue
		}
		for _, d := range x.Diagnostics {
			res.Findings = append(res.Findings, told(x.Fset, d).finding(x.Analyzer, x.Package.ImportPath, &sources))
		}
	}
	res.Findings = finding.Sort(res.Findings)
	return res, nil
}

// goVersion is the version of go that dir has, and whether the facts of its
// standard library are embedded: if not, only go vet keeps them.
func goVersion(ctx context.Context, dir string) (version string, embedded bool, err error) {
	out, err := command(ctx, dir, "env", "GOVERSION", "GOOS", "GOARCH").Output()
	platform := strings.Fields(string(out))
	if err != nil || len(platform) == 0 {
		return "", false, errors.Join(err, errors.New("go has no version"))
	}
	// A development version is "devel go1.28-abc", and not embedded.
	return strings.Join(platform[:max(1, len(platform)-2)], " "), strings.Join(platform, " ") == stdunit.MadeFor(), nil
}

// exported are packages with their tests and what they depend on, compiled.
func exported(ctx context.Context, r Request, packages []string) ([]*inprocess.Package, error) {
	cmd := command(ctx, r.Dir, slices.Concat([]string{"list", "-e", "-deps", "-test", "-export", "-compiled",
		"-json=ImportPath,Dir,Export,Standard,CompiledGoFiles,Imports,ImportMap,Module,Error"}, r.Build, []string{"--"}, packages)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var all []*inprocess.Package
	for d := json.NewDecoder(out); err == nil; {
		p := new(inprocess.Package)
		if err = d.Decode(p); err == nil {
			all = append(all, p)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return all, errors.Join(err, cmd.Wait())
}

// variants are those of all that go vet looks at for packages: each with the
// tests that are in it, and the tests that are beside it.
func variants(all []*inprocess.Package, packages []string) []string {
	there := make(map[string]bool)
	for _, p := range all {
		there[p.ImportPath] = true
	}
	var ids []string
	for _, path := range packages {
		tests := " [" + path + ".test]"
		if there[path+tests] {
			ids = append(ids, path+tests)
		} else {
			ids = append(ids, path)
		}
		if there[path+"_test"+tests] {
			ids = append(ids, path+"_test"+tests)
		}
	}
	return ids
}

// told is d as go vet prints it.
func told(fset *token.FileSet, d analysis.Diagnostic) *diagnostic {
	at := func(pos, end token.Pos) (string, string) {
		return fset.Position(pos).String(), fset.Position(cmp.Or(end, pos)).String()
	}
	x := &diagnostic{Category: d.Category, Message: d.Message}
	x.Posn, x.End = at(d.Pos, d.End)
	for _, r := range d.Related {
		y := related{Message: r.Message}
		y.Posn, y.End = at(r.Pos, r.End)
		x.Related = append(x.Related, y)
	}
	for _, f := range d.SuggestedFixes {
		y := suggestedFix{Message: f.Message}
		for _, e := range f.TextEdits {
			from, to := fset.Position(e.Pos), fset.Position(e.End)
			y.Edits = append(y.Edits, textEdit{from.Filename, from.Offset, to.Offset, string(e.NewText)})
		}
		x.Fixes = append(x.Fixes, y)
	}
	return x
}
