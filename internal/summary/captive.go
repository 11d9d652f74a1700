package summary

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// captiveReceiver reports whether root is the receiver of a method that serves
// many requests, and what is stored now comes from one of them.
func (f *frame) captiveReceiver(root *Atom) bool {
	if root.root != rootParam || root.index != 0 || receiverOf(f.fn) == nil {
		return false
	}
	obj, _ := f.fn.Object().(*types.Func)
	u := f.e.usesOf()
	if !servesRequests(f.fn) {
		return u.registered[obj] && f.derivation().param
	}
	if u.scoped[f.fn] && !u.registered[obj] {
		return false
	}
	from := f.derivation()
	return from.param || !from.receiver
}

// captiveVariable reports whether root is a variable that a handler captured
// where no request was there yet; and its type, where it is the receiver of
// the method around.
func (f *frame) captiveVariable(root *Atom) (recv *types.TypeName, ok bool) {
	serves := false
	fn, i := f.fn, root.index
	var from ssa.Value
	for i >= 0 {
		serves = serves || servesRequests(fn) || f.e.registeredLiteral(fn)
		fn, i, from = capturedFrom(fn, i)
	}
	if fn != nil && isReceiver(fn, from) {
		serves = serves || servesRequests(fn)
	}
	if fn != nil && isReceiver(fn, from) {
		obj, _ := fn.Object().(*types.Func)
		u := f.e.usesOf()
		return receiverOf(fn), serves && (!u.scoped[fn] || u.registered[obj]) && (servesRequests(fn) || !f.e.perRequest(fn)) || u.registered[obj] && f.derivation().param
	}
	for ok = serves && fn != nil; fn != nil; fn = fn.Parent() {
		ok = ok && !f.e.perRequest(fn)
	}
	return nil, ok
}

// capturedFrom is the function that the i-th free variable of literal fn
// comes from, and which free variable it is there; or -1 and its binding.
func capturedFrom(fn *ssa.Function, i int) (*ssa.Function, int, ssa.Value) {
	parent := fn.Parent()
	if parent == nil {
		return nil, -1, nil
	}
	for _, b := range parent.Blocks {
		for _, instr := range b.Instrs {
			if c, ok := instr.(*ssa.MakeClosure); ok && c.Fn == fn {
				if v, ok := c.Bindings[i].(*ssa.FreeVar); ok {
					return parent, slices.Index(parent.FreeVars, v), nil
				}
				return parent, -1, c.Bindings[i]
			}
		}
	}
	return nil, -1, nil
}

// declaredFree is where the i-th free variable of literal fn is declared.
func declaredFree(fn *ssa.Function, i int) Site {
	var from ssa.Value
	for i >= 0 {
		fn, i, from = capturedFrom(fn, i)
	}
	if from == nil {
		return 0
	}
	return from.Pos()
}

// declared is where type t is declared, if that is in this package.
func (e *engine) declared(t *types.TypeName) Site {
	if t == nil || t.Pkg() != e.pkg.Pkg {
		return 0
	}
	return t.Pos()
}

// isReceiver reports whether v is the receiver of method fn, or the variable
// that holds it.
func isReceiver(fn *ssa.Function, v ssa.Value) bool {
	if receiverOf(fn) == nil {
		return false
	}
	if a, ok := v.(*ssa.Alloc); ok {
		if vals := storedIn(a, maxDerived); len(vals) == 1 {
			v = vals[0]
		}
	}
	return v == fn.Params[0]
}

// perRequest reports whether fn is called for one request or one user.
func (e *engine) perRequest(fn *ssa.Function) bool {
	if servesRequests(fn) {
		return true
	}
	for p := range fn.Signature.Params().Variables() {
		if e.set.IsUserContext(p.Type()) {
			return true
		}
	}
	return false
}

// receiverOf is the type that fn is a method of, by pointer or by value: what a
// value leads to is shared by its copies.
func receiverOf(fn *ssa.Function) *types.TypeName {
	recv := fn.Signature.Recv()
	if recv == nil {
		return nil
	}
	return named(recv.Type())
}

// A derivation tells what a value is computed from.
type derivation struct {
	receiver bool
	param    bool // a parameter, or what a literal captured
	request  bool // such a one that is more than a word or a number
}

