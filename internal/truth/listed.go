package truth

import (
	"fmt"

	"github.com/wsinitlint/wsinitlint/internal/labelled"
)

// leastListed are the figures of the lists that a change must not fall below.
var leastListed = map[string]struct{ recall, precision float64 }{
	"importtime": {1, 1},
	"nilcontext": {0.95, 1},
	"singleton":  {0.95, 0.95},
}

// Listed counts what people have found in public modules: what is listed in the
// folder lists is what was reported when they were last run. It also returns
// which figures are below what they must not fall below.
func (m *Measure) Listed(lists string) (c Count, below []string, err error) {
	files, err := labelled.Files(lists, nil)
	if err != nil {
		return Count{}, nil, err
	}
	all := make(labelled.Table)
	for _, f := range files {
		all.Count(f.List)
	}
	l := all[m.Analyzer]
	c = Count{Ran: l.True + l.Missed, Found: l.True, Reported: l.True + l.False, False: l.False}
	least := leastListed[m.Analyzer]
	if r := c.Recall(); r < least.recall {
		below = append(below, fmt.Sprintf("%.3f of what is listed is reported, less than %.3f", r, least.recall))
	}
	if p := c.Precision(); p < least.precision {
		below = append(below, fmt.Sprintf("%.3f of what is reported in listed modules is right, less than %.3f", p, least.precision))
	}
	return c, below, nil
}
