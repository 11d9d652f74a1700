package truth

import (
	_ "embed"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

const (
	// rootsInTop and rootsInMid are the numbers of draws of a root maker in
	// each program; some make two roots.
	rootsInTop = 7
	rootsInMid = 3
	// deepest is the depth to which uses and makers nest.
	deepest = 3
)

// A Module is a generated module on disk.
type Module struct {
	// Dir is the module's directory, without symbolic links.
	Dir string
	// Sites are the lines of roots that carry mechanisms, in the order of
	// the files.
	Sites []Site
	roots []root
}

// A Site is a line in a root that leads, or could seem to lead, to a factory.
type Site struct {
	// File is relative to the module's directory, with slashes.
	File string
	Line int
	// Mechanism is the mechanisms of the line, joined by "+".
	Mechanism string
	// Source is the line, trimmed.
	Source string
}

// A root is the lines of an init function or of the declaration of a
// package-level variable with an initialiser.
type root struct {
	file        string
	first, last int
}

// Generate writes into dir a module of the given number of programs. The same
// seed and number give the same text.
func Generate(seed int64, programs int, dir string) (*Module, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	m := &Module{Dir: dir}
	rng := rand.New(rand.NewPCG(uint64(seed), 0x77736e6974))
	d := new(decks)
	var imports strings.Builder
	err = errors.Join(
		m.write("go.mod", []byte("module "+modulePath+"\n\ngo 1.26\n")),
		m.write("ws/ws.go", wsSource))
	for i := range programs {
		p := newProgram(rng, d, fmt.Sprintf("p%02d", i))
		p.writeRoots()
		for _, u := range []*unit{p.lib, p.mid, p.top} {
			source, formatErr := u.source(p.name)
			err = errors.Join(err, formatErr, m.write(u.path+"/"+u.name+".go", source))
		}
		fmt.Fprintf(&imports, "\t_ %q\n", modulePath+"/"+p.top.path)
		fmt.Fprintf(&imports, "\t_ %q\n", modulePath+"/"+p.mid.path)
	}
	return m, errors.Join(err, m.write("main.go", fmt.Appendf(nil,
		"// Command gen imports the programs.\npackage main\n\nimport (\n%s)\n\nfunc main() {}\n", &imports)))
}

// writeRoots writes the program's roots, and with them all that they use.
func (p *program) writeRoots() {
	for i := range rootsInMid + rootsInTop {
		in := p.top
		if i < rootsInMid {
			in = p.mid
		}
		r := rootMakers[p.decks.root.draw(p.rng, len(rootMakers))]
		r.emit(&block{program: p, in: in}, p.rng.IntN(deepest+1), r.mech)
	}
}

// write writes a file of the module and takes note of its roots and sites.
func (m *Module) write(name string, source []byte) error {
	path := filepath.Join(m.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, source, 0o644); err != nil {
		return err
	}
	if !strings.HasSuffix(name, ".go") {
		return nil
	}
	for i, line := range strings.Split(string(source), "\n") {
		if mech := mechanism(line); mech != "" {
			m.Sites = append(m.Sites, Site{name, i + 1, mech, strings.TrimSpace(line)})
		}
	}
	roots, err := rootsOf(name, source)
	m.roots = append(m.roots, roots...)
	return err
}

// mechanism is what the comment at the end of a line says, or "".
func mechanism(line string) string {
	_, mech, _ := strings.Cut(line, tagMark)
	return strings.TrimSpace(mech)
}

// rootsOf finds the roots of a file.
func rootsOf(name string, source []byte) ([]root, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var roots []root
	add := func(n ast.Node) {
		roots = append(roots, root{name, fset.Position(n.Pos()).Line, fset.Position(n.End()).Line})
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == "init" {
				add(d)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR && len(v.Values) > 0 {
					add(v)
				}
			}
		}
	}
	return roots, nil
}

// wsSource is the package of the factory, which prints the stack of each of
// its calls.
//
//go:embed ws/ws.go
var wsSource []byte
