package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/wsinitlint/wsinitlint/internal/baseline"
	"github.com/wsinitlint/wsinitlint/internal/driver"
	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// maxRounds bounds how often what was fixed is analysed again: a fix that
// removes no finding would be applied for ever.
const maxRounds = 10

// fixAll applies the fixes of what was found, and of what is found then, until
// there are none: one that overlaps another waits for the next round, and the
// places of what remains are those in the new text. It returns what remains.
func (c *command) fixAll(dir string, patterns []string, res *driver.Response) (*driver.Response, error) {
	changed := make(map[string]bool)
	n := 0
	defer func() {
		if n > 0 {
			fmt.Fprintf(c.stderr, "wsinitlint: fixed %s in %s\n", count(n, "finding"), count(len(changed), "file"))
		}
	}()
	for range maxRounds {
		findings := c.wanted(res.Findings)
		if c.baseline != "" {
			b, err := baseline.Read(c.baselineFile())
			if err != nil {
				return nil, err
			}
			findings, _ = b.Compare(findings)
		}
		files, fixed, err := finding.Fixed(findings)
		if err != nil {
			return nil, err
		}
		if len(fixed) == 0 {
			break
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if err := finding.WriteFile(name, files[name]); err != nil {
				return nil, fmt.Errorf("cannot write the fixed file: %w", err)
			}
			changed[name] = true
		}
		n += len(fixed)
		if res, err = c.analyse(dir, patterns); err != nil {
			return nil, err
		}
	}
	return res, nil
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// printFixes prints how the fixes would change the files.
func (c *command) printFixes(dir string, findings []*finding.Finding) error {
	files, _, err := finding.Fixed(findings)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		old, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			rel = name
		}
		rel = filepath.ToSlash(rel)
		if _, err := c.stdout.Write(diff.Diff("a/"+rel, old, "b/"+rel, files[name])); err != nil {
			return err
		}
	}
	return nil
}
