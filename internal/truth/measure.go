package truth

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A Measure is how one analyzer is measured: by programs that run, and by
// modules in testdata whose lines are marked.
type Measure struct {
	Analyzer string
	// Recall, Precision and Ran are what a change must not fall below, on
	// programs that run.
	Recall, Precision float64
	Ran               int

	marked   []string // modules in testdata
	seeds    int64
	size     int // of each generated module
	generate func(seed int64, size int, dir string) (*Module, error)
	run      func(*Module, context.Context) ([]Call, error)
}

// Measures are those of all analyzers.
var Measures = []Measure{
	{"importtime", 0.995, 0.995, 500, []string{"mechanisms"}, 4, 60, Generate, (*Module).Run},
	{"nilcontext", 0.998, 0.995, 500, []string{"nilcontext", "contexts", "services", "callsites", "paths"}, 4, 150, GenerateContexts, (*Module).RunContexts},
	{"singleton", 0.99, 0.995, 500, []string{"singleton"}, 2, 450, GenerateKeeps, (*Module).RunKeeps},
}

// Programs generates modules in folders that newDir makes, runs them, and
// compares what they did with what tool reports of them.
func (m *Measure) Programs(ctx context.Context, tool string, newDir func() string) (Table, error) {
	var all Table
	for seed := int64(1); seed <= m.seeds; seed++ {
		t, err := m.Program(ctx, tool, seed, m.size, newDir())
		if err != nil {
			return all, err
		}
		all.Merge(t, fmt.Sprintf("seed %d: ", seed))
	}
	return all, nil
}

// Program generates one module of a size in dir, runs it, and compares what it
// did with what tool reports of it.
func (m *Measure) Program(ctx context.Context, tool string, seed int64, size int, dir string) (Table, error) {
	mod, err := m.generate(seed, size, dir)
	if err != nil {
		return Table{}, err
	}
	calls, err := m.run(mod, ctx)
	if err != nil {
		return Table{}, err
	}
	reports, err := Lint(ctx, tool, mod.Dir, m.Analyzer)
	if err != nil {
		return Table{}, err
	}
	t := Compare(calls, reports)
	t.CountSites(mod.Sites)
	return t, nil
}

// Marked compares the lines in the folder testdata that are marked with what
// tool reports of them.
func (m *Measure) Marked(ctx context.Context, tool, testdata string) (Table, error) {
	var all Table
	for _, name := range m.marked {
		dir := filepath.Join(testdata, name)
		calls, err := marks(dir)
		if err != nil {
			return all, err
		}
		reports, err := Lint(ctx, tool, dir, m.Analyzer)
		if err != nil {
			return all, err
		}
		for i := range reports {
			reports[i].Mechanism = "marked"
		}
		all.Merge(Compare(calls, reports), name+"/")
	}
	return all, nil
}

// Below says which figures of t are below what they must not fall below.
func (m *Measure) Below(t Table) (why []string) {
	if r := t.Total.Recall(); r < m.Recall {
		why = append(why, fmt.Sprintf("%.3f of what ran is reported, less than %.3f", r, m.Recall))
	}
	if p := t.Total.Precision(); p < m.Precision {
		why = append(why, fmt.Sprintf("%.3f of the reports are right, less than %.3f", p, m.Precision))
	}
	if t.Total.Ran < m.Ran {
		why = append(why, fmt.Sprintf("only %d ran: the programs do too little to measure by", t.Total.Ran))
	}
	return why
}

// marks are the lines of a module that end with a comment "want".
func marks(dir string) ([]Call, error) {
	var calls []Call
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.Contains(line, "// want") {
				calls = append(calls, Call{File: filepath.ToSlash(rel), Line: i + 1, Mechanism: "marked", Source: strings.TrimSpace(line)})
			}
		}
		return nil
	})
	return calls, err
}
