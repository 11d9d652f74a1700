package lib

import "iter"

// First is the first element of s, which it pulls.
func First(s iter.Seq[int]) int {
	next, stop := iter.Pull(s)
	defer stop()
	v, _ := next()
	return v
}
