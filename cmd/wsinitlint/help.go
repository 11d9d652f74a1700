package main

import (
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/report"
	"github.com/wsinitlint/wsinitlint/internal/wording"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

// A pass is what the command line knows of one analyzer.
type pass struct {
	name, source string
	codes        []string
}

var passes = []pass{
	{"importtime", importtime.Source, []string{"init-call", "var-call", "import"}},
	{"nilcontext", nilcontext.Source, []string{"nil", "maybe-nil", "zero", "background", "missing"}},
	{"singleton", singleton.Source, []string{"global", "once", "container", "captive", "context"}},
}

func passOf(code string) (pass, bool) {
	for _, p := range passes {
		for _, c := range p.codes {
			if c == code {
				return p, true
			}
		}
	}
	return pass{}, false
}

// codeDoc is the documentation of a code, or "".
func codeDoc(code string) string {
	p, _ := passOf(code)
	return wording.CodeDoc(code, p.source)
}

// codeURL is where the documentation of a code is on the web, or "".
func codeURL(code string) string {
	p, ok := passOf(code)
	if !ok {
		return ""
	}
	return wording.CodeURL("https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/"+p.name, code)
}

func usage(fs *flag.FlagSet, w io.Writer) {
	fmt.Fprint(w, `usage: wsinitlint [flags] [packages]
       go vet -vettool=$(command -v wsinitlint) [flags] [packages]
       wsinitlint help [analyzer | json] | explain CODE | selfcheck | version
       wsinitlint gopls build [-o PATH] [-gopls VERSION]

It reports managers that are made for no user, or kept beyond their request.
Exit status: 0 nothing found, 1 findings, 2 it could not do its work.

`)
	fs.VisitAll(func(f *flag.Flag) {
		value, text := flag.UnquoteUsage(f)
		name := "-" + f.Name
		if value != "" {
			name += "=" + strings.ToUpper(value)
		}
		fmt.Fprintf(w, "  %-18s %s\n", name, text)
	})
}

func (c *command) help(args []string) int {
	if len(args) == 0 {
		usage(c.flags, c.stdout)
		return exitClean
	}
	if args[0] == "json" {
		fmt.Fprint(c.stdout, report.Schema)
		return exitClean
	}
	var names []string
	for _, p := range passes {
		if p.name == args[0] {
			fmt.Fprintf(c.stdout, "%s: %s\n", p.name, wording.Doc(p.name, p.source))
			return exitClean
		}
		names = append(names, p.name)
	}
	fmt.Fprintf(c.stderr, "wsinitlint: no analyzer is called %q: there are %s\n", args[0], strings.Join(names, ", "))
	return exitFailure
}

// explain prints what a code means, why it matters and what to write instead.
func (c *command) explain(args []string) int {
	var known []string
	for _, p := range passes {
		known = append(known, p.codes...)
	}
	if len(args) != 1 {
		fmt.Fprintf(c.stderr, "usage: wsinitlint explain CODE, one of %s\n", strings.Join(known, ", "))
		return exitFailure
	}
	p, ok := passOf(args[0])
	if !ok {
		fmt.Fprintf(c.stderr, "wsinitlint: no code is called %q: there are %s\n", args[0], strings.Join(known, ", "))
		return exitFailure
	}
	fmt.Fprintf(c.stdout, "%s (%s)\n\n%s\n\n%s\n", args[0], p.name, codeDoc(args[0]), codeURL(args[0]))
	return exitClean
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
