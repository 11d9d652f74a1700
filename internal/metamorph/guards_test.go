package metamorph

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	guardMark = regexp.MustCompile(`// guard: (\w+)$`)
	addMark   = regexp.MustCompile(`^(\s*)//add: (\w+): (.*)$`)
	foundMark = regexp.MustCompile(`// (\w+): (\w+ [\w-]+)$`)
)

// TestFindingsChangeWhereTheProgramDoes removes the guards of testdata/guards,
// and adds calls, one at a time: what is found then is in the lines that say
// so, and nowhere else.
func TestFindingsChangeWhereTheProgramDoes(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "guards")
	files := make(map[string]string)
	for _, name := range []string{"ws/ws.go", "lib/lib.go", "app/app.go"} {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	changes := []string{"none"}
	want := make(map[string][]string) // by change
	for _, name := range sortedKeys(files) {
		for i, line := range strings.Split(files[name], "\n") {
			if m := guardMark.FindStringSubmatch(line); m != nil {
				changes = append(changes, m[1])
			} else if m := addMark.FindStringSubmatch(line); m != nil {
				changes = append(changes, m[2])
			}
			if m := foundMark.FindStringSubmatch(line); m != nil {
				want[m[1]] = append(want[m[1]], fmt.Sprintf("%s:%d: %s", name, i+1, m[2]))
			}
		}
	}
	root := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/changes\n\ngo 1.25\n")
	origins := make(Origins)
	for _, change := range changes {
		for name, text := range files {
			text = changed(t, text, change)
			write(change+"/"+name, strings.ReplaceAll(text, "example.com/guards/", "example.com/changes/"+change+"/"))
			for i := range strings.Count(text, "\n") {
				origins[fmt.Sprintf("%s/%s:%d", change, name, i+1)] = fmt.Sprintf("%s:%d", name, i+1)
			}
		}
	}
	found := lint(t, root, origins)
	if len(found["none"]) > 0 {
		t.Errorf("with all guards: %v", found["none"])
	}
	for _, change := range changes[1:] {
		got := project(found[change], func(f form) string { return f.place })
		slices.Sort(want[change])
		if !slices.Equal(got, want[change]) || len(got) == 0 {
			t.Errorf("%s: found\n\t%s\nwant\n\t%s", change, strings.Join(got, "\n\t"), strings.Join(want[change], "\n\t"))
		}
	}
}

// changed is text without the guard that is called change, or with the call.
// Lines keep their numbers.
func changed(t *testing.T, text, change string) string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		first, last := fset.Position(s.Pos()).Line, fset.Position(s.End()).Line
		if m := guardMark.FindStringSubmatch(lines[first-1]); m != nil && m[1] == change {
			for i := first; i <= last; i++ {
				lines[i-1] = ""
			}
			if strings.Contains(text[s.Pos()-file.FileStart:s.End()-file.FileStart], "err ") {
				lines[first-1] = "_ = err"
			}
		}
		return true
	})
	for i, line := range lines {
		if m := addMark.FindStringSubmatch(line); m != nil && m[2] == change {
			lines[i] = m[1] + m[3]
		}
	}
	return strings.Join(lines, "\n")
}
