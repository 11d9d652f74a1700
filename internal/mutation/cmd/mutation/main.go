// Command mutation disables rules in a sample of the places of the passes and
// the engine, one after another, runs the tests that should notice, and prints
// the rules that none of them holds. Run it in the root of the repository.
//
//	go run ./internal/mutation/cmd/mutation [-n 40] [-seed 1] [-list | -v] [FILE ...]
//
// A mutant that no test has ended after two minutes counts as noticed. The facts
// of the standard library are taken to be those of the engine as it is, whatever
// the mutant would make of them.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wsinitlint/wsinitlint/internal/mutation"
)

// The tests, in the order in which they are run: first those that fail most.
var tests = [][]string{
	{"-run", "TestMechanisms|TestUserContexts|TestManagersThatAreKept|TestIncidentBefore", "./cmd/wsinitlint"},
	{"./passes/...", "./internal/summary", "./internal/factory", "./internal/suppress", "./internal/hostile"},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("mutation: ")
	n := flag.Int("n", 40, "how many rules are disabled")
	seed := flag.Uint64("seed", 1, "which of them")
	list := flag.Bool("list", false, "only print them")
	verbose := flag.Bool("v", false, "print those that are noticed, too")
	flag.Parse()
	if err := run(*n, *seed, *list, *verbose, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(n int, seed uint64, list, verbose bool, files []string) error {
	if len(files) == 0 {
		for _, pattern := range []string{"passes/*/*.go", "internal/summary/*.go"} {
			names, err := filepath.Glob(pattern)
			if err != nil {
				return err
			}
			files = append(files, names...)
		}
	}
	var all []mutation.Mutant
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "known.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		found, err := mutation.Mutants(name, text)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	temp, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if !list {
		if o, err := try(temp, mutation.Mutant{File: all[0].File}); err != nil || o != survived {
			return errors.Join(err, errors.New("the tests must pass before rules are disabled"))
		}
	}
	counts := make(map[outcome]int)
	for _, m := range all {
		if counts[noticed]+counts[survived] == n {
			break
		}
		o := noticed
		if !list {
			if o, err = try(temp, m); err != nil {
				return err
			}
		}
		counts[o]++
		switch {
		case list || o == survived && !verbose:
			fmt.Println(m)
		case verbose:
			fmt.Printf("%s: %s\n", m, o)
		}
	}
	if !list {
		fmt.Printf("%d of %d rules were disabled: %d noticed, %d survived (%d more do not compile)\n", counts[noticed]+counts[survived], len(all), counts[noticed], counts[survived], counts[broken])
	}
	return nil
}

type outcome int

const (
	broken outcome = iota // it does not compile
	noticed
	survived
)

// String says what has become of the mutant.
func (o outcome) String() string { return [...]string{"does not compile", "noticed", "survived"}[o] }

// try runs the tests on a mutant.
func try(temp string, m mutation.Mutant) (outcome, error) {
	flags, err := overlay(temp, m)
	if err != nil {
		return 0, err
	}
	env := append(os.Environ(), "GOFLAGS="+flags)
	do := func(args ...string) error {
		cmd := exec.Command("go", args...)
		cmd.Env = env
		return cmd.Run()
	}
	if do("build", "-o", filepath.Join(temp, "tool"), "./cmd/wsinitlint") != nil {
		return broken, nil
	}
	for _, t := range tests {
		if do(append([]string{"test", "-count=1", "-failfast", "-timeout=2m"}, t...)...) != nil {
			return noticed, nil
		}
	}
	return survived, nil
}

// overlay has go build see the mutant. The facts of the standard library stay
// what they are.
func overlay(temp string, m mutation.Mutant) (flags string, err error) {
	text, err := os.ReadFile(m.File)
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(m.File)
	if err != nil {
		return "", err
	}
	to := filepath.Join(temp, filepath.Base(m.File))
	if err := os.WriteFile(to, m.Apply(text), 0o600); err != nil {
		return "", err
	}
	if text, err = json.Marshal(map[string]any{"Replace": map[string]string{abs: to}}); err != nil {
		return "", err
	}
	name := filepath.Join(temp, "overlay.json")
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return "", err
	}
	// Another overlay gives way to this one.
	others := slices.DeleteFunc(strings.Fields(os.Getenv("GOFLAGS")), func(f string) bool { return strings.HasPrefix(f, "-overlay") })
	return strings.Join(append(others, "-overlay="+name), " "), nil
}
