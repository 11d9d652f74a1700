// Package finding is what the command line knows of a finding: where it
// stands, what it says, and by what it is known when code moves.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// A Finding is one diagnostic of one analyzer.
type Finding struct {
	Analyzer string
	Code     string
	Message  string
	Package  string // import path, without the suffix of a test variant
	Symbol   string // the declaration that the finding stands in
	Span
	Related     []Related
	Fixes       []Fix
	Fingerprint string // the same wherever the code moves
}

// A Span is a part of a file. Lines and columns count from 1, columns in
// bytes; the end is behind the last byte.
type Span struct {
	File                             string // absolute
	Line, Column, EndLine, EndColumn int
}

// A Related is a hop of the path from the finding to the factory.
type Related struct {
	Span
	Message string
}

// A Fix is a change of source that removes the finding.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes from Start to End of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// Sort orders findings by place, removes those that test variants repeat, and
// gives each its fingerprint.
func Sort(findings []*Finding) []*Finding {
	slices.SortFunc(findings, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Message, b.Message), cmp.Compare(len(b.Related), len(a.Related)))
	})
	findings = slices.CompactFunc(findings, func(a, b *Finding) bool {
		return a.Span == b.Span && a.Analyzer == b.Analyzer && a.Message == b.Message
	})
	seen := make(map[string]int)
	for _, f := range findings {
		id := strings.Join([]string{f.Analyzer, f.Code, f.Package, f.Symbol, withoutPath(f.Message)}, "\x00")
		seen[id]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", id, seen[id]))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
	return findings
}

// withoutPath cuts off the path of a message, which changes with what lies
// between the finding and the factory, and the number that tells apart calls
// that look the same.
func withoutPath(message string) string {
	if i := strings.LastIndex(message, ": "); i >= 0 && strings.Contains(message[i:], " → ") {
		message = message[:i]
	}
	for _, word := range []string{" (call ", " (place "} {
		if i := strings.Index(message, word); i >= 0 {
			if n := strings.IndexByte(message[i:], ')'); n >= 0 {
				message = message[:i] + message[i+n+1:]
			}
		}
	}
	return message
}
