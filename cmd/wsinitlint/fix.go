package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// applyFixes changes the files, or prints how they would change, and returns
// the findings that remain.
func (c *command) applyFixes(dir string, findings []*finding.Finding) ([]*finding.Finding, error) {
	files, fixed, err := finding.Fixed(findings)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if c.fix {
			if err := finding.WriteFile(name, files[name]); err != nil {
				return nil, fmt.Errorf("cannot write the fixed file: %w", err)
			}
			continue
		}
		old, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			rel = name
		}
		rel = filepath.ToSlash(rel)
		if _, err := c.stdout.Write(diff.Diff("a/"+rel, old, "b/"+rel, files[name])); err != nil {
			return nil, err
		}
	}
	if c.diff {
		return findings, nil
	}
	if len(fixed) > 0 {
		fmt.Fprintf(c.stderr, "wsinitlint: fixed %d findings in %d files\n", len(fixed), len(files))
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f *finding.Finding) bool { return slices.Contains(fixed, f) }), nil
}
