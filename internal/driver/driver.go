// Package driver runs the analyzers on the packages that a command line names,
// by way of go vet or in its own process, and gives what they found.
package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// A Request says what to analyse, and with what.
type Request struct {
	Tool     string   // the vettool: this program
	Dir      string   // where go runs; empty for the current folder
	Build    []string // flags that decide what is built, such as -tags=integration
	Flags    []string // flags of the vettool, such as -factory=example.com/ws.New
	Patterns []string // packages, as for go

	Options   *factory.Options     // those that Flags give
	Analyzers []*analysis.Analyzer // those of the vettool; nil has it run on all packages
}

// A Response is what go vet found and said.
type Response struct {
	Findings []*finding.Finding
	Packages []string // import paths of what Patterns match
	Progress []string // lines about modules that go fetched, and of C compilers
	Errors   []string // lines about what could not be analysed

	graph []*listed // nil where it was not needed
}

// Run analyses. The error is not nil when go vet could not be run at all, or
// not to its end, because ctx had ended; what it could not analyse is in the
// response.
//
// Where something can be found in few of the packages only, they are analysed
// in this process; see [here]. Not so with a go whose standard library has no
// embedded facts: each run would compute them again.
func Run(ctx context.Context, r Request) (*Response, error) {
	var listing bytes.Buffer
	w, ok := &work{}, false
	if r.Analyzers != nil {
		if w, ok = worthwhile(ctx, r); ok && w.few() {
			version, embedded, err := goVersion(ctx, r.Dir)
			if err == nil && (embedded || len(w.analyse) == 0) {
				if res, err := here(ctx, r, w, version); err == nil {
					return res, nil
				}
			}
		} else if !ok { // go vet says what is wrong
			w.said = slices.DeleteFunc(w.said, func(line string) bool { return !isProgress(line) })
		}
	}
	if !ok {
		w.packages, w.analyse, w.graph = list(ctx, r, &listing, "{{.ImportPath}}"), r.Patterns, nil
	}
	packages, patterns := w.packages, w.analyse
	cmd, out, errs := vet(ctx, r, patterns)
	var err error
	if len(patterns) > 0 {
		err = cmd.Run()
	}
	if err != nil && out.Len() == 0 {
		// go vet analyses nothing where a package can not be loaded. It has said
		// which; the others are analysed without them.
		healthy := list(ctx, r, io.Discard, "{{if not (or .Error .DepsErrors)}}{{.ImportPath}}{{end}}")
		if n := len(healthy); 0 < n && n < len(packages) {
			rest, found, said := vet(ctx, r, healthy)
			_ = rest.Run() // what it says is read below
			out = found
			errs.Write(said.Bytes())
		}
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("cannot run go vet: %w", err)
	}
	res := &Response{Packages: packages, graph: w.graph}
	w.hear(listing.String(), isProgress) // go vet says what is wrong
	w.hear(errs.String(), func(line string) bool {
		// What a C compiler warns of is said when it first compiles, and is no
		// failure of ours.
		if isProgress(line) || err == nil && !matchesNothing(line) {
			return true
		}
		res.Errors = append(res.Errors, line)
		return false
	})
	res.Progress = w.said
	if err2 := res.read(out); err2 != nil {
		res.Errors = append(res.Errors, "cannot read what go vet printed: "+err2.Error())
	}
	if err != nil && len(res.Errors) == 0 {
		res.Errors = append(res.Errors, "go vet: "+err.Error())
	}
	if len(res.Errors) > 0 {
		res.Errors = append(res.Errors, tooNew(ctx, r.Dir)...)
	}
	res.Findings = finding.Sort(slices.DeleteFunc(res.Findings, func(f *finding.Finding) bool {
		return !asked(packages, f.Package)
	}))
	return res, nil
}

// tooNew says that dir's go is newer than the one that built this program, whose
// type-checker refuses what is written for the newer one, if that is so.
func tooNew(ctx context.Context, dir string) []string {
	there, _, err := goVersion(ctx, dir)
	built := runtime.Version()
	if err != nil || version.Compare(version.Lang(there), version.Lang(built)) <= 0 {
		return nil
	}
	return []string{fmt.Sprintf("wsinitlint was built with %s, which knows nothing of %s: install it again, with the go that is used here", built, there)}
}

// Here analyses in this process whatever r asks for; the error says why it can
// not.
func Here(ctx context.Context, r Request) (*Response, error) {
	w, _ := worthwhile(ctx, r)
	if w.packages == nil {
		return nil, errors.New("the packages can not be listed")
	}
	version, _, err := goVersion(ctx, r.Dir)
	if err != nil {
		return nil, err
	}
	return here(ctx, r, w, version)
}

