package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// large is a function of n statements each of which changes what variables
// hold, and calls what they held.
func large(name string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nfunc %s(fs map[string]func(), uc *UserContext) {\n\tvar f func()\n\tvar p *UserContext\n", name)
	for i := range n / 4 {
		fmt.Fprintf(&b, "\tf = fs[\"%d\"]\n\tif f != nil {\n\t\tf()\n\t}\n\tfs[\"x%d\"] = func() { GetWSManager(p) }\n\tp = uc\n", i, i)
	}
	b.WriteString("\t_ = f\n}\n")
	return b.String()
}

const largeModule = `package large

type UserContext struct{ id string }

type WSManager struct{ uc *UserContext }

func GetWSManager(uc *UserContext) *WSManager { return &WSManager{uc} }

var manager = GetWSManager(nil)
`

func TestWhereTheAnalysisGaveUpIsSaidOnceAndChangesNoStatus(t *testing.T) {
	const note = "wsinitlint: note: a bound on the work was met in large.One, large.Two: findings may be missing there (-debug says more)\n"
	dir := writeModule(t, map[string]string{
		"go.mod": "module example.com/large\n\ngo 1.25\n",
		// The test variant of the package says it, too.
		"large_test.go": "package large\n\nimport \"testing\"\n\nfunc TestNothing(*testing.T) {}\n",
		"large.go":      largeModule + large("One", 4000) + large("Two", 4000),
	})
	out, errs, status := execute(t, dir, tool, "./...")
	if status != 1 || errs != note || strings.Count(out, "variable manager calls large.GetWSManager") != 1 {
		t.Errorf("status %d, said %q, want 1 and %q\n%s", status, errs, note, out)
	}
	_, errs, _ = execute(t, dir, tool, "-debug", "./...")
	if strings.Contains(errs, note) || !strings.Contains(errs, "steps example.com/large.One, steps example.com/large.Two") {
		t.Errorf("with -debug: %s", errs)
	}
	// go vet takes whatever is printed for a finding.
	if _, errs, _ = execute(t, dir, "go", "vet", "-vettool="+tool, "./..."); strings.Contains(errs, "large.One") {
		t.Errorf("go vet: %s", errs)
	}
}

// All that a server can call when it serves took the room of what it registered.
func TestAServerThatTakesALotToSayIsRegistered(t *testing.T) {
	dir := writeModule(t, map[string]string{
		"go.mod": "module example.com/server\n\ngo 1.25\n",
		"server/server.go": `package server

import (
	"fmt"
	"net/http"
	"sync"
)

type WSManager struct{ n int }

func NewWSManager() *WSManager { return &WSManager{} }

type Server struct {
	manager *WSManager
	mu      sync.RWMutex
	path    string
	other   http.Handler
	http    *http.Server
	cert    string
}

func New(m *WSManager, options ...func(*Server)) *Server {
	s := &Server{manager: m, path: "/ws"}
	for _, o := range options {
		o(s)
	}
	return s
}

func WithHTTP(h *http.Server) func(*Server) { return func(s *Server) { s.http = h } }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.manager.n++ }

func (s *Server) Start(addr string) error {
	s.mu.Lock()
	if s.http == nil {
		mux := http.NewServeMux()
		mux.Handle(s.path, s)
		if s.other != nil {
			mux.Handle("/other", s.other)
		}
		s.http = &http.Server{Addr: addr, Handler: mux}
	} else {
		if s.http.Addr == "" {
			s.http.Addr = addr
		} else if s.http.Addr != addr {
			return fmt.Errorf("%q is not %q", s.http.Addr, addr)
		}
	}
	h := s.http
	s.mu.Unlock()
	if s.cert != "" {
		return h.ListenAndServeTLS(s.cert, s.cert)
	}
	return h.ListenAndServe()
}
`,
		"main.go": "package main\n\nimport \"example.com/server/server\"\n\nfunc main() {\n\ts := server.New(server.NewWSManager())\n\t_ = s.Start(\":8080\")\n}\n",
	})
	const want = "main.go:7:2: receiver of type server.Server keeps a manager beyond its request, and serves it to every user: made by server.NewWSManager, stored by (*server.Server).Start [captive]\n"
	if out, errs, status := execute(t, dir, tool, "./..."); status != 1 || !strings.Contains(out, want) {
		t.Errorf("status %d\n%s\n%s\nwant 1 and\n%s", status, out, errs, want)
	}
}
