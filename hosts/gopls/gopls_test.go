// Package gopls_test drives a gopls that "wsinitlint gopls build" built, over
// its protocol, as an editor would.
package gopls_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The built gopls, one with other settings, and the command that built them.
var program, other, tool string

// factories are what it was built with.
const factories = "example.com/b.Open,golang.org/x/mod/modfile.Parse*,golang.org/x/mod/sumdb/note.New*,golang.org/x/mod/internal/lazyregexp.New"

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "gopls")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	program, other, tool = filepath.Join(dir, "gopls"), filepath.Join(dir, "other"), filepath.Join(dir, "wsinitlint")
	os.Setenv("GOPLSCACHE", filepath.Join(dir, "cache")) // what another gopls found is not asked
	settings := filepath.Join(dir, "settings.yaml")
	if err := os.WriteFile(settings, []byte("defaults: false\nfactories: [example.com/b.Open]\nusercontexts: [example.com/a/ws.UserContext]\npasses: {singleton: false}\n"), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, c := range [][]string{
		{"go", "build", "-o", tool, "./cmd/wsinitlint"},
		{tool, "gopls", "build", "-source=.", "-factory=" + factories, "-o", program},
		{tool, "gopls", "build", "-source=.", "-config=" + settings, "-o", other},
	} {
		cmd := exec.Command(c[0], c[1:]...)
		cmd.Dir = "../.."
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%q: %v\n%s", c, err, out)
			os.Exit(1)
		}
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

const (
	wsText = `package ws

type UserContext struct{ ID string }

type WebSocketManager struct{ user string }

func GetWebSocketManager(uc *UserContext) *WebSocketManager { return &WebSocketManager{uc.ID} }
`
	aText = `package a

import "example.com/a/ws"

func Make(uc *ws.UserContext) *ws.WebSocketManager { return ws.GetWebSocketManager(uc) }
`
	bText = `package b

import (
	"example.com/a"
	"example.com/a/ws"
)

type Door struct{}

func Open(uc *ws.UserContext) *Door { return &Door{} }

func legacy() { a.Make(nil) }

func fixable(uc *ws.UserContext) { Open(nil) }
`
)

func workspace(t *testing.T) string {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.work":    "go 1.26\n\nuse (\n\t./a\n\t./b\n)\n",
		"a/go.mod":   "module example.com/a\n\ngo 1.26\n",
		"b/go.mod":   "module example.com/b\n\ngo 1.26\n",
		"a/ws/ws.go": wsText,
		"a/a.go":     aText,
		"b/b.go":     bText,
	} {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func (c *client) open(uri, text string) {
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "go", "version": 1, "text": text}})
}

func (c *client) change(uri string, version int, text string) {
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

func TestDiagnosticsInTheEditor(t *testing.T) {
	dir := workspace(t)
	a, b := "file://"+dir+"/a/a.go", "file://"+dir+"/b/b.go"
	c := start(t, program, dir)
	c.open(b, bText)

	// Facts cross modules; code, link and related places are there, and the
	// factory that was configured when it was built.
	ds := c.until(b, func(ds []diagnostic) bool { return len(ds) == 2 })
	first, second := ds[0], ds[1]
	if first.Range.Start.Line > second.Range.Start.Line {
		first, second = second, first
	}
	const want = "ws.GetWebSocketManager makes a manager for no user: the user context is nil: a.Make → ws.GetWebSocketManager"
	if first.Message != want || first.Range.Start.Line != 11 || first.Range.Start.Character != 16 || first.Code != "nil" {
		t.Errorf("%+v\nwant %s at 11:16 with code nil", first, want)
	}
	if !strings.HasPrefix(first.CodeDescription.Href, "https://pkg.go.dev/github.com/wsinitlint/wsinitlint/passes/nilcontext") {
		t.Errorf("the documentation is at %q", first.CodeDescription.Href)
	}
	if want := "Open makes a manager for no user: the user context is nil"; !strings.HasSuffix(second.Message, want) || second.Range.Start.Line != 13 {
		t.Errorf("%+v\nwant %s in line 13", second, want)
	}

	// An edit that is not saved, in the other package's buffer.
	c.open(a, aText)
	edited := time.Now()
	c.change(a, 2, strings.Replace(aText, "return", "if uc == nil { return nil }; return", 1))
	c.until(b, func(ds []diagnostic) bool { return len(ds) == 1 })
	t.Logf("diagnostics of b are new %v after an edit of a", time.Since(edited))

	// The quick fix, and an edit in its own buffer.
	var actions []struct {
		Title string
		Edit  struct {
			DocumentChanges []struct {
				Edits []struct{ NewText string }
			}
			Changes map[string][]struct{ NewText string }
		}
	}
	c.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": b}, "range": second.Range,
		"context": map[string]any{"only": []string{"quickfix"}, "diagnostics": []any{map[string]any{
			"range": second.Range, "message": second.Message, "source": second.Source, "code": second.Code,
		}}},
	}, &actions)
	found := false
	for _, x := range actions {
		for _, d := range x.Edit.DocumentChanges {
			found = found || x.Title == "pass uc" && len(d.Edits) == 1 && d.Edits[0].NewText == "uc"
		}
		for _, es := range x.Edit.Changes {
			found = found || x.Title == "pass uc" && len(es) == 1 && es[0].NewText == "uc"
		}
	}
	if !found {
		t.Errorf("%+v\nwant a fix that passes uc", actions)
	}
	c.change(b, 2, strings.Replace(bText, "Open(nil)", "Open(uc)", 1))
	c.until(b, func(ds []diagnostic) bool { return len(ds) == 0 })
}

