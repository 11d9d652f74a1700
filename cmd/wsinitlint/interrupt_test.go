package main_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/stdunit"
)

// standIn puts a script in the place of go, for what a run does with a go that
// is in the middle of its work: it is first in PATH, and may call "$GO".
func standIn(t *testing.T, script string) (env []string) {
	t.Helper()
	real, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), "GO="+real, "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// An interrupt of wsinitlint alone, which is how a CI system ends a job, goes on
// to go, which is waited for.
func TestAnInterruptEndsTheRunAndWhatItRuns(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{"./..."}, {"-fix", "./..."}, {"-baseline=b.json", "-baseline-write", "./..."}} {
		t.Run(args[0], func(t *testing.T) {
			// Each go says that it is running, and is running until it is interrupted.
			log := filepath.Join(t.TempDir(), "log")
			cmd := exec.Command(tool, args...)
			cmd.Dir = dir
			cmd.Env = append(standIn(t, `
tail -f /dev/null &
trap 'kill $!; echo interrupted >> "$LOG"; exit 1' INT
echo running >&3
wait
`), "LOG="+log)
			ready, started, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			cmd.ExtraFiles = []*os.File{started}
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			started.Close()
			if line, err := bufio.NewReader(ready).ReadString('\n'); line != "running\n" {
				t.Fatalf("%q, %v\n%s", line, err, errs.String())
			}
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != 2 || out.String() != "" || errs.String() != "wsinitlint: interrupted\n" {
				t.Errorf("status %d, printed %q, said %q; want 2, nothing, and that it was interrupted", status, out.String(), errs.String())
			}
			if text, err := os.ReadFile(log); err != nil || !strings.HasPrefix(string(text), "interrupted\n") {
				t.Errorf("go was not interrupted: %q, %v", text, err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("it has left %v, %v", left, err)
			}
		})
	}
}

// Where the packages are analysed in wsinitlint's own process, nothing is waited
// for: a package may take a while, or, as here, have a source that never ends.
func TestAnInterruptEndsAnAnalysisInOneProcess(t *testing.T) {
	dir := writeModule(t, map[string]string{
		"go.mod":   "module example.com/long\n\ngo 1.25\n",
		"ws/ws.go": useless,
		"a/a.go":   "package a\n", "b/b.go": "package b\n", "c/c.go": "package c\n", "d/d.go": "package d\n",
	})
	cmd := exec.Command(tool, "./...")
	cmd.Dir = dir
	// That is the last that go is asked before the analysis.
	cmd.Env = append(standIn(t, `
[ "$1" != env ] || { echo "$PLATFORM"; exit; }
"$GO" "$@"
s=$?
case "$*" in *-compiled*) rm ws/ws.go; mkfifo ws/ws.go; echo replaced >&3;; esac
exit $s
`), "PLATFORM="+stdunit.MadeFor())
	ready, replaced, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.ExtraFiles = []*os.File{replaced}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	replaced.Close()
	if line, err := bufio.NewReader(ready).ReadString('\n'); line != "replaced\n" {
		t.Fatalf("%q, %v\n%s", line, err, errs.String())
	}
	// It can be written to when it is being read.
	source, err := os.OpenFile(filepath.Join(dir, "ws", "ws.go"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 2 || out.String() != "" || errs.String() != "wsinitlint: interrupted\n" {
		t.Errorf("status %d, printed %q, said %q; want 2, nothing, and that it was interrupted", status, out.String(), errs.String())
	}
}
