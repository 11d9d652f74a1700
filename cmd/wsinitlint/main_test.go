package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wsinitlint/wsinitlint/internal/vettool"
)

var tool string // the built command

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "wsinitlint")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if tool, err = vettool.Build(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// execute runs a command in dir and returns what it printed and its status.
func execute(t *testing.T, dir, name string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

const (
	before = "../../testdata/incident/before"
	after  = "../../testdata/incident/after"
)

const beforeFindings = `startup/startup.go:12:14: init reaches websocketcore.GetWebSocketManager at import time, when there is no user context: validate → canMakeManager → websocketcore.GetWebSocketManager [init-call]
    	validated = validate()
    	            ^^^^^^^^^^
    then calls canMakeManager (startup/startup.go:19:12)
    then calls websocketcore.GetWebSocketManager (startup/startup.go:28:12)
startup/startup.go:28:12: websocketcore.GetWebSocketManager makes a manager for no user: the user context is nil [nil]
    	_, err := websocketcore.GetWebSocketManager(nil)
    	          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
unifiedinit/unifiedinit.go:20:5: package variable pool (*unifiedinit.WebSocketEmitterPool) keeps a manager beyond its request, and serves it to every user: made by websocketcore.GetWebSocketManager [global]
    var pool = NewWebSocketEmitterPool(websocketcore.GetWebSocketManager(nil))
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
unifiedinit/unifiedinit.go:20:36: variable pool calls websocketcore.GetWebSocketManager at import time, when there is no user context [var-call]
    var pool = NewWebSocketEmitterPool(websocketcore.GetWebSocketManager(nil))
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
unifiedinit/unifiedinit.go:20:36: websocketcore.GetWebSocketManager makes a manager for no user: the user context is nil [nil]
    var pool = NewWebSocketEmitterPool(websocketcore.GetWebSocketManager(nil))
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
unifiedinit/unifiedinit.go:28:9: websocketcore.GetWebSocketManager (call 2) makes a manager for no user: the user context is nil [nil]
    	return websocketcore.GetWebSocketManager(nil)
    	       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
6 findings: importtime 2, nilcontext 3, singleton 1
`

func TestIncidentBeforeIsReported(t *testing.T) {
	out, errs, status := execute(t, before, tool, "./...")
	if status != 1 || out != beforeFindings {
		t.Errorf("status %d\n%s\n%s\nwant status 1 and\n%s", status, out, errs, beforeFindings)
	}
}

func TestIncidentAfterIsSilent(t *testing.T) {
	out, errs, status := execute(t, after, tool, "./...")
	if status != 0 || out+errs != "" {
		t.Errorf("status %d\n%s%s\nwant silence", status, out, errs)
	}
}

func TestIncidentBeforeFailsWhenStarted(t *testing.T) {
	_, errs, status := execute(t, before, "go", "run", ".")
	const want = "WebSocket manager creation requires valid UserExecutionContext. Import-time initialization is prohibited. Use request-scoped factory pattern instead."
	if status == 0 || !strings.Contains(errs, want) {
		t.Errorf("status %d, printed\n%s\nwant a failure that says %q", status, errs, want)
	}
}

func TestIncidentAfterServesEachUserTheirOwnEvents(t *testing.T) {
	if out, errs, status := execute(t, after, "go", "test", "./..."); status != 0 {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
}

// Under Go 1.26 a tool that is linked against x/tools v0.37 or older prints
// its findings and exits with 0: a gate that is silently open.
func TestGoVetFailsOnFindings(t *testing.T) {
	_, errs, status := execute(t, before, "go", "vet", "-vettool="+tool, "-factory=example.com/gate.New", "./...")
	if status == 0 || !strings.Contains(errs, "variable pool calls websocketcore.GetWebSocketManager") {
		t.Errorf("status %d\n%s\nwant a failure with the finding", status, errs)
	}
}

func TestFlagsReachTheAnalysis(t *testing.T) {
	if out, errs, status := execute(t, before, tool, "-defaults=false", "./..."); status != 0 {
		t.Errorf("without defaults: status %d\n%s%s", status, out, errs)
	}
	out, _, status := execute(t, before, tool, "-defaults=false", "-factory=example.com/incident/unifiedinit.CreateWebSocket*", "./startup")
	const want = "startup/startup.go:12:14: init reaches unifiedinit.CreateWebSocketEmitter at import time, when there is no user context: validate → unifiedinit.CreateWebSocketEmitter [init-call]\n"
	if status != 1 || !strings.HasPrefix(out, want) {
		t.Errorf("status %d\n%s\nwant status 1 and\n%s", status, out, want)
	}
}

// Go 1.26 answers go vet from its cache with the silence of a package that was
// analysed for its facts alone.
func TestFindingsAreNotLostAfterARunOnAnImporter(t *testing.T) {
	// Options that no run had before: nothing is in the cache for them.
	fresh := fmt.Sprintf("-factory=example.com/run%d.New", time.Now().UnixNano())
	if out, errs, status := execute(t, before, tool, fresh, "./startup"); status != 1 || strings.Contains(out, "unifiedinit.go") {
		t.Fatalf("status %d\n%s%s\nwant the findings in startup", status, out, errs)
	}
	if out, errs, status := execute(t, before, tool, fresh, "./..."); status != 1 || out != beforeFindings {
		t.Errorf("status %d\n%s%s\nwant status 1 and\n%s", status, out, errs, beforeFindings)
	}
}

func TestBadInputIsStatusTwo(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-factory=New"}, `"New" does not name a function`},
		{[]string{"-usercontext=a b.C"}, `"a b.C" does not name a type`},
		{[]string{"-defaults=perhaps"}, `"perhaps" is neither true nor false`},
		{[]string{"./nowhere"}, "nowhere"},
		{[]string{"help", "nothing"}, `no analyzer is called "nothing"`},
	} {
		out, errs, status := execute(t, before, tool, c.args...)
		if status != 2 || !strings.Contains(errs, c.want) {
			t.Errorf("%q: status %d\n%s%s\nwant status 2 and %q", c.args, status, out, errs, c.want)
		}
	}
}

// On a fresh machine go names the modules that it downloads: the status was 2.
func TestDownloadsAreNoFailure(t *testing.T) {
	cache, errs, status := execute(t, before, "go", "env", "GOMODCACHE")
	if status != 0 {
		t.Fatal(errs)
	}
	if _, errs, status := execute(t, before, "go", "mod", "download"); status != 0 {
		t.Fatal(errs)
	}
	t.Setenv("GOPROXY", "file://"+filepath.ToSlash(strings.TrimSpace(cache))+"/cache/download")
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOFLAGS", "-modcacherw")
	out, errs, status := execute(t, before, tool, "./...")
	if status != 1 || !strings.Contains(errs, "go: downloading ") || out != beforeFindings {
		t.Errorf("status %d\n%s\n%s\nwant status 1, the findings, and downloads", status, out, errs)
	}
}

func TestHelpShowsThePassesDocumentation(t *testing.T) {
	out, _, status := execute(t, ".", tool, "help", "importtime")
	if status != 0 || !strings.HasPrefix(out, "importtime: report managers that are made at import time\n") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestHelpFitsAScreen(t *testing.T) {
	out, _, status := execute(t, ".", tool, "help")
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if status != 0 || len(lines) > 25 {
		t.Errorf("status %d, %d lines", status, len(lines))
	}
	for _, line := range lines {
		if len(line) > 80 {
			t.Errorf("too wide: %s", line)
		}
	}
}

func TestEveryCodeIsExplainedWithABeforeAndAnAfter(t *testing.T) {
	for _, code := range []string{"init-call", "var-call", "import", "nil", "maybe-nil", "zero", "background", "missing", "global", "once", "container", "captive", "context"} {
		out, errs, status := execute(t, ".", tool, "explain", code)
		before, after, ok := strings.Cut(out, "Instead")
		if status != 0 || !strings.HasPrefix(out, code+" (") || !ok || len(before) < 100 || strings.Count(after, "\n\n\t") < 2 {
			t.Errorf("%s: status %d\n%s%s\nwant why it matters, and a before and an after", code, status, out, errs)
		}
	}
}

func TestSuppressionNeedsAPassAReasonAndAFinding(t *testing.T) {
	const want = `app.go:16:2: suppress.NewWSManager makes a manager for no user: the user context is nil
app.go:16:20: //wsinitlint:ignore gives no reason: write one after nilcontext
app.go:17:2: //wsinitlint:ignore names an unknown pass "nilcontexts": known are importtime, nilcontext, singleton
app.go:18:2: suppress.NewWSManager (call 2) makes a manager for no user: the user context is nil
app.go:19:6: nothing is suppressed here: nilcontext finds nothing in the line of this comment; remove the comment
app.go:20:2: //wsinitlint:ignore names no pass: write //wsinitlint:ignore importtime and a reason
`
	out, errs, status := execute(t, "../../testdata/suppress", tool, "./...")
	if status != 1 || findingLines(out) != want {
		t.Errorf("status %d\n%s\n%s\nwant status 1 and\n%s", status, out, errs, want)
	}
}

var wantComment = regexp.MustCompile(`// want(.*)$`)

// TestMechanisms compares, line by line, the findings in the module
// testdata/mechanisms with its want comments: each call marked really runs at
// import time, and no other does.
func TestMechanisms(t *testing.T) {
	checkWants(t, "../../testdata/mechanisms", "at import time")
}

// TestUserContexts does the same for nilcontext, with the messages.
func TestUserContexts(t *testing.T) {
	checkWants(t, "../../testdata/nilcontext", "for no user")
	checkWants(t, "../../testdata/contexts", "for no user")
	checkWants(t, "../../testdata/callsites", "for no user")
	checkWants(t, "../../testdata/services", "for no user")
	checkWants(t, "../../testdata/paths", "for no user")
}

// TestManagersThatAreKept does the same for singleton.
func TestManagersThatAreKept(t *testing.T) {
	checkWants(t, "../../testdata/singleton", "beyond its request")
}

// checkWants compares the findings in a module that say about with its want
// comments.
func checkWants(t *testing.T, dir, about string) {
	out, errs, status := execute(t, dir, tool, "./...")
	if status != 1 {
		t.Fatalf("status %d\n%s%s", status, out, errs)
	}
	var got, want []string
	messages := make(map[string]string)
	for line := range strings.Lines(findingLines(out)) {
		if parts := strings.SplitN(line, ":", 4); len(parts) == 4 && strings.Contains(parts[3], about) {
			got = append(got, parts[0]+":"+parts[1])
			messages[parts[0]+":"+parts[1]] = parts[3]
		}
	}
	files, err := filepath.Glob(dir + "/*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if m := wantComment.FindStringSubmatch(line); m != nil {
				at := fmt.Sprintf("%s:%d", rel, i+1)
				want = append(want, at)
				if text := strings.Trim(m[1], ` "`); messages[at] != "" && !strings.Contains(messages[at], text) {
					t.Errorf("%s says %q, want %q", at, messages[at], text)
				}
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missed: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("false: %s", g)
		}
	}
}

// findingLines are the first lines of the findings in the text form, without
// the code at their ends.
func findingLines(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		if i := strings.LastIndex(line, " ["); i > 0 && line[0] != ' ' {
			b.WriteString(line[:i] + "\n")
		}
	}
	return b.String()
}