func TestRelatedPlaces(t *testing.T) {
	dir := workspace(t)
	b := "file://" + dir + "/b/b.go"
	text := strings.Replace(bText, "func legacy() { a.Make(nil) }", "func wrap(uc *ws.UserContext) { a.Make(uc) }\n\nfunc legacy() { wrap(nil) }", 1)
	if err := os.WriteFile(dir+"/b/b.go", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := start(t, program, dir)
	c.open(b, text)
	ds := c.until(b, func(ds []diagnostic) bool { return len(ds) == 2 })
	related := 0
	for _, d := range ds {
		related += len(d.Related)
	}
	if related != 1 {
		t.Errorf("%+v\nwant one related place", ds)
	}
}

// TestOtherSettingsAreNotAnsweredFromTheCache asks two programs that were built
// with different settings and share a cache.
func TestOtherSettingsAreNotAnsweredFromTheCache(t *testing.T) {
	dir := workspace(t)
	text := bText + "\nvar Kept = Open(nil)\n"
	if err := os.WriteFile(dir+"/b/b.go", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		program string
		want    []string
	}{
		{program, []string{"11:nilcontext", "13:nilcontext", "15:importtime", "15:nilcontext", "15:singleton"}},
		{other, []string{"13:nilcontext", "15:importtime", "15:nilcontext"}},
		{program, []string{"11:nilcontext", "13:nilcontext", "15:importtime", "15:nilcontext", "15:singleton"}},
	} {
		got := pull(t, c.program, dir)
		for i, f := range got {
			parts := strings.SplitN(f, ":", 4)
			got[i] = parts[1] + ":" + parts[3][:strings.IndexByte(parts[3], ':')]
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", filepath.Base(c.program), got, c.want)
		}
	}
}

func TestAGoplsThatThisGoCanNotBuildIsNamed(t *testing.T) {
	for _, c := range []struct{ version, want string }{
		{"v0.0.1-none", "cannot fetch gopls v0.0.1-none"},
		{"v0.24.0", "gopls v0.24.0 needs go1.27.0, and this is "},
		{"v0.21.1", "gopls v0.21.1 needs golang.org/x/tools v0.39.1-0.20260109155911-b69ac100ecb7, and the analyzers need v0.44.0 or newer: use a newer gopls"},
	} {
		cmd := exec.Command(tool, "gopls", "build", "-source=.", "-gopls="+c.version, "-o", filepath.Join(t.TempDir(), "gopls"))
		cmd.Dir = "../.."
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 2 || !bytes.Contains(out, []byte(c.want)) {
			t.Errorf("%v\n%s\nwant status 2 and %s", err, out, c.want)
		}
	}
}
