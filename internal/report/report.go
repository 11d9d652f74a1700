// Package report writes findings in the forms that people and programs read.
package report

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// Formats are the names of the forms.
var Formats = []string{"text", "json", "sarif", "github"}

// A Report is what there is to write.
type Report struct {
	Findings []*finding.Finding
	Dir      string // paths are written relative to it
	Root     string // of the repository, which paths are relative to for GitHub; Dir where it is empty
	Version  string // of this program
	Sources  *finding.Sources
	Color    bool                     // text only
	Explain  func(code string) string // the documentation of a code, or ""
	URL      func(code string) string // where it is on the web, or ""
}

// Write writes the report in one of Formats.
func (r *Report) Write(w io.Writer, format string) error {
	switch format {
	case "text":
		return r.text(w)
	case "json":
		return r.json(w)
	case "sarif":
		return r.sarif(w)
	case "github":
		return r.github(w)
	}
	return fmt.Errorf("no format is called %q: there are %s", format, strings.Join(Formats, ", "))
}

// path is file as it is written: relative to the folder, with slashes.
func (r *Report) path(file string) string { return relative(r.Dir, file) }

// rooted is file as GitHub knows it: relative to the root of the repository.
func (r *Report) rooted(file string) string { return relative(cmp.Or(r.Root, r.Dir), file) }

func relative(dir, file string) string {
	if rel, err := filepath.Rel(dir, file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// github writes workflow commands, which become annotations of a change. They
// have columns only within one line: GitHub refuses others.
func (r *Report) github(w io.Writer) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	for _, f := range r.Findings {
		columns := ""
		if f.Line == f.EndLine {
			columns = fmt.Sprintf(",col=%d,endColumn=%d", f.Column, f.EndColumn)
		}
		_, err := fmt.Fprintf(w, "::error file=%s,line=%d,endLine=%d%s,title=%s::%s\n",
			property.Replace(r.rooted(f.File)), f.Line, f.EndLine, columns,
			property.Replace(f.Analyzer+" "+f.Code), data.Replace(f.Message))
		if err != nil {
			return err
		}
	}
	return nil
}

// Schema is the JSON Schema of the form json.
//
//go:embed findings.schema.json
var Schema string

type jsonReport struct {
	Version  int           `json:"version"`
	Findings []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	Analyzer string `json:"analyzer"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	URL      string `json:"url,omitempty"`
	Package  string `json:"package"`
	Symbol   string `json:"symbol,omitempty"`
	jsonSpan
	Fingerprint string        `json:"fingerprint"`
	Related     []jsonRelated `json:"related,omitempty"`
	Fixes       []jsonFix     `json:"fixes,omitempty"`
}

type jsonSpan struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type jsonRelated struct {
	jsonSpan
	Message string `json:"message"`
}

type jsonFix struct {
	Message string     `json:"message"`
	Edits   []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

func (r *Report) json(w io.Writer) error {
	out := jsonReport{Version: 1, Findings: []jsonFinding{}}
	for _, f := range r.Findings {
		j := jsonFinding{
			Analyzer: f.Analyzer, Code: f.Code, Message: f.Message, URL: r.URL(f.Code),
			Package: f.Package, Symbol: f.Symbol, jsonSpan: r.span(f.Span), Fingerprint: f.Fingerprint,
		}
		for _, x := range f.Related {
			j.Related = append(j.Related, jsonRelated{r.span(x.Span), x.Message})
		}
		for _, x := range f.Fixes {
			fix := jsonFix{Message: x.Message}
			for _, e := range x.Edits {
				fix.Edits = append(fix.Edits, jsonEdit{r.path(e.File), e.Start, e.End, e.New})
			}
			j.Fixes = append(j.Fixes, fix)
		}
		out.Findings = append(out.Findings, j)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	return e.Encode(out)
}

func (r *Report) span(s finding.Span) jsonSpan {
	return jsonSpan{r.path(s.File), s.Line, s.Column, s.EndLine, s.EndColumn}
}
