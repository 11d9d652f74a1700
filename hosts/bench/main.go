// Command bench compares what wsinitlint takes with what other vettools do:
// user and system CPU time, wall time and the peak memory of one process, cold
// (the build cache has the packages, but no findings), warm, and after one file
// was changed.
//
//	go run . [-runs N] [-modules LIST] [-packages LIST] [-edit FILE]
//
// The runs of the tools alternate; the medians are printed, and their ratios
// to a vettool that does nothing.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A tool is what is compared: a vettool with the flag that makes go vet run it
// again, or the command line.
type tool struct {
	name  string
	args  func(bin, nonce string) []string
	cold  []sample
	warm  []sample
	after map[string][]sample // an edit
	last  []string            // the command of the last run
	built string
}

// A sample is what one run took.
type sample struct {
	cpu, wall time.Duration
	peak      int64 // bytes
}

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 3, "runs of each tool, of which the median counts")
	modules := flag.String("modules", "github.com/gorilla/websocket@v1.5.3,github.com/nats-io/nats-server/v2@v2.15.2", "comma-separated modules, with versions, to lint all packages of")
	sizes := flag.String("packages", "1000,4000", "comma-separated sizes of generated monorepos")
	every := flag.Int("every", 25, "one in so many packages of a monorepo can reach the factory")
	most := flag.Int("most", 40, "but no more than so many")
	factories := flag.String("factory", "", "the -factory flag of wsinitlint; by default it has none that matches")
	edited := flag.String("edit", "", "a file of the modules that is changed, for what tools take after that")
	only := flag.String("tools", "nothing,standard,contextcheck,vettool,wsinitlint,list", "the tools that are run; list is go list -deps")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	tools := build(dir, *only)
	for _, m := range split(*modules) {
		at, err := download(dir, m)
		if err != nil {
			log.Fatalf("%s: %v", m, err)
		}
		measure(m, at, tools, *runs, *factories, *edited)
	}
	for _, n := range split(*sizes) {
		at, err := monorepo(dir, n, *every, *most)
		if err != nil {
			log.Fatalf("a monorepo of %s packages: %v", n, err)
		}
		measure("monorepo of "+n+" packages", at, tools, *runs, "example.com/mono/ws.New", "")
	}
}

func split(list string) []string {
	return slices.DeleteFunc(strings.Split(list, ","), func(s string) bool { return s == "" })
}

// build builds the tools named in only.
func build(dir, only string) []*tool {
	vet := func(flag string) func(bin, nonce string) []string {
		return func(bin, nonce string) []string {
			return []string{"go", "vet", "-vettool=" + bin, flag + nonce, "./..."}
		}
	}
	all := []*tool{
		{name: "nothing", args: vet("-nothing.nonce=")},
		{name: "standard", args: vet("-nothing.nonce=")},
		{name: "contextcheck", args: vet("-nothing.nonce=")},
		{name: "vettool", args: vet("-factory=")},
		{name: "wsinitlint", args: func(bin, nonce string) []string { return []string{bin, "-factory=" + nonce, "./..."} }},
		{name: "list", args: func(_, _ string) []string { return []string{"go", "list", "-deps", "./..."} }},
	}
	var tools []*tool
	for _, t := range all {
		if !slices.Contains(split(only), t.name) {
			continue
		}
		if t.name == "list" {
			tools = append(tools, t)
			continue
		}
		t.built = filepath.Join(dir, t.name)
		in, pkg := ".", "./"+t.name
		if t.name == "vettool" || t.name == "wsinitlint" {
			in, pkg = "../..", "./cmd/wsinitlint"
		}
		cmd := exec.Command("go", "build", "-o", t.built, pkg)
		cmd.Dir = in
		if out, err := cmd.CombinedOutput(); err != nil {
			log.Fatalf("building %s: %v\n%s", t.name, err, out)
		}
		tools = append(tools, t)
	}
	return tools
}

