package main_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestFindingsAreTheSameOnEveryRun analyses modules anew, with one processor
// and with several: the output is the same, byte for byte.
func TestFindingsAreTheSameOnEveryRun(t *testing.T) {
	for _, module := range []string{"mechanisms", "incident/before"} {
		var first string
		for n, procs := range []string{"1", "8"} {
			t.Setenv("GOMAXPROCS", procs)
			// Another name that matches nothing has go vet run the tool again.
			out, errs, status := execute(t, "../../testdata/"+module, tool, "-format=json", fmt.Sprintf("-factory=example.com/again%d.F", n), "./...")
			if status != 1 {
				t.Fatalf("%s: status %d\n%s", module, status, errs)
			}
			if n == 0 {
				first = out
			} else if out != first {
				t.Errorf("%s, GOMAXPROCS=%s:\n%s\nwas\n%s", module, procs, out, first)
			}
		}
	}
}

// TestFactsAndFindingsAreTheSameInTwentyRuns analyses the packages of three
// modules, and what they depend on, in this process: with one processor one
// after the other, with eight side by side, in twenty orders. Facts and all that
// is reported are the same bytes, and go vet reports the same.
func TestFactsAndFindingsAreTheSameInTwentyRuns(t *testing.T) {
	modules := []string{"mechanisms", "nilcontext", "singleton"}
	pkgs := loadModules(t, modules)
	std := newHost()
	var ours []*packages.Package // each behind those that it imports
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if p.Module == nil {
			std.analyse(t, p) // once: it is not what changes
		} else if !slices.Contains(ours, p) {
			ours = append(ours, p)
		}
	})
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first *host
	for n := range 20 {
		h := std.again()
		if n%2 == 0 {
			runtime.GOMAXPROCS(1)
			h.oneByOne(t, shuffled(ours, uint64(n)))
		} else {
			runtime.GOMAXPROCS(8)
			h.sideBySide(t, shuffled(ours, uint64(n)))
		}
		if n == 0 {
			first = h
			continue
		}
		for _, p := range ours {
			if got, want := h.said[p.PkgPath], first.said[p.PkgPath]; !slices.Equal(got, want) {
				t.Errorf("run %d, %s:\n%s\nwas\n%s", n, p.PkgPath, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		for k, want := range first.facts {
			if !bytes.Equal(h.facts[k], want) {
				t.Errorf("run %d: other facts of %v", n, k)
			}
		}
	}
	var got, want []string
	for _, m := range modules {
		want = append(want, vetFindings(t, filepath.Join("../../testdata", m))...)
	}
	for _, p := range ours {
		got = append(got, first.findings[p.PkgPath]...)
	}
	slices.Sort(got)
	slices.Sort(want)
	want = slices.DeleteFunc(want, func(s string) bool { return strings.Contains(s, "_test.go:") })
	if got = slices.Compact(got); !slices.Equal(got, want) || len(got) < 150 {
		t.Errorf("%d findings:\n%s\ngo vet has %d:\n%s", len(got), strings.Join(got, "\n"), len(want), strings.Join(want, "\n"))
	}
}

// loadModules loads the packages of modules in testdata, type-checked with all
// that they depend on.
func loadModules(t *testing.T, modules []string) []*packages.Package {
	t.Helper()
	work := "go 1.26.0\n"
	var patterns []string
	for _, m := range modules {
		dir, err := filepath.Abs(filepath.Join("../../testdata", m))
		if err != nil {
			t.Fatal(err)
		}
		work += "use " + dir + "\n"
		patterns = append(patterns, dir+"/...")
	}
	file := filepath.Join(t.TempDir(), "go.work")
	if err := os.WriteFile(file, []byte(work), 0o600); err != nil {
		t.Fatal(err)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: filepath.Dir(file), Env: append(os.Environ(), "GOWORK="+file, "GOFLAGS=")}, patterns...)
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the modules cannot be loaded: ", err)
	}
	return pkgs
}

// shuffled is another order of packages.
func shuffled(pkgs []*packages.Package, seed uint64) []*packages.Package {
	pkgs = slices.Clone(pkgs)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(pkgs), func(i, j int) { pkgs[i], pkgs[j] = pkgs[j], pkgs[i] })
	return pkgs
}
