package summary

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// keepLater notes what is stored in an object after a package-level variable
// came to hold it.
func (f *frame) keepLater() {
	if !f.managers && !f.stores {
		return
	}
	f.keepHandlers()
	type statement struct {
		variable   string
		block, idx int
	}
	told := make(map[statement]bool)
	each := func(visit func(*Atom, *write, statement)) {
		for _, base := range f.bases {
			if base.rootOf().root != rootGlobal {
				continue
			}
			m := f.mems[base]
			for _, b := range sortedKeys(m.byBlock) {
				for _, w := range m.byBlock[b] {
					visit(base, w, statement{base.rootOf().name, w.at.block, w.at.idx})
				}
			}
		}
	}
	each(func(_ *Atom, w *write, s statement) { told[s] = told[s] || w.told })
	each(func(base *Atom, w *write, s statement) {
		if site := Site(f.siteAt(w.at)); !told[s] && !w.spared && !w.gone && (f.keeps[site] != nil || !f.gone[site]) {
			f.keepSince(base, w)
		}
	})
}

// keepSince notes what has been stored in what base holds since w.
func (f *frame) keepSince(base *Atom, w *write) {
	container := w.vague || hasElem(base.selectors()) || hasElem(w.path)
	held := f.holds(w.val, w.at, true)
	for _, hit := range held.hits {
		if hit.by.told || hit.by.spared {
			continue
		}
		at := hit.by.at
		if f.before(at, w.at) {
			f.current = w.by
			if f.held(w.val, w.at).manager == nil {
				continue // it was replaced before that
			}
			at = w.at
		}
		k := &Keep{Site: Site(f.siteAt(at)), Variable: base.rootOf().name, Factory: hit.held.name, Container: container || hit.inElem, fn: f.fn}
		f.current = f.instrAt(at)
		k.Made = f.maker(hit.held, at)
		f.keepAt(k, at)
		hit.by.told = true
	}
	for _, hit := range held.contextHits {
		at := hit.by.at
		if hit.by.told || hit.by.spared || f.before(at, w.at) {
			continue
		}
		f.current = f.instrAt(at)
		if f.current != nil && f.keepsContext(holding{contexts: []*Atom{hit.held}}, hit.by.val) {
			k := &Keep{Site: Site(f.siteAt(at)), Variable: base.rootOf().name, Context: true, Container: container || hit.inElem, fn: f.fn}
			f.keepAt(k, at)
			hit.by.told = true
		}
	}
}

// before reports whether what is done at a is done before what is done at b.
func (f *frame) before(a, b point) bool {
	blocks := f.fn.Blocks
	return a.block == b.block && a.before(b) || a.block != b.block && blocks[a.block].Dominates(blocks[b.block])
}

// instrAt is the instruction at at; nil if that is the end of a block.
func (f *frame) instrAt(at point) ssa.Instruction {
	if instrs := f.fn.Blocks[at.block].Instrs; at.idx < len(instrs) {
		return instrs[at.idx]
	}
	return nil
}

// keepAt notes k, which happens at at.
func (f *frame) keepAt(k *Keep, at point) {
	if !k.Site.IsValid() {
		return
	}
	if instr := f.instrAt(at); instr != nil {
		k.callee = f.keepsAlone(instr, k.Factory)
	}
	f.addKeep(k)
}

// values are the package-level variables that are declared as a manager by
// value.
func (e *engine) values() []*Keep {
	var keeps []*Keep
	for _, file := range e.files {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.ValueSpec)
				for i, v := range spec.Values {
					t := e.info.TypeOf(v)
					if _, isLit := ast.Unparen(v).(*ast.CompositeLit); isLit && e.set.IsManager(t) && len(spec.Names) == len(spec.Values) {
						name := e.pkg.Pkg.Path() + "." + spec.Names[i].Name
						keeps = append(keeps, &Keep{Site: spec.Names[i].Pos(), Variable: name, Factory: types.TypeString(t, nil) + "{…}"})
					}
				}
			}
		}
	}
	return keeps
}

// visit notes which instruction is interpreted: what it writes is kept there.
func (f *frame) visit(instr ssa.Instruction) {
	f.current, f.site, f.keyNow, f.vague = instr, instr.Pos(), nil, false
}

// keepsOf are the statements of this package that keep a manager.
func (e *engine) keepsOf() []*Keep {
	bySite := make(map[Site]*Keep)
	for _, n := range e.nodes {
		for site, k := range n.keeps {
			if e.reportsKeep(k.callee, k, make(map[*ssa.Function]bool)) {
				continue
			}
			k.Once = k.Once || k.fn != nil && e.onceBodies[functionKey(k.fn)]
			if old := bySite[site]; old == nil || k.before(old) {
				bySite[site] = k
			}
		}
	}
	for _, k := range e.values() {
		bySite[k.Site] = k
	}
	var keeps []*Keep
	type initialiser struct {
		root     *Root
		variable string
	}
	seen := make(map[initialiser]bool)
	for _, site := range sortedKeys(bySite) {
		k := bySite[site]
		if by := bySite[k.calledAt]; by != nil && by != k && by.Variable == k.Variable && by.Factory == k.Factory {
			continue // which is reported there
		}
		if root := e.rootAt(site); root != nil && !root.Init {
			if seen[initialiser{root, k.Variable}] {
				continue // once for a declaration
			}
			seen[initialiser{root, k.Variable}] = true
		}
		keeps = append(keeps, k)
	}
	return keeps
}
