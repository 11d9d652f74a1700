package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xeipuuv/gojsonschema"

	"github.com/wsinitlint/wsinitlint/internal/report"
)

var sarifSchema string // the official one of SARIF 2.1.0

// TestCommandLine runs the scripts, each a module and what its user types.
func TestCommandLine(t *testing.T) {
	bin := filepath.Dir(tool)
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	var env []string
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN"} {
		value, errs, status := execute(t, ".", "go", "env", name)
		if status != 0 {
			t.Fatal(errs)
		}
		env = append(env, name+"="+strings.TrimSpace(value))
	}
	text, err := os.ReadFile("../../internal/report/testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	sarifSchema = string(text)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Setenv("PATH", bin+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Setenv("HOME", home)
			e.Setenv("TOOL", tool)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"valid":  valid,
			"status": status,
		},
	})
}

// valid checks a file against a schema: valid out.sarif sarif, for the official
// one of SARIF 2.1.0, or valid out.json findings, for ours.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	schema := map[string]string{"sarif": sarifSchema, "findings": report.Schema}[args[1]]
	res, err := gojsonschema.Validate(gojsonschema.NewStringLoader(schema), gojsonschema.NewStringLoader(ts.ReadFile(args[0])))
	ts.Check(err)
	if res.Valid() == neg {
		ts.Fatalf("%v", res.Errors())
	}
}

// status runs wsinitlint and checks its exit status: status 1 -fix ./...
func status(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("wsinitlint", args[1:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// TestTheCommandLineFindsWhatGoVetFinds compares both in every module of
// testdata.
func TestTheCommandLineFindsWhatGoVetFinds(t *testing.T) {
	mods, err := filepath.Glob("../../testdata/*/go.mod")
	if err != nil || len(mods) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	for _, mod := range append(mods, before+"/go.mod", after+"/go.mod") {
		dir := filepath.Dir(mod)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			out, errs, code := execute(t, dir, tool, "-format=json", "./...")
			if code == 2 {
				t.Fatal(errs)
			}
			var report struct {
				Findings []struct {
					Analyzer, Code, Message, File string
					Line, Column                  int
				}
			}
			if err := json.Unmarshal([]byte(out), &report); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range report.Findings {
				abs, err := filepath.Abs(filepath.Join(dir, f.File))
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, strings.Join([]string{f.Analyzer, abs, itoa(f.Line), itoa(f.Column), f.Message}, ":"))
			}
			want := vetFindings(t, dir)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%d findings, go vet has %d\n%s\nwant\n%s", len(got), len(want), strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func itoa(n int) string {
	b, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// vetFindings are those of go vet, each once, sorted.
func vetFindings(t *testing.T, dir string) []string {
	out, errs, code := execute(t, dir, "go", "vet", "-json", "-vettool="+tool, "./...")
	if code != 0 {
		t.Fatal(errs)
	}
	var all []string
	for d := json.NewDecoder(bytes.NewReader([]byte(out))); d.More(); {
		var tree map[string]map[string][]struct{ Posn, Message string }
		if err := d.Decode(&tree); err != nil {
			t.Fatal(err)
		}
		for _, byAnalyzer := range tree {
			for analyzer, found := range byAnalyzer {
				for _, f := range found {
					all = append(all, analyzer+":"+f.Posn+":"+f.Message)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
