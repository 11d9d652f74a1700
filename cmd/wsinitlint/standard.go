package main

import (
	"flag"
	"io"
	"log"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/stdunit"
	"github.com/wsinitlint/wsinitlint/internal/summary"
)

// answered reports whether go vet, which runs us with these arguments, has
// been given what it wants without an analysis: facts of a package of the
// standard library that are known. Where they cannot be written, it says so and
// ends: an analysis could not write them either, and does not say why.
func answered(args []string) bool {
	o := &factory.Options{}
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	o.AddFlags(flags)
	flags.Bool("json", false, "")
	flags.Bool("dependencies", false, "")
	flags.Bool("importtime.bounds", false, "") // there are none in facts that are known
	// Whatever else there is may ask for more than the facts that are known; and
	// what is wrong is said where there is a package to say it of.
	if flags.Parse(args) != nil || flags.NArg() != 1 || o.Debug {
		return false
	}
	ok, err := stdunit.Answer(flags.Arg(0), func(path, key string) []analysis.Fact {
		if o.MayName(path) {
			return nil
		}
		return summary.StandardFacts(path, key)
	})
	if err != nil {
		log.Fatal(err)
	}
	return ok
}
