package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// text is for people: each finding with its line and the way to the factory.
func (r *Report) text(w io.Writer) error {
	bold, red, plain := "", "", ""
	if r.Color {
		bold, red, plain = "\x1b[1m", "\x1b[31m", "\x1b[0m"
	}
	others := r.sameCall()
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s%s:%d:%d:%s %s [%s]\n", bold, r.path(f.File), f.Line, f.Column, plain, f.Message, f.Code)
		if line, ok := r.Sources.Line(f.File, f.Line); ok {
			indent, marks := mark(line, f.Span)
			fmt.Fprintf(&b, "    %s\n    %s%s%s%s\n", line, indent, red, marks, plain)
		}
		for _, x := range f.Related {
			fmt.Fprintf(&b, "    %s (%s:%d:%d)\n", x.Message, r.path(x.File), x.Line, x.Column)
		}
		if n := others[lastCall(f)] - 1; n == 1 {
			b.WriteString("    1 other finding reaches the same call\n")
		} else if n > 1 {
			fmt.Fprintf(&b, "    %d other findings reach the same call\n", n)
		}
	}
	if len(r.Findings) > 0 {
		b.WriteString(r.total())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mark is the line of carets below the part of line that s covers, and the
// white space before it. Tabs stay tabs, so that the carets stand where the
// terminal puts the text.
func mark(line string, s finding.Span) (indent, marks string) {
	start := min(s.Column-1, len(line))
	end := len(line)
	if s.EndLine == s.Line {
		end = max(start, min(s.EndColumn-1, len(line)))
	}
	var before strings.Builder
	for _, c := range line[:start] {
		if c == '\t' {
			before.WriteByte('\t')
		} else {
			before.WriteString(strings.Repeat(" ", columns(c)))
		}
	}
	n := 0
	for _, c := range line[start:end] {
		n += columns(c)
	}
	return before.String(), strings.Repeat("^", max(1, n))
}

// columns is how many columns of a terminal a character takes: none where it
// combines with the one before it, two where it is an ideograph, a syllable of
// an East Asian script, in its full-width form, or a picture.
func columns(c rune) int {
	switch {
	case unicode.In(c, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(c, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, wide) && !(0xff61 <= c && c <= 0xffdc):
		return 2
	}
	return 1
}

var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x3000, Hi: 0x303e, Stride: 1}, // punctuation
		{Lo: 0xff01, Hi: 0xff60, Stride: 1}, // full-width forms
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, // pictures
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1},
	},
}

// sameCall counts the findings of one analyzer whose paths end in one call.
func (r *Report) sameCall() map[string]int {
	n := make(map[string]int)
	for _, f := range r.Findings {
		n[lastCall(f)]++
	}
	return n
}

// lastCall tells where the path of f ends.
func lastCall(f *finding.Finding) string {
	at := f.Span
	for _, x := range f.Related {
		if strings.HasPrefix(x.Message, "then calls ") {
			at = x.Span
		}
	}
	return fmt.Sprint(f.Analyzer, at)
}

// total is the last line: how many findings each analyzer has.
func (r *Report) total() string {
	n := make(map[string]int)
	for _, f := range r.Findings {
		n[f.Analyzer]++
	}
	var parts []string
	for name, count := range n {
		parts = append(parts, fmt.Sprintf("%s %d", name, count))
	}
	slices.SortFunc(parts, func(a, b string) int { return cmp.Compare(a, b) })
	noun := "findings"
	if len(r.Findings) == 1 {
		noun = "finding"
	}
	return fmt.Sprintf("%d %s: %s\n", len(r.Findings), noun, strings.Join(parts, ", "))
}
