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
// # Conditions
//
// An effect and a value may be conditional: guards compare a symbol with nil, a
// truth value or a type. At a call that decides a guard the effect is left out;
// at one that does not, the guard goes on to the caller. What a branch knows of
// a register is its value less what the condition excludes: a comparison with
// nil, another result of the same call, what a callee returns if its argument
// is nil, that a callee does not return then. A local variable that literals
// capture is a cell: a write reaches a load only by the ways whose conditions
// on the cell it can pass.
//
// Where a user context still seems to be nil at times, a search walks back from
// its use to where it came from. What branches, calls and dereferences on a way
// say, of this value and of others, must hold together; a way on which it can
// not is one that nobody takes, and if none is left, it is not nil.
//
// # Panics
//
// A body that recovers runs its deferred functions where it panics, too. Whether a
// call panics is a value that the caller is told beside the results: false, true, or
// what depends on it. An instruction that can only panic is where control ends.
//
// # Managers and user contexts
//
// What a factory makes carries a mark; whoever writes something from which a
// mark can be reached to memory that outlives requests keeps a manager. A
// nil, zero or fabricated context that gets to a factory is reported where it
// stops depending on the caller. A context.Context carries no user where nothing was
// put in under a key that the factory asks for, or what was put in may be nil.
//
// What is in a collection is let go where an entry, or each in a loop, is removed,
// where what is left of the list is stored, and where those who receive it from a
// channel remove it.
//
// # Import time
//
// Initialisers are interpreted concretely and in the order in which they run:
// package-level variables are no symbols there but hold what earlier
// initialisers, those of imported packages included, left in them. Every
// reach that is met is a call that can run at import time.
//
// After that, and after the facts are written, functions that call what
// package-level variables hold are interpreted once more, with what
// initialisers and other functions leave there; and closures that a variable
// has come to hold are called on trial, for what they keep in what they
// captured.
//
// # What is built in
//
// What is not written in Go is built in, and so is what would have to be computed to
// be known: which methods the verbs of a format lead to, which functions the text of a
// template names, that sorting needs two elements, that a sync.Map was given an entry,
// what encoding/gob calls of the values for which it makes engines, when contexts are
// cancelled, what a pool gives back, that a timer is soon, and that the context of a
// request carries a user, which the contract says.
//
// # Facts
//
// A package's [Fact] has a section for each function whose summary says
// something, and one for each package-level variable that initialisers filled.
// Sections are independent byte strings that name what they refer to, so that
// they are read when they are needed and copied unread to importers.
//
// # Bounds
//
// Work is counted in steps, and bounded for each function and for each package;
// where a bound is met, effects and values become unknown, and a note says so.
// A package from which no factory can be seen matters only for what it does
// with what it is given: it is summarised as far as a bound that depends on its
// size, initialisers and functions that take functions first. Functions that
// go test calls have no other caller, and a call that is given nothing but
// numbers and texts is not followed where no manager and no user context can
// come out of it.
//
// The idea of summaries as effects over access paths goes back to Landi and
// Ryder's and Whaley and Rinard's pointer analyses; the way of package-wise
// facts is that of golang.org/x/tools/go/analysis.
package summary
