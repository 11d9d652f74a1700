package report

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// sarif writes SARIF 2.1.0 as GitHub reads it: the message carries the path,
// columns count UTF-16 units, and results are known by fingerprints.
func (r *Report) sarif(w io.Writer) error {
	driver := sarifDriver{Name: "wsinitlint", InformationURI: "https://github.com/wsinitlint/wsinitlint", Version: r.Version, Rules: []sarifRule{}}
	results := []sarifResult{}
	codes := make(map[string]int)
	for _, f := range r.Findings {
		if _, ok := codes[f.Code]; !ok {
			codes[f.Code] = len(driver.Rules)
			driver.Rules = append(driver.Rules, r.rule(f.Code))
		}
		results = append(results, r.result(f, codes[f.Code]))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "utf16CodeUnits", Results: results}},
	}); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Report) rule(code string) sarifRule {
	d := sarifRule{ID: code, HelpURI: r.URL(code)}
	doc := r.Explain(code)
	if doc == "" {
		d.ShortDescription, d.Help = &sarifText{Text: code}, &sarifText{Text: code}
		return d
	}
	first, _, _ := strings.Cut(doc, "\n\n")
	first = strings.ReplaceAll(first, "\n", " ")
	short, _, found := strings.Cut(first, ". ")
	if found {
		short += "."
	}
	d.ShortDescription, d.FullDescription = &sarifText{Text: short}, &sarifText{Text: first}
	d.Help = &sarifText{Text: doc, Markdown: Markdown(doc)}
	return d
}

// Markdown is a doc comment's text with its code fenced.
func Markdown(doc string) string {
	var b strings.Builder
	in := false
	lines := strings.Split(doc, "\n")
	for i, line := range lines {
		code := strings.HasPrefix(line, "\t") || in && line == "" && i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\t")
		if code != in {
			if code {
				b.WriteString("```go\n")
			} else {
				b.WriteString("```\n")
			}
			in = code
		}
		b.WriteString(strings.TrimPrefix(line, "\t") + "\n")
	}
	if in {
		b.WriteString("```\n")
	}
	return b.String()
}

func (r *Report) result(f *finding.Finding, rule int) sarifResult {
	res := sarifResult{
		RuleID: f.Code, RuleIndex: rule, Kind: "fail", Level: "error",
		Message: message(f.Message), Locations: []*sarifLocation{r.location(f.Span, "")},
		// GitHub knows a result again by the second only, which it would otherwise
		// make from the text of the line.
		PartialFingerprints: map[string]string{"wsinitlint/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint},
	}
	if len(f.Related) > 0 {
		steps := []sarifStep{{r.location(f.Span, "the reported call")}}
		for _, x := range f.Related {
			l := r.location(x.Span, x.Message)
			steps = append(steps, sarifStep{l})
			res.RelatedLocations = append(res.RelatedLocations, l)
		}
		res.CodeFlows = []sarifCodeFlow{{[]sarifThreadFlow{{steps}}}}
	}
	for _, x := range f.Fixes {
		res.Fixes = append(res.Fixes, r.fix(x))
	}
	return res
}

func message(s string) *sarifText {
	// Braces have a meaning in SARIF: placeholders.
	return &sarifText{Text: strings.NewReplacer("{", "{{", "}", "}}").Replace(s)}
}

func (r *Report) location(s finding.Span, said string) *sarifLocation {
	l := &sarifLocation{PhysicalLocation: sarifPhysicalLocation{
		ArtifactLocation: r.artifact(s.File),
		Region: sarifRegion{
			StartLine: s.Line, StartColumn: r.utf16(s.File, s.Line, s.Column),
			EndLine: s.EndLine, EndColumn: r.utf16(s.File, s.EndLine, s.EndColumn),
		},
	}}
	if said != "" {
		l.Message = message(said)
	}
	return l
}

func (r *Report) artifact(file string) sarifArtifact {
	return sarifArtifact{(&url.URL{Path: r.rooted(file)}).EscapedPath(), "%SRCROOT%"}
}

// utf16 is the column, in UTF-16 units, of a column in bytes.
func (r *Report) utf16(file string, line, column int) int {
	text, ok := r.Sources.Line(file, line)
	if !ok {
		return column
	}
	return len(utf16.Encode([]rune(text[:min(column-1, len(text))]))) + 1
}

func (r *Report) fix(x finding.Fix) sarifFix {
	fix := sarifFix{Description: message(x.Message)}
	var files []string
	for _, e := range x.Edits {
		if !slices.Contains(files, e.File) {
			files = append(files, e.File)
		}
	}
	for _, file := range files {
		change := sarifChange{ArtifactLocation: r.artifact(file)}
		for _, e := range x.Edits {
			if e.File == file {
				change.Replacements = append(change.Replacements, sarifReplacement{r.offsets(e), sarifText{Text: e.New}})
			}
		}
		fix.ArtifactChanges = append(fix.ArtifactChanges, change)
	}
	return fix
}

// offsets is the region of an edit, in lines and columns.
func (r *Report) offsets(e finding.Edit) sarifRegion {
	line, column := r.Sources.Position(e.File, e.Start)
	endLine, endColumn := r.Sources.Position(e.File, e.End)
	return sarifRegion{
		StartLine: line, StartColumn: r.utf16(e.File, line, column),
		EndLine: endLine, EndColumn: r.utf16(e.File, endLine, endColumn),
	}
}