// measure runs the tools in dir and prints what they took.
func measure(what, dir string, tools []*tool, runs int, factories, edited string) {
	run(dir, []string{"go", "build", "./..."}) // so that all start with compiled packages
	for _, t := range tools {
		t.cold, t.warm, t.after = nil, nil, make(map[string][]sample)
	}
	for n := range runs {
		for _, t := range tools {
			nonce := fmt.Sprintf("example.com/n%d_%d.F", time.Now().UnixNano(), n)
			if factories != "" && (t.name == "vettool" || t.name == "wsinitlint") {
				nonce = factories + "," + nonce
			}
			if err := renew(t.built); err != nil {
				log.Fatal(err)
			}
			t.last = t.args(t.built, nonce)
			t.cold = append(t.cold, run(dir, t.last))
			t.warm = append(t.warm, run(dir, t.last))
		}
		for _, e := range edits {
			if edited == "" {
				break
			}
			if err := e.make(filepath.Join(dir, edited), n); err != nil {
				log.Fatal(err)
			}
			// What is compiled again is no tool's work.
			run(dir, tools[0].args(tools[0].built, fmt.Sprintf("compiled%d", time.Now().UnixNano())))
			for _, t := range tools {
				t.after[e.what] = append(t.after[e.what], run(dir, t.last))
			}
		}
	}
	fmt.Printf("%s, %d runs\n", what, runs)
	fmt.Printf("%-14s %10s %10s %10s %8s %10s\n", "tool", "cpu", "wall", "peak", "ratio", "warm wall")
	base := median(tools[0].cold)
	for _, t := range tools {
		c, w := median(t.cold), median(t.warm)
		fmt.Printf("%-14s %9.1fs %9.1fs %7.0f MB %8.2f %9.1fs\n", t.name, c.cpu.Seconds(), c.wall.Seconds(), float64(c.peak)/1e6, c.cpu.Seconds()/base.cpu.Seconds(), w.wall.Seconds())
	}
	fmt.Println()
	for _, e := range edits {
		if edited == "" {
			break
		}
		fmt.Printf("after %s in %s\n", e.what, edited)
		base := median(tools[0].after[e.what])
		for _, t := range tools {
			s := median(t.after[e.what])
			fmt.Printf("%-14s %9.1fs %9.1fs %7.0f MB %8.2f\n", t.name, s.cpu.Seconds(), s.wall.Seconds(), float64(s.peak)/1e6, s.cpu.Seconds()/base.cpu.Seconds())
		}
		fmt.Println()
	}
}

// An edit changes a file.
type edit struct {
	what string
	make func(file string, n int) error
}

var edits = []edit{
	{"an edit of a function body", func(file string, n int) error {
		return rewrite(file, "body", fmt.Sprintf("func benchBody() int { return %d }", n))
	}},
	{"a new exported function", func(file string, n int) error {
		return rewrite(file, fmt.Sprint("exported", n), fmt.Sprintf("func BenchAdded%d() {}", n))
	}},
}

// rewrite sets the line of a file that ends with the comment mark.
func rewrite(file, mark, line string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	mark = " // bench " + mark
	lines := slices.DeleteFunc(strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), func(l string) bool { return strings.HasSuffix(l, mark) })
	return os.WriteFile(file, []byte(strings.Join(append(lines, line+mark), "\n")+"\n"), 0o644)
}

// renew makes a program another one that does the same: go vet knows a tool by
// the sum of its file, and remembers nothing of this one.
func renew(program string) error {
	if program == "" {
		return nil
	}
	f, err := os.OpenFile(program, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString("\n"); err != nil {
		return err
	}
	return f.Close()
}

// run runs a command; findings are no failure.
func run(dir string, args []string) sample {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	if err != nil && cmd.ProcessState == nil {
		log.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	s := sample{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: wall}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.peak = u.Maxrss * 1024
	}
	return s
}

// median is the sample with the median CPU time.
func median(ss []sample) sample {
	ss = slices.SortedFunc(slices.Values(ss), func(a, b sample) int { return int(a.cpu - b.cpu) })
	return ss[len(ss)/2]
}

// download copies a module from the module cache, which is read-only.
func download(dir, module string) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(string(out), `"Dir": "`)
	from, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return "", fmt.Errorf("go mod download says\n%s", out)
	}
	to := filepath.Join(dir, strings.NewReplacer("/", "_", "@", "_").Replace(module))
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return "", err
	}
	return to, filepath.WalkDir(to, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chmod(path, 0o755)
	})
}