// derivation tells what the present instruction stores is computed from.
func (f *frame) derivation() derivation {
	var d derivation
	seen := make(map[ssa.Value]bool)
	todo := slices.Clone(stored(f.current))
	for len(todo) > 0 && len(seen) < maxReachable {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if v == nil || seen[v] {
			continue
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Parameter:
			if f.fn.Signature.Recv() != nil && v == f.fn.Params[0] {
				d.receiver = true
				continue
			}
			d.param = true
			_, basic := v.Type().Underlying().(*types.Basic)
			d.request = d.request || !basic
		case *ssa.FreeVar:
			ptr, ok := v.Type().Underlying().(*types.Pointer)
			d.param = true
			if ok {
				_, basic := ptr.Elem().Underlying().(*types.Basic)
				d.request = d.request || !basic
			}
		case *ssa.Alloc:
			todo = append(todo, storedIn(v, 0)...)
		case *ssa.MakeMap:
			for _, ref := range *v.Referrers() {
				if u, ok := ref.(*ssa.MapUpdate); ok && u.Map == v {
					todo = append(todo, u.Value)
				}
			}
		case ssa.Instruction:
			for _, op := range v.Operands(nil) {
				todo = append(todo, *op)
			}
		}
	}
	return d
}

// stored are the operands that instr can store.
func stored(instr ssa.Instruction) []ssa.Value {
	switch i := instr.(type) {
	case *ssa.Store:
		return []ssa.Value{i.Val}
	case *ssa.MapUpdate:
		return []ssa.Value{i.Value}
	case *ssa.Send:
		return []ssa.Value{i.X}
	case *ssa.Select:
		var sent []ssa.Value
		for _, s := range i.States {
			if s.Send != nil {
				sent = append(sent, s.Send)
			}
		}
		return sent
	case ssa.CallInstruction:
		return i.Common().Args
	}
	return nil
}

// storedIn are the values that are stored in what addr points to, or in a part
// of it.
func storedIn(addr ssa.Value, depth int) []ssa.Value {
	if depth > maxDerived || addr.Referrers() == nil {
		return nil
	}
	var vals []ssa.Value
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				vals = append(vals, ref.Val)
			}
		case *ssa.FieldAddr:
			vals = append(vals, storedIn(ref, depth+1)...)
		case *ssa.IndexAddr:
			vals = append(vals, storedIn(ref, depth+1)...)
		}
	}
	return vals
}

// neverSet reports whether nothing in this package sets the field that fa
// points to, and nobody else can: it is not exported.
func (e *engine) neverSet(fa *ssa.FieldAddr) bool {
	field := fieldOf(fa)
	if field == nil || field.Exported() || field.Pkg() != e.pkg.Pkg {
		return false
	}
	return !e.usesOf().set[field]
}

// neverAssigned reports whether nothing assigns to package-level variable g,
// and nobody else can: it is not exported.
func (e *engine) neverAssigned(g *ssa.Global) bool {
	return g.Pkg == e.pkg && g.Object() != nil && !g.Object().Exported() && !e.usesOf().assigned[g]
}

// fieldOf is the field that fa points to, of a generic type as declared.
func fieldOf(fa *ssa.FieldAddr) *types.Var {
	ptr, ok := underlying(fa.X.Type()).(*types.Pointer)
	if !ok {
		return nil
	}
	s, ok := underlying(ptr.Elem()).(*types.Struct)
	if !ok {
		return nil
	}
	return s.Field(fa.Field).Origin()
}

// uses tells how this package uses its methods.
type uses struct {
	registered map[*types.Func]bool        // handed to something as a value, or as a method of an interface value
	scoped     map[*ssa.Function]bool      // called on a receiver that is made for one request
	set        map[*types.Var]bool         // fields that are stored in, or may be through a pointer
	assigned   map[*ssa.Global]bool        // the same of package-level variables
	exposed    map[*ssa.Global]bool        // package-level variables whose address is handed on
	stores     map[*types.Var][]ssa.Value  // what is stored in fields
	functions  map[*ssa.Global][]ssa.Value // what is stored in package-level variables
	compared   map[*types.Var]bool         // fields that are compared with what is no constant
	received   map[*types.Var][]ssa.Value  // what is received from channels; nil where nobody sees it
	alias      map[*types.Var][]*types.Var // of a field, those whose channels are stored in it

	handed  map[*ssa.Function]bool            // literals that are handed to something that keeps them
	callers map[*ssa.Function][]*ssa.Function // who calls a function
}

