package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	goversion "go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"text/template"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

const (
	modulePath = "github.com/wsinitlint/wsinitlint"
	goplsPath  = "golang.org/x/tools/gopls"
	toolsPath  = "golang.org/x/tools"

	oldestTools = "v0.44.0" // of golang.org/x/tools that the analyzers work with
)

// A goplsBuild builds a gopls with our analyzers in it. gopls has no plugins,
// but a main package whose path is below its own may import what is internal
// to it.
type goplsBuild struct {
	*command
	dir             string // of the temporary module
	output, version string
	source          string // where our own module is, empty to fetch it
	modfile         *modfile.File
	goplsDir        string
	goVersion       string // that gopls asks for
}

// gopls is "wsinitlint gopls build".
func (c *command) gopls(args []string) int {
	b := &goplsBuild{command: c}
	c.flags.StringVar(&b.output, "o", "gopls", "write the program to `path`")
	c.flags.StringVar(&b.version, "gopls", "", "build this `version` of gopls instead of the newest that this Go can build")
	c.flags.StringVar(&b.source, "source", "", "take wsinitlint's own source from `dir`")
	if len(args) == 0 || args[0] != "build" {
		fmt.Fprintln(c.stderr, "usage: wsinitlint gopls build [-o PATH] [-gopls VERSION] [-source DIR] [-factory LIST] …")
		return exitFailure
	}
	if status, ok := c.parse(args[1:]); !ok {
		return status
	}
	if err := b.build(); err != nil {
		fmt.Fprintln(c.stderr, "wsinitlint: gopls build:", err)
		return exitFailure
	}
	fmt.Fprintf(c.stdout, "built gopls %s with wsinitlint: %s\n", b.version, b.output)
	return exitClean
}

func (b *goplsBuild) build() (err error) {
	dir, err := filepath.Abs(b.command.dir)
	if err != nil {
		return err
	}
	if err := b.configure(dir); err != nil {
		return err
	}
	if b.config != nil && len(b.config.Exclude) > 0 {
		fmt.Fprintf(b.stderr, "wsinitlint: what %s excludes is reported by gopls, which knows no folders\n", b.configFile)
	}
	if b.output, err = filepath.Abs(b.output); err != nil {
		return err
	}
	own, err := b.ownModule()
	if err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "wsinitlint-gopls"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if err := b.write("go.mod", []byte("module "+goplsPath+"/wsinitlint\n")); err != nil {
		return err
	}
	if err := b.choose(); err != nil {
		return err
	}
	if err := b.fetch(); err != nil {
		return err
	}
	if err := b.generate(own); err != nil {
		return err
	}
	_, err = b.goCommand("build", "-mod=mod", "-o", b.output, ".")
	return err
}

