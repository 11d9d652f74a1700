// Package vettool builds the vettool for the programs and tests that measure
// it.
package vettool

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Build builds the command in dir and returns its path. The current folder must
// be in this module; the error has what go build says.
func Build(dir string) (string, error) {
	tool := filepath.Join(dir, "wsinitlint") // its name: tests find it in PATH
	if runtime.GOOS == "windows" {
		tool += ".exe" // without which nothing runs there
	}
	out, err := exec.Command("go", "build", "-o", tool, "github.com/wsinitlint/wsinitlint/cmd/wsinitlint").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return tool, nil
}
