// Package hostile tests all analyzers together on source that nobody writes:
// programs mutated at random, and text that is hardly Go.
package hostile
