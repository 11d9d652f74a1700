package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// fromREADME is a block of the README that begins with the name of its file.
func fromREADME(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?ms)^```yaml\n# " + regexp.QuoteMeta(file) + "\n(.*?)^```$").FindSubmatch(text)
	if m == nil {
		t.Fatalf("the README has no %s", file)
	}
	return string(m[1])
}

// TestWhatIsBuiltIsWhatTheREADMEBuilds compares .custom-gcl.yml with this
// module, which stands for what "golangci-lint custom" builds from it.
func TestWhatIsBuiltIsWhatTheREADMEBuilds(t *testing.T) {
	var custom struct {
		Version string
		Plugins []struct{ Module, Import, Version string }
	}
	if err := yaml.UnmarshalWithOptions([]byte(fromREADME(t, ".custom-gcl.yml")), &custom, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	built, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "github.com/golangci/golangci-lint/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(built)); custom.Version != got {
		t.Errorf("the README builds %s, and this is %s", custom.Version, got)
	}
	if len(custom.Plugins) != 1 {
		t.Fatalf("%+v, want one plugin", custom.Plugins)
	}
	p := custom.Plugins[0]
	program, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(program, []byte("_ \""+p.Import+"\"\n")) || !strings.HasPrefix(p.Import, p.Module+"/") {
		t.Errorf("main.go does not import %s of %s", p.Import, p.Module)
	}
	root, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(root), "module "+p.Module+"\n") {
		t.Errorf("the root module is not %s", p.Module)
	}
}

// project is a module with what the README's configuration names, five findings
// with one message, and two in one line.
func project(t *testing.T) string {
	dir := t.TempDir()
	write(t, dir+"/go.mod", "module example.com/app\n\ngo 1.26\n")
	write(t, dir+"/.golangci.yml", fromREADME(t, ".golangci.yml"))
	write(t, dir+"/auth/auth.go", "package auth\n\ntype Identity struct{ ID string }\n")
	write(t, dir+"/ws/ws.go", "package ws\n\nimport \"example.com/app/auth\"\n\ntype Conn struct{ ID string }\n\nfunc Open(id *auth.Identity) *Conn { return &Conn{id.ID} }\n")
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		write(t, dir+"/"+name+".go", "package app\n\nimport \"example.com/app/ws\"\n\nfunc "+name+"() { _ = ws.Open(nil) }\n")
	}
	write(t, dir+"/line.go", "package app\n\nimport \"example.com/app/ws\"\n\nvar Kept = ws.Open(nil)\n")
	return dir
}

// run is golangci-lint without a flag that its user would not give.
func run(t *testing.T, dir string, args ...string) (out string, status int) {
	t.Helper()
	cmd := exec.Command(golangci, args...)
	cmd.Dir = dir
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

func TestTheConfigurationOfTheREADMEHidesNothing(t *testing.T) {
	dir := project(t)
	if out, status := run(t, dir, "config", "verify"); status != 0 {
		t.Errorf("golangci-lint config verify: %s", out)
	}
	out, status := run(t, dir, "run", "./...")
	// Five calls, and one that is made at import time, for nobody, and is kept.
	if got := strings.Count(out, " (wsinitlint)\n"); status != 1 || got != 8 || strings.Count(out, "line.go:5:") != 3 {
		t.Errorf("status %d, %d findings\n%s\nwant status 1 and 8, 3 of them in line.go", status, got, out)
	}
	if !strings.Contains(out, "\nE.go:5:16: nilcontext: ws.Open makes a manager for no user: the user context is nil (wsinitlint)\n") {
		t.Errorf("%s\nwant the one in E.go", out)
	}
}

func TestSARIF(t *testing.T) {
	dir := project(t)
	out, status := run(t, dir, "run", "--output.sarif.path=out.sarif", "--show-stats=false", "./...")
	text, err := os.ReadFile(dir + "/out.sarif")
	if status != 1 || err != nil {
		t.Fatalf("status %d, %v\n%s", status, err, out)
	}
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID  string
				Message struct{ Text string }
			}
		}
	}
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range log.Runs[0].Results {
		if r.RuleID == "wsinitlint" && strings.Contains(r.Message.Text, ": ") {
			n++
		}
	}
	if n != 8 {
		t.Errorf("%d results, want 8\n%s", n, text)
	}
}

// TestSelfcheckTriesTheGateOfTheREADME finds the program as .custom-gcl.yml
// says.
func TestSelfcheckTriesTheGateOfTheREADME(t *testing.T) {
	dir := project(t)
	link := func(name string) {
		t.Helper()
		if err := os.Symlink(golangci, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	selfcheck := func(want string, status int) {
		t.Helper()
		cmd := exec.Command(tool, "selfcheck")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != status || !bytes.Contains(out, []byte(want)) {
			t.Errorf("%v\n%s\nwant status %d and %s", err, out, status, want)
		}
	}
	link("custom-gcl")
	selfcheck("as it must: "+dir+"/custom-gcl run ", 0)
	write(t, dir+"/.custom-gcl.yml", fromREADME(t, ".custom-gcl.yml")+"name: lint\ndestination: .\n")
	link("lint")
	selfcheck("as it must: "+dir+"/lint run ", 0)
	// A configuration that lets everything pass is found out, and so is one that
	// can not be read.
	config := fromREADME(t, ".golangci.yml")
	write(t, dir+"/.golangci.yml", config+"  new: true\n")
	selfcheck("as it must: "+dir+"/lint run ", 0)
	write(t, dir+"/.golangci.yml", config+"run:\n  issues-exit-code: 0\n")
	selfcheck("exits with 0, so that nothing would stop it", 2)
	write(t, dir+"/.golangci.yml", strings.Replace(config, "enable:\n    - wsinitlint", "disable:\n    - wsinitlint", 1))
	selfcheck("does not find the planted violation", 2)
	write(t, dir+"/.golangci.yml", strings.Replace(config, "factories", "factorys", 1))
	selfcheck("known are factories, usercontexts, defaults, tests and generated", 2)
}

func TestFixesOfOneFileCompileTogether(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/go.mod", "module example.com/app\n\ngo 1.26\n")
	write(t, dir+"/ws/ws.go", "package ws\n\nimport \"context\"\n\ntype WSManager struct{ ctx any }\n\nfunc NewWSManager(ctx context.Context) *WSManager { return &WSManager{ctx} }\n")
	write(t, dir+"/app.go", `package app

import (
	"context"
	"net/http"

	"example.com/app/ws"
)

func Serve(w http.ResponseWriter, r *http.Request) {
	ws.NewWSManager(context.Background())
	ws.NewWSManager(context.TODO())
}
`)
	for _, left := range []int{1, 0} {
		if got := lint(t, dir, "{}", "--fix", "./..."); len(got) != left {
			t.Errorf("%q, want %d left", got, left)
		}
		cmd := exec.Command("go", "build", "./...")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("after --fix: %s", out)
		}
	}
}