func (e *engine) usesOf() *uses {
	if e.uses != nil {
		return e.uses
	}
	u := &uses{
		registered: make(map[*types.Func]bool),
		scoped:     make(map[*ssa.Function]bool),
		set:        make(map[*types.Var]bool),
		assigned:   make(map[*ssa.Global]bool),
		exposed:    make(map[*ssa.Global]bool),
		stores:     make(map[*types.Var][]ssa.Value),
		functions:  make(map[*ssa.Global][]ssa.Value),
		compared:   make(map[*types.Var]bool),
		received:   make(map[*types.Var][]ssa.Value),
		alias:      make(map[*types.Var][]*types.Var),
		handed:     make(map[*ssa.Function]bool),
		callers:    make(map[*ssa.Function][]*ssa.Function),
	}
	e.uses = u
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				e.use(u, instr)
				u.expose(instr)
			}
		}
		for _, lit := range fn.AnonFuncs {
			visit(lit)
		}
	}
	for _, fn := range e.sourceFuncs(e.files, e.info) {
		visit(fn)
	}
	if init := e.pkg.Func("init"); init != nil {
		visit(init)
	}
	return u
}

func (e *engine) use(u *uses, instr ssa.Instruction) {
	if load, ok := instr.(*ssa.UnOp); !ok || load.Op != token.MUL {
		for _, op := range instr.Operands(nil) {
			if g, ok := (*op).(*ssa.Global); ok {
				u.assigned[g] = true
			}
		}
	}
	e.receive(u, instr)
	switch i := instr.(type) {
	case *ssa.FieldAddr:
		if field := fieldOf(i); field != nil && !onlyLoaded(i) {
			u.set[field] = true
			for _, ref := range *i.Referrers() {
				if s, ok := ref.(*ssa.Store); ok && s.Addr == i {
					u.stores[field] = append(u.stores[field], s.Val)
				}
			}
		}
	case *ssa.Store:
		if g, ok := i.Addr.(*ssa.Global); ok {
			u.functions[g] = append(u.functions[g], i.Val)
		}
	case *ssa.BinOp:
		for _, field := range comparedFields(i) {
			u.compared[field] = true
		}
	case *ssa.ChangeType:
		e.converted(u, i.Type())
	case *ssa.Convert:
		e.converted(u, i.Type())
	case *ssa.MakeClosure:
		fn := i.Fn.(*ssa.Function)
		if obj, ok := fn.Object().(*types.Func); ok && isBound(fn) {
			u.registered[obj] = true
		} else if e.givenUser(fn.Signature) && e.handsOver(i, false, 0) {
			u.handed[fn] = true
		}
	case *ssa.MakeInterface:
		iface, ok := i.Type().Underlying().(*types.Interface)
		if ok && iface.NumMethods() == 0 {
			e.registersService(u, i)
		}
		if !ok || !passedOn(i) || e.perRequest(i.Parent()) {
			return
		}
		set := e.prog.MethodSets.MethodSet(i.X.Type())
		for m := range iface.Methods() {
			if sel := set.Lookup(m.Pkg(), m.Name()); sel != nil {
				if obj, ok := sel.Obj().(*types.Func); ok {
					u.registered[obj] = true
				}
			}
		}
	case ssa.CallInstruction:
		callee := i.Common().StaticCallee()
		if callee != nil && len(callee.Blocks) > 0 {
			u.callers[callee] = append(u.callers[callee], instr.Parent())
		}
		if callee == nil || callee.Signature.Recv() == nil || len(i.Common().Args) == 0 {
			return
		}
		if _, fresh := i.Common().Args[0].(*ssa.Alloc); fresh && e.perRequest(instr.Parent()) {
			u.scoped[callee] = true
		}
	}
}

// onlyLoaded reports whether nothing but loads is done through fa.
func onlyLoaded(fa *ssa.FieldAddr) bool {
	return !slices.ContainsFunc(*fa.Referrers(), func(ref ssa.Instruction) bool {
		switch ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef, *ssa.FieldAddr, *ssa.IndexAddr:
			return false
		}
		return true
	})
}

// converted notes that values of t may be made from those of another type, and
// its fields be set there.
func (e *engine) converted(u *uses, t types.Type) {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			u.set[f.Origin()] = true
		}
	}
}

// passedOn reports whether interface value i is an argument of a call.
func passedOn(i *ssa.MakeInterface) bool {
	for _, ref := range *i.Referrers() {
		if call, ok := ref.(ssa.CallInstruction); ok && slices.Contains(call.Common().Args, ssa.Value(i)) {
			return true
		}
	}
	return false
}

// isBound reports whether fn is what a method value makes of a method.
func isBound(fn *ssa.Function) bool {
	return strings.HasPrefix(fn.Synthetic, "bound method wrapper")
}
