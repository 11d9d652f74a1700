// Package metamorph rewrites modules in ways that keep their meaning, so that
// a test can ask for the same findings: functions in another order, in other
// files, under other names, behind a function that only calls them, with their
// arguments handed through the identity function, all packages in one, one
// package in several. The findings must say the same of the same lines.
//
// The idea is metamorphic testing: Chen, Cheung and Yiu, "Metamorphic testing:
// a new approach for generating next test cases" (1998).
package metamorph
