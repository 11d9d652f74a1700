package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRead reads any file: it is a configuration, or the error names the file.
func FuzzRead(f *testing.F) {
	f.Add([]byte("factories:\n  - example.com/ws.New\npasses:\n  singleton: false\nexclude:\n  - path: a\n    passes: [importtime]\n    reason: b\n"))
	f.Add([]byte("exclude:\n  - path: '['\n    reason: x\n"))
	f.Add([]byte("passes: {x: 1}\n"))
	f.Add([]byte("\xff: &a *a"))
	f.Add([]byte("factories:\n !a\n b\n  -c"))
	name := filepath.Join(f.TempDir(), Name)
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Read(name)
		if err != nil && !strings.HasPrefix(err.Error(), name) {
			t.Errorf("an error that does not name the file: %v", err)
		}
		if err == nil {
			c.Excludes("singleton", filepath.Join(filepath.Dir(name), "a", "b.go"))
		}
	})
}
