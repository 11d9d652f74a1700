package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/wsinitlint/wsinitlint/internal/config"
)

// planted is a program with a violation that every pass reports. Its factory is
// one by directive, so that it is one under any configuration.
var planted = map[string]string{
	"go.mod": "module example.com/selfcheck\n\ngo 1.24\n",
	"main.go": `package main

//wsinitlint:usercontext
type UserExecutionContext struct{ UserID string }

type WebSocketManager struct{ user string }

//wsinitlint:factory
func GetWebSocketManager(uc *UserExecutionContext) *WebSocketManager {
	return &WebSocketManager{uc.UserID}
}

var manager = GetWebSocketManager(nil)

func main() { println(manager.user) }
`,
}

// ours is how the passes say what they find there. It is compiled here only:
// go vet starts this program once for each package.
var ours = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`GetWebSocketManager.*( at import time,| makes a manager for no user)|manager.* keeps a manager beyond its request`)
})

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
	at, err := os.Getwd()
	if err != nil {
		return err
	}
	if name, ok := config.Find(at); ok {
		if err := copyTo(dir, name); err != nil {
			return err
		}
	}
	gates := [][]string{{self, "./..."}, {"go", "vet", "-vettool=" + self, "./..."}}
	golangci, err := c.golangciGate(at, dir)
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
	case !ours().Match(out):
		return fmt.Errorf("%s does not find the planted violation; it printed\n%s", strings.Join(gate, " "), out)
	case err == nil:
		return fmt.Errorf("%s finds the planted violation and exits with 0, so that nothing would stop it", strings.Join(gate, " "))
	}
	return nil
}

// golangciGate is the command of golangci-lint, where the folder at or one above
// it configures one with wsinitlint; nil where none does. The configuration is
// copied beside the planted program.
func (c *command) golangciGate(at, dir string) ([]string, error) {
	for {
		for _, name := range []string{".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"} {
			name = filepath.Join(at, name)
			text, err := os.ReadFile(name)
			if err != nil {
				continue
			}
			if !bytes.Contains(text, []byte("wsinitlint")) {
				fmt.Fprintf(c.stdout, "not checked, since it does not name wsinitlint: %s\n", name)
				return nil, nil
			}
			// Here, nothing is older than the planted program.
			return []string{golangciBinary(at), "run", "--new=false", "--new-from-rev=", "--new-from-merge-base=", "--new-from-patch=", "./..."}, copyTo(dir, name)
		}
		up := filepath.Dir(at)
		if up == at {
			return nil, nil
		}
		at = up
	}
}

// golangciBinary is what "golangci-lint custom" built as .custom-gcl.yml in dir
// says, else what is installed.
func golangciBinary(dir string) string {
	custom := struct{ Name, Destination string }{Name: "custom-gcl", Destination: "."}
	for _, name := range []string{".custom-gcl.yml", ".custom-gcl.yaml"} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			if err := yaml.Unmarshal(text, &custom); err != nil {
				continue // golangci-lint says what is wrong with it
			}
		}
	}
	program := filepath.Join(custom.Destination, custom.Name)
	if !filepath.IsAbs(program) {
		program = filepath.Join(dir, program)
	}
	if info, err := os.Stat(program); err == nil && info.Mode().IsRegular() {
		return program
	}
	return "golangci-lint"
}

func copyTo(dir, name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o600)
}
