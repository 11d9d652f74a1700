package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// A listed is a package as go list describes it.
type listed struct {
	ImportPath, ForTest, Dir string
	Standard, DepOnly        bool
	GoFiles, CgoFiles        []string
	Imports                  []string
	Error                    *struct{ Err string }
}

// path is what the package, or that which it tests, is called.
func (p *listed) path() string {
	if p.ForTest != "" {
		return p.ForTest
	}
	return p.ImportPath
}

// work is what is to be done of a request.
type work struct {
	packages []string // import paths of what the patterns match
	analyse  []string // those in which something can be found
	size     int64    // of the source of packages, tests included
	cone     int64    // the same of all that can see a factory
	said     []string // by go, as for [Response.Progress]
	graph    []*listed
}

// worthwhile divides the packages of r's patterns: to be analysed are those from
// which a factory or a user context can be seen, and those with directives, as
// nothing is found in others. It looks at the text of their source, and has go
// build them, which go vet would do, too; their tests are none of its business.
// Without ok, go vet is to look at all of them: something is wrong with one, and
// it says what, or there is nothing that it is worth being spared.
func worthwhile(ctx context.Context, r Request) (w *work, ok bool) {
	w = &work{}
	built := make(chan bool)
	go func() { built <- w.builds(ctx, r) }()
	var said bytes.Buffer
	all, err := graph(ctx, r, &said)
	w.graph = all
	if !<-built || err != nil {
		return w, false
	}
	w.hear(said.String(), isProgress) // builds says what is wrong
	cone := make(map[string]bool)
	mentions := make(map[string]bool)
	matched := make(map[string]bool)
	for _, p := range all {
		if p.Error != nil || p.path() == "command-line-arguments" {
			return w, false
		}
		// A package comes after those that it imports.
		in := slices.ContainsFunc(p.Imports, func(path string) bool { return cone[path] }) ||
			(!p.Standard || r.Options.MayName(p.path())) && p.mayDeclare(r.Options, mentions)
		cone[p.ImportPath] = in
		if !p.DepOnly && !strings.HasSuffix(p.ImportPath, ".test") {
			matched[p.path()] = matched[p.path()] || in
		}
	}
	w.packages = slices.Sorted(maps.Keys(matched))
	for _, path := range w.packages {
		if matched[path] {
			w.analyse = append(w.analyse, path)
		}
	}
	sized := make(map[string]bool)
	for _, p := range all {
		switch {
		case !p.DepOnly && matched[p.path()]:
			n := p.size(sized)
			w.size += n
			w.cone += n
		case cone[p.ImportPath]:
			w.cone += p.size(sized)
		}
	}
	return w, w.few() || len(w.analyse) < len(matched)
}

// builds reports whether go builds the packages of r's patterns, and notes what
// is said meanwhile.
func (w *work) builds(ctx context.Context, r Request) bool {
	cmd := command(ctx, r.Dir, slices.Concat([]string{"list", "-e", "-export", "-f", "{{if or .Error .DepsErrors}}{{.ImportPath}}{{end}}"}, r.Build, []string{"--"}, r.Patterns)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	w.hear(errs.String(), func(string) bool { return true })
	return err == nil && len(strings.TrimSpace(string(out))) == 0
}

// hear notes those lines of what a go command said that are kept. Commands that
// run side by side fetch the same modules: that is noted once.
func (w *work) hear(said string, keep func(line string) bool) {
	for line := range strings.Lines(said) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") || !keep(line) || isProgress(line) && slices.Contains(w.said, line) {
			continue
		}
		w.said = append(w.said, line)
	}
}

// graph are the packages of r's patterns, with their tests, and what they
// depend on.
func graph(ctx context.Context, r Request, stderr io.Writer) ([]*listed, error) {
	cmd := command(ctx, r.Dir, slices.Concat([]string{"list", "-e", "-deps", "-test",
		"-json=ImportPath,ForTest,Dir,Standard,DepOnly,GoFiles,CgoFiles,Imports,Error"}, r.Build, []string{"--"}, r.Patterns)...)
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var all []*listed
	for d := json.NewDecoder(out); err == nil; {
		p := new(listed)
		if err = d.Decode(p); err == nil {
			all = append(all, p)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return all, errors.Join(err, cmd.Wait())
}

// size is that of p's files which are not in known, to which it adds them.
func (p *listed) size(known map[string]bool) (n int64) {
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		if info, err := os.Stat(name); err == nil && !known[name] {
			known[name] = true
			n += info.Size()
		}
	}
	return n
}

// mayDeclare reports whether a file of p may declare a factory or a user
// context. What is known of a file is kept in known: test variants of a package
// share files.
func (p *listed) mayDeclare(o *factory.Options, known map[string]bool) bool {
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		may, ok := known[name]
		if !ok {
			text, err := os.ReadFile(name)
			may = err != nil || o.MayDeclare(p.path(), text)
			known[name] = may
		}
		if may {
			return true
		}
	}
	return false
}
