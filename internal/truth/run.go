package truth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/truth/ws"
)

// A Call is a call in a root that led to the factory before main.
type Call = Site

// noInlining keeps a frame of its own for each function of the module. The
// linter gets the same, so that both share Go's build cache.
const noInlining = "-gcflags=" + modulePath + "/...=-l"

// Run builds and runs the module and returns the calls that led to the
// factory, by file and line.
func (m *Module) Run(ctx context.Context) ([]Call, error) {
	temp, err := os.MkdirTemp("", "truth")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	bin := filepath.Join(temp, "gen.exe")
	build := exec.CommandContext(ctx, "go", "build", noInlining, "-o", bin, ".")
	build.Dir, build.Env = m.Dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build in %s: %w\n%s", m.Dir, err, out)
	}
	var stderr strings.Builder
	run := exec.CommandContext(ctx, bin)
	run.Dir, run.Env, run.Stderr = m.Dir, append(os.Environ(), "GODEBUG=tracebackancestors=20"), &stderr
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("run in %s: %w\n%s", m.Dir, err, &stderr)
	}
	return m.calls(string(out))
}

// calls reads what a run printed.
func (m *Module) calls(output string) ([]Call, error) {
	sites := make(map[lineKey]Site)
	for _, s := range m.Sites {
		sites[lineKey{s.File, s.Line}] = s
	}
	seen := make(map[lineKey]bool)
	var calls []Call
	var errs []error
	for _, stack := range strings.Split(output, ws.StackMark+"\n")[1:] {
		file, line, err := reported(parseStack(stack), m.Dir, m.roots)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		key := lineKey{file, line}
		if seen[key] {
			continue
		}
		seen[key] = true
		site, ok := sites[key]
		if !ok {
			errs = append(errs, fmt.Errorf("%s:%d: led to the factory and has no mechanism:\n%s", file, line, stack))
			continue
		}
		calls = append(calls, site)
	}
	slices.SortFunc(calls, bySite)
	return calls, errors.Join(errs...)
}

// A lineKey names a line.
type lineKey struct {
	file string
	line int
}

func bySite(a, b Site) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
}
