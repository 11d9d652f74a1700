package main_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/stdunit"
)

const useless = "package ws\n\ntype WSManager struct{}\n\nfunc GetWSManager() *WSManager { return &WSManager{} }\n\nvar manager = GetWSManager()\n"

const fixable = "package ws\n\ntype UserContext struct{}\n\ntype WSManager struct{}\n\nfunc GetWSManager(uc *UserContext) *WSManager { return &WSManager{} }\n\n" +
	"func Serve(uc *UserContext) { GetWSManager(nil) }\n"

func TestAFileThatIsNoUTF8IsNamedAndTheOthersAreAnalysed(t *testing.T) {
	dir := writeModule(t, map[string]string{
		"go.mod":     "module example.com/bytes\n\ngo 1.25\n",
		"ws/ws.go":   useless,
		"bad/bad.go": "package bad\n\nvar name = \"\xff\xfe\"\n",
	})
	out, errs, status := execute(t, dir, tool, "./...")
	if status != 2 || !strings.Contains(errs, "bad.go:3:13: ") || !strings.Contains(out, "variable manager calls ws.GetWSManager") || strings.Contains(errs, "goroutine ") {
		t.Errorf("status %d\n%s\n%s\nwant 2, where bad.go is wrong, and the findings in ws", status, errs, out)
	}
}

// Whatever is printed to a disk that is full is lost, and that is no success.
func TestWhatCannotBePrintedIsStatusTwo(t *testing.T) {
	dir := writeModule(t, map[string]string{
		"go.mod":   "module example.com/full\n\ngo 1.25\n",
		"ws/ws.go": fixable,
	})
	for _, args := range []string{"-format=text", "-format=json", "-format=sarif", "-format=github", "-diff"} {
		cmd := exec.Command("/bin/sh", "-c", `exec "$0" "$1" ./... > /dev/full`, tool, args)
		cmd.Dir = dir
		var errs strings.Builder
		cmd.Stderr = &errs
		_ = cmd.Run()
		if status := cmd.ProcessState.ExitCode(); status != 2 || !strings.Contains(errs.String(), "no space left on device") {
			t.Errorf("%s: status %d, said %q; want 2 and that no space is left", args, status, errs.String())
		}
	}
}

// A file may go while go vet runs, which looks at what is more than a little, or
// while this process does.
func TestAFileThatGoesDuringTheRun(t *testing.T) {
	files := map[string]string{
		"go.mod":      "module example.com/going\n\ngo 1.25\n",
		"app/long.go": "package app\n" + strings.Repeat("// It is long.\n", 20_000),
		"ws/ws.go":    "package ws\n\ntype UserContext struct{}\n\ntype WSManager struct{}\n\nfunc GetWSManager(uc *UserContext) *WSManager { return &WSManager{} }\n",
		"app/app.go":  "package app\n\nimport \"example.com/going/ws\"\n\nfunc F(uc *ws.UserContext) { ws.GetWSManager(nil) }\n",
	}
	for _, c := range []struct {
		when   string
		args   []string
		status int
		stdout string
		stderr string
	}{
		// It is still known where the finding is.
		{`"$GO" "$@"; s=$?; [ "$1" != vet ] || rm -f app/app.go; exit $s`, []string{"./..."}, 1, "app/app.go:5:30: ws.GetWSManager makes a manager for no user: the user context is nil [nil]\n1 finding", ""},
		{`"$GO" "$@"; s=$?; [ "$1" != vet ] || rm -f app/app.go; exit $s`, []string{"-fix", "./..."}, 2, "", "app.go: no such file"},
		{`[ "$1" != vet ] || rm -f app/*.go; exec "$GO" "$@"`, []string{"./app"}, 2, "", "no Go files in"},
		{`"$GO" "$@"; s=$?; case "$*" in *-compiled*) rm -f app/*.go;; esac; exit $s`, []string{"./app"}, 2, "", "no required module provides package"},
	} {
		little := maps.Clone(files)
		delete(little, "app/long.go")
		dir := writeModule(t, files)
		if strings.Contains(c.when, "-compiled") {
			dir = writeModule(t, little)
		}
		cmd := exec.Command(tool, c.args...)
		cmd.Dir, cmd.Env = dir, standIn(t, c.when)
		var out, errs strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &errs
		_ = cmd.Run()
		if status := cmd.ProcessState.ExitCode(); status != c.status || !strings.Contains(out.String(), c.stdout) || !strings.Contains(errs.String(), c.stderr) || strings.Contains(errs.String(), "goroutine ") {
			t.Errorf("%s, %v: status %d\n%s\n%s\nwant %d, %q and %q", c.when, c.args, status, out.String(), errs.String(), c.status, c.stdout, c.stderr)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*", ".wsinitlint*")); err != nil || len(left) > 0 {
			t.Errorf("%v is left, %v", left, err)
		}
	}
}

// The type-checker of an older go refuses packages of a newer one, and go vet does
// not say why the tool has failed.
func TestAGoThatIsNewerThanTheOneThatBuiltUsIsNamed(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.com/newer\n\ngo 1.25\n", "ws/ws.go": useless})
	for _, c := range []struct {
		version string
		want    string
	}{
		{"go1.99.1", "wsinitlint was built with " + runtime.Version() + ", which knows nothing of go1.99.1: install it again, with the go that is used here\n"},
		{"go1.25.1", ""},
		{"devel go1.99-0123456789", ""},
	} {
		cmd := exec.Command(tool, "./...")
		cmd.Dir = dir
		cmd.Env = append(standIn(t, `
[ "$1" != env ] || { echo "$VERSION" linux amd64; exit; }
[ "$1" != vet ] || { echo "flag: wsinitlint: exit status 1" >&2; exit 1; }
exec "$GO" "$@"
`), "VERSION="+c.version)
		var errs strings.Builder
		cmd.Stderr = &errs
		_ = cmd.Run()
		const failed = "flag: wsinitlint: exit status 1\n"
		const end = "wsinitlint: not everything could be analysed: what is wrong stands above\n"
		if status := cmd.ProcessState.ExitCode(); status != 2 || errs.String() != failed+c.want+end {
			t.Errorf("%s: status %d, said %q; want 2 and %q", c.version, status, errs.String(), failed+c.want+end)
		}
	}
}

// Where the facts of the standard library are not embedded, go vet computes them
// once and keeps them; wsinitlint's own process would compute them in each run.
func TestAnotherGoThanTheFactsAreOfIsLeftToGoVet(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.com/other\n\ngo 1.25\n", "ws/ws.go": useless})
	for platform, want := range map[string]bool{stdunit.MadeFor(): false, "go1.26.99 linux amd64": true} {
		log := filepath.Join(t.TempDir(), "log")
		cmd := exec.Command(tool, "./...")
		cmd.Dir = dir
		cmd.Env = append(standIn(t, `
echo "$1" >> "$LOG"
[ "$1" != env ] || { echo "$PLATFORM"; exit; }
exec "$GO" "$@"
`), "LOG="+log, "PLATFORM="+platform)
		out, _ := cmd.CombinedOutput()
		asked, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if vetted := strings.Contains(string(asked), "vet\n"); vetted != want || !strings.Contains(string(out), "variable manager calls ws.GetWSManager") {
			t.Errorf("%s: go vet is run: %v, want %v\n%s", platform, vetted, want, out)
		}
	}
}
