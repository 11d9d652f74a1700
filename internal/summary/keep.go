package summary

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Keep is a statement by which a manager becomes process-wide.
type Keep struct {
	Site      Site
	Variable  string // the package-level variable from which it is reachable
	Factory   string // the factory that made it, or the type that was created
	Container bool   // it is an element of something
}

// manager is the manager that factory key makes, wherever it flows.
func (u *universe) manager(key string) *Atom {
	return u.intern("m"+key, func() *Atom { return &Atom{kind: kindManager, name: key} })
}

// keep notes that val is written to place p of base, if base is reachable from
// a package-level variable and val is or holds a manager.
func (f *frame) keep(base *Atom, p path, val Value, at point) (told bool) {
	root := base
	if root.kind == kindSym {
		root = base.rootOf()
	}
	if root.root != rootGlobal || !f.site.IsValid() || len(val) == 0 {
		return false
	}
	if f.told {
		return true
	}
	container := base.parent != nil && hasElem(base.selectors()) || hasElem(p)
	if container && f.keyed {
		return false // a registry of users
	}
	for _, a := range bare(f.reachable(val, at)) {
		if a.kind != kindManager {
			continue
		}
		if f.keeps == nil {
			f.keeps = make(map[Site]*Keep)
		}
		if old := f.keeps[f.site]; old == nil || a.name < old.Factory {
			f.keeps[f.site] = &Keep{Site: f.site, Variable: root.name, Factory: a.name, Container: container}
		}
		told = true
	}
	return told
}

func hasElem(p path) bool {
	for _, s := range p {
		if isElem(s) || s == mapKeys {
			return true
		}
	}
	return false
}

// visit notes which instruction is interpreted: what it writes is kept there.
func (f *frame) visit(instr ssa.Instruction) {
	f.site, f.keyed = instr.Pos(), false
	switch i := instr.(type) {
	case *ssa.MapUpdate:
		f.keyed = f.perUser(i.Key, 0)
		for m := i.Map; !f.keyed; {
			inner, ok := m.(*ssa.Lookup) // a map of maps
			if !ok {
				break
			}
			f.keyed, m = f.perUser(inner.Index, 0), inner.X
		}
	case ssa.CallInstruction:
		for _, a := range i.Common().Args {
			f.keyed = f.keyed || f.perUser(a, 0)
		}
	}
}

// maxDerived bounds how far back a key is followed to a user context.
const maxDerived = 8

// perUser reports whether v is a key that comes from a user context, or from a
// caller who may take it from one.
func (f *frame) perUser(v ssa.Value, depth int) bool {
	if depth > maxDerived {
		return false
	}
	if f.e.set.IsUserContext(v.Type()) || f.e.set.IsManager(v.Type()) {
		return depth > 0
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return f.perUser(v.X, depth)
	case *ssa.Parameter:
		_, basic := v.Type().Underlying().(*types.Basic)
		return basic
	case *ssa.FieldAddr:
		return f.perUser(v.X, depth+1)
	case *ssa.Field:
		return f.perUser(v.X, depth+1)
	case *ssa.UnOp:
		return f.perUser(v.X, depth+1)
	case *ssa.BinOp:
		return f.perUser(v.X, depth+1) || f.perUser(v.Y, depth+1)
	case *ssa.Convert:
		return f.perUser(v.X, depth+1)
	case *ssa.Call:
		if _, basic := v.Type().Underlying().(*types.Basic); !basic {
			return false
		}
		if v.Call.IsInvoke() && f.perUser(v.Call.Value, depth+1) {
			return true
		}
		for _, a := range v.Call.Args {
			if f.perUser(a, depth+1) {
				return true
			}
		}
	}
	return false
}

// keepsOf are the statements of this package that keep a manager.
func (e *engine) keepsOf() []*Keep {
	bySite := make(map[Site]*Keep)
	for _, n := range e.nodes {
		for site, k := range n.keeps {
			if old := bySite[site]; old == nil || k.Variable+k.Factory < old.Variable+old.Factory {
				bySite[site] = k
			}
		}
	}
	var keeps []*Keep
	for _, site := range sortedKeys(bySite) {
		keeps = append(keeps, bySite[site])
	}
	return keeps
}
