package truth

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// A Count is the numbers of one mechanism. A line with several mechanisms
// counts for each.
type Count struct {
	// Sites is the number of lines with the mechanism, if they were counted.
	Sites int
	// Ran is the number of lines that led to the factory, Found of those the
	// ones that were reported.
	Ran, Found int
	// Reported is the number of reports, False those of lines that did not
	// lead to the factory, or whose line was reported already.
	Reported, False int
}

func (c *Count) add(more Count) {
	c.Sites += more.Sites
	c.Ran += more.Ran
	c.Found += more.Found
	c.Reported += more.Reported
	c.False += more.False
}

// Recall is the share of the calls that were reported; 1 if there were none.
func (c Count) Recall() float64 { return share(c.Found, c.Ran) }

// Precision is the share of the reports that are right; 1 if there are none.
func (c Count) Precision() float64 { return share(c.Reported-c.False, c.Reported) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// A Table is the outcome of a comparison.
type Table struct {
	Mechanisms map[string]Count
	Total      Count
	// Missed are the calls that were not reported.
	Missed []Call
	// False are the reports of lines that did not lead to the factory, and
	// second reports of a line.
	False []Report
}

// untagged stands for the mechanism of a line that carries none.
const untagged = "(none)"

// Compare compares the calls that led to the factory with the reports, by
// file and line.
func Compare(calls []Call, reports []Report) Table {
	t := Table{Mechanisms: make(map[string]Count)}
	ran := make(map[lineKey]bool)
	for _, c := range calls {
		ran[lineKey{c.File, c.Line}] = true
	}
	reported := make(map[lineKey]bool)
	for _, r := range reports {
		key := lineKey{r.File, r.Line}
		count := Count{Reported: 1}
		if !ran[key] || reported[key] {
			count.False = 1
			t.False = append(t.False, r)
		}
		reported[key] = true
		t.count(r.Mechanism, count)
	}
	for _, c := range calls {
		count := Count{Ran: 1}
		if reported[lineKey{c.File, c.Line}] {
			count.Found = 1
		} else {
			t.Missed = append(t.Missed, c)
		}
		t.count(c.Mechanism, count)
	}
	return t
}

// CountSites enters all the lines that carry mechanisms, so that the table
// says how many led nowhere.
func (t *Table) CountSites(sites []Site) {
	for _, s := range sites {
		t.count(s.Mechanism, Count{Sites: 1})
	}
}

// Merge adds the outcome of another module; prefix tells its files apart.
func (t *Table) Merge(other Table, prefix string) {
	if t.Mechanisms == nil {
		t.Mechanisms = make(map[string]Count)
	}
	for mech, c := range other.Mechanisms {
		sum := t.Mechanisms[mech]
		sum.add(c)
		t.Mechanisms[mech] = sum
	}
	t.Total.add(other.Total)
	for _, c := range other.Missed {
		c.File = prefix + c.File
		t.Missed = append(t.Missed, c)
	}
	for _, r := range other.False {
		r.File = prefix + r.File
		t.False = append(t.False, r)
	}
}

func (t *Table) count(mechanisms string, c Count) {
	if mechanisms == "" {
		mechanisms = untagged
	}
	t.Total.add(c)
	for mech := range strings.SplitSeq(mechanisms, "+") {
		sum := t.Mechanisms[mech]
		sum.add(c)
		t.Mechanisms[mech] = sum
	}
}

// String is the table, a line for each mechanism in the order of their names.
func (t Table) String() string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "mechanism\tsites\tran\tfound\tmissed\treported\tfalse\trecall\tprecision\t")
	row := func(name string, c Count) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%.3f\t%.3f\t\n", name, c.Sites, c.Ran, c.Found,
			c.Ran-c.Found, c.Reported, c.False, c.Recall(), c.Precision())
	}
	for _, mech := range slices.Sorted(maps.Keys(t.Mechanisms)) {
		row(mech, t.Mechanisms[mech])
	}
	row("total", t.Total)
	w.Flush()
	return out.String()
}

// Differences lists the missed calls and the false reports with their lines.
func (t Table) Differences() string {
	var out strings.Builder
	for _, c := range t.Missed {
		fmt.Fprintf(&out, "missed %s:%d: %s\n", c.File, c.Line, c.Source)
	}
	for _, r := range t.False {
		fmt.Fprintf(&out, "false  %s:%d: %s\n\t%s\n", r.File, r.Line, r.Source, r.Message)
	}
	return out.String()
}
