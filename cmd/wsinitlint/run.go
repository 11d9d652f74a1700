package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/term"

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
	ctx            context.Context // ends when the user interrupts the run
	stdout, stderr io.Writer
	flags          *flag.FlagSet
	given          map[string]bool // the flags that were set
	options        factory.Options
	request        driver.Request // what was analysed last
	config         *config.Config
	excluded       map[string]bool // the paths of the exclusions that left something out

	dir, format, baseline, configFile string
	tags, mod                         string
	write, fix, diff, test, vet       bool
}

// newCommand declares the flags.
func newCommand(stdout, stderr io.Writer) *command {
	c := &command{stdout: stdout, stderr: stderr, given: make(map[string]bool), excluded: make(map[string]bool)}
	fs := flag.NewFlagSet("wsinitlint", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() {} // a mistake is not to be looked for above a screen of flags
	c.options.AddFlags(fs)
	fs.StringVar(&c.dir, "C", "", "run in `dir`")
	fs.StringVar(&c.format, "format", "text", "print findings as `form`: "+strings.Join(report.Formats, ", "))
	fs.StringVar(&c.baseline, "baseline", "", "accept the findings that `file` lists")
	fs.BoolVar(&c.write, "baseline-write", false, "write what was found to the baseline")
	fs.StringVar(&c.configFile, "config", "", "read `file` instead of the nearest "+config.Name)
	fs.BoolVar(&c.fix, "fix", false, "apply the fixes that findings have")
	fs.BoolVar(&c.diff, "diff", false, "print the fixes as a diff, and the findings to stderr")
	fs.BoolVar(&c.test, "test", true, "report findings in _test.go files (default true)")
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
	if status, ok := c.parse(args); !ok {
		return status
	}
	status, err := c.interruptible()
	if err != nil {
		fmt.Fprintln(stderr, "wsinitlint:", err)
		return exitFailure
	}
	return status
}

// interruptible does the work until the user interrupts it: what go runs ends
// in order then, and what is being written is written to its end. A second
// interrupt ends the program at once.
func (c *command) interruptible() (int, error) {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(interrupt)
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	go func() {
		select {
		case <-interrupt:
			signal.Stop(interrupt)
			cancel(errors.New("interrupted"))
		case <-ctx.Done():
		}
	}()
	c.ctx = ctx
	return c.lint()
}

// parse reads the flags; without ok, that is all there is to do.
func (c *command) parse(args []string) (status int, ok bool) {
	switch err := c.flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		usage(c.flags, c.stdout)
		return exitClean, false
	case err != nil: // which the flags have printed
		fmt.Fprintln(c.stderr, "wsinitlint help lists the flags")
		return exitFailure, false
	}
	c.flags.Visit(func(f *flag.Flag) { c.given[f.Name] = true })
	return exitClean, true
}

// check says which flags do not go together.
func (c *command) check() error {
	switch {
	case !slices.Contains(report.Formats, c.format):
		return fmt.Errorf("-format=%s: no format is called that: there are %s", c.format, strings.Join(report.Formats, ", "))
	case flagAmong(c.flags.Args()) != "":
		return fmt.Errorf("%s stands behind the packages: flags come before them", flagAmong(c.flags.Args()))
	case c.write && c.baseline == "":
		return errors.New("-baseline-write needs -baseline=FILE, the file to write")
	case c.fix && c.diff:
		return errors.New("-fix applies the fixes and -diff only prints them: use one of the two")
	case c.diff && c.format != "text":
		return fmt.Errorf("-diff prints a diff, and the findings beside it: it does not go with -format=%s", c.format)
	case c.write && (c.fix || c.diff):
		return errors.New("-baseline-write accepts findings and -fix removes them: use one of the two")
	}
	return nil
}

// flagAmong is the first of the packages that go would take for a flag, or "".
func flagAmong(packages []string) string {
	for _, p := range packages {
		if strings.HasPrefix(p, "-") {
			return p
		}
	}
	return ""
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
	patterns := c.flags.Args()
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	res, err := c.analyse(dir, patterns)
	if err == nil && c.fix {
		res, err = c.fixAll(dir, patterns, res)
	}
	if err != nil {
		return 0, err
	}
	for _, line := range slices.Concat(res.Progress, res.Errors) {
		fmt.Fprintln(c.stderr, line)
	}
	failed := len(res.Errors) > 0
	findings := c.wanted(res.Findings)
	if !failed {
		if err := c.warn(dir, patterns, res); err != nil {
			return 0, err
		}
	}
	if c.write {
		return c.writeBaseline(dir, res, findings, failed)
	}
	gone := 0
	if c.baseline != "" {
		findings, gone, err = c.accept(dir, res, findings, failed)
		if err != nil {
			return 0, err
		}
	}
	if c.diff {
		if err := c.printFixes(dir, findings); err != nil {
			return 0, err
		}
	}
	if err := c.print(dir, findings); err != nil {
		return 0, err
	}
	switch {
	case failed:
		fmt.Fprintln(c.stderr, "wsinitlint: not everything could be analysed: what is wrong stands above")
		return exitFailure, nil
	case len(findings)+gone > 0:
		return exitFindings, nil
	}
	return exitClean, nil
}

