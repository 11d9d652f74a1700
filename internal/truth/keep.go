package truth

import (
	"cmp"
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// GenerateKeeps writes into dir a module of functions that keep a user's
// manager, or something that holds it, in a variable of their own, or seem to.
// The same seed and number give the same text.
func GenerateKeeps(seed int64, functions int, dir string) (*Module, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(uint64(seed), 2))
	lines := strings.Split(keepHead, "\n")
	m := &Module{Dir: dir}
	var table []string
	for n := range functions {
		s, h := keepShapes[r.IntN(len(keepShapes))], keepHolders[r.IntN(len(keepHolders))]
		k := kept{variable: "v" + strconv.Itoa(n), number: strconv.Itoa(n), typ: h.typ}
		made := "ws.GetWSManager(uc)"
		lines = append(lines, "var "+k.variable+" "+k.expand(s.typ), "")
		if r.IntN(2) == 0 && strings.Contains(h.expr, "%s") {
			k.before, made = "m := "+made+"; ", "m"
		}
		k.value = strings.ReplaceAll(h.expr, "%s", made)
		around := cmp.Or(s.around, "func f%[4]s(uc *ws.UserContext) {\n\t"+here+"\n}")
		for _, line := range strings.Split(k.expand(around), "\n") {
			if strings.Contains(line, here) {
				line = strings.Replace(line, here, k.before+k.expand(s.keep), 1) + " // mech:" + s.mech + "+" + h.mech
				m.Sites = append(m.Sites, Site{File: "app/app.go", Line: len(lines) + 1, Mechanism: mechanism(line), Source: strings.TrimSpace(line)})
			}
			lines = append(lines, line)
		}
		lines = append(lines, "")
		table = append(table, k.expand("\t{f%[4]s, "+cmp.Or(s.from, "&%[1]s")+"},"))
	}
	lines = append(lines, "var Functions = []Function{")
	lines = append(append(lines, table...), "}", "")
	return m, writeFiles(dir, map[string]string{
		"go.mod": flowModule, "main.go": keepMain,
		"ws/ws.go": keepFactory, "lib/lib.go": keepLibrary, "lib/calls.go": keepCalls, "app/app.go": strings.Join(lines, "\n"),
	})
}

// RunKeeps builds and runs a module of [GenerateKeeps] and returns the
// statements after which a user's manager could be reached, other than under a
// key of that user's.
func (m *Module) RunKeeps(ctx context.Context) ([]Call, error) {
	calls, err := m.runNumbers(ctx)
	return slices.DeleteFunc(calls, func(c Call) bool { return strings.HasPrefix(c.Mechanism, "user-") }), err
}
