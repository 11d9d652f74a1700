package gopls_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os/exec"
	"strconv"
	"sync"
	"testing"
)

// A client speaks the Language Server Protocol with one gopls.
type client struct {
	t   *testing.T
	in  io.WriteCloser
	mu  sync.Mutex // guards in
	ids int

	answers     chan message
	diagnostics chan published
	settings    json.RawMessage
}

type message struct {
	ID     *json.RawMessage `json:"id,omitempty"`
	Method string           `json:"method,omitempty"`
	Params json.RawMessage  `json:"params,omitempty"`
	Result json.RawMessage  `json:"result,omitempty"`
	Error  json.RawMessage  `json:"error,omitempty"`
}

type published struct {
	URI         string
	Version     int
	Diagnostics []diagnostic
}

type diagnostic struct {
	Range struct {
		Start, End struct{ Line, Character int }
	} `json:"range"`
	Code            string                     `json:"code"`
	CodeDescription struct{ Href string }      `json:"codeDescription"`
	Source          string                     `json:"source"`
	Message         string                     `json:"message"`
	Related         []struct{ Message string } `json:"relatedInformation"`
	Raw             json.RawMessage            `json:"-"`
}

func start(t *testing.T, program, dir string) *client {
	return startWith(t, program, dir, map[string]any{"diagnosticsDelay": "0s"})
}

// startWith starts gopls in dir with settings.
func startWith(t *testing.T, program, dir string, settings map[string]any) *client {
	cmd := exec.Command(program, "serve")
	cmd.Dir = dir
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, in: in, answers: make(chan message, 100), diagnostics: make(chan published, 1000)}
	if c.settings, err = json.Marshal(settings); err != nil {
		t.Fatal(err)
	}
	go c.receive(bufio.NewReader(out))
	t.Cleanup(func() {
		c.call("shutdown", nil, nil)
		c.notify("exit", nil)
		if err := cmd.Wait(); err != nil {
			t.Errorf("gopls: %v", err)
		}
	})
	c.call("initialize", map[string]any{
		"rootUri": "file://" + dir,
		"capabilities": map[string]any{"textDocument": map[string]any{
			"publishDiagnostics": map[string]any{"relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true},
			"codeAction":         map[string]any{"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}}},
		}},
		"initializationOptions": settings,
	}, nil)
	c.notify("initialized", map[string]any{})
	return c
}

func (c *client) receive(r *bufio.Reader) {
	for {
		head, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			close(c.answers)
			close(c.diagnostics)
			return
		}
		n, err := strconv.Atoi(head.Get("Content-Length"))
		if err != nil {
			panic(err)
		}
		text := make([]byte, n)
		if _, err := io.ReadFull(r, text); err != nil {
			continue // the next read says that it is over
		}
		var m message
		if err := json.Unmarshal(text, &m); err != nil {
			panic(err)
		}
		switch {
		case m.Method == "textDocument/publishDiagnostics":
			var p published
			if err := json.Unmarshal(m.Params, &p); err != nil {
				panic(err)
			}
			c.diagnostics <- p
		case m.Method != "" && m.ID != nil: // gopls asks: it gets nothing, or its settings' defaults
			result := "null"
			if m.Method == "workspace/configuration" {
				result = "[" + string(c.settings) + "]"
			}
			c.send(message{ID: m.ID, Result: json.RawMessage(result)})
		case m.ID != nil:
			c.answers <- m
		}
	}
}

func (c *client) send(m message) {
	text, err := json.Marshal(struct {
		Version string `json:"jsonrpc"`
		message
	}{"2.0", m})
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(text), text)
}

func (c *client) notify(method string, params any) {
	text, err := json.Marshal(params)
	if err != nil {
		c.t.Fatal(err)
	}
	c.send(message{Method: method, Params: text})
}

func (c *client) call(method string, params, result any) {
	c.t.Helper()
	text, err := json.Marshal(params)
	if err != nil {
		c.t.Fatal(err)
	}
	c.ids++
	id := json.RawMessage(strconv.Itoa(c.ids))
	c.send(message{ID: &id, Method: method, Params: text})
	m, ok := <-c.answers
	if !ok || m.Error != nil {
		c.t.Fatalf("%s: %s", method, m.Error)
	}
	if result != nil {
		if err := json.Unmarshal(m.Result, result); err != nil {
			c.t.Fatal(err)
		}
	}
}

// until waits for diagnostics of a file that satisfy ok.
func (c *client) until(uri string, ok func([]diagnostic) bool) []diagnostic {
	c.t.Helper()
	for p := range c.diagnostics {
		if p.URI == uri && ok(ours(p.Diagnostics)) {
			return ours(p.Diagnostics)
		}
	}
	c.t.Fatal("gopls ended")
	return nil
}

// ours are the diagnostics of our analyzers.
func ours(ds []diagnostic) []diagnostic {
	var found []diagnostic
	for _, d := range ds {
		switch d.Source {
		case "wsfactory", "importtime", "nilcontext", "singleton":
			found = append(found, d)
		}
	}
	return found
}
