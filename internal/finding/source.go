package finding

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
)

// Sources reads the files that findings stand in, each once.
type Sources struct {
	files map[string]*source
}

type source struct {
	lines []string
	fset  *token.FileSet
	ast   *ast.File
}

func (s *Sources) file(name string) *source {
	if f := s.files[name]; f != nil {
		return f
	}
	if s.files == nil {
		s.files = make(map[string]*source)
	}
	f := &source{fset: token.NewFileSet()}
	s.files[name] = f
	text, err := os.ReadFile(name)
	if err != nil {
		return f // it has gone since it was analysed: its findings go without their lines
	}
	f.lines = strings.Split(string(text), "\n")
	f.ast, _ = parser.ParseFile(f.fset, name, text, parser.SkipObjectResolution)
	return f
}

// Line is a line of a file without its end; ok is false where there is none.
func (s *Sources) Line(file string, line int) (text string, ok bool) {
	f := s.file(file)
	if line < 1 || line > len(f.lines) {
		return "", false
	}
	return strings.TrimSuffix(f.lines[line-1], "\r"), true
}

// Symbol names the top-level declaration around a line and column: a function,
// (*T).Method, or a variable.
func (s *Sources) Symbol(file string, line, column int) string {
	f := s.file(file)
	if f.ast == nil {
		return ""
	}
	tf := f.fset.File(f.ast.FileStart)
	if line < 1 || line > tf.LineCount() {
		return ""
	}
	pos := tf.LineStart(line) + token.Pos(column-1)
	for _, d := range f.ast.Decls {
		if pos < d.Pos() || d.End() <= pos {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && len(d.Recv.List) > 0 {
				return "(" + receiver(d.Recv.List[0].Type) + ")." + d.Name.Name
			}
			return d.Name.Name
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if spec.Pos() <= pos && pos < spec.End() {
					return specName(spec)
				}
			}
		}
	}
	return ""
}

func specName(spec ast.Spec) string {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		return spec.Names[0].Name
	case *ast.TypeSpec:
		return spec.Name.Name
	case *ast.ImportSpec:
		return "import " + spec.Path.Value
	}
	return ""
}

func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return "*" + receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return "?"
}

// Position is the line and the column, in bytes, of an offset in a file.
func (s *Sources) Position(file string, offset int) (line, column int) {
	for i, text := range s.file(file).lines {
		if offset <= len(text) {
			return i + 1, offset + 1
		}
		offset -= len(text) + 1
	}
	return 1, 1
}