// analyse runs the analyzers. What they say of their own work is no finding.
func (c *command) analyse(dir string, patterns []string) (*driver.Response, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("cannot find itself to hand to go vet: %w", err)
	}
	c.request = driver.Request{Tool: self, Dir: dir, Build: c.buildFlags(), Flags: c.vetFlags(), Patterns: patterns, Options: &c.options}
	if !c.vet && !c.options.Debug { // which have something to say of every package
		o := c.options
		o.Bounds = true
		c.request.Analyzers, _ = analyzers(&o)
	}
	collectLate()
	done := c.progress()
	res, err := driver.Run(c.ctx, c.request)
	done()
	if err != nil {
		return nil, err
	}
	var bounded []string
	res.Findings = slices.DeleteFunc(res.Findings, func(f *finding.Finding) bool {
		switch f.Code {
		case "debug":
			res.Progress = append(res.Progress, fmt.Sprintf("wsinitlint: %s: %s", f.Package, f.Message))
		case "bounds":
			bounded = append(bounded, f.Message)
		case "internal":
			res.Errors = append(res.Errors, f.Message)
		default:
			return false
		}
		return true
	})
	if note := boundsNote(bounded); note != "" {
		res.Progress = append(res.Progress, note)
	}
	return res, nil
}

// boundsNote says that functions were not analysed completely, which changes
// no status, or "".
func boundsNote(functions []string) string {
	slices.Sort(functions)
	functions = slices.Compact(functions) // test variants repeat them
	n := len(functions)
	if n == 0 {
		return ""
	}
	named := strings.Join(functions[:min(n, 3)], ", ")
	if n > 3 {
		named += fmt.Sprintf(" and %d more", n-3)
	}
	return fmt.Sprintf("wsinitlint: note: a bound on the work was met in %s: findings may be missing there (-debug says more)", named)
}

// warn says which settings concern nothing.
func (c *command) warn(dir string, patterns []string, res *driver.Response) error {
	lost, err := driver.Unmatched(c.ctx, c.request, res)
	if err != nil {
		return err
	}
	for _, name := range lost {
		fmt.Fprintf(c.stderr, "wsinitlint: warning: %s names nothing in the packages that were loaded\n", name)
	}
	if c.config == nil {
		return nil
	}
	for _, x := range c.config.Exclude {
		switch {
		case !c.config.Exists(x):
			fmt.Fprintf(c.stderr, "wsinitlint: warning: %s excludes %s, which is not there\n", c.configFile, x.Path)
		case slices.Contains(patterns, "./...") && c.config.Dir == dir && c.test && !c.excluded[x.Path]:
			fmt.Fprintf(c.stderr, "wsinitlint: warning: %s excludes %s, where nothing is found\n", c.configFile, x.Path)
		}
	}
	return nil
}

// configure reads the settings of the project. What the command line says
// counts more.
func (c *command) configure(dir string) error {
	switch {
	case c.configFile == "":
		name, ok := config.Find(dir)
		if !ok {
			return nil
		}
		c.configFile = shorter(name)
	case !filepath.IsAbs(c.configFile):
		c.configFile = filepath.Join(c.dir, c.configFile) // as for go, -C comes first
	}
	conf, err := config.Read(c.configFile)
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

// shorter is a path as seen from the current folder, where that is shorter.
func shorter(name string) string {
	if at, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(at, name); err == nil && len(rel) < len(name) {
			return rel
		}
	}
	return name
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
		{!o.Debug, "-importtime.bounds"},
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
	return slices.DeleteFunc(slices.Clone(findings), func(f *finding.Finding) bool {
		if !c.test && strings.HasSuffix(f.File, "_test.go") {
			return true
		}
		if c.config == nil {
			return false
		}
		if on, named := c.config.Passes[f.Analyzer]; named && !on {
			return true
		}
		by, excluded := c.config.Excludes(f.Analyzer, f.File)
		if excluded {
			c.excluded[by.Path] = true
		}
		return excluded
	})
}

func (c *command) print(dir string, findings []*finding.Finding) error {
	rep := &report.Report{
		Findings: findings, Dir: dir, Root: checkout(dir), Version: version(), Sources: &finding.Sources{},
		Color: colored(c.stdout), Explain: codeDoc, URL: codeURL,
	}
	if c.diff { // the diff has standard output to itself, so that it can be applied
		rep.Color = colored(c.stderr)
		return rep.Write(c.stderr, c.format)
	}
	return rep.Write(c.stdout, c.format)
}

// checkout is the folder that a GitHub workflow checked the repository out to,
// where dir is below it: GitHub takes paths as relative to that. Else it is "".
func checkout(dir string) string {
	root := os.Getenv("GITHUB_WORKSPACE")
	if rel, err := filepath.Rel(root, dir); root == "" || err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return root
}

// colored reports whether w shows colours, and its user wants them.
func colored(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
