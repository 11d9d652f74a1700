package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// monorepo writes a module of n packages. Each imports some that come before
// it; one in every of them can reach the factory, up to most.
func monorepo(dir, n string, every, most int) (string, error) {
	count, err := strconv.Atoi(n)
	if err != nil {
		return "", err
	}
	root := filepath.Join(dir, "mono"+n)
	write := func(name, text string) error {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, []byte(text), 0o644)
	}
	if err := write("go.mod", "module example.com/mono\n\ngo 1.25\n"); err != nil {
		return "", err
	}
	if err := write("ws/ws.go", "package ws\n\ntype UserContext struct{ ID string }\n\ntype Manager struct{ ID string }\n\nfunc New(uc *UserContext) *Manager { return &Manager{uc.ID} }\n"); err != nil {
		return "", err
	}
	cone := 0
	for i := range count {
		name := "p" + strconv.Itoa(i)
		var imports, calls strings.Builder
		inCone := i%every == 0 && cone < most
		for _, back := range []int{1, 7, 31} {
			j := i - back
			if j < 0 || j%every == 0 { // what is in the cone has no importers
				continue
			}
			fmt.Fprintf(&imports, "\t\"example.com/mono/p%d\"\n", j)
			fmt.Fprintf(&calls, "\tp%d.Run(next)\n", j)
		}
		if inCone {
			cone++
			imports.WriteString("\t\"example.com/mono/ws\"\n")
			calls.WriteString("\tws.New(&ws.UserContext{ID: \"x\"})\n")
		}
		text := fmt.Sprintf(`package %s

import (
	"fmt"
	"strings"
%s)

// Store holds things.
type Store struct {
	names map[string]func(int) string
	list  []fmt.Stringer
}

func (s *Store) Add(name string, f func(int) string) {
	if s.names == nil {
		s.names = make(map[string]func(int) string)
	}
	s.names[name] = f
}

func (s *Store) Each(yield func(string, string)) {
	for name, f := range s.names {
		yield(name, f(len(name)))
	}
	for _, v := range s.list {
		yield(v.String(), "")
	}
}

func join(parts ...string) string { return strings.Join(parts, ",") }

func Run(next func()) {
	var s Store
	s.Add("a", func(n int) string { return strings.Repeat("a", n) })
	s.Each(func(k, v string) { _ = join(k, v, fmt.Sprint(len(v))) })
%s	next()
}
`, name, imports.String(), calls.String())
		if err := write(filepath.Join(name, name+".go"), text); err != nil {
			return "", err
		}
	}
	return root, nil
}
