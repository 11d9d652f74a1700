// Command nothing is a vettool whose analyzer does nothing but have facts: what
// it takes is what go vet itself costs a vettool.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

type fact struct{}

func (*fact) AFact() {}

func main() {
	nothing := &analysis.Analyzer{
		Name:      "nothing",
		Doc:       "do nothing",
		FactTypes: []analysis.Fact{new(fact)},
		Run:       func(*analysis.Pass) (any, error) { return nil, nil },
	}
	nothing.Flags.String("nonce", "", "makes go vet run it again")
	unitchecker.Main(nothing)
}
