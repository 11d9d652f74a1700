package baseline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/finding"
)

// FuzzRead reads any file: it is a baseline, which accepts what it lists, or
// the error names the file.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"version": 1, "findings": [{"fingerprint": "a", "code": "nil", "package": "p", "message": "m"}]}`))
	f.Add([]byte(`{"version": 2}`))
	f.Add([]byte(`{"version": 1, "findings": [null]}`))
	name := filepath.Join(f.TempDir(), "baseline.json")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := Read(name)
		if err != nil {
			if !strings.Contains(err.Error(), name) {
				t.Errorf("an error that does not name the file: %v", err)
			}
			return
		}
		var findings []*finding.Finding
		for _, e := range b.Findings {
			findings = append(findings, &finding.Finding{Fingerprint: e.Fingerprint})
		}
		if fresh, gone := b.Compare(findings); len(fresh)+len(gone) != 0 {
			t.Errorf("what the baseline lists is not accepted: %v, %v", fresh, gone)
		}
	})
}
