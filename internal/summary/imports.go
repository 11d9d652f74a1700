package summary

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
)

// An Import is an import declaration that brings into this module a package
// of another module whose initialisation reaches a factory.
type Import struct {
	Spec *ast.ImportSpec
	InitReach
}

// imports fills in what is known of initialisation across packages: which
// imports bring in a package of another module that reaches a factory while
// it is initialised, each told once in a module, and whether missing facts
// have been told.
func imports(pass *analysis.Pass, res *Result, fact *Fact) {
	told := make(map[string]bool)
	inits := make(map[string]InitReach)
	for _, imp := range pass.Pkg.Imports() {
		var f Fact
		if !pass.ImportPackageFact(imp, &f) {
			continue
		}
		if f.Module == fact.Module {
			for _, p := range f.Told {
				told[p] = true
			}
			if f.Missing {
				fact.Missing = true
			}
		}
		for _, r := range f.Inits {
			inits[r.Pkg] = r
		}
	}
	if fact.Missing {
		res.Missing = nil
	}
	fact.Missing = fact.Missing || len(res.Missing) > 0
	for _, file := range pass.Files {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			i := slices.IndexFunc(pass.Pkg.Imports(), func(p *types.Package) bool { return p == imported(pass, spec) || p.Path() == path })
			if i < 0 {
				continue
			}
			var f Fact
			if !pass.ImportPackageFact(pass.Pkg.Imports()[i], &f) || f.Module == fact.Module {
				continue
			}
			for _, r := range f.Inits {
				if r.Module != fact.Module && !told[r.Pkg] {
					told[r.Pkg] = true
					res.Imports = append(res.Imports, Import{spec, r})
				}
			}
		}
	}
	for _, p := range sortedKeys(told) {
		fact.Told = append(fact.Told, p)
	}
	if len(res.Reaches) > 0 {
		r := res.Reaches[0]
		own := InitReach{Pkg: pass.Pkg.Path(), Module: fact.Module, Factory: r.Factory}
		for h := shorten(r.Path); h != nil; h = h.Next {
			own.Path = append(own.Path, h.Callee)
		}
		inits[own.Pkg] = own
	}
	for _, p := range sortedKeys(inits) {
		fact.Inits = append(fact.Inits, inits[p])
	}
}

// imported is the package that an import declaration names: in a vendored
// module its path is not the text.
func imported(pass *analysis.Pass, spec *ast.ImportSpec) *types.Package {
	if pn := pass.TypesInfo.PkgNameOf(spec); pn != nil {
		return pn.Imported()
	}
	return nil
}
