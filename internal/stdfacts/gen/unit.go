package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/wsinitlint/wsinitlint/internal/stdunit"
)

// unit is the unit of the package that config describes, with this key, whose
// imports have these keys and types, by path. Of its files it says only where
// in $GOROOT they are, as the rest differs between machines.
func unit(config, key string, sizes types.Sizes, imports map[string]string, typesOf func(path string) ([]byte, error)) (*stdunit.Unit, error) {
	text, err := os.ReadFile(config)
	if err != nil {
		return nil, err
	}
	var c struct {
		stdunit.Config
		Dir       string
		ImportMap map[string]string
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, err
	}
	u := &stdunit.Unit{Path: c.ImportPath, Key: key}
	for _, k := range slices.Sorted(maps.Keys(imports)) {
		u.Imports = append(u.Imports, imports[k])
	}
	made := false
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range c.GoFiles {
		made = made || filepath.Dir(name) != filepath.Clean(c.Dir)
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(fset, "$GOROOT/src/"+c.ImportPath+"/"+filepath.Base(name), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	known := make(map[string]*types.Package)
	conf := types.Config{GoVersion: c.GoVersion, Sizes: sizes, Importer: importer(func(path string) (*types.Package, error) {
		path = c.ImportMap[path]
		if path == "unsafe" {
			return types.Unsafe, nil
		}
		if p := known[path]; p != nil && p.Complete() {
			return p, nil
		}
		text, err := typesOf(path)
		if err != nil {
			return nil, err
		}
		return gcexportdata.Read(strings.NewReader("i"+string(text)), fset, known, path)
	})}
	pkg, err := conf.Check(c.ImportPath, fset, files, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.ImportPath, err)
	}
	var b bytes.Buffer
	if err := gcexportdata.Write(&b, fset, pkg); err != nil {
		return nil, err
	}
	u.Types = b.Bytes()[1:] // the first names the form
	if !made {
		if u.Source, err = stdunit.Source(&c.Config); err != nil {
			return nil, err
		}
	}
	return u, nil
}

type importer func(path string) (*types.Package, error)

func (i importer) Import(path string) (*types.Package, error) { return i(path) }
