// Package truth measures importtime against programs that are run: it
// generates random modules in which functions that do and do not call a
// factory are passed around, builds and runs them to learn which calls in
// roots led to the factory before main, and compares that with the linter's
// reports, line by line and mechanism by mechanism.
//
// The generator does not know what its programs do. It composes makers (ways
// of having a function value) with uses (ways of calling it, or not) at
// random; the run says which of the lines led to the factory. In a root a
// line has one call of interest, so that file and line name it, and the line
// carries the mechanisms that it is made of in a comment:
//
//	lib.Apply12(f7) // mech:apply+closure+static
package truth
