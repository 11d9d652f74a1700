// Command gen computes the facts of the standard library of the installed Go,
// for this machine's build configuration, with cgo and without, and the units
// that answer for its packages (see internal/stdunit).
//
//	go run ./internal/stdfacts/gen          writes internal/stdfacts/facts.bin and internal/stdunit/units.bin
//	go run ./internal/stdfacts/gen -check   compares it with what is there
//
// It runs itself under go vet.
package main

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
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
	"github.com/wsinitlint/wsinitlint/internal/stdunit"
	"github.com/wsinitlint/wsinitlint/internal/summary"
)

const (
	factsFile = "internal/stdfacts/facts.bin"
	unitsFile = "internal/stdunit/units.bin"
	engineDir = "internal/summary"
)

func main() {
	log.SetFlags(0)
	if slices.ContainsFunc(os.Args[1:], func(a string) bool {
		return a == "-V=full" || a == "-flags" || strings.HasSuffix(a, ".cfg")
	}) {
		vettool()
		return
	}
	facts := make(map[string][]stdfacts.Section)
	var units []stdunit.Unit
	for _, cgo := range []string{"1", "0"} {
		if err := compute(cgo, facts, &units); err != nil {
			log.Fatal(err)
		}
	}
	if slices.Contains(os.Args[1:], "-check") {
		os.Exit(check(facts, units))
	}
	text, err := stdfacts.Encode(engine(), facts)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(factsFile, text, 0o644); err != nil {
		log.Fatal(err)
	}
	n, err := exportedFunctions()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d facts, %d bytes: %d for each of %d exported functions and methods\n", len(facts), len(text), len(text)/n, n)
	if text, err = stdunit.Encode(platform(), units); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(unitsFile, text, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d units, %d bytes\n", len(units), len(text))
}

// exportedFunctions is the number of exported functions and methods that the
// packages of the standard library declare, for this system.
func exportedFunctions() (n int, err error) {
	out, err := exec.Command("go", "list", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .CgoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "std").Output()
	if err != nil {
		return 0, err
	}
	for name := range strings.FieldsSeq(string(out)) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return 0, err
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.IsExported() {
				n++
			}
		}
	}
	return n, nil
}

// engine identifies the engine that computes.
func engine() string {
	sum, err := summary.SourceSum(os.DirFS(engineDir))
	if err != nil {
		log.Fatal(err)
	}
	return sum
}

// platform is what the units are made for, see [stdunit.MadeFor].
func platform() string {
	out, err := exec.Command("go", "env", "GOVERSION", "GOOS", "GOARCH").Output()
	if err != nil {
		log.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// check compares facts and units with those that are embedded.
func check(facts map[string][]stdfacts.Section, units []stdunit.Unit) (status int) {
	if stdfacts.Engine() != engine() {
		fmt.Println("the embedded facts are another engine's")
		status = 1
	}
	if same, err := stdunit.Embedded(platform(), units); err != nil || !same {
		fmt.Println("the embedded units differ", cmp.Or(err, errors.New("from those of the installed library")))
		status = 1
	}
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

// compute adds the facts and units of all packages of the standard library that can be
// imported, and of what they import.
func compute(cgo string, facts map[string][]stdfacts.Section, units *[]stdunit.Unit) error {
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
		file := filepath.Join(to, e.Name())
		if _, ok := strings.CutSuffix(e.Name(), unitSuffix); ok {
			var u stdunit.Unit
			if err := load(file, &u); err != nil {
				return err
			}
			*units = append(*units, u)
			continue
		}
		var f summary.Fact
		if err := load(file, &f); err != nil {
			return err
		}
		key, err := hex.DecodeString(e.Name())
		if err != nil {
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

// vettool writes the fact of one package to a file that is named by its key,
// and its unit beside it.
func vettool() {
	config := os.Args[len(os.Args)-1]
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
		imports := make(map[string]string)
		for _, imp := range pass.Pkg.Imports() {
			var of summary.Fact
			if imp.Path() != "unsafe" && pass.ImportPackageFact(imp, &of) {
				imports[imp.Path()] = of.Standard
			}
		}
		u, err := unit(config, f.Standard, pass.TypesSizes, imports, func(path string) ([]byte, error) {
			var u stdunit.Unit
			err := load(filepath.Join(*dir, hex.EncodeToString([]byte(imports[path]))+unitSuffix), &u)
			return u.Types, err
		})
		if err != nil {
			log.Fatal(err) // what goes wrong with a dependency, go vet does not say
		}
		name := filepath.Join(*dir, hex.EncodeToString([]byte(f.Standard)))
		if err := errors.Join(save(name, f), save(name+unitSuffix, u)); err != nil {
			log.Fatal(err)
		}
		return res, nil
	}
	unitchecker.Main(write)
}

// unitSuffix ends the names of files that have units.
const unitSuffix = ".unit"

func save(file string, v any) error {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(v); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

func load(file string, v any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return gob.NewDecoder(bytes.NewReader(text)).Decode(v)
}
