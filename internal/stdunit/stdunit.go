// Package stdunit answers go vet for packages of the standard library whose
// facts are embedded (see internal/stdfacts), without parsing or checking
// them: for these, go vet wants only the file that importers read, which has
// the package's types and its facts. Both are known where the source is the
// one that they were computed from, and so is the source of what the package
// imports, which shows in the facts that those have.
//
// Two hundred of the packages that a server consists of are the standard
// library's, and type-checking them is the most that a vettool does for it.
package stdunit

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"go/build"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Config is what go vet says of a package: those of the fields of
// [golang.org/x/tools/go/analysis/unitchecker.Config] that matter here.
type Config struct {
	ImportPath, GoVersion, ModulePath string
	GoFiles                           []string
	PackageVetx                       map[string]string
	VetxOnly                          bool
	VetxOutput, Stdout                string
}

// Answer does what go vet wants of the package that the file config describes,
// and reports whether it did: it does nothing for packages that are not the
// standard library's, that are to be reported on, or that differ from what is
// embedded. The facts of a package with this path and key are facts', without
// which there is no answer. The error says that it could not be written.
func Answer(config string, facts func(path, key string) []analysis.Fact) (ok bool, err error) {
	text, err := os.ReadFile(config)
	if err != nil || bytes.Contains(text, []byte(`"VetxOnly": false`)) {
		return false, nil // as go vet says it of what it reports on, told without decoding all
	}
	var c Config
	if json.Unmarshal(text, &c) != nil || !c.VetxOnly || c.VetxOutput == "" || !isStandard(c.ImportPath, c.ModulePath) {
		return false, nil
	}
	s, err := Source(&c)
	if err != nil {
		return false, nil
	}
	t := open(data)
	for _, r := range t.withSource(s) {
		if t.path(r) != c.ImportPath || !t.imported(r, c.PackageVetx) {
			continue
		}
		known := facts(c.ImportPath, r.key())
		types, err := t.types(r)
		if known == nil || err != nil || len(types) == 0 {
			return false, nil
		}
		if err := write(&c, types, known); err != nil {
			return false, fmt.Errorf("the facts of %s cannot be written: %w", c.ImportPath, err)
		}
		return true, nil
	}
	return false, nil
}

// Key returns the key of the fact of the package that c describes, whose
// imports have the keys that key returns, if it is embedded. It is for who has
// the facts of all packages in one process.
func Key(c *Config, key func(path string) string) (string, bool) {
	s, err := Source(c)
	if err != nil {
		return "", false
	}
	t := open(data)
	for _, r := range t.withSource(s) {
		if t.path(r) == c.ImportPath && !slices.ContainsFunc(t.importsOf(r), func(imp row) bool { return key(t.path(imp)) != imp.key() }) {
			return r.key(), true
		}
	}
	return "", false
}

func isStandard(path, module string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && module == ""
}

// Source is the sum of all that the types and the fact of a package are made
// from, but for what it imports.
func Source(c *Config) (string, error) {
	h := sha256.New()
	for _, s := range []string{c.ImportPath, c.GoVersion, build.Default.GOARCH} {
		io.WriteString(h, s+"\n")
	}
	for _, name := range slices.Sorted(slices.Values(c.GoFiles)) {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		io.WriteString(h, filepath.Base(name)+"\n")
		_ = binary.Write(h, binary.LittleEndian, int64(len(text))) // a hash takes all
		h.Write(text)
	}
	return string(h.Sum(nil)[:keySize]), nil
}

// imported reports whether the files have the facts of what r imports. A fact
// has its key, which is a sum that is in it for no other reason.
func (t *table) imported(r row, files map[string]string) bool {
	for _, imp := range t.importsOf(r) {
		text, err := os.ReadFile(files[t.path(imp)])
		if err != nil || len(text) < headerSize || !bytes.Contains(text[min(len(text), headerSize+int(binary.LittleEndian.Uint32(text[4:]))):], []byte(imp.key())) {
			return false
		}
	}
	return true
}

// headerSize is the length of what the file begins with: a word, and the
// lengths of the types and the facts that follow.
const headerSize = 12

// A gobFact is how x/tools' drivers write a fact.
type gobFact struct {
	PkgPath string
	Object  string
	Fact    analysis.Fact
}

// write writes the file that importers read.
func write(c *Config, types []byte, facts []analysis.Fact) error {
	var b bytes.Buffer
	var list []gobFact
	for _, f := range facts {
		gob.Register(f)
		list = append(list, gobFact{PkgPath: c.ImportPath, Fact: f})
	}
	if err := gob.NewEncoder(&b).Encode(list); err != nil {
		return err
	}
	out := binary.LittleEndian.AppendUint32([]byte("vetx"), uint32(len(types)))
	out = binary.LittleEndian.AppendUint32(out, uint32(b.Len()))
	out = append(append(out, types...), b.Bytes()...)
	if c.Stdout != "" { // go vet copies it
		if err := os.WriteFile(c.Stdout, nil, 0o666); err != nil {
			return err
		}
	}
	return os.WriteFile(c.VetxOutput, out, 0o666)
}
