// Command accuracy prints recall and precision of each analyzer, by mechanism
// with -v, from programs that run, from the lines that are marked in testdata,
// and from the lists of what people have found in public modules. Run it in the
// root of the repository; it fails below the figures that are committed.
//
//	go run ./internal/truth/cmd/accuracy [-v]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/wsinitlint/wsinitlint/internal/truth"
	"github.com/wsinitlint/wsinitlint/internal/vettool"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("accuracy: ")
	verbose := flag.Bool("v", false, "print a row for each mechanism, and every difference")
	flag.Parse()
	temp, err := os.MkdirTemp("", "accuracy")
	if err != nil {
		log.Fatal(err)
	}
	below, err := run(temp, *verbose)
	os.RemoveAll(temp)
	if err != nil {
		log.Fatal(err)
	}
	if below {
		os.Exit(1)
	}
}

func run(temp string, verbose bool) (below bool, err error) {
	ctx := context.Background()
	tool, err := vettool.Build(temp)
	if err != nil {
		return false, err
	}
	dirs := 0
	newDir := func() string {
		dirs++
		dir := filepath.Join(temp, strconv.Itoa(dirs))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			log.Fatal(err)
		}
		return dir
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "analyzer\tmeasured by\tto find\tfound\treported\tfalse\trecall\tprecision")
	var details []string
	for _, m := range truth.Measures {
		programs, err := m.Programs(ctx, tool, newDir)
		if err != nil {
			return false, err
		}
		marked, err := m.Marked(ctx, tool, "testdata")
		if err != nil {
			return false, err
		}
		row(w, m.Analyzer, "programs that run", programs.Total)
		row(w, m.Analyzer, "marked lines", marked.Total)
		listed, why, err := m.Listed(filepath.Join("testdata", "labelled"))
		if err != nil {
			return false, err
		}
		row(w, m.Analyzer, "public modules", listed)
		details = append(details, "\n"+m.Analyzer+"\n"+programs.String()+programs.Differences()+marked.Differences())
		for _, why := range append(m.Below(programs), why...) {
			below = true
			log.Printf("%s: %s", m.Analyzer, why)
		}
		if marked.Total.Recall() < 1 || marked.Total.Precision() < 1 {
			below = true
			log.Printf("%s: the marked lines are not those that are reported", m.Analyzer)
		}
	}
	if err := w.Flush(); err != nil {
		return false, err
	}
	for _, d := range details {
		if verbose {
			fmt.Print(d)
		}
	}
	return below, nil
}

func row(w *tabwriter.Writer, analyzer, by string, c truth.Count) {
	fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%.3f\t%.3f\n", analyzer, by, c.Ran, c.Found, c.Reported, c.False, c.Recall(), c.Precision())
}
