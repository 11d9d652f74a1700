// Command contextcheck is contextcheck as a vettool.
package main

import (
	"github.com/kkHAIKE/contextcheck"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	nonce := &analysis.Analyzer{Name: "nothing", Doc: "take a flag", Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	nonce.Flags.String("nonce", "", "makes go vet run it again")
	unitchecker.Main(nonce, contextcheck.NewAnalyzer(contextcheck.Configuration{}))
}
