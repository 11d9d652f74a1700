package driver

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Vanished returns those of the import paths that belong to a main module and
// have no package there any more.
func Vanished(ctx context.Context, dir string, build, paths []string) ([]string, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	modules, err := goList(ctx, dir, "-m", "-f", "{{.Path}}")
	if err != nil {
		return nil, err
	}
	ours := slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		return !slices.ContainsFunc(modules, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") })
	})
	if len(ours) == 0 {
		return nil, nil
	}
	// A package that is broken, or that other build tags have, is in a folder.
	there, err := goList(ctx, dir, slices.Concat([]string{"-e", "-f", "{{if .Dir}}{{.ImportPath}}{{end}}"}, build, []string{"--"}, ours)...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ours, func(p string) bool { return slices.Contains(there, p) }), nil
}

// goList is what go list prints, a line an element.
func goList(ctx context.Context, dir string, args ...string) ([]string, error) {
	cmd := command(ctx, dir, append([]string{"list"}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, bytes.TrimSpace(errs.Bytes()))
	}
	return strings.Fields(string(out)), nil
}
