// Package config reads .wsinitlint.yaml, the settings of a project.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// Name is what the file is called.
const Name = ".wsinitlint.yaml"

// Passes are the analyzers that can be turned off.
var Passes = []string{"importtime", "nilcontext", "singleton"}

// A Config is the content of the file.
type Config struct {
	Factories    []string        `yaml:"factories"`
	UserContexts []string        `yaml:"usercontexts"`
	Defaults     *bool           `yaml:"defaults"`
	Tests        *bool           `yaml:"tests"`
	Generated    *bool           `yaml:"generated"`
	Passes       map[string]bool `yaml:"passes"`
	Exclude      []Exclusion     `yaml:"exclude"`

	Dir string `yaml:"-"` // the folder of the file, which paths are relative to
}

// An Exclusion takes findings in some files out of the report.
type Exclusion struct {
	Path   string   `yaml:"path"`   // a file, a folder, or a pattern of path.Match for either
	Passes []string `yaml:"passes"` // all of them where it is empty
	Reason string   `yaml:"reason"`
}

// Find returns the path of the file that is in dir or in the nearest folder
// above it, and whether there is one.
func Find(dir string) (string, bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for {
		name := filepath.Join(dir, Name)
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return name, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}

// Read reads and checks a file. An error names the file, and the line and
// column of what is wrong.
func Read(name string) (*Config, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	c := &Config{Dir: filepath.Dir(name)}
	err = decode(text, c)
	var y yaml.Error
	switch {
	case err == nil || err == io.EOF:
	case errors.As(err, &y) && y.GetToken() != nil && y.GetToken().Position != nil:
		p := y.GetToken().Position
		message := y.GetMessage()
		if unknown := (*yaml.UnknownFieldError)(nil); errors.As(err, &unknown) {
			message += ": a newer wsinitlint may know it, and this one does not; remove it, or use that one"
		}
		return nil, fmt.Errorf("%s:%d:%d: %s", name, p.Line, p.Column, message)
	default:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if at, err := c.check(); err != nil {
		line, column := position(text, at)
		return nil, fmt.Errorf("%s:%d:%d: %w", name, line, column, err)
	}
	return c, nil
}

// decode has what the decoder gives up on as an error: a tag in the place of a list
// makes it panic.
func decode(text []byte, c *Config) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("this YAML can not be read; write plain lists and values, without tags (%v)", x)
		}
	}()
	return yaml.UnmarshalWithOptions(text, c, yaml.Strict())
}

// check returns what is wrong with a value, and the YAML path of the value.
func (c *Config) check() (at string, err error) {
	for i, s := range c.Factories {
		if err := (&factory.Options{Factories: []string{s}}).Validate(); err != nil {
			return fmt.Sprintf("$.factories[%d]", i), err
		}
	}
	for i, s := range c.UserContexts {
		if err := (&factory.Options{UserContexts: []string{s}}).Validate(); err != nil {
			return fmt.Sprintf("$.usercontexts[%d]", i), err
		}
	}
	for p := range c.Passes {
		if err := checkPass(p); err != nil {
			return "$.passes." + p, err
		}
	}
	for i, x := range c.Exclude {
		at := fmt.Sprintf("$.exclude[%d]", i)
		if x.Path == "" {
			return at, errors.New("an exclusion needs a path")
		}
		if strings.TrimSpace(x.Reason) == "" {
			return at, fmt.Errorf("the exclusion of %s needs a reason", x.Path)
		}
		if _, err := path.Match(x.Path, ""); err != nil {
			return at + ".path", fmt.Errorf("%q is no pattern: %w", x.Path, err)
		}
		for j, p := range x.Passes {
			if err := checkPass(p); err != nil {
				return fmt.Sprintf("%s.passes[%d]", at, j), err
			}
		}
	}
	return "", nil
}

func checkPass(name string) error {
	if slices.Contains(Passes, name) {
		return nil
	}
	return fmt.Errorf("no pass is called %q: there are %s", name, strings.Join(Passes, ", "))
}

// position is where the value at a YAML path stands.
func position(text []byte, at string) (line, column int) {
	p, err := yaml.PathString(at)
	if err != nil {
		return 1, 1
	}
	n, err := p.ReadNode(strings.NewReader(string(text)))
	if err != nil || n.GetToken() == nil {
		return 1, 1
	}
	t := n.GetToken()
	if t.Value == ":" && t.Prev != nil { // a mapping is known by its first colon
		t = t.Prev
	}
	return t.Position.Line, t.Position.Column
}

// Excludes returns the exclusion that takes findings of a pass in a file out,
// and whether there is one. The file is absolute.
func (c *Config) Excludes(pass, file string) (by Exclusion, excluded bool) {
	rel, err := filepath.Rel(c.Dir, file)
	if err != nil {
		return Exclusion{}, false
	}
	rel = filepath.ToSlash(rel)
	for _, x := range c.Exclude {
		if len(x.Passes) == 0 || slices.Contains(x.Passes, pass) {
			for p := rel; p != "." && p != "/" && p != ""; p = path.Dir(p) {
				if ok, _ := path.Match(x.pattern(), p); ok {
					return x, true
				}
			}
		}
	}
	return Exclusion{}, false
}

// pattern is the path in its shortest form: ./a/... excludes what a does.
func (x Exclusion) pattern() string {
	return path.Clean(strings.TrimSuffix(x.Path, "/..."))
}

// Exists reports whether there is a file or a folder that x excludes.
func (c *Config) Exists(x Exclusion) bool {
	found, err := fs.Glob(os.DirFS(c.Dir), x.pattern())
	return err == nil && len(found) > 0
}
