// Command standard is go vet's standard suite as a vettool.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/suite/vet"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	nonce := &analysis.Analyzer{Name: "nothing", Doc: "take a flag", Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	nonce.Flags.String("nonce", "", "makes go vet run it again")
	unitchecker.Main(append([]*analysis.Analyzer{nonce}, vet.Suite...)...)
}
