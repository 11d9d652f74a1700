// Package never is called by nothing that runs while packages are initialised.
package never

func Call() {}