// asked reports whether the package with this path, or the one that it tests, is
// one of packages.
func asked(packages []string, path string) bool {
	return slices.Contains(packages, path) || slices.Contains(packages, strings.TrimSuffix(path, "_test"))
}

// diagnostic is go vet's JSON form.
type diagnostic struct {
	Category, Posn, End, Message string
	Fixes                        []suggestedFix `json:"suggested_fixes"`
	Related                      []related
}

type suggestedFix struct {
	Message string
	Edits   []textEdit
}

type textEdit struct {
	Filename   string
	Start, End int
	New        string
}

type related struct{ Posn, End, Message string }

// failed notes that package pkg could not be analysed. What is wrong with a
// dependency is its own affair; what is wrong with a package, all analyzers
// say.
func (res *Response) failed(pkg, why string) {
	path, _, _ := strings.Cut(pkg, " ")
	if line := path + ": " + why; asked(res.Packages, path) && !slices.Contains(res.Errors, line) {
		res.Errors = append(res.Errors, line)
	}
}

func (res *Response) read(r io.Reader) error {
	var sources finding.Sources
	for d := json.NewDecoder(r); ; {
		var tree map[string]map[string]json.RawMessage
		if err := d.Decode(&tree); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		for pkg, byAnalyzer := range tree {
			for analyzer, raw := range byAnalyzer {
				var failure struct{ Error string }
				if json.Unmarshal(raw, &failure) == nil && failure.Error != "" {
					res.failed(pkg, failure.Error)
					continue
				}
				var ds []diagnostic
				if err := json.Unmarshal(raw, &ds); err != nil {
					return err
				}
				for _, d := range ds {
					res.Findings = append(res.Findings, d.finding(analyzer, pkg, &sources))
				}
			}
		}
	}
}

func (d *diagnostic) finding(analyzer, pkg string, sources *finding.Sources) *finding.Finding {
	pkg, _, _ = strings.Cut(pkg, " ")
	f := &finding.Finding{
		Analyzer: analyzer, Code: d.Category, Message: d.Message,
		Package: pkg, Span: span(d.Posn, d.End),
	}
	if f.Code == "" {
		f.Code = analyzer
	}
	f.Symbol = sources.Symbol(f.File, f.Line, f.Column)
	for _, r := range d.Related {
		f.Related = append(f.Related, finding.Related{Span: span(r.Posn, r.End), Message: r.Message})
	}
	for _, x := range d.Fixes {
		fix := finding.Fix{Message: x.Message}
		for _, e := range x.Edits {
			fix.Edits = append(fix.Edits, finding.Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New})
		}
		f.Fixes = append(f.Fixes, fix)
	}
	return f
}

func span(posn, end string) finding.Span {
	var s finding.Span
	s.File, s.Line, s.Column = position(posn)
	_, s.EndLine, s.EndColumn = position(end)
	if s.EndLine == 0 {
		s.EndLine, s.EndColumn = s.Line, s.Column+1
	}
	return s
}

// position reads a position as token.Position writes it: the column is left
// out where a //line comment gives none.
func position(s string) (file string, line, column int) {
	file, last, ok := cutNumber(s)
	if !ok {
		return s, 1, 1
	}
	if rest, n, ok := cutNumber(file); ok {
		return filepath.Clean(rest), n, max(1, last)
	}
	return filepath.Clean(file), last, 1
}

// cutNumber cuts a colon and a number off the end of s.
func cutNumber(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}

// isProgress tells what go says while it fetches modules: on a fresh machine
// that is no failure.
func isProgress(line string) bool { return strings.HasPrefix(line, "go: downloading ") }

// matchesNothing tells what go says of a pattern, which is no failure of its own
// where other patterns match.
func matchesNothing(line string) bool { return strings.HasSuffix(line, " matched no packages") }

// vet is the command go vet on packages, and what it prints on both outputs.
func vet(ctx context.Context, r Request, packages []string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	cmd = command(ctx, r.Dir, slices.Concat([]string{"vet", "-json", "-vettool=" + r.Tool, "-dependencies"}, r.Build, r.Flags, packages)...)
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = out, errs
	return cmd, out, errs
}

// list returns what the form says of the packages that the patterns match.
func list(ctx context.Context, r Request, stderr io.Writer, form string) []string {
	cmd := command(ctx, r.Dir, slices.Concat([]string{"list", "-e", "-f", form}, r.Build, []string{"--"}, r.Patterns)...)
	cmd.Stderr = stderr
	out, _ := cmd.Output() // -e has it list what it can
	return strings.Fields(string(out))
}
