package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/wsinitlint/wsinitlint/internal/baseline"
	"github.com/wsinitlint/wsinitlint/internal/config"
	"github.com/wsinitlint/wsinitlint/internal/driver"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/finding"
	"github.com/wsinitlint/wsinitlint/internal/report"
)

// Exit statuses of the command line.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailure  = 2
)

// A command is one run of the command line.
type command struct {
	stdout, stderr io.Writer
	flags          *flag.FlagSet
	given          map[string]bool // the flags that were set
	options        factory.Options
	config         *config.Config

	dir, format, baseline, configFile string
	tags, mod                         string
	write, fix, diff, test, vet       bool
}

// newCommand declares the flags.
func newCommand(stdout, stderr io.Writer) *command {
	c := &command{stdout: stdout, stderr: stderr, given: make(map[string]bool)}
	fs := flag.NewFlagSet("wsinitlint", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() { usage(c.flags, stderr) }
	c.options.AddFlags(fs)
	fs.StringVar(&c.dir, "C", "", "run in `dir`")
	fs.StringVar(&c.format, "format", "text", "print findings as `form`: "+strings.Join(report.Formats, ", "))
	fs.StringVar(&c.baseline, "baseline", "", "accept the findings that `file` lists")
	fs.BoolVar(&c.write, "baseline-write", false, "write what was found to the baseline")
	fs.StringVar(&c.configFile, "config", "", "read settings from `file` instead of the nearest "+config.Name)
	fs.BoolVar(&c.fix, "fix", false, "apply the fixes that findings have")
	fs.BoolVar(&c.diff, "diff", false, "print the fixes as a diff instead of applying them")
	fs.BoolVar(&c.test, "test", true, "report findings in _test.go files")
	fs.BoolVar(&c.vet, "vet", false, "run go vet's standard analyzers too")
	fs.StringVar(&c.tags, "tags", "", "build `tags`, as for go")
	fs.StringVar(&c.mod, "mod", "", "module download `mode`, as for go")
	c.flags = fs
	return c
}

// run is the command line. It has go vet run this program, so that the
// findings are the same.
func run(args []string, stdout, stderr io.Writer) int {
	c := newCommand(stdout, stderr)
	if len(args) > 0 {
		switch args[0] {
		case "help":
			return c.help(args[1:])
		case "explain":
			return c.explain(args[1:])
		case "selfcheck":
			return c.selfcheck(args[1:])
		case "gopls":
			return c.gopls(args[1:])
		case "version":
			fmt.Fprintln(stdout, "wsinitlint", version())
			return exitClean
		}
	}
	if err := c.flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitClean
		}
		return exitFailure
	}
	c.flags.Visit(func(f *flag.Flag) { c.given[f.Name] = true })
	status, err := c.lint()
	if err != nil {
		fmt.Fprintln(stderr, "wsinitlint:", err)
		return exitFailure
	}
	return status
}

// check says which flags do not go together.
func (c *command) check() error {
	switch {
	case !slices.Contains(report.Formats, c.format):
		return fmt.Errorf("-format=%s: no format is called that: there are %s", c.format, strings.Join(report.Formats, ", "))
	case c.write && c.baseline == "":
		return errors.New("-baseline-write needs -baseline=FILE, the file to write")
	case c.fix && c.diff:
		return errors.New("-fix applies the fixes and -diff only prints them: use one of the two")
	case c.write && (c.fix || c.diff):
		return errors.New("-baseline-write accepts findings and -fix removes them: use one of the two")
	}
	return nil
}

// lint does the work and returns the exit status.
func (c *command) lint() (int, error) {
	if err := c.check(); err != nil {
		return 0, err
	}
	dir, err := filepath.Abs(c.dir)
	if err != nil {
		return 0, err
	}
	if err := c.configure(dir); err != nil {
		return 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, fmt.Errorf("cannot find itself to hand to go vet: %w", err)
	}
	patterns := c.flags.Args()
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	done := c.progress()
	res, err := driver.Run(driver.Request{Tool: self, Dir: dir, Build: c.buildFlags(), Flags: c.vetFlags(), Patterns: patterns})
	done()
	if err != nil {
		return 0, err
	}
	for _, line := range slices.Concat(res.Progress, res.Errors) {
		fmt.Fprintln(c.stderr, line)
	}
	failed := len(res.Errors) > 0
	if !failed {
		lost, err := driver.Unmatched(dir, c.buildFlags(), patterns, &c.options)
		if err != nil {
			return 0, err
		}
		for _, name := range lost {
			fmt.Fprintf(c.stderr, "wsinitlint: warning: %s names nothing in the packages that were loaded\n", name)
		}
	}
	findings := c.wanted(res.Findings)
	if c.write {
		return c.writeBaseline(findings, failed)
	}
	gone := 0
	if c.baseline != "" {
		findings, gone, err = c.accept(res.Packages, patterns, findings, failed)
		if err != nil {
			return 0, err
		}
	}
	if c.fix || c.diff {
		findings, err = c.applyFixes(dir, findings)
		if err != nil {
			return 0, err
		}
	}
	if err := c.print(dir, findings); err != nil {
		return 0, err
	}
	switch {
	case failed:
		return exitFailure, nil
	case len(findings)+gone > 0:
		return exitFindings, nil
	}
	return exitClean, nil
}

