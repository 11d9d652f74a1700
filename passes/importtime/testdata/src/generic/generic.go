// Package generic calls methods of values of its type parameters.
package generic

type runner interface{ Run() }

func First[A, B runner]() {
	var a A
	a.Run()
}

func Second[A, B runner]() {
	var b B
	b.Run()
}
