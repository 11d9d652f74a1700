package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// defective builds the command with an engine that panics in packages called
// broken.
func defective(t *testing.T) string {
	t.Helper()
	source, err := filepath.Abs("../../internal/summary/pass.go")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	const before = "\tfacts := make(map[string]*Fact)\n"
	changed := strings.Replace(string(text), before, "\tif pass.Pkg.Name() == \"broken\" {\n\t\tpanic(\"out of order\")\n\t}\n"+before, 1)
	if changed == string(text) {
		t.Fatalf("%s has no line %q", source, before)
	}
	dir := t.TempDir()
	to := filepath.Join(dir, "pass.go")
	if err := os.WriteFile(to, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if text, err = json.Marshal(map[string]any{"Replace": map[string]string{source: to}}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, text, 0o644); err != nil {
		t.Fatal(err)
	}
	tool := filepath.Join(dir, "wsinitlint")
	if out, err := exec.Command("go", "build", "-overlay="+overlay, "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return tool
}

// The package that cannot be analysed is named, with what to do; those that import
// it, and the others, have their findings.
func TestOtherPackagesGoOnAfterADefect(t *testing.T) {
	tool := defective(t)
	dir := writeModule(t, map[string]string{
		"go.mod":           "module example.com/defect\n\ngo 1.26\n",
		"ws/ws.go":         "package ws\n\ntype UserContext struct{}\n\ntype WSManager struct{ uc *UserContext }\n\nfunc GetWSManager(uc *UserContext) *WSManager { return &WSManager{uc} }\n",
		"broken/broken.go": "package broken\n\nimport \"example.com/defect/ws\"\n\nvar M = ws.GetWSManager(nil)\n",
		"above/above.go":   "package above\n\nimport (\n\t\"example.com/defect/broken\"\n\t\"example.com/defect/ws\"\n)\n\nvar _ = broken.M\n\nfunc open() *ws.WSManager { return ws.GetWSManager(nil) }\n",
		"beside/beside.go": "package beside\n\nimport \"example.com/defect/ws\"\n\nfunc open() *ws.WSManager { return ws.GetWSManager(nil) }\n",
	})
	const defect = "package example.com/defect/broken could not be analysed, which is a defect of wsinitlint: please report it at https://github.com/wsinitlint/wsinitlint/issues with this line: out of order"
	stdout, stderr, status := execute(t, dir, tool, "./...")
	if status != 2 || strings.Count(stderr, defect) != 1 {
		t.Errorf("status %d, said\n%s", status, stderr)
	}
	for _, want := range []string{"above/above.go:10:36: ws.GetWSManager makes a manager for no user: the user context is nil [nil]\n", "beside/beside.go:5:36: ws.GetWSManager makes a manager for no user: the user context is nil [nil]\n", "2 findings: nilcontext 2\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("without %q:\n%s", want, stdout)
		}
	}
	_, stderr, status = execute(t, dir, "go", "vet", "-vettool="+tool, "./...")
	if status == 0 || !strings.Contains(stderr, defect) || strings.Count(stderr, "makes a manager for no user") != 2 {
		t.Errorf("go vet: status %d, said\n%s", status, stderr)
	}
}
