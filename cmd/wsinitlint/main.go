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
	"flag"
	"os"
	"runtime/debug"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

func main() {
	o := &factory.Options{}
	pass := importtime.New(o)
	// go vet keeps -debug for itself.
	pass.Flags.BoolVar(&o.Debug, "debug", false, "print what the analysis could not resolve")
	analyzers := []*analysis.Analyzer{factory.NewAnalyzer(o), pass, nilcontext.New(o), singleton.New(o)}
	if !fromVet(os.Args[1:]) {
		os.Exit(run(os.Args[1:], analyzers, os.Stdout, os.Stderr))
	}
	// Runs are short, one for each package: collecting garbage early costs more
	// than the memory is worth.
	debug.SetGCPercent(400)
	o.AddFlags(flag.CommandLine)
	unitchecker.Main(analyzers...)
}
