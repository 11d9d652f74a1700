package truth

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// flowModule is the go.mod of modules whose sites have numbers.
const flowModule = "module example.com/gen\n\ngo 1.25\n"

// writeFiles writes files into dir; their names have slashes.
func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// runNumbers builds and runs a module that prints the numbers of sites, and
// returns these.
func (m *Module) runNumbers(ctx context.Context) ([]Call, error) {
	run := exec.CommandContext(ctx, "go", "run", ".")
	run.Dir, run.Env = m.Dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	var errs strings.Builder
	run.Stderr = &errs
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("go run in %s: %w\n%.2000s", m.Dir, err, &errs)
	}
	var calls []Call
	for field := range strings.FieldsSeq(string(out)) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 0 || n >= len(m.Sites) {
			return nil, fmt.Errorf("no site %q", field)
		}
		calls = append(calls, m.Sites[n])
	}
	return calls, nil
}
