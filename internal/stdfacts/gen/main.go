// Command gen computes the facts of the standard library of the installed Go,
// for this machine's build configuration, with cgo and without.
//
//	go run ./internal/stdfacts/gen          writes internal/stdfacts/facts.bin
//	go run ./internal/stdfacts/gen -check   compares it with what is there
//
// It runs itself under go vet.
package main

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/stdfacts"
	"github.com/wsinitlint/wsinitlint/internal/summary"
)

const output = "internal/stdfacts/facts.bin"

func main() {
	log.SetFlags(0)
	if slices.ContainsFunc(os.Args[1:], func(a string) bool {
		return a == "-V=full" || a == "-flags" || strings.HasSuffix(a, ".cfg")
	}) {
		vettool()
		return
	}
	facts := make(map[string][]stdfacts.Section)
	for _, cgo := range []string{"1", "0"} {
		if err := compute(cgo, facts); err != nil {
			log.Fatal(err)
		}
	}
	if slices.Contains(os.Args[1:], "-check") {
		os.Exit(check(facts))
	}
	text, err := stdfacts.Encode(facts)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(output, text, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d facts, %d bytes\n", len(facts), len(text))
}

// check compares facts with those that are embedded.
func check(facts map[string][]stdfacts.Section) (status int) {
	for key, fact := range facts {
		known, ok := stdfacts.Lookup(key)
		switch {
		case !ok:
			fmt.Printf("a fact is missing: %x\n", key)
			status = 1
		case !slices.Equal(slices.Collect(known.All()), sorted(fact)):
			fmt.Printf("a fact differs: %x\n", key)
			status = 1
		}
	}
	fmt.Printf("%d facts of the installed library, %d embedded\n", len(facts), stdfacts.Len())
	return status
}

func sorted(sections []stdfacts.Section) []stdfacts.Section {
	return slices.SortedFunc(slices.Values(sections), func(a, b stdfacts.Section) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Owner, b.Owner))
	})
}

// compute adds the facts of all packages of the standard library that can be
// imported, and of what they import.
func compute(cgo string, facts map[string][]stdfacts.Section) error {
	dir, err := os.MkdirTemp("", "stdfacts")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	env := append(os.Environ(), "CGO_ENABLED="+cgo, "GOWORK=off")
	list := exec.Command("go", "list", "std")
	list.Env = env
	out, err := list.Output()
	if err != nil {
		return err
	}
	var imports strings.Builder
	for path := range strings.FieldsSeq(string(out)) {
		if !slices.ContainsFunc(strings.Split(path, "/"), func(s string) bool { return s == "internal" || s == "vendor" }) {
			fmt.Fprintf(&imports, "\t_ %q\n", path)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/all\n\ngo 1.26\n"), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "all.go"), []byte("package all\n\nimport (\n"+imports.String()+")\n"), 0o644); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	to := filepath.Join(dir, "facts")
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	vet := exec.Command("go", "vet", "-vettool="+self, "-stdfacts.dir="+to, ".")
	vet.Dir, vet.Env = dir, env
	if out, err := vet.CombinedOutput(); err != nil {
		return fmt.Errorf("%v\n%s", err, out)
	}
	entries, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	for _, e := range entries {
		key, err := hex.DecodeString(e.Name())
		if err != nil {
			return err
		}
		text, err := os.ReadFile(filepath.Join(to, e.Name()))
		if err != nil {
			return err
		}
		var f summary.Fact
		if err := gob.NewDecoder(bytes.NewReader(text)).Decode(&f); err != nil {
			return err
		}
		if len(f.Library) > 0 {
			return fmt.Errorf("the fact of a package refers to embedded facts instead of being computed")
		}
		for i, name := range f.Keys {
			facts[string(key)] = append(facts[string(key)], stdfacts.Section{Name: name, Owner: f.Owners[i], Data: string(f.Sections[i])})
		}
		if len(f.Keys) == 0 {
			facts[string(key)] = nil
		}
	}
	return nil
}

// vettool writes the fact of one package to a file that is named by its key.
func vettool() {
	o := &factory.Options{Compute: true}
	summarize := summary.NewAnalyzer(o)
	write := &analysis.Analyzer{Name: "stdfacts", Doc: "write facts to files", Requires: []*analysis.Analyzer{summarize}}
	dir := write.Flags.String("dir", "", "where to")
	write.Run = func(*analysis.Pass) (any, error) { return nil, nil }
	inner := summarize.Run
	summarize.Run = func(pass *analysis.Pass) (any, error) {
		res, err := inner(pass)
		var f summary.Fact
		if f := res.(*summary.Result).Failure; f != "" {
			return nil, fmt.Errorf("the analysis of %s broke down: %s", pass.Pkg.Path(), f)
		}
		if err != nil || !pass.ImportPackageFact(pass.Pkg, &f) || f.Standard == "" {
			return res, err
		}
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(f); err != nil {
			return nil, err
		}
		return res, os.WriteFile(filepath.Join(*dir, hex.EncodeToString([]byte(f.Standard))), b.Bytes(), 0o644)
	}
	unitchecker.Main(write)
}
