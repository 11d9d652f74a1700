// Package labelled is about lists of findings that people have read: for a
// public module at one version, everything that the analyzers report in it,
// each with a verdict and the reason for it, and what they should report and
// do not.
//
// A list is a text file of lines that begin with a word. Empty lines, and
// those that begin with #, are for the reader:
//
//	module github.com/gorilla/websocket@v1.5.3
//	packages ./...
//
//	run configured
//	factory github.com/gorilla/websocket.NewClient
//	usercontext net/url.URL
//
//	true nilcontext nil
//	in github.com/gorilla/websocket/examples/chat main
//	says websocket.NewClient is called with …
//	why the literal is nil
//
// The module "std" is the standard library. A list has one or more runs, each
// with a configuration of its own; a finding belongs to the run above it. A
// verdict is
//
//   - true: the contract says that it is reported;
//   - false: it is reported, and should not be;
//   - missed: it should be reported, and is not. What it would say is left out.
//
// There are no positions in a list: a finding is known by its analyzer, its
// code, the package and the declaration that it stands in, and its message.
package labelled

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A List is one file.
type List struct {
	Module   string   // with version, or std
	Packages []string // patterns, as for go
	Runs     []*Run
}

// A Run is one configuration and what is found under it.
type Run struct {
	Name         string
	Factories    []string
	UserContexts []string
	Entries      []Entry
}

// An Entry is a finding that was read.
type Entry struct {
	Verdict  Verdict
	Analyzer string
	Code     string
	Package  string
	Symbol   string
	Message  string
	Why      string
}

// A Verdict says whether a finding is right.
type Verdict string

// The verdicts.
const (
	True   Verdict = "true"
	False  Verdict = "false"
	Missed Verdict = "missed"
)

// Flags are those of the analyzers that make up the configuration.
func (r *Run) Flags() []string {
	var flags []string
	for _, name := range r.Factories {
		flags = append(flags, "-factory="+name)
	}
	for _, name := range r.UserContexts {
		flags = append(flags, "-usercontext="+name)
	}
	return flags
}

// String is the entry as it stands in a list.
func (e Entry) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\nin %s\n", e.Verdict, e.Analyzer, e.Code, strings.TrimSpace(e.Package+" "+e.Symbol))
	if e.Message != "" {
		fmt.Fprintf(&b, "says %s\n", e.Message)
	}
	fmt.Fprintf(&b, "why %s\n", e.Why)
	return b.String()
}

// Read reads a list. The error names the line that it cannot read.
func Read(r io.Reader) (*List, error) {
	list := new(List)
	n := 0
	for lines := bufio.NewScanner(r); ; {
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return nil, err
			}
			break
		}
		n++
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if err := list.line(word, strings.TrimSpace(rest)); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return list, list.check()
}

// line takes up one line of the file.
func (l *List) line(word, rest string) error {
	if rest == "" {
		return fmt.Errorf("nothing follows %q", word)
	}
	switch word {
	case "module":
		l.Module = rest
		return nil
	case "packages":
		l.Packages = append(l.Packages, strings.Fields(rest)...)
		return nil
	case "run":
		if slices.ContainsFunc(l.Runs, func(r *Run) bool { return r.Name == rest }) {
			return fmt.Errorf("there is a run %q already", rest)
		}
		l.Runs = append(l.Runs, &Run{Name: rest})
		return nil
	}
	if len(l.Runs) == 0 {
		return fmt.Errorf("%q stands before the first run", word)
	}
	run := l.Runs[len(l.Runs)-1]
	switch word {
	case "factory":
		run.Factories = append(run.Factories, rest)
		return nil
	case "usercontext":
		run.UserContexts = append(run.UserContexts, rest)
		return nil
	case string(True), string(False), string(Missed):
		analyzer, code, _ := strings.Cut(rest, " ")
		run.Entries = append(run.Entries, Entry{Verdict: Verdict(word), Analyzer: analyzer, Code: code})
		return nil
	}
	if len(run.Entries) == 0 {
		return fmt.Errorf("%q belongs to a finding, and there is none above it", word)
	}
	e := &run.Entries[len(run.Entries)-1]
	switch word {
	case "in":
		e.Package, e.Symbol, _ = strings.Cut(rest, " ")
	case "says":
		e.Message = rest
	case "why":
		e.Why = rest
	default:
		return fmt.Errorf("a list has no lines that begin with %q", word)
	}
	return nil
}

// check says what is missing in a list.
func (l *List) check() error {
	if l.Module == "" || len(l.Packages) == 0 || len(l.Runs) == 0 {
		return fmt.Errorf("a list names a module, packages and at least one run")
	}
	for _, r := range l.Runs {
		for _, e := range r.Entries {
			if e.Code == "" || e.Package == "" || e.Why == "" || (e.Message == "") != (e.Verdict == Missed) {
				return fmt.Errorf("run %s: a finding has a verdict, an analyzer, a code, and lines that begin with in, says (unless it is missed) and why; this one does not:\n%s", r.Name, e)
			}
		}
	}
	return nil
}
