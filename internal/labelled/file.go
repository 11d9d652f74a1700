package labelled

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A File is a list and its name, without the folder and the extension.
type File struct {
	Name string
	List *List
}

// Files reads the lists in dir: those that are named, or all.
func Files(dir string, names []string) ([]File, error) {
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = filepath.Join(dir, name+".txt")
	}
	if len(names) == 0 {
		var err error
		if paths, err = filepath.Glob(filepath.Join(dir, "*.txt")); err != nil {
			return nil, err
		}
	}
	files := make([]File, len(paths))
	for i, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		list, err := Read(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		files[i] = File{strings.TrimSuffix(filepath.Base(path), ".txt"), list}
	}
	return files, nil
}
