package labelled

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Std is the name of the standard library as a module.
const Std = "std"

// Fetch copies a module out of the module cache, which it is downloaded to if
// it is not there, into a folder below dir, which is used as it is if it
// exists. For the standard library it makes an empty module to work in.
func Fetch(dir, module string) (string, error) {
	to := filepath.Join(dir, strings.NewReplacer("/", "_", "@", "_").Replace(module))
	if _, err := os.Stat(filepath.Join(to, "go.mod")); err == nil {
		return to, nil
	}
	if module == Std {
		if err := os.MkdirAll(to, 0o777); err != nil {
			return "", err
		}
		return to, os.WriteFile(filepath.Join(to, "go.mod"), []byte("module example.com/std\n"), 0o666)
	}
	from, err := download(module)
	if err != nil {
		return "", err
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return "", err
	}
	err = filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error { // the cache is read-only
		if err != nil {
			return err
		}
		return os.Chmod(path, 0o755)
	})
	if err != nil {
		return "", err
	}
	return to, dropLocal(to)
}

// download returns the folder of a module in the module cache.
func download(module string) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	var got struct{ Dir, Error string }
	if json.Unmarshal(out, &got) != nil || got.Dir == "" {
		return "", fmt.Errorf("cannot download %s: %w", module, errors.Join(err, errors.New(got.Error)))
	}
	return got.Dir, nil
}

// dropLocal removes the replacements by folders from a go.mod: the folders are
// not in the module.
func dropLocal(dir string) error {
	out, err := goMod(dir, "edit", "-json")
	if err != nil {
		return err
	}
	var mod struct {
		Replace []struct {
			Old, New struct{ Path, Version string }
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return err
	}
	for _, r := range mod.Replace {
		if r.New.Version != "" {
			continue
		}
		old := r.Old.Path
		if r.Old.Version != "" {
			old += "@" + r.Old.Version
		}
		if _, err := goMod(dir, "edit", "-dropreplace="+old); err != nil {
			return err
		}
	}
	return nil
}

func goMod(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", append([]string{"mod"}, args...)...)
	cmd.Dir = dir
	return cmd.Output()
}
