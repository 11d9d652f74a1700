package report

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// sarif writes SARIF 2.1.0 as GitHub reads it: the message carries the path,
// columns count UTF-16 units, and results are known by fingerprints.
func (r *Report) sarif(w io.Writer) error {
	rep := sarif.NewReport()
	run := sarif.NewRun()
	name, info := "wsinitlint", "https://github.com/wsinitlint/wsinitlint"
	driver := sarif.NewToolComponent()
	driver.Name, driver.InformationURI, driver.Version = &name, &info, &r.Version
	run.Tool = sarif.NewTool()
	run.Tool.Driver = driver
	kind := "utf16CodeUnits"
	run.ColumnKind = &kind
	codes := make(map[string]int)
	for _, f := range r.Findings {
		if _, ok := codes[f.Code]; !ok {
			codes[f.Code] = len(driver.Rules)
			driver.Rules = append(driver.Rules, r.rule(f.Code))
		}
		run.Results = append(run.Results, r.result(f, codes[f.Code]))
	}
	if run.Results == nil {
		run.Results = []*sarif.Result{} // null would say that nothing was analysed
	}
	rep.Runs = append(rep.Runs, run)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(rep); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Report) rule(code string) *sarif.ReportingDescriptor {
	d := sarif.NewReportingDescriptor()
	d.ID = &code
	text := func(s string) *sarif.MultiformatMessageString {
		m := sarif.NewMultiformatMessageString()
		m.Text = &s
		return m
	}
	if doc := r.Explain(code); doc != "" {
		first, _, _ := strings.Cut(doc, "\n\n")
		short, _, found := strings.Cut(strings.ReplaceAll(first, "\n", " "), ". ")
		if found {
			short += "."
		}
		d.ShortDescription = text(short)
		d.FullDescription = text(strings.ReplaceAll(first, "\n", " "))
		d.Help = text(doc)
		markdown := Markdown(doc)
		d.Help.Markdown = &markdown
	} else {
		d.ShortDescription = text(code)
		d.Help = text(code)
	}
	if u := r.URL(code); u != "" {
		d.HelpURI = &u
	}
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

func (r *Report) result(f *finding.Finding, rule int) *sarif.Result {
	res := sarif.NewResult()
	res.RuleID, res.RuleIndex, res.Level, res.Kind = &f.Code, rule, "error", "fail"
	res.Message = message(f.Message)
	res.Locations = []*sarif.Location{r.location(f.Span, "")}
	// GitHub knows a result again by the second only, which it would otherwise
	// make from the text of the line.
	res.PartialFingerprints = map[string]string{"wsinitlint/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint}
	if len(f.Related) > 0 {
		flow := sarif.NewThreadFlow()
		step := func(l *sarif.Location) {
			s := sarif.NewThreadFlowLocation()
			s.Location = l
			flow.Locations = append(flow.Locations, s)
		}
		step(r.location(f.Span, "the reported call"))
		for _, x := range f.Related {
			step(r.location(x.Span, x.Message))
			res.RelatedLocations = append(res.RelatedLocations, r.location(x.Span, x.Message))
		}
		code := sarif.NewCodeFlow()
		code.ThreadFlows = []*sarif.ThreadFlow{flow}
		res.CodeFlows = []*sarif.CodeFlow{code}
	}
	for _, x := range f.Fixes {
		res.Fixes = append(res.Fixes, r.fix(x))
	}
	return res
}

func message(s string) *sarif.Message {
	m := sarif.NewMessage()
	// Braces have a meaning in SARIF: placeholders.
	s = strings.NewReplacer("{", "{{", "}", "}}").Replace(s)
	m.Text = &s
	return m
}

func (r *Report) location(s finding.Span, said string) *sarif.Location {
	l := sarif.NewLocation()
	l.PhysicalLocation = sarif.NewPhysicalLocation()
	l.PhysicalLocation.ArtifactLocation = r.artifact(s.File)
	region := sarif.NewRegion()
	start, end := r.utf16(s.File, s.Line, s.Column), r.utf16(s.File, s.EndLine, s.EndColumn)
	line, endLine := s.Line, s.EndLine
	region.StartLine, region.StartColumn, region.EndLine, region.EndColumn = &line, &start, &endLine, &end
	l.PhysicalLocation.Region = region
	if said != "" {
		l.Message = message(said)
	}
	return l
}

func (r *Report) artifact(file string) *sarif.ArtifactLocation {
	a := sarif.NewArtifactLocation()
	uri := (&url.URL{Path: r.rooted(file)}).EscapedPath()
	base := "%SRCROOT%"
	a.URI, a.URIBaseID = &uri, &base
	return a
}

// utf16 is the column, in UTF-16 units, of a column in bytes.
func (r *Report) utf16(file string, line, column int) int {
	text, ok := r.Sources.Line(file, line)
	if !ok {
		return column
	}
	return len(utf16.Encode([]rune(text[:min(column-1, len(text))]))) + 1
}

func (r *Report) fix(x finding.Fix) *sarif.Fix {
	fix := sarif.NewFix()
	fix.Description = message(x.Message)
	var files []string
	for _, e := range x.Edits {
		if !slices.Contains(files, e.File) {
			files = append(files, e.File)
		}
	}
	for _, file := range files {
		change := sarif.NewArtifactChange()
		change.ArtifactLocation = r.artifact(file)
		for _, e := range x.Edits {
			if e.File == file {
				p := sarif.NewReplacement()
				p.DeletedRegion = r.offsets(e)
				p.InsertedContent = sarif.NewArtifactContent()
				p.InsertedContent.Text = &e.New
				change.Replacements = append(change.Replacements, p)
			}
		}
		fix.ArtifactChanges = append(fix.ArtifactChanges, change)
	}
	return fix
}

// offsets is the region of an edit, in lines and columns.
func (r *Report) offsets(e finding.Edit) *sarif.Region {
	region := sarif.NewRegion()
	line, column := r.Sources.Position(e.File, e.Start)
	endLine, endColumn := r.Sources.Position(e.File, e.End)
	start, end := r.utf16(e.File, line, column), r.utf16(e.File, endLine, endColumn)
	region.StartLine, region.StartColumn, region.EndLine, region.EndColumn = &line, &start, &endLine, &end
	return region
}
