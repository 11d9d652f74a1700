package labelled

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// A Difference is what a run does not share with its list.
type Difference struct {
	New  []*finding.Finding // found, and not in the list
	Gone []Entry            // in the list as found, and not found
}

// Empty reports whether the run found what the list says.
func (d Difference) Empty() bool { return len(d.New) == 0 && len(d.Gone) == 0 }

// Unread is the entry of a finding that nobody has given a verdict.
func Unread(f *finding.Finding) Entry {
	return Entry{Verdict: "unread", Analyzer: f.Analyzer, Code: f.Code, Package: f.Package, Symbol: f.Symbol, Message: f.Message, Why: "?"}
}

// key is the entry without what people have said of it.
func (e Entry) key() Entry {
	e.Verdict, e.Why = "", ""
	return e
}

// Compare compares what was found with the list. Findings that look the same
// are counted.
func (r *Run) Compare(found []*finding.Finding) Difference {
	var d Difference
	listed := make(map[Entry]int)
	for _, e := range r.Entries {
		if e.Verdict != Missed {
			listed[e.key()]++
		}
	}
	for _, f := range found {
		if k := Unread(f).key(); listed[k] > 0 {
			listed[k]--
		} else {
			d.New = append(d.New, f)
		}
	}
	for _, e := range slices.Backward(r.Entries) {
		if k := e.key(); e.Verdict != Missed && listed[k] > 0 {
			listed[k]--
			d.Gone = append(d.Gone, e)
		}
	}
	slices.Reverse(d.Gone)
	return d
}

// A Count is the number of entries with each verdict.
type Count struct{ True, False, Missed int }

// Recall is the share of what should be reported that is; 1 if it is nothing.
func (c Count) Recall() float64 { return share(c.True, c.True+c.Missed) }

// Precision is the share of the reports that are right; 1 if there are none.
func (c Count) Precision() float64 { return share(c.True, c.True+c.False) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// A Table has the counts of each analyzer.
type Table map[string]Count

// Count adds the entries of a list to the table.
func (t Table) Count(l *List) {
	for _, r := range l.Runs {
		for _, e := range r.Entries {
			c := t[e.Analyzer]
			switch e.Verdict {
			case True:
				c.True++
			case False:
				c.False++
			case Missed:
				c.Missed++
			}
			t[e.Analyzer] = c
		}
	}
}

// Write prints the table, analyzers in alphabetical order and their sum last.
func (t Table) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "pass\treported\ttrue\tfalse\tmissed\trecall\tprecision\t")
	row := func(name string, c Count) {
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\t%.3f\t%.3f\t\n", name, c.True+c.False, c.True, c.False, c.Missed, c.Recall(), c.Precision())
	}
	var total Count
	for _, name := range slices.Sorted(maps.Keys(t)) {
		c := t[name]
		row(name, c)
		total.True += c.True
		total.False += c.False
		total.Missed += c.Missed
	}
	row("total", total)
	return tw.Flush()
}
