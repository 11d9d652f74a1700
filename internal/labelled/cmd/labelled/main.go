// Command labelled runs wsinitlint under go vet on the modules that have a list
// in testdata/labelled, and compares what it finds with the lists.
//
//	go run ./internal/labelled/cmd/labelled [-keep DIR] [NAME ...]
//
// It runs all lists, or those named: std is testdata/labelled/std.txt. It fails
// on a panic, on a package that cannot be analysed, on a configured name that
// matches nothing, on a finding that is not in the list, and on one of the list
// that is not found; the first two kinds of difference are printed, findings as
// the lines to add to the list once someone has read the source and has put a
// verdict in the place of "unread". At last it prints how much of what is
// listed is right, by analyzer. With -keep the copies of the modules are left
// in a folder, and a second run finds their packages in the build cache.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/wsinitlint/wsinitlint/internal/driver"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/labelled"
	"github.com/wsinitlint/wsinitlint/internal/vettool"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("labelled: ")
	keep := flag.String("keep", "", "leave the copies of the modules in `dir`, or use those that are there")
	lists := flag.String("lists", filepath.Join("testdata", "labelled"), "the `dir` of the lists")
	figures := flag.Bool("figures", false, "only print the figures of the lists, and run nothing")
	flag.Parse()
	ok, err := run(*keep, *lists, flag.Args(), *figures)
	if err != nil {
		log.Fatal(err)
	}
	if !ok {
		os.Exit(1)
	}
}

func run(keep, lists string, names []string, figures bool) (ok bool, err error) {
	files, err := labelled.Files(lists, names)
	if err != nil {
		return false, err
	}
	if !figures {
		temp, err := os.MkdirTemp("", "labelled")
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(temp)
		if keep == "" {
			keep = temp
		}
		if keep, err = filepath.Abs(keep); err != nil {
			return false, err
		}
		tool, err := vettool.Build(temp)
		if err != nil {
			return false, err
		}
		// Local replacements are dropped, so that go.sum may lack a line; and a
		// workspace around a module is not in it.
		os.Setenv("GOFLAGS", "-mod=mod")
		os.Setenv("GOWORK", "off")
		ok, err := runAll(tool, keep, files)
		if err != nil || !ok {
			return false, err
		}
	}
	table := make(labelled.Table)
	for _, f := range files {
		table.Count(f.List)
	}
	return true, table.Write(os.Stdout)
}

// runAll runs all lists and reports whether they agree with what is found.
func runAll(tool, keep string, files []labelled.File) (ok bool, err error) {
	ok = true
	for _, f := range files {
		dir, err := labelled.Fetch(keep, f.List.Module)
		if err != nil {
			return false, err
		}
		for _, r := range f.List.Runs {
			start := time.Now()
			good, err := one(tool, dir, f.List, r)
			if err != nil {
				return false, fmt.Errorf("%s, run %s: %w", f.Name, r.Name, err)
			}
			state := "as listed"
			if !good {
				ok, state = false, "differs from the list"
			}
			fmt.Printf("%s: %s, run %s: %s (%.0fs)\n", f.Name, f.List.Module, r.Name, state, time.Since(start).Seconds())
		}
	}
	return ok, nil
}

// one does one run and prints its differences from the list.
func one(tool, dir string, l *labelled.List, r *labelled.Run) (ok bool, err error) {
	request := driver.Request{
		Tool: tool, Dir: dir, Flags: r.Flags(), Patterns: l.Packages,
		Options: &factory.Options{Factories: r.Factories, UserContexts: r.UserContexts},
	}
	res, err := driver.Run(context.Background(), request)
	if err != nil {
		return false, err
	}
	for _, e := range res.Errors {
		fmt.Println("error:", e)
	}
	unmatched, err := driver.Unmatched(context.Background(), request, res)
	if err != nil {
		return false, err
	}
	for _, name := range unmatched {
		fmt.Printf("error: %s names nothing\n", name)
	}
	d := r.Compare(res.Findings)
	for _, f := range d.New {
		rel, err := filepath.Rel(dir, f.File)
		if err != nil {
			rel = f.File
		}
		fmt.Printf("\n# not in the list: %s:%d:%d\n%s", rel, f.Line, f.Column, labelled.Unread(f))
	}
	for _, e := range d.Gone {
		fmt.Printf("\n# in the list, and not found:\n%s", e)
	}
	return len(res.Errors) == 0 && len(unmatched) == 0 && d.Empty(), nil
}
