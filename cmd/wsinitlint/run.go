package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// Exit statuses of the command line.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailure  = 2
)

// fromVet reports whether go vet, or a tool that speaks its protocol, runs us.
func fromVet(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool {
		return a == "-V=full" || a == "-flags" || strings.HasSuffix(a, ".cfg")
	})
}

// run is the command line. It has go vet run this program, so that the
// findings are the same.
func run(args []string, analyzers []*analysis.Analyzer, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "help":
			return help(args[1:], analyzers, stdout, stderr)
		case "version":
			fmt.Fprintln(stdout, "wsinitlint", version())
			return exitClean
		}
	}
	fs := flag.NewFlagSet("wsinitlint", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() { usage(fs, stderr) }
	o := &factory.Options{}
	o.AddFlags(fs)
	dir := fs.String("C", "", "run in `dir`")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitClean
		}
		return exitFailure
	}
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(stderr, "wsinitlint: cannot find itself to hand to go vet:", err)
		return exitFailure
	}
	vet := []string{"vet", "-vettool=" + self}
	fs.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "C":
		case "debug": // a name that go vet keeps for itself
			vet = append(vet, "-importtime.debug="+f.Value.String())
		default:
			vet = append(vet, "-"+f.Name+"="+f.Value.String())
		}
	})
	patterns := fs.Args()
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	cmd := exec.Command("go", append(vet, patterns...)...)
	cmd.Dir = *dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = stdout, &out
	err = cmd.Run()
	findings, failed := 0, false
	for line := range strings.Lines(out.String()) {
		switch {
		case strings.HasPrefix(line, "# "):
			continue
		case isFinding(line):
			findings++
			fmt.Fprint(stdout, line)
		default:
			failed = failed || !isProgress(line)
			fmt.Fprint(stderr, line)
		}
	}
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		fmt.Fprintln(stderr, "wsinitlint: cannot run go vet:", err)
		return exitFailure
	case failed:
		return exitFailure
	case findings > 0:
		return exitFindings
	case err != nil:
		return exitFailure
	}
	return exitClean
}

// isProgress tells what go says while it fetches modules: on a fresh machine
// that is no failure.
func isProgress(line string) bool { return strings.HasPrefix(line, "go: downloading ") }

// isFinding tells a finding from go vet's own errors, which begin with vet: or
// go:, or have no position.
func isFinding(line string) bool {
	if strings.HasPrefix(line, "vet: ") || strings.HasPrefix(line, "go: ") {
		return false
	}
	file, rest, ok := strings.Cut(line, ".go:")
	return ok && file != "" && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

func usage(fs *flag.FlagSet, w io.Writer) {
	fmt.Fprint(w, `usage: wsinitlint [flags] [packages]
       go vet -vettool=$(command -v wsinitlint) [flags] [packages]
       wsinitlint help [analyzer] | version

It reports managers that are made without a user context.
Exit status: 0 nothing found, 1 findings, 2 it could not do its work.

Flags:
`)
	fs.SetOutput(w)
	fs.PrintDefaults()
}

func help(args []string, analyzers []*analysis.Analyzer, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fs := flag.NewFlagSet("wsinitlint", flag.ContinueOnError)
		(&factory.Options{}).AddFlags(fs)
		usage(fs, stdout)
		return exitClean
	}
	for _, a := range analyzers {
		if a.Name == args[0] {
			fmt.Fprintf(stdout, "%s: %s\n", a.Name, a.Doc)
			return exitClean
		}
	}
	fmt.Fprintf(stderr, "wsinitlint: no analyzer is called %q; there is importtime\n", args[0])
	return exitFailure
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
