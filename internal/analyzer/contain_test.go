package analyzer

import (
	"errors"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestWhatGoesWrongInAnAnalyzerStaysThere(t *testing.T) {
	for name, run := range map[string]func(*analysis.Pass) (any, error){
		"panic": func(*analysis.Pass) (any, error) { panic("deep inside") },
		"error": func(*analysis.Pass) (any, error) { return nil, errors.New("deep inside") },
	} {
		t.Run(name, func(t *testing.T) {
			a := &analysis.Analyzer{Run: run}
			said := 0
			Contain(a, func(*analysis.Pass, *analysis.Diagnostic) {}, func(*analysis.Pass, any) { said++ })
			if res, err := a.Run(&analysis.Pass{}); res != nil || err != nil || said != 1 {
				t.Errorf("result %v, error %v, told %d times; want nothing and once", res, err, said)
			}
		})
	}
}
