//go:build linux || darwin

package finding

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
)

// old makes a file in a new folder that anybody may look into.
func old(t *testing.T) (dir, name string) {
	t.Helper()
	dir = t.TempDir()
	name = filepath.Join(dir, "a.go")
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.WriteFile(name, []byte("old"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir, name
}

// unchanged checks that the file is as it was, and alone.
func unchanged(t *testing.T, dir, name string) {
	t.Helper()
	if text, err := os.ReadFile(name); err != nil || string(text) != "old" {
		t.Errorf("the file has %q, %v; want what it had", text, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v; want the file alone", entries, err)
	}
}

// A disk that is full in the middle of a file looks like a limit for the size of
// files.
func TestAWriteThatFailsHalfwayLeavesTheFileAsItWas(t *testing.T) {
	dir, name := old(t)
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 10, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(name, []byte("new, and longer than what fits"))
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, syscall.EFBIG) {
		t.Errorf("error %v, want that the file is too large", err)
	}
	unchanged(t, dir, name)
}

func TestAFolderThatCannotBeWrittenToIsNamed(t *testing.T) {
	dir, name := old(t)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	root := os.Geteuid() == 0 // who may write to any folder
	if root {
		if err := syscall.Setreuid(-1, 65534); err != nil {
			t.Fatal(err)
		}
	}
	err := WriteFile(name, []byte("new"))
	if root {
		if err := syscall.Setreuid(-1, 0); err != nil {
			t.Fatal(err)
		}
	}
	if want := dir + ": cannot create a file in this folder: permission denied"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	unchanged(t, dir, name)
}
