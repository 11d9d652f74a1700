package truth

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Read takes in the module in dir, which was written by hand: each line of its
// roots is a site, whose mechanism is the name of its package. The module's
// path is that of generated modules, and its package ws is a copy of theirs.
func Read(dir string) (*Module, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	m := &Module{Dir: dir}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		roots, err := rootsOf(name, source)
		lines := strings.Split(string(source), "\n")
		for _, r := range roots {
			for line := r.first; line <= r.last; line++ {
				m.Sites = append(m.Sites, Site{name, line, filepath.Base(filepath.Dir(path)), strings.TrimSpace(lines[line-1])})
			}
		}
		m.roots = append(m.roots, roots...)
		return err
	})
	return m, errors.Join(err)
}
