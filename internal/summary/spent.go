package summary

import "slices"

// reaches does of a summary only what is certain without following values: the
// factories that it reaches, and those that it gives an argument as their
// context.
func (f *frame) reaches(s *Summary, key string, isFactory bool, args []Value, site Site, via *Hop, at point, ctx string) {
	if isFactory {
		return
	}
	for n, e := range s.effects {
		if len(e.guards) > 0 {
			continue
		}
		switch e.kind {
		case effectReach:
			f.reach(f.seq(at, ctx+"/"+key, n), e.factory, concat(via, cons(key, site, e.chain)))
		case effectContext:
			if v := handedOn(e.val, args); len(v) > 0 {
				name, p := unmark(e.factory)
				f.contextArgument(f.seq(at, ctx+"/"+key, n), name, v, concat(via, cons(key, site, e.chain)), p)
			}
		}
	}
}

// handedOn is what v stands for if it is parameters as they are; else nothing.
func handedOn(v Value, args []Value) Value {
	var g gathering
	for _, a := range v {
		if a.kind != kindSym || a.root != rootParam || a.parent != nil || a.index >= len(args) {
			return nil
		}
		g.add(args[a.index])
	}
	return g.value()
}

// closed are those atoms of v that say the same in every function: nil is, and
// so is what context.Background returns.
func closed(v Value) Value {
	return slices.DeleteFunc(slices.Clone(v), func(a *Atom) bool { return !isClosed(a) })
}

func isClosed(a *Atom) bool {
	switch a.kind {
	case kindConst:
		return true
	case kindTyped:
		return !a.typ.open() && !slices.ContainsFunc(a.inner, func(a *Atom) bool { return !isClosed(a) })
	case kindAgg:
		return !slices.ContainsFunc(a.inner, func(a *Atom) bool { return !isClosed(a) }) && !slices.ContainsFunc(a.fields, func(fl field) bool {
			return slices.ContainsFunc(fl.val, func(a *Atom) bool { return !isClosed(a) })
		})
	}
	return false
}
