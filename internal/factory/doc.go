// Package factory decides what a factory, a manager and a user context are:
// by directives, which travel to importers as a fact, by the user's lists of
// names, and by default names.
package factory
