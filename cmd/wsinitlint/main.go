// Command wsinitlint finds what breaks the User Context Architecture: managers
// that are made at import time or without a user context, or that outlive
// their request.
//
// It speaks go vet's protocol:
//
//	go vet -vettool=$(command -v wsinitlint) ./...
//
// and runs that itself when it is given packages:
//
//	wsinitlint [flags] [packages]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/suite/vet"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

func main() {
	if args := os.Args[1:]; !fromVet(args) {
		os.Exit(run(args, os.Stdout, os.Stderr))
	} else if answered(args) {
		return
	}
	vettool()
}

// fromVet reports whether go vet, or a tool that speaks its protocol, runs us.
func fromVet(args []string) bool {
	n := len(args)
	switch {
	case slices.Contains(args, "-V=full"), slices.Contains(args, "-flags"):
		return true
	case n == 0 || !strings.HasSuffix(args[n-1], ".cfg") || strings.HasPrefix(args[n-1], "-"):
		return false
	}
	// A file of ours may be called so, too: -config project.cfg.
	return n == 1 || !slices.Contains([]string{"config", "baseline"}, strings.TrimLeft(args[n-2], "-"))
}

// analyzers are those that report with these options; first is importtime.
func analyzers(o *factory.Options) (all []*analysis.Analyzer, first *analysis.Analyzer) {
	first = importtime.New(o)
	return []*analysis.Analyzer{factory.NewAnalyzer(o), first, nilcontext.New(o), singleton.New(o)}, first
}

// vettool analyses one package for go vet.
func vettool() {
	o := &factory.Options{}
	all, pass := analyzers(o)
	// go vet keeps -debug for itself.
	pass.Flags.BoolVar(&o.Debug, "debug", false, "print what the analysis could not resolve")
	// A note is no finding, which it would be under go vet alone.
	pass.Flags.BoolVar(&o.Bounds, "bounds", false, "print which functions are analysed in part only")
	// Which analyzers there are must be known before the flags are parsed.
	if slices.Contains(os.Args[1:], "-vet") || slices.Contains(os.Args[1:], "-vet=true") {
		for _, a := range vet.Suite {
			if a.Name == "tests" { // which is a flag of ours
				renamed := *a
				renamed.Name = "vettests"
				a = &renamed
			}
			all = append(all, a)
		}
	}
	flag.Bool("vet", false, "run go vet's standard analyzers too")
	flag.Bool("dependencies", false, "report in packages that only their importers need, too")
	if slices.Contains(os.Args[1:], "-dependencies") {
		reportEverywhere(os.Args)
	}
	// Runs are short, one for each package: collecting garbage early costs more
	// than the memory is worth.
	collectLate()
	collectBefore(all[0])
	o.AddFlags(flag.CommandLine)
	// A bad value is said in each package; a screen about flags below it, too, would
	// hide what else is wrong.
	flag.CommandLine.Usage = func() {}
	unitchecker.Main(all...)
}

// largeHeap is what a process may use before garbage is collected as usual.
const largeHeap = 128 << 20

// collectLate has garbage collected late, and until the heap is large very late:
// analysing most packages takes little memory, and collecting it takes longer
// than they do. Most of a large heap are syntax and types, which stay: each
// collection costs as much as they are large, and frees little. With 100 percent
// collecting was a third of the work on the largest package of nats-server, and
// its peak was the same.
func collectLate() {
	debug.SetGCPercent(400)
	type sentinel struct{ _ [16]byte }
	var watch func(*sentinel)
	watch = func(s *sentinel) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapAlloc > largeHeap {
			debug.SetGCPercent(200)
			return
		}
		runtime.SetFinalizer(s, watch)
	}
	runtime.SetFinalizer(new(sentinel), watch)
}

// hugePackage is the size of source from which on what parsing and type-checking
// have left behind is collected before a package is analysed.
const hugePackage = 2 << 20

// collectBefore has that collected before a, which runs before all others: on the
// largest package of nats-server a third of the heap, so that the peak is 0.63
// instead of 0.74 GB (one that does nothing takes 0.6), for half a second.
func collectBefore(a *analysis.Analyzer) {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		size := 0
		for _, f := range pass.Files {
			size += int(f.FileEnd - f.FileStart)
		}
		if size > hugePackage {
			runtime.GC()
		}
		return run(pass)
	}
}

// reportEverywhere has a package that is analysed for its facts alone report
// its findings too. Go 1.26 caches what a vettool prints for a package under a
// key that does not tell the two apart: after a run on an importer, a run on
// the package itself would be silent. Whoever asks for this drops the findings
// in packages that were not asked for.
func reportEverywhere(args []string) {
	at := len(args) - 1
	text, err := os.ReadFile(args[at])
	if err != nil {
		return // unitchecker says what is wrong with it
	}
	var cfg map[string]json.RawMessage
	if json.Unmarshal(text, &cfg) != nil || string(cfg["VetxOnly"]) != "true" || len(cfg["ModulePath"]) < 3 {
		return // the standard library has no findings that anybody asks for
	}
	cfg["VetxOnly"] = json.RawMessage("false")
	if text, err = json.Marshal(cfg); err != nil {
		return
	}
	name := strings.TrimSuffix(args[at], ".cfg") + ".all.cfg"
	if err := os.WriteFile(name, text, 0o600); err != nil {
		// Going on would be silence about this package, for go's cache to keep.
		fmt.Fprintln(os.Stderr, "wsinitlint:", err)
		os.Exit(1)
	}
	args[at] = name
}
