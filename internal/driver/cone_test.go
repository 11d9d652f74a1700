package driver

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// module writes a module's files to a folder.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.com/m\n\ngo 1.25\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func files() map[string]string {
	return map[string]string{
		"ws/ws.go":         "package ws\n\ntype Manager struct{}\n\nfunc NewWSManager() *Manager { return nil }\n\nfunc Open() *Manager { return nil }\n",
		"uses/uses.go":     "package uses\n\nimport _ \"example.com/m/ws\"\n",
		"far/far.go":       "package far\n\nimport _ \"example.com/m/uses\"\n",
		"tests/tests.go":   "package tests\n",
		"tests/in_test.go": "package tests_test\n\nimport _ \"example.com/m/far\"\n",
		"ctx/ctx.go":       "package ctx\n\ntype RequestContext struct{}\n",
		"note/note.go":     "package note\n\n//wsinitlint:factry\nfunc F() {}\n",
		"plain/plain.go":   "package plain\n\nimport \"fmt\"\n\nfunc F() { fmt.Println(G()) }\n\nfunc G() int { return 1 }\n",
		"plain/p_test.go":  "package plain\n\nimport \"testing\"\n\nfunc TestG(t *testing.T) { G() }\n",
	}
}

func TestOnlyPackagesInWhichSomethingCanBeFoundAreAnalysed(t *testing.T) {
	dir := module(t, files())
	for _, c := range []struct {
		name    string
		options factory.Options
		want    []string
	}{
		{"defaults", factory.Options{}, []string{"ctx", "far", "note", "tests", "uses", "ws"}},
		{"without defaults", factory.Options{NoDefaults: true}, []string{"note"}},
		{"a factory", factory.Options{NoDefaults: true, Factories: []string{"example.com/m/uses.Get"}}, []string{"far", "note", "tests", "uses"}},
		{"a factory of the standard library", factory.Options{NoDefaults: true, Factories: []string{"fmt.Println"}}, []string{"note", "plain"}},
		{"a user context", factory.Options{NoDefaults: true, UserContexts: []string{"example.com/m/ws.Manager"}}, []string{"far", "note", "tests", "uses", "ws"}},
	} {
		w, ok := worthwhile(t.Context(), Request{Dir: dir, Patterns: []string{"./..."}, Options: &c.options})
		var want []string
		for _, name := range c.want {
			want = append(want, "example.com/m/"+name)
		}
		if !ok || !slices.Equal(w.analyse, want) {
			t.Errorf("%s: %v, %v; want %v", c.name, w.analyse, ok, want)
		}
	}
	size := int64(len(files()["note/note.go"]))
	if w, _ := worthwhile(t.Context(), Request{Dir: dir, Patterns: []string{"./..."}, Options: &factory.Options{NoDefaults: true}}); w.size != size {
		t.Errorf("%d bytes of source, want the %d of note.go", w.size, size)
	}
	if w, ok := worthwhile(t.Context(), Request{Dir: dir, Patterns: []string{"./plain"}, Options: &factory.Options{}}); !ok || len(w.analyse) > 0 {
		t.Errorf("plain: %v, %v; want nothing", w.analyse, ok)
	}
	if got, ok := worthwhile(t.Context(), Request{Dir: dir, Patterns: []string{"./..."}, Options: &factory.Options{Factories: []string{"*/ws.Open"}}}); ok {
		t.Errorf("with a factory in whatever package: %v; want that all are analysed", got)
	}
}

func TestAPackageThatDoesNotBuildIsLeftToGoVet(t *testing.T) {
	fs := files()
	fs["plain/plain.go"] = "package plain\n\nfunc G() int { return \"\" }\n"
	if got, ok := worthwhile(t.Context(), Request{Dir: module(t, fs), Patterns: []string{"./..."}, Options: &factory.Options{}}); ok {
		t.Errorf("%v; want that go vet says what is wrong", got)
	}
	fs["plain/plain.go"] = "package plain\n\nfunc G( int {}\n"
	if got, ok := worthwhile(t.Context(), Request{Dir: module(t, fs), Patterns: []string{"./..."}, Options: &factory.Options{}}); ok {
		t.Errorf("%v; want that go vet says what is wrong with the syntax", got)
	}
	if _, ok := worthwhile(t.Context(), Request{Dir: module(t, files()), Patterns: []string{"./nowhere"}, Options: &factory.Options{}}); ok {
		t.Error("a pattern that matches nothing is not left to go vet")
	}
}

func TestAModuleThatTwoCommandsFetchIsToldOnce(t *testing.T) {
	w := new(work)
	w.hear("go: downloading example.com/a v1.0.0\n# example.com/m\nwarning: unused\n  ^\nwarning: unused\n  ^\n", func(string) bool { return true })
	w.hear("go: downloading example.com/b v1.0.0\ngo: downloading example.com/a v1.0.0\nmistake\n", isProgress)
	want := []string{"go: downloading example.com/a v1.0.0", "warning: unused", "  ^", "warning: unused", "  ^", "go: downloading example.com/b v1.0.0"}
	if !slices.Equal(w.said, want) {
		t.Errorf("heard %q, want %q", w.said, want)
	}
}
