package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/baseline"
	"github.com/wsinitlint/wsinitlint/internal/driver"
	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// writeBaseline accepts what was found. What the file accepted before in what
// was not analysed this time stays accepted.
func (c *command) writeBaseline(dir string, res *driver.Response, findings []*finding.Finding, failed bool) (int, error) {
	if failed {
		return 0, errors.New("the baseline was not written, since not everything could be analysed")
	}
	name := c.baselineFile()
	var keep []baseline.Entry
	if b, err := baseline.Read(name); err == nil { // else it is made anew
		_, missed := b.Compare(res.Findings)
		gone, err := c.gone(dir, res, missed)
		if err != nil {
			return 0, err
		}
		keep = slices.DeleteFunc(missed, func(e baseline.Entry) bool { return slices.Contains(gone, e) })
	}
	if err := baseline.Write(name, findings, keep); err != nil {
		return 0, err
	}
	fmt.Fprintf(c.stderr, "wsinitlint: %s accepts %s\n", c.baseline, count(len(findings)+len(keep), "finding"))
	return exitClean, nil
}

// baselineFile is where the baseline is: relative to -C, as for go.
func (c *command) baselineFile() string {
	if c.dir != "" && !filepath.IsAbs(c.baseline) {
		return filepath.Join(c.dir, c.baseline)
	}
	return c.baseline
}

// accept returns the findings that the baseline does not list, and how many
// that it lists are gone.
func (c *command) accept(dir string, res *driver.Response, findings []*finding.Finding, failed bool) ([]*finding.Finding, int, error) {
	b, err := baseline.Read(c.baselineFile())
	if err != nil {
		return nil, 0, err
	}
	fresh, _ := b.Compare(findings)
	_, missed := b.Compare(res.Findings)
	if len(missed) == 0 || failed {
		return fresh, 0, nil
	}
	gone, err := c.gone(dir, res, missed)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range gone {
		fmt.Fprintf(c.stderr, "wsinitlint: %s lists a finding that is gone: %s: %s: %s\n", c.baseline, e.Package, e.Symbol, e.Message)
	}
	if len(gone) > 0 {
		fmt.Fprintf(c.stderr, "wsinitlint: shrink it with -baseline=%s -baseline-write\n", c.baseline)
	}
	return fresh, len(gone), nil
}

// gone are those of the entries without a finding that are no more: what was
// not analysed this time may still be there, unless its package is not.
func (c *command) gone(dir string, res *driver.Response, missed []baseline.Entry) ([]baseline.Entry, error) {
	path := func(e baseline.Entry) string { return strings.TrimSuffix(e.Package, "_test") }
	analysed := make(map[string]bool)
	for _, p := range res.Packages {
		analysed[p] = true
	}
	var elsewhere []string
	for _, e := range missed {
		if p := path(e); !analysed[p] && !slices.Contains(elsewhere, p) {
			elsewhere = append(elsewhere, p)
		}
	}
	vanished, err := driver.Vanished(c.ctx, dir, c.buildFlags(), elsewhere)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(missed), func(e baseline.Entry) bool {
		if slices.Contains(vanished, path(e)) {
			return false
		}
		return !analysed[path(e)] || e.Test && !c.test
	}), nil
}
