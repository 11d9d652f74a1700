package summary

import (
	"crypto/sha256"
	"encoding/binary"
	"go/ast"
	"go/types"
	"hash"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/stdfacts"
)

// embedded is the fact of the package of the standard library with this key, if
// this engine has computed it before. That it was this one is for a test to see:
// asking each time would cost more than most packages do.
func embedded(key string) (*stdfacts.Package, bool) {
	if key == "" {
		return nil, false
	}
	return stdfacts.Lookup(key)
}

// StandardFacts are the facts that an importer finds of the package of the
// standard library with this path and key; nil where this engine would have to
// compute them.
func StandardFacts(path, key string) []analysis.Fact {
	f := &Fact{Standard: key}
	if !isRuntime(path) {
		if _, ok := embedded(key); !ok {
			return nil
		}
		f.Library = []string{key}
	}
	return []analysis.Fact{&factory.Fact{}, f}
}

// StandardKey is the key of the package that has these facts, if it is the
// standard library's; else "".
func StandardKey(facts []analysis.Fact) string {
	for _, f := range facts {
		if f, ok := f.(*Fact); ok {
			return f.Standard
		}
	}
	return ""
}

// standardKey is the key of the fact of pass's package in [stdfacts]: it is
// made from all that the fact depends on. It is "" for packages that are not
// the standard library's.
func standardKey(pass *analysis.Pass, imports map[string]*Fact) string {
	first, _, _ := strings.Cut(pass.Pkg.Path(), "/")
	if modulePath(pass) != "" && modulePath(pass) != "std" || strings.Contains(first, ".") {
		return ""
	}
	h := sha256.New()
	h.Write([]byte(pass.Pkg.Path()))
	number(h, int(pass.TypesSizes.Sizeof(types.Typ[types.Uintptr])))
	paths := make([]string, 0, len(pass.Pkg.Imports()))
	for _, imp := range pass.Pkg.Imports() {
		if imp != types.Unsafe {
			paths = append(paths, imp.Path())
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		f := imports[path]
		if f == nil || f.Standard == "" {
			return ""
		}
		h.Write([]byte(path))
		h.Write([]byte(f.Standard))
	}
	var sums []string
	for _, f := range pass.Files {
		s := sha256.New()
		s.Write([]byte(sourceName(pass.Fset.Position(f.Package).Filename)))
		hashSyntax(s, f)
		sums = append(sums, string(s.Sum(nil)))
	}
	slices.Sort(sums)
	for _, s := range sums {
		h.Write([]byte(s))
	}
	return string(h.Sum(nil)[:stdfacts.KeySize])
}

// sourceName is what a file is called, or "" where that depends on who had cgo
// make it.
func sourceName(file string) string {
	name := filepath.Base(file)
	if filepath.Ext(name) != ".go" || strings.HasPrefix(name, "_cgo_") {
		return ""
	}
	return name
}

func number(h hash.Hash, n int) {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], uint32(n))
	h.Write(b[:])
}

// hashSyntax writes to h what file says, and where.
func hashSyntax(h hash.Hash, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		if _, ok := n.(*ast.CommentGroup); ok {
			return false
		}
		number(h, int(n.Pos()-file.FileStart))
		number(h, int(n.End()-n.Pos()))
		switch n := n.(type) {
		case *ast.Ident:
			h.Write([]byte(n.Name))
		case *ast.BasicLit:
			h.Write([]byte(n.Value))
		case *ast.BinaryExpr:
			number(h, int(n.Op))
		case *ast.UnaryExpr:
			number(h, int(n.Op))
		case *ast.AssignStmt:
			number(h, int(n.Tok))
		case *ast.IncDecStmt:
			number(h, int(n.Tok))
		case *ast.BranchStmt:
			number(h, int(n.Tok))
		case *ast.RangeStmt:
			number(h, int(n.Tok))
		case *ast.GenDecl:
			number(h, int(n.Tok))
		case *ast.ChanType:
			number(h, int(n.Dir))
		}
		return true
	})
}