// configure reads the settings of the project. What the command line says
// counts more.
func (c *command) configure(dir string) error {
	name, ok := c.configFile, c.configFile != ""
	if !ok {
		name, ok = config.Find(dir)
	}
	if !ok {
		return nil
	}
	conf, err := config.Read(name)
	if err != nil {
		return err
	}
	if conf.Dir, err = filepath.Abs(conf.Dir); err != nil {
		return err
	}
	c.config = conf
	o := &c.options
	o.Factories = append(o.Factories, conf.Factories...)
	o.UserContexts = append(o.UserContexts, conf.UserContexts...)
	if conf.Defaults != nil && !c.given["defaults"] {
		o.NoDefaults = !*conf.Defaults
	}
	if conf.Tests != nil && !c.given["tests"] {
		o.Tests = *conf.Tests
	}
	if conf.Generated != nil && !c.given["generated"] {
		o.NoGenerated = !*conf.Generated
	}
	return nil
}

// buildFlags are those that decide which files are built.
func (c *command) buildFlags() []string {
	var flags []string
	if c.tags != "" {
		flags = append(flags, "-tags="+c.tags)
	}
	if c.mod != "" {
		flags = append(flags, "-mod="+c.mod)
	}
	return flags
}

// vetFlags are the options as the vettool knows them.
func (c *command) vetFlags() []string {
	o := &c.options
	var flags []string
	if len(o.Factories) > 0 {
		flags = append(flags, "-factory="+strings.Join(o.Factories, ","))
	}
	if len(o.UserContexts) > 0 {
		flags = append(flags, "-usercontext="+strings.Join(o.UserContexts, ","))
	}
	for _, f := range []struct {
		set  bool
		flag string
	}{
		{o.NoDefaults, "-defaults=false"},
		{o.Tests, "-tests"},
		{o.NoGenerated, "-generated=false"},
		{o.Debug, "-importtime.debug"}, // go vet keeps -debug for itself
		{c.vet, "-vet"},
	} {
		if f.set {
			flags = append(flags, f.flag)
		}
	}
	return flags
}

// wanted leaves out what the flags and the settings exclude.
func (c *command) wanted(findings []*finding.Finding) []*finding.Finding {
	return slices.DeleteFunc(findings, func(f *finding.Finding) bool {
		if !c.test && strings.HasSuffix(f.File, "_test.go") {
			return true
		}
		if c.config == nil {
			return false
		}
		on, named := c.config.Passes[f.Analyzer]
		return named && !on || c.config.Excludes(f.Analyzer, f.File)
	})
}

func (c *command) writeBaseline(findings []*finding.Finding, failed bool) (int, error) {
	if failed {
		return 0, errors.New("the baseline was not written, since not everything could be analysed")
	}
	if err := baseline.Write(c.baselineFile(), findings); err != nil {
		return 0, err
	}
	fmt.Fprintf(c.stderr, "wsinitlint: %s accepts %d findings\n", c.baseline, len(findings))
	return exitClean, nil
}

// baselineFile is where the baseline is: relative to -C, as for go.
func (c *command) baselineFile() string {
	if c.dir != "" && !filepath.IsAbs(c.baseline) {
		return filepath.Join(c.dir, c.baseline)
	}
	return c.baseline
}

// accept returns the findings that the baseline does not list, and how many
// that it lists are gone.
func (c *command) accept(analysed, patterns []string, findings []*finding.Finding, failed bool) ([]*finding.Finding, int, error) {
	b, err := baseline.Read(c.baselineFile())
	if err != nil {
		return nil, 0, err
	}
	fresh, gone := b.Compare(findings)
	if len(gone) == 0 || failed {
		return fresh, 0, nil
	}
	n := 0
	for _, e := range gone {
		// What was not analysed this time is not gone, unless its package is.
		if slices.Contains(analysed, strings.TrimSuffix(e.Package, "_test")) || slices.Contains(patterns, "./...") {
			n++
			fmt.Fprintf(c.stderr, "wsinitlint: %s lists a finding that is gone: %s: %s: %s\n", c.baseline, e.Package, e.Symbol, e.Message)
		}
	}
	if n > 0 {
		fmt.Fprintf(c.stderr, "wsinitlint: shrink it with -baseline=%s -baseline-write\n", c.baseline)
	}
	return fresh, n, nil
}

func (c *command) print(dir string, findings []*finding.Finding) error {
	rep := &report.Report{
		Findings: findings, Dir: dir, Version: version(), Sources: &finding.Sources{},
		Color: isTerminal(c.stdout) && os.Getenv("NO_COLOR") == "", Explain: codeDoc, URL: codeURL,
	}
	return rep.Write(c.stdout, c.format)
}

// progress tells somebody who waits that there is work being done.
func (c *command) progress() (done func()) {
	if !isTerminal(c.stderr) {
		return func() {}
	}
	shown := false
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		start := time.Now()
		for tick := time.Tick(time.Second); ; {
			select {
			case <-stop:
				if shown {
					fmt.Fprint(c.stderr, "\r\x1b[K")
				}
				return
			case <-tick:
				shown = true
				fmt.Fprintf(c.stderr, "\ranalysing … %ds", int(time.Since(start).Seconds()))
			}
		}
	}()
	return func() { close(stop); <-stopped }
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
