package main

import (
	"os"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/stdfacts"
	"github.com/wsinitlint/wsinitlint/internal/summary"
)

func TestEmbeddedFactsAreThoseOfThisEngine(t *testing.T) {
	sum, err := summary.SourceSum(os.DirFS("../../summary"))
	if err != nil {
		t.Fatal(err)
	}
	if stdfacts.Engine() != sum {
		t.Error("internal/summary has changed since facts.bin was written: go run ./internal/stdfacts/gen")
	}
}
