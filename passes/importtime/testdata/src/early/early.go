// Package early is called by a function that an initialiser calls.
package early

func Call() {}
