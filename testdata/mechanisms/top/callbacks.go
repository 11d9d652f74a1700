package top

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"example.com/t/lib"
	"example.com/t/mid"
)

type logged struct{}

func (logged) LogValue() slog.Value { mid.Connect(); return slog.IntValue(1) }

type plain struct{}

func (plain) LogValue() slog.Value { return slog.IntValue(1) }

func init() {
	l := slog.New(slog.NewTextHandler(io.Discard, nil))
	l.Info("m", "k", logged{}) // want
	l.Info("m", "k", plain{})
	l.Info("m", "k", 1)
	j := slog.New(slog.NewJSONHandler(io.Discard, nil))
	j.Info("m", slog.Any("k", logged{})) // want
	_ = slog.Any("k", logged{})
	slog.AnyValue(logged{}).Resolve() // want
}

func init() {
	mux := http.NewServeMux()
	mux.HandleFunc("/a", func(http.ResponseWriter, *http.Request) { mid.Connect() }) // want
	mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a", nil))
	idle := http.NewServeMux()
	idle.HandleFunc("/a", func(http.ResponseWriter, *http.Request) { mid.Idle() })
	idle.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a", nil))
	kept := http.NewServeMux()
	kept.HandleFunc("/a", func(http.ResponseWriter, *http.Request) { mid.Connect() })
}

type written int

func (*written) UnmarshalJSON([]byte) error { mid.Connect(); return nil }

func (written) MarshalJSON() ([]byte, error) { return []byte("1"), nil }

type addressed struct{ n int }

func (*addressed) MarshalJSON() ([]byte, error) { mid.Connect(); return []byte("1"), nil }

func init() {
	var all []written
	json.Unmarshal([]byte("[1]"), &all) // want
	var plain []int
	json.Unmarshal([]byte("[1]"), &plain)
	json.Marshal(all)
	json.Marshal(&addressed{}) // want
}

// What may have been called is called again.
func init() {
	l := &lib.Latch{Func: mid.Connect}
	lib.Maybe(l.Fire) // want
	l.Fire()          // want
	l.Fire()
	idle := &lib.Latch{Func: mid.Idle}
	lib.Maybe(idle.Fire)
	idle.Fire()
}