// ownModule is how go.mod asks for our own module.
func (b *goplsBuild) ownModule() (string, error) {
	if b.source != "" {
		dir, err := filepath.Abs(b.source)
		if err != nil {
			return "", err
		}
		if text, err := os.ReadFile(filepath.Join(dir, "go.mod")); err != nil || modfile.ModulePath(text) != modulePath {
			return "", fmt.Errorf("-source=%s: there is no module %s", b.source, modulePath)
		}
		return fmt.Sprintf("require %s v0.0.0\n\nreplace %s => %s\n", modulePath, modulePath, modfile.AutoQuote(dir)), nil
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || !semver.IsValid(info.Main.Version) || semver.Build(info.Main.Version) != "" {
		return "", errors.New("this wsinitlint was built from a working tree: name its folder with -source=DIR")
	}
	return fmt.Sprintf("require %s %s\n", modulePath, info.Main.Version), nil
}

// choose finds the version of gopls to build.
func (b *goplsBuild) choose() error {
	local, err := b.goCommand("env", "GOVERSION")
	if err != nil {
		return err
	}
	have := strings.TrimSpace(string(local))
	if b.version != "" {
		needs, err := b.needs(b.version)
		if err != nil {
			return err
		}
		if goversion.Compare(have, needs) < 0 {
			return fmt.Errorf("gopls %s needs %s, and this is %s: use a newer Go or an older gopls", b.version, needs, have)
		}
		b.goVersion = needs
		return nil
	}
	out, err := b.goCommand("list", "-m", "-versions", "-f", "{{range .Versions}}{{.}}\n{{end}}", goplsPath)
	if err != nil {
		return err
	}
	versions := strings.Fields(string(out))
	slices.SortFunc(versions, func(x, y string) int { return semver.Compare(y, x) })
	for _, v := range versions {
		if semver.Prerelease(v) != "" {
			continue
		}
		needs, err := b.needs(v)
		if err != nil {
			return err
		}
		if goversion.Compare(have, needs) >= 0 {
			b.version, b.goVersion = v, needs
			return nil
		}
		fmt.Fprintf(b.stderr, "gopls %s needs %s, and this is %s: trying an older one\n", v, needs, have)
	}
	return fmt.Errorf("%s can build no version of gopls", have)
}

// needs reads the go.mod of a version of gopls and returns the Go version that
// it asks for. It is read from the file since go hides the version where it is
// newer than its own.
func (b *goplsBuild) needs(v string) (string, error) {
	out, err := b.goCommand("list", "-m", "-f", "{{.GoMod}}", goplsPath+"@"+v)
	if err != nil {
		return "", fmt.Errorf("cannot fetch gopls %s: %w", v, err)
	}
	name := strings.TrimSpace(string(out))
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if b.modfile, err = modfile.ParseLax(name, text, nil); err != nil {
		return "", err
	}
	if b.modfile.Go == nil {
		return "go1.16", nil
	}
	return "go" + b.modfile.Go.Version, nil
}

// fetch gets the source of the chosen version.
func (b *goplsBuild) fetch() error {
	out, err := b.goCommand("mod", "download", "-json", goplsPath+"@"+b.version)
	if err != nil {
		return fmt.Errorf("cannot fetch gopls %s: %w", b.version, err)
	}
	var mod struct{ Dir string }
	if err := json.Unmarshal(out, &mod); err != nil {
		return err
	}
	b.goplsDir = mod.Dir
	return nil
}

// generate writes the temporary module.
func (b *goplsBuild) generate(own string) error {
	pinned := ""
	for _, r := range b.modfile.Require {
		if r.Mod.Path == toolsPath {
			pinned = r.Mod.Version
		}
	}
	if pinned == "" {
		return fmt.Errorf("gopls %s does not say which %s it needs", b.version, toolsPath)
	}
	if semver.Compare(pinned, oldestTools) < 0 {
		return fmt.Errorf("gopls %s needs %s %s, and the analyzers need %s or newer: use a newer gopls", b.version, toolsPath, pinned, oldestTools)
	}
	mod := fmt.Sprintf("module %s/wsinitlint\n\ngo %s\n\nrequire %s %s\n\nreplace %s => %s %s\n\n%s",
		goplsPath, strings.TrimPrefix(b.goVersion, "go"), goplsPath, b.version, toolsPath, toolsPath, pinned, own)
	if err := b.write("go.mod", []byte(mod)); err != nil {
		return err
	}
	for _, name := range []string{"main.go", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(b.goplsDir, name))
		if err != nil {
			return err
		}
		if err := b.write(name, text); err != nil {
			return err
		}
	}
	var code bytes.Buffer
	if err := registration.Execute(&code, b); err != nil {
		return err
	}
	return b.write("wsinitlint.go", code.Bytes())
}

// Options are what the analyzers are made from.
func (b *goplsBuild) Options() *factory.Options { return &b.options }

// Off are the passes that the settings turn off.
func (b *goplsBuild) Off() []string {
	var off []string
	if b.config != nil {
		for _, p := range passes {
			if on, named := b.config.Passes[p.name]; named && !on {
				off = append(off, p.name)
			}
		}
	}
	return off
}

func (b *goplsBuild) write(name string, text []byte) error {
	return os.WriteFile(filepath.Join(b.dir, name), text, 0o600)
}

// goCommand runs go in the temporary module.
func (b *goplsBuild) goCommand(args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, errs.Bytes())
	}
	return out, nil
}

// registration adds the analyzers to the list of gopls, whose entries have no
// constructor: the field is set by reflection.
var registration = template.Must(template.New("").Parse(`package main

import (
	"reflect"
	"slices"
	"unsafe"

	wsinitlint "github.com/wsinitlint/wsinitlint/gopls"
	"golang.org/x/tools/gopls/internal/settings"
)

func init() {
	for _, a := range wsinitlint.Analyzers(&wsinitlint.Options{
		Factories:    {{printf "%#v" .Options.Factories}},
		UserContexts: {{printf "%#v" .Options.UserContexts}},
		NoDefaults:   {{.Options.NoDefaults}},
		Tests:        {{.Options.Tests}},
		NoGenerated:  {{.Options.NoGenerated}},
	}) {
		if slices.Contains({{printf "%#v" .Off}}, a.Name) {
			continue
		}
		entry := new(settings.Analyzer)
		f := reflect.ValueOf(entry).Elem().FieldByName("analyzer")
		reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem().Set(reflect.ValueOf(a))
		settings.AllAnalyzers = append(settings.AllAnalyzers, entry)
	}
}
`))
