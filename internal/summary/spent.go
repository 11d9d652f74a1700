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
		name, p := unmark(e.factory)
		if !f.mayStill(e.guards, args, p.Carrier) {
			continue
		}
		switch e.kind {
		case effectReach:
			f.reach(f.seq(at, ctx+"/"+key, n), e.factory, concat(via, cons(key, site, e.chain)))
		case effectContext:
			if v := f.handedOn(e.val, args, p.Carrier); len(v) > 0 {
				f.fromReserve(func() {
					f.contextArgument(f.seq(at, ctx+"/"+key, n), name, v, concat(via, cons(key, site, e.chain)), p)
				})
			}
		}
	}
}

// What a body keeps for the contexts that it hands on when it has had its share
// of work: all of it, and what one of them may take.
const (
	reserve    = 5_000
	reserveOne = 200
)

// fromReserve does what says whose context it is that is handed on: it was put
// in memory when it was made, before the body had had its share.
func (f *frame) fromReserve(do func()) {
	before, limit, least := f.e.steps, f.limit, f.least
	more := before + min(reserveOne, reserve-f.reserved)
	if more <= before {
		return
	}
	f.limit, f.least = more, more
	do()
	f.reserved += f.e.steps - before
	f.limit, f.least = limit, least
}

// mayStill reports whether guards may hold, as far as can be told from arguments
// alone. What it depends on that is not an argument is nobody's to say now: a
// carrier, which was made before, is handed on then, and nothing else is.
func (f *frame) mayStill(guards []guard, args []Value, carrier bool) bool {
	for _, g := range guards {
		if !carrier || len(g.val) != 1 {
			return false
		}
		a := g.val[0]
		if a.kind != kindSym || a.root != rootParam || a.parent != nil || a.index >= len(args) {
			continue
		}
		g.val = args[a.index]
		if may, mayNot := f.e.decide(g); !g.not && !may || g.not && !mayNot {
			return false
		}
	}
	return true
}

// handedOn is what v stands for where it is parameters as they are; else
// nothing.
func (f *frame) handedOn(v Value, args []Value, carrier bool) Value {
	var g gathering
	for _, a := range v {
		if a.kind == kindCond {
			if !f.mayStill(a.guards, args, carrier) {
				if carrier {
					continue
				}
				return nil
			}
			a = a.inner[0]
		}
		if a.kind != kindSym || a.root != rootParam || a.parent != nil || a.index >= len(args) {
			if carrier {
				continue
			}
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
