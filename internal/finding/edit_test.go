package finding

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWriteFileKeepsModeAndLeavesNothingElse(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "a.go"), filepath.Join(dir, "link.go")
	if err := os.WriteFile(name, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.go", link); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil || string(text) != "new" {
		t.Errorf("%q, %v", text, err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v, want mode 0640", info.Mode(), err)
	}
	if target, err := os.Readlink(link); err != nil || target != "a.go" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v, want the file and the link", entries, err)
	}
}

func TestWriteFileThatFailsChangesNothing(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "full")
	if err := os.Mkdir(name, 0o700); err != nil { // a folder can not be replaced by a file
		t.Fatal(err)
	}
	if err := WriteFile(name, []byte("new")); err == nil {
		t.Error("no error")
	}
	nowhere := filepath.Join(dir, "nowhere")
	want := nowhere + ": cannot create a file in this folder: no such file or directory"
	if err := WriteFile(filepath.Join(nowhere, "a"), nil); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v, want the folder alone", entries, err)
	}
}

func TestFixesThatTouchOneAnotherWait(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(name, []byte("abcdef"), 0o600); err != nil {
		t.Fatal(err)
	}
	fix := func(edits ...Edit) *Finding { return &Finding{Fixes: []Fix{{Edits: edits}}} }
	same := Edit{name, 0, 1, "A"}
	files, fixed, err := Fixed([]*Finding{
		fix(same, Edit{name, 2, 3, "C"}),
		fix(Edit{name, 2, 4, "x"}), // overlaps
		fix(same, Edit{name, 5, 6, "F"}),
		{},
	})
	if err != nil || len(fixed) != 2 || string(files[name]) != "AbCdeF" {
		t.Errorf("%q, %d fixed, %v; want AbCdeF and 2", files[name], len(fixed), err)
	}
	if _, _, err := Fixed([]*Finding{fix(Edit{name, 5, 9, ""})}); err == nil {
		t.Error("an edit behind the end of the file is no error")
	}
}
