// Package summary computes, for each function, what a caller must know of it
// to see which factories a call can reach.
//
// # Values
//
// A Go value is abstracted to a set of atoms ([Value]); join is union, the
// empty set is bottom. An atom is
//
//   - a function with what it captured;
//   - an address: an object that is made somewhere, and a path in it;
//   - an interface value: a dynamic type and the concrete value;
//   - an aggregate: a struct, array or tuple, field by field;
//   - a constant, followed from an argument to a parameter only;
//   - a symbol: a parameter, a free variable, a package-level variable, the
//     result of a call of a symbol, or what a path selects from a symbol.
//
// Paths are sequences of fields, elements (constant keys are told apart) and
// pointer indirections. They are cut at a fixed depth, behind which a symbol
// stands for anything that can be reached; so the atoms of one function are
// finitely many.
//
// # Memory
//
// Registers of SSA form need no care about order. What is stored in memory is
// kept as a list of writes with their places in the body, and a load sees the
// writes that reach it along the control flow graph: a write that surely
// replaces the whole place hides those before it.
//
// # Summaries
//
// A [Summary] is the list of effects that a caller must see, in the order of
// the body, and the results. An effect stores a value in memory that the
// caller can see, calls a symbol, or reaches a factory by a path of hops. It
// may be guarded by conditions on parameters. A call substitutes arguments for
// symbols and does the effects in order, in the caller's memory: symbols that
// have become functions are applied in turn, others become effects of the
// caller. A summary is therefore closed over its callees, and context
// sensitive: each call makes objects of its own.
//
// Summaries of a recursion are computed by iteration from bottom, over the
// strongly connected components of the calls found on the way.
//
// # Import time
//
// Initialisers are interpreted concretely and in the order in which they run:
// package-level variables are no symbols there but hold what earlier
// initialisers, those of imported packages included, left in them. Every
// reach that is met is a call that can run at import time.
//
// # Facts
//
// A package's [Fact] has a section for each function whose summary says
// something, and one for each package-level variable that initialisers filled.
// Sections are independent byte strings that name what they refer to, so that
// they are read when they are needed and copied unread to importers.
//
// The idea of summaries as effects over access paths goes back to Landi and
// Ryder's and Whaley and Rinard's pointer analyses; the way of package-wise
// facts is that of golang.org/x/tools/go/analysis.
package summary
