package metamorph

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A plan says where the declarations of a module go, and what changes in them.
type plan struct {
	packages []*outPackage
	edits    map[*File][]edit
}

type outPackage struct {
	dir, name string
	files     []*outFile
}

type outFile struct {
	name    string // without its folder
	decls   []*Decl
	imports map[string]string      // more than the declarations say: names by paths
	without func(path string) bool // imports of the declarations that they need no more
	tail    string                 // more text
}

// An edit replaces a part of a file's text by text without line breaks.
type edit struct {
	start, end int
	text       string
}

func (p *plan) edit(f *File, start, end int, text string) {
	p.edits[f] = append(p.edits[f], edit{start, end, text})
}

// same is the plan that changes nothing.
func (m *Module) same() *plan {
	p := &plan{edits: make(map[*File][]edit)}
	for _, pkg := range m.Packages {
		out := &outPackage{dir: pkg.Dir, name: pkg.types.Name()}
		for _, f := range pkg.Files {
			of := &outFile{name: path.Base(f.Name), decls: slices.Clone(f.Decls), imports: make(map[string]string)}
			for _, blank := range f.blankImports() {
				of.imports[blank] = "_"
			}
			out.files = append(out.files, of)
		}
		p.packages = append(p.packages, out)
	}
	return p
}

// Origins tell for each line of the written files which line of the module it
// was, as file:line.
type Origins map[string]string

// write writes what p makes of m below dir, where the module's packages are
// imported as root, and enters the lines in origins, under names below base.
func (m *Module) write(p *plan, dir, root, base string, origins Origins) error {
	for _, pkg := range p.packages {
		for _, f := range pkg.files {
			if len(f.decls) == 0 && f.tail == "" && len(f.imports) == 0 {
				continue
			}
			name := joinPath(pkg.dir, f.name)
			text := m.header(pkg, f, root)
			line := 1 + strings.Count(text, "\n")
			for _, d := range f.decls {
				body := p.apply(d)
				for i := range strings.Count(body, "\n") + 1 {
					origins[fmt.Sprintf("%s/%s:%d", base, name, line+i)] = fmt.Sprintf("%s:%d", d.file.Name, d.line+i)
				}
				text += body + "\n\n"
				line += strings.Count(body, "\n") + 2
			}
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(file, []byte(text+f.tail), 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

// header is the package clause and the imports.
func (m *Module) header(pkg *outPackage, f *outFile, root string) string {
	imports := maps.Clone(f.imports)
	if imports == nil {
		imports = make(map[string]string)
	}
	for _, d := range f.decls {
		for p, name := range d.imports() {
			if f.without == nil || !f.without(p) {
				imports[p] = name
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\n", pkg.name)
	for _, p := range sortedKeys(imports) {
		to := p
		if p == m.Path || strings.HasPrefix(p, m.Path+"/") {
			to = root + strings.TrimPrefix(p, m.Path)
		}
		fmt.Fprintf(&b, "import %s %q\n", imports[p], to)
	}
	b.WriteString("\n")
	return b.String()
}

// apply is the text of d, edited.
func (p *plan) apply(d *Decl) string {
	edits := slices.Clone(p.edits[d.file])
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	var b strings.Builder
	at := d.start
	for _, e := range edits {
		if e.start < d.start || e.end > d.end {
			continue
		}
		b.Write(d.file.text[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.Write(d.file.text[at:d.end])
	return b.String()
}

func joinPath(dir, name string) string { return path.Join(dir, name) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
