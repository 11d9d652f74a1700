// Command truth generates one module, runs it, runs wsinitlint on it and
// prints how the two agree.
//
//	go run ./internal/truth/cmd/truth -analyzer singleton -seed 7 -programs 200 -keep DIR
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/wsinitlint/wsinitlint/internal/truth"
	"github.com/wsinitlint/wsinitlint/internal/vettool"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("truth: ")
	analyzer := flag.String("analyzer", "importtime", "the `analyzer` that is measured")
	seed := flag.Int64("seed", 1, "`seed` of the generator")
	programs := flag.Int("programs", 40, "`number` of programs, or functions, in the module")
	keep := flag.String("keep", "", "write the module to `dir` and leave it there")
	module := flag.String("module", "", "compare the module in `dir`, written by hand for importtime, instead of a generated one")
	tool := flag.String("tool", "", "the vet tool; built from ./cmd/wsinitlint if empty, \"none\" to only run")
	flag.Parse()
	if err := run(*analyzer, *seed, *programs, *keep, *module, *tool); err != nil {
		log.Fatal(err)
	}
}

func run(analyzer string, seed int64, programs int, keep, module, tool string) error {
	temp, err := os.MkdirTemp("", "truth")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	dir := keep
	if dir == "" {
		dir = filepath.Join(temp, "gen")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	ctx := context.Background()
	if tool == "" {
		if tool, err = vettool.Build(temp); err != nil {
			return err
		}
	}
	n := slices.IndexFunc(truth.Measures, func(m truth.Measure) bool { return m.Analyzer == analyzer })
	switch {
	case n < 0:
		return fmt.Errorf("no analyzer %q", analyzer)
	case module == "" && tool != "none":
		table, err := truth.Measures[n].Program(ctx, tool, seed, programs, dir)
		fmt.Print(table, table.Differences())
		return err
	case analyzer != "importtime":
		return errors.New("only modules for importtime can be written by hand, or only run")
	}
	var m *truth.Module
	if module != "" {
		m, err = truth.Read(module)
	} else {
		m, err = truth.Generate(seed, programs, dir)
	}
	if err != nil {
		return err
	}
	calls, err := m.Run(ctx)
	if err != nil {
		return err
	}
	var reports []truth.Report
	if tool != "none" {
		if reports, err = truth.Lint(ctx, tool, m.Dir, "importtime"); err != nil {
			return err
		}
	}
	table := truth.Compare(calls, reports)
	table.CountSites(m.Sites)
	fmt.Print(table)
	if tool != "none" {
		fmt.Print(table.Differences())
	}
	return nil
}
