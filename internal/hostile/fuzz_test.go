package hostile

import (
	"math/rand/v2"
	"testing"
)

// FuzzProgram analyses programs that come of the seeds by changes.
func FuzzProgram(f *testing.F) {
	im := newImporter(f)
	r := rand.New(rand.NewPCG(1, 2))
	for n := range seeds {
		f.Add(uint8(n), []byte{})
		for range 4 {
			moves := make([]byte, 24)
			for i := range moves {
				moves[i] = byte(r.Uint32())
			}
			f.Add(uint8(n), moves)
		}
	}
	f.Fuzz(func(t *testing.T, seed uint8, moves []byte) {
		twice(t, im, mutate(begin+seeds[int(seed)%len(seeds)], moves))
	})
}

// FuzzText analyses any text.
func FuzzText(f *testing.F) {
	im := newImporter(f)
	for _, s := range seeds {
		f.Add(begin + s)
	}
	f.Add("package a\n\n//wsinitlint:factory\n//wsinitlint:usercontext x\n//wsinitlint:ignore\ntype ( //wsinitlint:factory\n)")
	f.Add("package a\nfunc (")
	f.Add("package a\nvar x = \"\xff\xfe\"\n// \xff wsinitlint:factory")
	f.Fuzz(func(t *testing.T, text string) { twice(t, im, text) })
}

// twice analyses a text twice, if it type-checks: no driver runs the analyzers
// on one that does not.
func twice(t *testing.T, im *importer, text string) {
	pkg, err := im.check("a", text)
	if pkg == nil || err != nil {
		return
	}
	one, err := analyze(pkg, false)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	again, err := im.check("a", text)
	if err != nil {
		t.Fatal(err)
	}
	two, err := analyze(again, false)
	if err != nil {
		t.Fatal(err)
	}
	if one != two {
		t.Errorf("findings of one text differ:\n%s\n\n%s\n%s", one, two, text)
	}
}

func TestEverySeedHasFindings(t *testing.T) {
	im := newImporter(t)
	for n, s := range seeds {
		pkg, err := im.check("a", begin+s)
		if err != nil {
			t.Fatalf("seed %d: %v", n, err)
		}
		if got, err := analyze(pkg, false); err != nil || got == "" {
			t.Errorf("seed %d: %q, %v", n, got, err)
		}
	}
}

// The mutation is worth something: most kinds of change leave programs.
func TestMutationLeavesPrograms(t *testing.T) {
	im := newImporter(t)
	if kinds := applicable(im); len(kinds) != 9 {
		t.Errorf("only these kinds of change leave programs that type-check: %v", kinds)
	}
}
