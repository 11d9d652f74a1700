package main_test

import (
	"encoding/binary"
	"encoding/json"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/wsinitlint/wsinitlint/internal/stdunit"
)

// TestStandardLibraryIsAnsweredAsItWouldBeAnalysed compares what is written
// for packages of the standard library without an analysis with what an
// analysis writes: the same facts, and types that say the same.
func TestStandardLibraryIsAnsweredAsItWouldBeAnalysed(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,Imports", "encoding/json").Output()
	if err != nil {
		t.Fatal(err)
	}
	type listed struct {
		ImportPath, Dir  string
		GoFiles, Imports []string
	}
	env, err := exec.Command("go", "env", "GOVERSION", "GOOS", "GOARCH").Output()
	if err != nil {
		t.Fatal(err)
	}
	platform := strings.Join(strings.Fields(string(env)), " ")
	goVersion, _, _ := strings.Cut(platform, " ")
	answers, analyses := t.TempDir(), t.TempDir()
	file := func(dir, path string) string { return filepath.Join(dir, strings.ReplaceAll(path, "/", "_")) }
	n := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.ImportPath == "unsafe" {
			continue
		}
		config := func(dir string, importMap map[string]string) string {
			vetx := map[string]string{}
			for _, imp := range p.Imports {
				if imp != "unsafe" {
					vetx[imp] = file(dir, imp)
				}
			}
			var files []string
			for _, name := range p.GoFiles {
				files = append(files, filepath.Join(p.Dir, name))
			}
			text, err := json.Marshal(map[string]any{
				"ImportPath": p.ImportPath, "GoFiles": files, "ImportMap": importMap, "PackageVetx": vetx,
				"GoVersion": goVersion, "VetxOnly": true, "VetxOutput": file(dir, p.ImportPath),
			})
			if err != nil {
				t.Fatal(err)
			}
			name := file(dir, p.ImportPath) + ".cfg"
			if err := os.WriteFile(name, text, 0o600); err != nil {
				t.Fatal(err)
			}
			return name
		}
		importMap := make(map[string]string)
		for _, imp := range p.Imports {
			importMap[imp] = imp
		}
		imports := importMap
		if platform == stdunit.MadeFor() {
			imports = nil // who analyses fails without it
		}
		if out, err := exec.Command(tool, "-factory=example.com/ws.New", config(answers, imports)).CombinedOutput(); err != nil {
			t.Fatalf("there is no answer for %s, run go run ./internal/stdfacts/gen: %v\n%s", p.ImportPath, err, out)
		}
		// A flag that it does not know has the tool analyse the package.
		if out, err := exec.Command(tool, "-importtime.debug=false", "-factory=example.com/ws.New", config(analyses, importMap)).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", p.ImportPath, err, out)
		}
		n++
		got, gotFacts := vetxFile(t, file(answers, p.ImportPath))
		want, wantFacts := vetxFile(t, file(analyses, p.ImportPath))
		if gotFacts != wantFacts {
			t.Errorf("the facts of %s differ:\n%q\n%q", p.ImportPath, gotFacts, wantFacts)
		}
		if got, want := declarations(t, p.ImportPath, got), declarations(t, p.ImportPath, want); got != want {
			t.Errorf("the types of %s differ:\n%s\n%s", p.ImportPath, got, want)
		}
	}
	if n < 30 {
		t.Errorf("%d packages, want all that encoding/json needs", n)
	}
	if out, err := exec.Command(tool, "-factory=errors.New", file(answers, "errors")+".cfg").CombinedOutput(); err == nil && platform == stdunit.MadeFor() {
		t.Errorf("a package with a factory is not analysed: %s", out)
	}
}

// vetxFile are the types and the facts in the file that importers read.
func vetxFile(t *testing.T, name string) (types, facts string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	n := binary.LittleEndian.Uint32(text[4:])
	return string(text[12 : 12+n]), string(text[12+n:])
}

// declarations says what the package in export data declares.
func declarations(t *testing.T, path, data string) string {
	t.Helper()
	pkg, err := gcexportdata.Read(strings.NewReader("i"+data), token.NewFileSet(), make(map[string]*types.Package), path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range pkg.Scope().Names() {
		b.WriteString(types.ObjectString(pkg.Scope().Lookup(name), nil) + "\n")
		if t, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok {
			for m := range types.NewMethodSet(types.NewPointer(t.Type())).Methods() {
				b.WriteString("\t" + m.String() + "\n")
			}
		}
	}
	return b.String()
}
