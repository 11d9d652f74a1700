package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/itchyny/gojq"
)

var fenced = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")

// blocks are the README's code blocks in a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
		if m[1] == language {
			found = append(found, m[2])
		}
	}
	return found
}

// named is the YAML block that begins with the name of its file.
func named(t *testing.T, file string) string {
	t.Helper()
	for _, b := range blocks(t, "yaml") {
		if strings.HasPrefix(b, "# "+file+"\n") {
			return b
		}
	}
	t.Fatalf("the README has no %s", file)
	return ""
}

func TestTheFindingInTheREADMEIsReal(t *testing.T) {
	out, errs, status := execute(t, "../../testdata/incident/before", tool, "./...")
	if status != 1 {
		t.Fatalf("status %d\n%s", status, errs)
	}
	if finding := blocks(t, "")[0]; !strings.HasPrefix(out, finding) {
		t.Errorf("the README shows\n%s\nbut the incident's findings are\n%s", finding, out)
	}
}

func TestTheGatesInTheREADMEFailOnFindings(t *testing.T) {
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct{ Run string }
		}
	}
	if err := yaml.Unmarshal([]byte(named(t, ".github/workflows/wsinitlint.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, s := range workflow.Jobs["wsinitlint"].Steps {
		if strings.HasPrefix(s.Run, "wsinitlint ") {
			commands = append(commands, s.Run)
		}
	}
	for _, b := range blocks(t, "sh") {
		if strings.HasPrefix(b, "go vet ") {
			commands = append(commands, strings.TrimSpace(b))
		}
	}
	var hooks []struct{ ID, Entry string }
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	for _, h := range hooks {
		if !strings.Contains(named(t, ".pre-commit-config.yaml"), "- id: "+h.ID+"\n") {
			t.Errorf("the README does not use hook %s", h.ID)
		}
		commands = append(commands, h.Entry)
	}
	if len(commands) != 3 {
		t.Errorf("gates: %q, want 3", commands)
	}
	t.Setenv("PATH", filepath.Dir(tool)+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, c := range commands {
		for dir, want := range map[string]bool{"before": true, "after": false} {
			out, errs, status := execute(t, "../../testdata/incident/"+dir, "sh", "-c", c)
			if (status != 0) != want {
				t.Errorf("%s in %s: status %d\n%s%s", c, dir, status, out, errs)
			}
		}
	}
}

func TestTheCodeScanningStepsOfTheREADME(t *testing.T) {
	var steps []struct {
		Run  string
		If   string
		With map[string]string
	}
	if err := yaml.Unmarshal([]byte(named(t, "code scanning")), &steps); err != nil {
		t.Fatal(err)
	}
	if len(steps) != 2 || steps[1].If != "always()" {
		t.Fatalf("%+v, want a command, and an upload that its failure does not prevent", steps)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/incident")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(tool)+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("GITHUB_WORKSPACE", dir)
	_, errs, status := execute(t, filepath.Join(dir, "before"), "sh", "-c", steps[0].Run)
	text, err := os.ReadFile(filepath.Join(dir, "before", steps[1].With["sarif_file"]))
	if status != 1 || err != nil {
		t.Fatalf("status %d, %v\n%s", status, err, errs)
	}
	if !strings.Contains(string(text), `"uri": "before/startup/startup.go"`) {
		t.Errorf("%s\nwant paths of the checkout", text)
	}
}

func TestTheGitLabReportOfTheREADME(t *testing.T) {
	var program string
	for _, b := range blocks(t, "sh") {
		if _, rest, ok := strings.Cut(b, "| jq '"); ok {
			program, _, _ = strings.Cut(rest, "'")
		}
	}
	query, err := gojq.Parse(program)
	if err != nil {
		t.Fatalf("%q: %v", program, err)
	}
	out, _, _ := execute(t, "../../testdata/incident/before", tool, "-format=json", "./...")
	var input any
	if err := json.Unmarshal([]byte(out), &input); err != nil {
		t.Fatal(err)
	}
	got, _ := query.Run(input).Next()
	issues, ok := got.([]any)
	if !ok || len(issues) != 6 {
		t.Fatalf("%v, want six issues", got)
	}
	for _, i := range issues {
		issue := i.(map[string]any)
		location := issue["location"].(map[string]any)
		line, _ := location["lines"].(map[string]any)["begin"].(float64)
		if issue["description"] == "" || issue["check_name"] == "" || issue["fingerprint"] == "" || location["path"] == "" || line == 0 {
			t.Errorf("an issue lacks something: %v", issue)
		}
	}
}

func TestTheConfigurationOfTheREADME(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                    "module example.com/app\n\ngo 1.25\n",
		".wsinitlint.yaml":          named(t, ".wsinitlint.yaml"),
		"auth/auth.go":              "package auth\n\ntype Identity struct{ ID string }\n",
		"ws/ws.go":                  "package ws\n\nimport \"example.com/app/auth\"\n\ntype Conn struct{}\n\nfunc Open(id *auth.Identity) *Conn { return nil }\n",
		"internal/legacy/legacy.go": "package legacy\n\nimport \"example.com/app/ws\"\n\nfunc F() { ws.Open(nil) }\n",
		"main.go":                   "package main\n\nimport \"example.com/app/ws\"\n\nfunc main() { ws.Open(nil) }\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, errs, status := execute(t, dir, tool, "./...")
	want := "main.go:5:15: ws.Open makes a manager for no user: the user context is nil\n"
	if got := findingLines(out); status != 1 || got != want || errs != "" {
		t.Errorf("status %d, findings\n%s%s\nwant\n%s", status, got, errs, want)
	}
}
