package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// planted is a program with a violation that no configuration is needed for.
var planted = map[string]string{
	"go.mod": "module example.com/selfcheck\n\ngo 1.24\n",
	"main.go": `package main

type UserExecutionContext struct{ UserID string }

type WebSocketManager struct{ user string }

func GetWebSocketManager(uc *UserExecutionContext) *WebSocketManager {
	return &WebSocketManager{uc.UserID}
}

var manager = GetWebSocketManager(nil)

func main() { println(manager.user) }
`,
}

// selfcheck plants a violation and proves that the gates fail on it.
func (c *command) selfcheck(args []string) int {
	if len(args) > 0 {
		fmt.Fprintln(c.stderr, "usage: wsinitlint selfcheck")
		return exitFailure
	}
	if err := c.provesGates(); err != nil {
		fmt.Fprintln(c.stderr, "wsinitlint: selfcheck:", err)
		return exitFailure
	}
	return exitClean
}

func (c *command) provesGates() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "wsinitlint-selfcheck")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, text := range planted {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	gates := [][]string{{self, "./..."}, {"go", "vet", "-vettool=" + self, "./..."}}
	golangci, err := golangciGate(dir)
	if err != nil {
		return err
	}
	if golangci != nil {
		gates = append(gates, golangci)
	}
	for _, gate := range gates {
		if err := fails(dir, gate); err != nil {
			return err
		}
		fmt.Fprintf(c.stdout, "fails on a planted violation, as it must: %s\n", strings.Join(gate, " "))
	}
	return nil
}

// fails runs a gate on the planted violation and returns an error where it
// does not find it or exits with 0.
func fails(dir string, gate []string) error {
	cmd := exec.Command(gate[0], gate[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		return fmt.Errorf("cannot run %s: %w", gate[0], err)
	case !bytes.Contains(out, []byte("variable manager calls main.GetWebSocketManager")) && !bytes.Contains(out, []byte("variable manager calls selfcheck.GetWebSocketManager")):
		return fmt.Errorf("%s does not find the planted violation; it printed\n%s", strings.Join(gate, " "), out)
	case err == nil:
		return fmt.Errorf("%s finds the planted violation and exits with 0, so that nothing would stop it", strings.Join(gate, " "))
	}
	return nil
}

// golangciGate is the command of golangci-lint, where the current folder or
// one above it configures it; nil where none does. The configuration is copied
// beside the planted program.
func golangciGate(dir string) ([]string, error) {
	at, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		for _, name := range []string{".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"} {
			text, err := os.ReadFile(filepath.Join(at, name))
			if err != nil {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
				return nil, err
			}
			return []string{golangciBinary(at), "run", "./..."}, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return nil, nil
		}
		at = up
	}
}

// golangciBinary is what "golangci-lint custom" built in dir, else what is
// installed.
func golangciBinary(dir string) string {
	for _, name := range []string{"custom-gcl", filepath.Join("bin", "custom-gcl")} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			return filepath.Join(dir, name)
		}
	}
	return "golangci-lint"
}
