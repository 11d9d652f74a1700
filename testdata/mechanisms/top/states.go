package top

import (
	"maps"

	"example.com/t/lib"
	"example.com/t/mid"
)

func init() {
	(&lib.Machine{Left: 1, Emit: mid.Connect}).Run(lib.Begin) // want
	(&lib.Machine{Left: 1, Emit: mid.Idle}).Run(lib.Begin)
	(&lib.Machine{Left: 1, Emit: mid.Connect}).Run(lib.Quiet)
	start(lib.Begin, mid.Connect) // want
	start(lib.Quiet, mid.Connect)
}

func start(s lib.State, f func()) { (&lib.Machine{Left: 1, Emit: f}).Run(s) }

// A condition on what options have set.
func init() {
	lib.NewServer(lib.Validate(mid.Try))
	lib.NewServer(lib.Settings(lib.Validate(mid.Try)))
	lib.NewServer(lib.Validate(mid.Try), lib.Strict())               // want
	lib.NewServer(lib.Settings(lib.Strict(), lib.Validate(mid.Try))) // want
	lib.NewServer(lib.Strict())
}

func init() {
	table := maps.Clone(mid.Table)
	table["a"]() // want
	table["b"]()
	maps.Copy(table, map[string]func(){"c": mid.Connect})
	table["c"]() // want
}
