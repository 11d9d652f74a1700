package main_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
)

// A unit is what go vet has the tool do with one package.
type unit map[string]any

// unitOf has go vet analyse a module in dir, and returns what it had the tool do
// with a package, to be done again.
func unitOf(t *testing.T, dir, path string) unit {
	t.Helper()
	// With a name that no run had before, nothing is answered from the cache.
	_, errs, _ := execute(t, dir, "go", "vet", "-work", "-vettool="+tool, fmt.Sprintf("-factory=example.com/unit%d.New", time.Now().UnixNano()), "./...")
	m := regexp.MustCompile(`(?m)^WORK=(.*)$`).FindStringSubmatch(errs)
	if m == nil {
		t.Fatal(errs)
	}
	t.Cleanup(func() { os.RemoveAll(m[1]) })
	configs, err := filepath.Glob(filepath.Join(m[1], "b*", "vet.cfg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range configs {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var u unit
		if err := json.Unmarshal(text, &u); err != nil {
			t.Fatal(err)
		}
		if u["ImportPath"] == path {
			u["VetxOutput"] = filepath.Join(t.TempDir(), "vet.out")
			return u
		}
	}
	t.Fatalf("go vet has not analysed %s\n%s", path, errs)
	return nil
}

// run has the tool do its work, and returns what it said and how it ended.
func (u unit) run(t *testing.T) (said string, state *os.ProcessState) {
	t.Helper()
	text, err := json.Marshal(u)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "vet.cfg")
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool, name)
	cmd.Dir = u["Dir"].(string)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState
}

// foreignFact is a fact of another tool.
type foreignFact struct{ Depth int }

func (*foreignFact) AFact() {}

// Whoever mixes the output of tools gets an error that names the package whose
// facts are not ours, and no facts.
func TestFactsThatAreNotOursAreAnError(t *testing.T) {
	dir := writeModule(t, map[string]string{
		"go.mod":       "module example.com/mixed\n\ngo 1.25\n",
		"ws/ws.go":     "package ws\n\ntype WSManager struct{}\n\nfunc GetWSManager() *WSManager { return &WSManager{} }\n",
		"app/app.go":   "package app\n\nimport \"example.com/mixed/ws\"\n\nvar manager = ws.GetWSManager()\n",
		"app/other.go": "package app\n",
	})
	const ws = "example.com/mixed/ws"
	u := unitOf(t, dir, "example.com/mixed/app")
	vetx := u["PackageVetx"].(map[string]any)
	ours, err := os.ReadFile(vetx[ws].(string))
	if err != nil {
		t.Fatal(err)
	}
	if said, state := u.run(t); state.ExitCode() == 0 || !strings.Contains(said, "variable manager calls ws.GetWSManager at import time") {
		t.Fatalf("with our own: %v\n%s", state, said)
	}
	gob.RegisterName("*other.Fact", new(foreignFact))
	var foreign bytes.Buffer
	if err := gob.NewEncoder(&foreign).Encode([]struct {
		PkgPath, Object string
		Fact            analysis.Fact
	}{{ws, "", &foreignFact{1}}}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"no facts at all":        []byte("these are no facts\n"),
		"of another tool":        foreign.Bytes(),
		"cut off in the middle":  ours[:len(ours)/2],
		"with bytes that differ": bytes.ReplaceAll(ours, []byte{0}, []byte{0xff}),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "vetx")
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			vetx[ws] = file
			u["VetxOutput"] = filepath.Join(t.TempDir(), "vet.out")
			said, state := u.run(t)
			if state.ExitCode() != 1 || !strings.Contains(said, ws) || strings.Contains(said, "goroutine ") {
				t.Errorf("%v\n%s\nwant status 1 and an error that names %s", state, said, ws)
			}
			if _, err := os.Stat(u["VetxOutput"].(string)); !os.IsNotExist(err) {
				t.Errorf("there are facts: %v", err)
			}
		})
	}
}

func TestAFileThatIsGoneWhenItsPackageIsAnalysedIsNamed(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.com/gone\n\ngo 1.25\n", "a.go": "package gone\n", "b.go": "package gone\n"})
	u := unitOf(t, dir, "example.com/gone")
	if err := os.Remove(filepath.Join(dir, "b.go")); err != nil {
		t.Fatal(err)
	}
	if said, state := u.run(t); state.ExitCode() != 1 || !strings.Contains(said, "b.go") || strings.Contains(said, "goroutine ") {
		t.Errorf("%v\n%s\nwant status 1 and an error that names b.go", state, said)
	}
}

// What a full disk takes of the facts of a package is not taken for facts: the
// tool fails, and go vet keeps nothing of it. Facts of the standard library are
// written another way.
func TestFactsThatDoNotFitOnTheDiskAreAnError(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.com/full\n\ngo 1.25\n", "a.go": "package full\n\nimport _ \"strings\"\n"})
	for _, path := range []string{"example.com/full", "strings"} {
		u := unitOf(t, dir, path)
		u["VetxOutput"] = "/dev/full"
		if said, state := u.run(t); state.ExitCode() != 1 || !strings.Contains(said, "no space left on device") || strings.Contains(said, "goroutine ") {
			t.Errorf("%s: %v\n%s\nwant status 1 and that no space is left", path, state, said)
		}
	}
}

// enough is the memory that the tool may take for one package, in MB.
const enough = 700

func TestHugePackagesAreAnalysedInBoundedMemory(t *testing.T) {
	// Linux counts what this process has taken as the child's, until that has
	// replaced the program: the tests before this one have taken much.
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // elsewhere it is not needed
	for name, text := range map[string]string{
		"100,000 lines": largeModule + strings.Repeat("\n", 8) + many(16_700, "func f%d(b bool) int {\n\tif b {\n\t\treturn %[1]d\n\t}\n\treturn 0\n}\n"),
		"10,000 inits":  largeModule + many(10_000, "func init() { idle(%d) }\n") + "func idle(int) {}\n",
		"a large body":  largeModule + large("Whole", 8000),
		"in two":        largeModule + large("One", 4000) + large("Two", 4000),
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeModule(t, map[string]string{"go.mod": "module example.com/huge\n\ngo 1.25\n", "large.go": text})
			said, state := unitOf(t, dir, "example.com/huge").run(t)
			if !strings.Contains(said, "variable manager calls huge.GetWSManager") && !strings.Contains(said, "variable manager calls large.GetWSManager") {
				t.Errorf("%v, and what was to be found is lost\n%.1000s", state, said)
			}
			usage, ok := state.SysUsage().(*syscall.Rusage)
			if mb := usage.Maxrss >> 10; !ok || mb > enough {
				t.Errorf("it took %d MB, more than %d", mb, enough)
			}
		})
	}
}

// many is a format with the numbers up to n.
func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}
