package summary

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// smallPackage is how much source, in bytes of function bodies, is summarised
// whole even if no factory can be seen from it.
const smallPackage = 12 << 10

// shareOfLarge is which part of a larger package is summarised then: SSA form
// and summaries cost more than to parse and check the same source, and should
// cost less than that altogether.
const shareOfLarge = 16

// largePart is how much of the largest packages is summarised.
const largePart = 64 << 10

// remoteSteps bounds the work on a package that can see no factory: it grows
// with the source of what is summarised.
func remoteSteps(files []*ast.File) int {
	size := 0
	for _, file := range files {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				size += extent(fn)
			}
		}
	}
	return 10_000 + 2*size
}

// needed are files without the bodies of functions of which nothing needs to
// be known, so that no SSA form is made of them; note says what was left out
// that could have mattered.
//
// What go test alone calls has no other caller, and reports only where tests
// is set. In a package that can see no factory (remote), only what it does
// with the functions of its importers matters: it is summarised as far as a
// bound, those functions first that take functions, and what they call.
func needed(files []*ast.File, fset *token.FileSet, info *types.Info, tests, remote bool) (_ []*ast.File, note string) {
	drop := make(map[*ast.FuncDecl]bool)
	var rest []*ast.FuncDecl
	bound, size, tested := smallPackage, 0, false
	for _, file := range files {
		test := strings.HasSuffix(fset.File(file.FileStart).Name(), "_test.go")
		tested = tested || test
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if test && (!tests || remote) && calledByGoTest(fn) {
				drop[fn] = true
				continue
			}
			rest = append(rest, fn)
			size += extent(fn)
		}
	}
	if !tested { // with its tests a package is imported by others of them only
		bound = max(bound, min(size/shareOfLarge, largePart))
	}
	if remote && size > bound {
		kept := worthwhile(rest, info, bound)
		for _, fn := range rest {
			if !kept[fn] {
				drop[fn] = true
			}
		}
		note = fmt.Sprintf("no factory in sight: %d of %d functions are summarised", len(kept), len(rest))
	}
	if len(drop) == 0 {
		return files, note
	}
	pruned := make([]*ast.File, len(files))
	for i, file := range files {
		pruned[i] = withoutBodies(file, drop)
	}
	return pruned, note
}

// calledByGoTest reports whether fn, of a test file, has the name and the
// parameters of what go test calls.
func calledByGoTest(fn *ast.FuncDecl) bool {
	if fn.Recv != nil || fn.Type.Results != nil {
		return false
	}
	params := fn.Type.Params.List
	if strings.HasPrefix(fn.Name.Name, "Example") {
		return len(params) == 0
	}
	if len(params) != 1 || len(params[0].Names) > 1 || !slices.ContainsFunc([]string{"Test", "Benchmark", "Fuzz"}, func(s string) bool {
		return strings.HasPrefix(fn.Name.Name, s)
	}) {
		return false
	}
	star, ok := params[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"T", "B", "F"}, sel.Sel.Name)
}

func extent(fn *ast.FuncDecl) int { return int(fn.Body.End() - fn.Body.Pos()) }

// withoutBodies is file with functions in drop left without bodies.
func withoutBodies(file *ast.File, drop map[*ast.FuncDecl]bool) *ast.File {
	out := *file
	out.Decls = make([]ast.Decl, len(file.Decls))
	for i, d := range file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && drop[fn] {
			bare := *fn
			bare.Body = nil
			d = &bare
		}
		out.Decls[i] = d
	}
	return &out
}

// worthwhile are functions of fns with the most to say about what they are
// given, and those that they call, up to size bytes.
func worthwhile(fns []*ast.FuncDecl, info *types.Info, size int) map[*ast.FuncDecl]bool {
	decls := make(map[types.Object]*ast.FuncDecl, len(fns))
	tiers := make([][]*ast.FuncDecl, lastTier+1)
	for _, fn := range fns {
		t := lastTier
		if obj, ok := info.Defs[fn.Name].(*types.Func); ok {
			decls[obj] = fn
			t = tierOf(obj)
		}
		tiers[t] = append(tiers[t], fn)
	}
	kept := make(map[*ast.FuncDecl]bool)
	for t, tier := range tiers {
		todo := slices.Clone(tier)
		slices.Reverse(todo)
		for len(todo) > 0 && t < lastTier {
			fn := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if kept[fn] || t > 0 && extent(fn) > size {
				continue
			}
			size -= extent(fn)
			kept[fn] = true
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if callee := decls[info.Uses[id]]; callee != nil && !kept[callee] {
						todo = append(todo, callee)
					}
				}
				return true
			})
		}
	}
	return kept
}

// lastTier is that of functions which only others here can call.
const lastTier = 4

// tierOf is how late fn is looked at: initialisers first, then what is given
// functions, then what is given interfaces, then what else importers can call.
func tierOf(fn *types.Func) int {
	sig := fn.Signature()
	if fn.Name() == "init" && sig.Recv() == nil {
		return 0
	}
	if !fn.Exported() {
		return lastTier
	}
	if sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 {
		return 1
	}
	tier := 3
	for v := range sig.Params().Variables() {
		t := v.Type()
		if s, ok := t.Underlying().(*types.Slice); ok { // of options, say
			t = s.Elem()
		}
		switch t.Underlying().(type) {
		case *types.Signature:
			return 1
		case *types.Interface:
			tier = 2
		}
	}
	return tier
}

// byTier divides functions into those that are given functions, and the rest,
// those first of which importers can learn most.
func byTier(fns []*ssa.Function) (first, rest []*ssa.Function) {
	tier := func(fn *ssa.Function) int { return tierOf(fn.Object().(*types.Func)) }
	fns = slices.Clone(fns)
	slices.SortStableFunc(fns, func(a, b *ssa.Function) int { return cmp.Compare(tier(a), tier(b)) })
	n := slices.IndexFunc(fns, func(fn *ssa.Function) bool { return tier(fn) > 1 })
	if n < 0 {
		return fns, nil
	}
	return fns[:n], fns[n:]
}
