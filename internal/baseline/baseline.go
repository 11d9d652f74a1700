// Package baseline remembers findings that are accepted for now, so that only
// new ones fail. They are known by fingerprints, which do not change when code
// moves by lines.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

const version = 1

// A Baseline is the content of a baseline file.
type Baseline struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// An Entry is an accepted finding. Fingerprint decides; Package and Test tell
// whether it was looked for, and the rest is for who reads the file.
type Entry struct {
	Fingerprint string `json:"fingerprint"`
	Code        string `json:"code"`
	Package     string `json:"package"`
	Symbol      string `json:"symbol,omitempty"`
	Test        bool   `json:"test,omitempty"` // it is in a _test.go file
	Message     string `json:"message"`
}

// Read reads a baseline file. Its errors name the file and what to do.
func Read(name string) (*Baseline, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no baseline %s: make it with -baseline=%s -baseline-write", name, name)
	} else if err != nil {
		return nil, err
	}
	b := &Baseline{}
	// Another version may differ in all but this.
	var head struct{ Version int }
	if json.Unmarshal(text, &head) == nil && head.Version != version {
		return nil, fmt.Errorf("%s is a baseline of version %d, and this program knows version %d: use the wsinitlint that wrote it, or make it anew with -baseline-write", name, head.Version, version)
	}
	if err := json.Unmarshal(text, b); err != nil {
		return nil, fmt.Errorf("%s is no baseline: %w; make it anew with -baseline-write", name, err)
	}
	return b, nil
}

// Write writes the baseline that accepts these findings and those of keep,
// sorted by package.
func Write(name string, findings []*finding.Finding, keep []Entry) error {
	b := Baseline{Version: version, Findings: []Entry{}}
	for _, f := range findings {
		b.Findings = append(b.Findings, Entry{f.Fingerprint, f.Code, f.Package, f.Symbol, strings.HasSuffix(f.File, "_test.go"), f.Message})
	}
	b.Findings = append(b.Findings, keep...)
	slices.SortStableFunc(b.Findings, func(x, y Entry) int { return cmp.Compare(x.Package, y.Package) })
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(b); err != nil {
		return err
	}
	if err := finding.WriteFile(filepath.Clean(name), buf.Bytes()); err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	return nil
}

// Compare returns the findings that b does not accept, and the entries of b
// whose finding is gone.
func (b *Baseline) Compare(findings []*finding.Finding) (fresh []*finding.Finding, gone []Entry) {
	accepted := make(map[string]bool)
	for _, e := range b.Findings {
		accepted[e.Fingerprint] = true
	}
	found := make(map[string]bool)
	for _, f := range findings {
		found[f.Fingerprint] = true
		if !accepted[f.Fingerprint] {
			fresh = append(fresh, f)
		}
	}
	for _, e := range b.Findings {
		if !found[e.Fingerprint] {
			gone = append(gone, e)
		}
	}
	return fresh, gone
}
