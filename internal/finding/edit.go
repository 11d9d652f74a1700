package finding

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Fixed returns the new text of each file that the first fixes of findings
// change, and the findings that they remove. A fix that overlaps one before it
// is left for the next run. An error is that of reading a file.
func Fixed(findings []*Finding) (files map[string][]byte, fixed []*Finding, err error) {
	edits := make(map[string][]Edit)
	for _, f := range findings {
		if len(f.Fixes) == 0 || slices.ContainsFunc(f.Fixes[0].Edits, func(e Edit) bool { return overlaps(edits[e.File], e) }) {
			continue
		}
		for _, e := range f.Fixes[0].Edits {
			if !slices.Contains(edits[e.File], e) {
				edits[e.File] = append(edits[e.File], e)
			}
		}
		fixed = append(fixed, f)
	}
	files = make(map[string][]byte)
	for name, es := range edits {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		slices.SortFunc(es, func(a, b Edit) int { return cmp.Compare(b.Start, a.Start) })
		for _, e := range es {
			if e.Start < 0 || e.End < e.Start || e.End > len(text) {
				return nil, nil, fmt.Errorf("%s changed while it was analysed: run again", name)
			}
			text = slices.Concat(text[:e.Start], []byte(e.New), text[e.End:])
		}
		files[name] = text
	}
	return files, fixed, nil
}

func overlaps(es []Edit, e Edit) bool {
	return slices.ContainsFunc(es, func(o Edit) bool { return o != e && e.Start <= o.End && o.Start <= e.End })
}

// WriteFile replaces a file as a whole: what reads it sees the old text or the
// new one, also when the write fails. A symbolic link stays one: the file that
// it leads to is replaced.
func WriteFile(name string, text []byte) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".wsinitlint-*")
	if err != nil {
		if at := (*fs.PathError)(nil); errors.As(err, &at) {
			err = at.Err // without the name that nobody has asked for
		}
		return fmt.Errorf("%s: cannot create a file in this folder: %w", filepath.Dir(name), err)
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(text); err != nil {
		tmp.Close()
		return err
	}
	if err := cmp.Or(tmp.Chmod(mode), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
