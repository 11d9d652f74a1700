package summary

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Keep is a statement by which a manager becomes process-wide.
type Keep struct {
	Site      Site
	Variable  string // the package-level variable from which it is reachable
	Factory   string // the factory that made it, or the type that was created
	Container bool   // it is an element of something
	Captive   bool   // Variable is the type of a receiver that serves many requests
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
	captive := root.root == rootParam && root.index == 0 && servesRequests(f.fn)
	if root.root != rootGlobal && !captive || !f.site.IsValid() || len(val) == 0 {
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
			f.keeps[f.site] = &Keep{Site: f.site, Variable: root.name, Factory: a.name, Container: container, Captive: captive}
			if captive {
				f.keeps[f.site].Variable = typeName(receiverOf(f.fn))
			}
		}
		told = true
	}
	return told
}

// servesRequests reports whether fn is a method that serves one of many
// requests: a handler.
func servesRequests(fn *ssa.Function) bool {
	if receiverOf(fn) == nil {
		return false
	}
	for p := range fn.Signature.Params().Variables() {
		if ptr, ok := p.Type().(*types.Pointer); ok {
			if n, ok := types.Unalias(ptr.Elem()).(*types.Named); ok && n.Obj().Name() == "Request" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "net/http" {
				return true
			}
		}
	}
	return false
}

// receiverOf is the type that fn is a method of, by pointer.
func receiverOf(fn *ssa.Function) *types.TypeName {
	recv := fn.Signature.Recv()
	if recv == nil {
		return nil
	}
	if ptr, ok := types.Unalias(recv.Type()).(*types.Pointer); ok {
		if n, ok := types.Unalias(ptr.Elem()).(*types.Named); ok {
			return n.Obj()
		}
	}
	return nil
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
	for _, k := range e.values() {
		bySite[k.Site] = k
	}
	var keeps []*Keep
	for _, site := range sortedKeys(bySite) {
		keeps = append(keeps, bySite[site])
	}
	return keeps
}
