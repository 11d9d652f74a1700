package truth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Report is one diagnostic.
type Report struct {
	Site
	Message string
}

// Lint runs the vet tool on the module in dir and returns what an analyzer
// reports, by file and line, as often as it was reported.
func Lint(ctx context.Context, tool, dir, analyzer string) ([]Report, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if tool, err = filepath.Abs(tool); err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	vet := exec.CommandContext(ctx, "go", "vet", noInlining, "-vettool="+tool, "-json", "./...")
	vet.Dir, vet.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	vet.Stdout, vet.Stderr = &stdout, &stderr
	runErr := vet.Run()
	reports, err := parseReports(io.MultiReader(&stdout, &stderr), dir, analyzer)
	if runErr != nil {
		err = errors.Join(fmt.Errorf("go vet in %s: %w", dir, runErr), err)
	}
	return reports, err
}

// parseReports reads the output of go vet -json: one object for a package,
// among lines that begin with "#". Any other line is an error.
func parseReports(output io.Reader, dir, analyzer string) ([]Report, error) {
	text, err := io.ReadAll(output)
	if err != nil {
		return nil, err
	}
	var objects bytes.Buffer
	for line := range bytes.Lines(text) {
		if !bytes.HasPrefix(line, []byte("#")) {
			objects.Write(line)
		}
	}
	var reports []Report
	var errs []error
	source := make(map[string][]string)
	for d := json.NewDecoder(&objects); ; {
		var packages map[string]map[string]json.RawMessage
		if err := d.Decode(&packages); err == io.EOF {
			break
		} else if err != nil {
			rest, _ := io.ReadAll(io.MultiReader(d.Buffered(), &objects))
			errs = append(errs, fmt.Errorf("output of go vet: %w: %.2000s", err, rest))
			break
		}
		for path, analyzers := range packages {
			found, ok := analyzers[analyzer]
			if !ok {
				continue
			}
			var diagnostics []struct{ Posn, Message string }
			if err := json.Unmarshal(found, &diagnostics); err != nil {
				errs = append(errs, fmt.Errorf("%s in %s: %s", analyzer, path, found))
				continue
			}
			for _, d := range diagnostics {
				site, err := siteAt(d.Posn, dir, source)
				errs = append(errs, err)
				reports = append(reports, Report{site, d.Message})
			}
		}
	}
	slices.SortStableFunc(reports, func(a, b Report) int { return bySite(a.Site, b.Site) })
	return reports, errors.Join(errs...)
}

// siteAt resolves a position file:line:col; source keeps the lines of the
// files that were read.
func siteAt(posn, dir string, source map[string][]string) (Site, error) {
	parts := strings.Split(posn, ":")
	if len(parts) < 3 {
		return Site{}, fmt.Errorf("position %q is not file:line:column", posn)
	}
	path := strings.Join(parts[:len(parts)-2], ":")
	line, err := strconv.Atoi(parts[len(parts)-2])
	if err != nil {
		return Site{}, fmt.Errorf("position %q: %w", posn, err)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	lines, ok := source[path]
	if !ok {
		text, err := os.ReadFile(path)
		if err != nil {
			return Site{}, err
		}
		lines = strings.Split(string(text), "\n")
		source[path] = lines
	}
	s := Site{File: filepath.ToSlash(path), Line: line}
	if rel, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(rel, "..") {
		s.File = filepath.ToSlash(rel)
	}
	if 0 < line && line <= len(lines) {
		s.Source = strings.TrimSpace(lines[line-1])
		s.Mechanism = mechanism(s.Source)
	}
	return s, nil
}
