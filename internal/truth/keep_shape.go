package truth

import "strings"

// A shape is a way to keep something, or not to. In its texts, %[1]s is a
// package-level variable, %[2]s what is kept, %[3]s the type of that and %[4]s
// the number of the function.
type shape struct {
	mech   string
	typ    string // the type of the variable, or "= " and its initialiser
	keep   string // the statement that keeps it
	around string // what is around that statement, which is at [here]; by default, the function
	from   string // from what it can be reached then; by default, the variable
}

// here is where the statement goes.
const here = "HERE"

// idle is the function of a shape whose statement is elsewhere, and served is that with
// the statement in a method that serves a request.
const (
	idle   = "func f%[4]s(uc *ws.UserContext) {}"
	served = "func (h *h%[4]s) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n\tuc := ws.From(r)\n\t" + here + "\n}\n\n" + idle
)

// kept is what one shape is filled with.
type kept struct{ variable, value, typ, number, before string }

func (k kept) expand(format string) string {
	return strings.NewReplacer("%[1]s", k.variable, "%[2]s", k.value, "%[3]s", k.typ, "%[4]s", k.number).Replace(format)
}

// entriesByKey has entries that are found by their key.
const entriesByKey = "type e%[4]s struct {\n\tuser string\n\tv    any\n}\n\n" +
	"func find%[4]s(uc *ws.UserContext) any {\n\tfor _, e := range %[1]s {\n\t\tif e.user == uc.ID {\n\t\t\treturn e.v\n\t\t}\n\t}\n\treturn nil\n}\n\n" +
	"func f%[4]s(uc *ws.UserContext) {\n\t" + here + "\n}"

// Shapes whose name begins with "user-" keep it under a key of the user's.
var keepShapes = []shape{
	{mech: "variable", typ: "%[3]s", keep: "%[1]s = %[2]s"},
	{mech: "interface", typ: "any", keep: "%[1]s = %[2]s"},
	{mech: "field", typ: "struct{ F struct{ G %[3]s } }", keep: "%[1]s.F.G = %[2]s"},
	{mech: "pointer-field", typ: "struct{ F *lib.Box[%[3]s] }", keep: "%[1]s.F = lib.NewBox(%[2]s)"},
	{mech: "slice", typ: "[]%[3]s", keep: "%[1]s = append(%[1]s, %[2]s)"},
	{mech: "array", typ: "[3]%[3]s", keep: "%[1]s[1] = %[2]s"},
	{mech: "map", typ: "map[string]%[3]s", keep: "%[1]s = map[string]%[3]s{\"a\": %[2]s}"},
	{mech: "sync-map", typ: "sync.Map", keep: "%[1]s.Store(\"key\", %[2]s)"},
	{mech: "atomic", typ: "atomic.Pointer[lib.Box[%[3]s]]", keep: "%[1]s.Store(lib.NewBox(%[2]s))"},
	{mech: "atomic-swap", typ: "atomic.Pointer[lib.Box[%[3]s]]", keep: "%[1]s.Swap(lib.NewBox(%[2]s))"},
	{mech: "generic-setter", typ: "lib.Box[%[3]s]", keep: "%[1]s.Set(%[2]s)"},
	{mech: "setter", typ: "lib.Registry", keep: "%[1]s.Set(%[2]s)"},
	{mech: "adder", typ: "lib.Registry", keep: "%[1]s.Add(%[2]s)"},
	{mech: "putter", typ: "lib.Registry", keep: "%[1]s.Put(\"key\", %[2]s)"},
	{mech: "fill", typ: "%[3]s", keep: "lib.Fill(&%[1]s, %[2]s)"},
	{mech: "pointer", typ: "%[3]s", keep: "p := &%[1]s; *p = %[2]s"},
	{mech: "once", typ: "struct{ once sync.Once; F %[3]s }", keep: "%[1]s.once.Do(func() { %[1]s.F = %[2]s })"},
	{mech: "literal", typ: "%[3]s", keep: "func() { %[1]s = %[2]s }()"},
	{mech: "parameter", typ: "%[3]s", keep: "func(v %[3]s) { %[1]s = v }(%[2]s)"},
	{mech: "defer", typ: "lib.Registry", keep: "defer %[1]s.Set(%[2]s)"},
	{mech: "copy", typ: "lib.Box[%[3]s]", keep: "%[1]s = *lib.NewBox(%[2]s)"},
	{mech: "replaced", typ: "%[3]s", keep: "%[1]s, _ = %[2]s, %[1]s"},

	{mech: "channel", typ: "= make(chan %[3]s, 1)", keep: "%[1]s <- %[2]s"},
	{mech: "channel-select", typ: "= make(chan %[3]s, 1)", keep: "select { case %[1]s <- %[2]s: default: }"},
	{mech: "channel-helper", typ: "= make(chan %[3]s, 1)", keep: "lib.Send(%[1]s, %[2]s)"},
	{mech: "channel-field", typ: "= struct{ C chan lib.Event }{make(chan lib.Event, 1)}", keep: "%[1]s.C <- lib.Event{From: %[2]s}"},
	{mech: "pool", typ: "sync.Pool", keep: "%[1]s.Put(%[2]s)"},
	{mech: "pool-defer", typ: "sync.Pool", keep: "b := lib.NewBox(%[2]s); defer %[1]s.Put(b)"},
	{mech: "list-cache", typ: "lib.List", keep: "%[1]s.Add(\"key\", %[2]s)"},
	{mech: "entries", typ: "[]lib.Entry", keep: "%[1]s = append(%[1]s, lib.Entry{Key: \"key\", Value: %[2]s})"},
	{mech: "entry-of-all", typ: "[]e%[4]s", keep: "%[1]s = append(%[1]s, e%[4]s{user: \"all\", v: %[2]s})", around: entriesByKey},
	{mech: "newest-entry", typ: "[]e%[4]s", keep: "%[1]s = append(%[1]s, e%[4]s{user: uc.ID, v: %[2]s})", around: "type e%[4]s struct {\n\tuser string\n\tv    any\n}\n\n" +
		"func newest%[4]s() any { return %[1]s[len(%[1]s)-1].v }\n\nfunc f%[4]s(uc *ws.UserContext) {\n\t" + here + "\n}"},
	{mech: "lru", typ: "= lib.NewLRU(4)", keep: "%[1]s.Add(\"key\", %[2]s)"},
	{mech: "list", typ: "list.List", keep: "%[1]s.PushFront(%[2]s)"},
	{mech: "ring", typ: "= ring.New(3)", keep: "%[1]s.Value = %[2]s"},
	{mech: "heap", typ: "lib.Heap", keep: "heap.Push(&%[1]s, %[2]s)"},
	{mech: "node", typ: "*lib.Node", keep: "%[1]s = &lib.Node{Next: %[1]s, Value: %[2]s}"},
	{mech: "tree", typ: "lib.Tree", keep: "%[1]s.Insert(7, %[2]s)"},
	{mech: "closure", typ: "func() %[3]s", keep: "v := %[2]s; %[1]s = func() %[3]s { return v }"},
	{mech: "closure-map", typ: "= map[string]func() %[3]s{}", keep: "v := %[2]s; %[1]s[\"key\"] = func() %[3]s { return v }"},
	{mech: "cell", typ: "= lib.NewCell()", keep: "%[1]s.Set(%[2]s)"},
	{mech: "timer", typ: "any", keep: "done := make(chan bool); time.AfterFunc(0, func() { %[1]s = %[2]s; close(done) }); <-done"},
	{mech: "goroutine", typ: "any", keep: "done := make(chan bool); go func() { defer close(done); %[1]s = %[2]s }(); <-done"},
	{mech: "constant-key", typ: "= map[string]%[3]s{}", keep: "%[1]s[lib.Key(\"all\")] = %[2]s"},
	{mech: "room-key", typ: "= map[string]%[3]s{}", keep: "%[1]s[lib.Room(uc)] = %[2]s"},
	{mech: "struct-key", typ: "= map[lib.Pair]%[3]s{}", keep: "%[1]s[lib.Pair{A: \"a\", B: \"b\"}] = %[2]s"},
	{mech: "lazy", typ: "lib.Lazy[%[3]s]", keep: "%[1]s.Get(func() %[3]s { return %[2]s })"},
	{mech: "lazy-once", typ: "lib.Once[%[3]s]", keep: "%[1]s.Get(func() %[3]s { return %[2]s })"},
	{mech: "once-value", typ: "func() %[3]s", keep: "%[1]s = sync.OnceValue(func() %[3]s { return %[2]s })"},
	{mech: "once-value-map", typ: "sync.Map", keep: "%[1]s.LoadOrStore(\"key\", sync.OnceValue(func() %[3]s { return %[2]s }))"},
	{mech: "compare-and-swap", typ: "atomic.Pointer[lib.Box[%[3]s]]", keep: "%[1]s.CompareAndSwap(nil, lib.NewBox(%[2]s))"},
	{mech: "atomic-value", typ: "atomic.Value", keep: "%[1]s.Store(lib.NewBox(%[2]s))"},
	{mech: "atomic-value-swap", typ: "atomic.Value", keep: "%[1]s.Swap(lib.NewBox(%[2]s))"},
	{mech: "atomic-value-compare", typ: "atomic.Value", keep: "%[1]s.CompareAndSwap(nil, lib.NewBox(%[2]s))"},
	{mech: "sync-map-swap", typ: "sync.Map", keep: "%[1]s.Swap(\"key\", %[2]s)"},
	{mech: "embedded", typ: "struct{ lib.Registry }", keep: "%[1]s.Cur = %[2]s"},
	{mech: "embedded-setter", typ: "struct{ lib.Registry }", keep: "%[1]s.Set(%[2]s)"},
	{mech: "embedded-pointer", typ: "= struct{ *lib.Registry }{new(lib.Registry)}", keep: "%[1]s.Set(%[2]s)"},
	{mech: "array-of-struct", typ: "[2]struct{ F %[3]s }", keep: "%[1]s[1].F = %[2]s"},
	{mech: "array-range", typ: "[2]struct{ F %[3]s }", keep: "for i := range %[1]s { %[1]s[i].F = %[2]s }"},
	{mech: "slice-of-struct", typ: "= make([]struct{ F %[3]s }, 2)", keep: "p := &%[1]s[1]; p.F = %[2]s"},
	{mech: "map-of-pointer", typ: "= map[string]*lib.Box[%[3]s]{\"a\": {}}", keep: "%[1]s[\"a\"].V = %[2]s"},
	{mech: "matrix", typ: "[2][2]%[3]s", keep: "%[1]s[1][0] = %[2]s"},
	{mech: "nested-map", typ: "= map[string]map[string]%[3]s{\"a\": {}}", keep: "%[1]s[\"a\"][\"b\"] = %[2]s"},
	{mech: "double-pointer", typ: "= new(*lib.Box[%[3]s])", keep: "*%[1]s = lib.NewBox(%[2]s)"},
	{mech: "far-setter", typ: "int", keep: "lib.SetCurrent(%[2]s)", from: "&lib.Current"},
	{mech: "far-variable", typ: "int", keep: "lib.Current = %[2]s", from: "&lib.Current"},
	{mech: "far-chain", typ: "int", keep: "lib.Install(lib.Event{From: %[2]s})", from: "&lib.Current"},
	{mech: "far-default", typ: "int", keep: "lib.Default().Set(%[2]s)", from: "lib.Default()"},
	{mech: "far-add", typ: "int", keep: "lib.Default().Put(\"key\", %[2]s)", from: "lib.Default()"},
	{mech: "part", typ: "struct{ R lib.Registry }", keep: "lib.PartOf(&%[1]s.R).Set(%[2]s)"},
	{mech: "interface-setter", typ: "lib.Setter = new(lib.Registry)", keep: "%[1]s.Set(%[2]s)"},
	{mech: "method-value", typ: "lib.Registry", keep: "set := %[1]s.Set; set(%[2]s)"},
	{mech: "method-expression", typ: "lib.Registry", keep: "(*lib.Registry).Set(&%[1]s, %[2]s)"},
	{mech: "callback", typ: "lib.Registry", keep: "lib.Each([]any{%[2]s}, %[1]s.Set)"},
	{mech: "callback-literal", typ: "any", keep: "lib.Do(func() { %[1]s = %[2]s })"},
	{mech: "deferred-literal", typ: "any", keep: "defer func() { %[1]s = %[2]s }()"},
	{mech: "copy-elements", typ: "[2]%[3]s", keep: "copy(%[1]s[:], []%[3]s{%[2]s})"},
	{mech: "maps-copy", typ: "= map[string]%[3]s{}", keep: "maps.Copy(%[1]s, map[string]%[3]s{\"a\": %[2]s})"},
	{mech: "ranged-key", typ: "= map[string]%[3]s{}", keep: "for k, v := range map[string]%[3]s{\"a\": %[2]s} { %[1]s[k] = v }"},
	{mech: "slices-insert", typ: "[]%[3]s", keep: "%[1]s = slices.Insert(%[1]s, 0, %[2]s)"},
	{mech: "append-helper", typ: "[]any", keep: "%[1]s = lib.Append(%[1]s, %[2]s)"},
	{mech: "pointer-loop", typ: "%[3]s", keep: "for _, p := range []*%[3]s{&%[1]s} { *p = %[2]s }"},
	{mech: "reflected", typ: "%[3]s", keep: "reflect.ValueOf(&%[1]s).Elem().Set(reflect.ValueOf(%[2]s))"},
	{mech: "kept-context", typ: "context.Context", keep: "%[1]s = context.WithValue(context.Background(), lib.Pair{}, %[2]s)"},
	{mech: "conditional", typ: "any", keep: "if %[1]s == nil { %[1]s = %[2]s }"},
	{mech: "linked-late", typ: "*lib.Box[%[3]s]", keep: "b := new(lib.Box[%[3]s]); %[1]s = b; b.V = %[2]s"},
	{mech: "options", typ: "*lib.Server", keep: "%[1]s = lib.NewServer(lib.WithAny(%[2]s))"},
	{mech: "builder", typ: "*lib.Server", keep: "%[1]s = new(lib.Server).With(%[2]s)"},
	{mech: "mux", typ: "= http.NewServeMux()", keep: "%[1]s.Handle(\"/\", &lib.Handler{V: %[2]s})"},
	{mech: "receiver", keep: "h.F = %[2]s", typ: "int", from: "&h%[4]s{}", around: "type h%[4]s struct{ F any }\n\n" +
		served},
	{mech: "receiver-helper", keep: "h.F = %[2]s", typ: "int", from: "&h%[4]s{}", around: "type h%[4]s struct{ F any }\n\n" +
		"func (h *h%[4]s) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.open(ws.From(r), r) }\n\n" +
		"func (h *h%[4]s) open(uc *ws.UserContext, r *http.Request) {\n\t" + here + "\n}\n\n" +
		idle},
	{mech: "receiver-setter", keep: "h.R.Set(%[2]s)", typ: "int", from: "&h%[4]s{}", around: "type h%[4]s struct{ R lib.Registry }\n\n" +
		served},
	{mech: "receiver-map", keep: "h.M[r.URL.Path] = %[2]s", typ: "int", from: "&h%[4]s{M: map[string]any{}}", around: "type h%[4]s struct{ M map[string]any }\n\n" +
		served},
	{mech: "receiver-channel", keep: "h.C <- %[2]s", typ: "int", from: "&h%[4]s{C: make(chan any, 1)}", around: "type h%[4]s struct{ C chan any }\n\n" +
		served},
	{mech: "captured", keep: "last = %[2]s", typ: "int", from: "h%[4]s()", around: "func h%[4]s() http.Handler {\n\tvar last any\n" +
		"\treturn lib.Seen{Shared: &last, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\tuc := ws.From(r)\n\t\t" + here + "\n\t})}\n}\n\n" +
		idle},

	{mech: "called-back", keep: "last = %[2]s", typ: "int", from: "h%[4]s()", around: "func h%[4]s() http.Handler {\n\tvar last any\n\tc := new(lib.Calls)\n" +
		"\tc.Handle(func(ctx context.Context) {\n\t\tuc := lib.UserOf(ctx)\n\t\t" + here + "\n\t})\n\treturn lib.Seen{Shared: &last, Handler: c}\n}\n\n" +
		idle},
	{mech: "service", keep: "s.F = %[2]s", typ: "int", from: "h%[4]s()", around: "type s%[4]s struct{ F any }\n\n" +
		"func (s *s%[4]s) Call(ctx context.Context) {\n\tuc := lib.UserOf(ctx)\n\t" + here + "\n}\n\n" +
		"func h%[4]s() http.Handler {\n\tc := new(lib.Calls)\n\tc.Register(&s%[4]s{})\n\treturn c\n}\n\n" +
		idle},
	{mech: "remainder-key", typ: "[4]any", keep: "%[1]s[len(uc.ID)%4] = %[2]s"},
	{mech: "half-cleared", typ: "[2]any", keep: "%[1]s[0] = %[2]s; for i := range %[1]s { if i > 0 { %[1]s[i] = nil } }"},
	{mech: "cleared-first", typ: "sync.Map", keep: "%[1]s.Clear(); %[1]s.Store(\"key\", %[2]s)"},
	{mech: "received-first", typ: "= make(chan %[3]s, 1)", keep: "select { case <-%[1]s: default: }; %[1]s <- %[2]s"},

	{mech: "called-back-local", keep: "last = %[2]s", typ: "int", from: "h%[4]s()", around: "func h%[4]s() http.Handler {\n\tc := new(lib.Calls)\n" +
		"\tc.Handle(func(ctx context.Context) {\n\t\tvar last any\n\t\tuc := lib.UserOf(ctx)\n\t\t" + here + "\n\t\tlib.Ignore(last)\n\t})\n\treturn c\n}\n\n" +
		idle},
	{mech: "called-at-once", typ: "int", keep: "last = %[2]s", around: "func f%[4]s(uc *ws.UserContext) { g%[4]s(lib.WithUser(context.Background(), uc)) }\n\n" +
		"func g%[4]s(ctx context.Context) {\n\tvar last any\n\tlib.Now(ctx, func(ctx context.Context) {\n\t\tuc := lib.UserOf(ctx)\n\t\t" + here + "\n\t})\n\tlib.Ignore(last)\n}"},
	{mech: "all-cleared", typ: "[2]any", keep: "%[1]s[0] = %[2]s; for i := range %[1]s { %[1]s[i] = nil }"},
	{mech: "keys-deleted", typ: "= map[any]bool{}", keep: "%[1]s[lib.NewBox(%[2]s)] = true; for k := range %[1]s { delete(%[1]s, k) }"},
	{mech: "map-cleared", typ: "sync.Map", keep: "%[1]s.Store(\"key\", %[2]s); %[1]s.Clear()"},
	{mech: "received-again", typ: "= make(chan %[3]s, 1)", keep: "%[1]s <- %[2]s; <-%[1]s"},
	{mech: "detached", typ: "struct{ F *lib.Box[%[3]s] }", keep: "%[1]s.F = new(lib.Box[%[3]s]); %[1]s.F.V = %[2]s; %[1]s.F = nil"},
	{mech: "local-channel-drained", typ: "int", keep: "c := make(chan any, 1); c <- %[2]s; <-c; %[1]s = len(c)"},
	{mech: "local", typ: "%[3]s", keep: "local := lib.NewBox(%[2]s); _ = local"},
	{mech: "local-map", typ: "lib.Registry", keep: "var r lib.Registry; r.Put(\"key\", %[2]s); %[1]s.Cur = len(r.ByID)"},
	{mech: "ignored", typ: "any", keep: "lib.Ignore(%[2]s)"},
	{mech: "context", typ: "any", keep: "_ = lib.With(context.Background(), %[2]s)"},
	{mech: "shadowed", typ: "%[3]s", keep: "{ %[1]s := %[2]s; _ = %[1]s }"},
	{mech: "factory", typ: "func(*ws.UserContext) *ws.WSManager", keep: "_ = %[2]s; %[1]s = ws.GetWSManager"},
	{mech: "local-channel", typ: "int", keep: "c := make(chan any, 1); c <- %[2]s; %[1]s = len(c)"},
	{mech: "local-pool", typ: "int", keep: "var p sync.Pool; p.Put(%[2]s); %[1]s++"},
	{mech: "local-list", typ: "int", keep: "l := list.New(); l.PushBack(%[2]s); %[1]s = l.Len()"},
	{mech: "local-lru", typ: "int", keep: "l := lib.NewLRU(4); l.Add(\"key\", %[2]s); %[1]s = l.Len()"},
	{mech: "local-once", typ: "int", keep: "get := sync.OnceValue(func() %[3]s { return %[2]s }); _ = get(); %[1]s++"},
	{mech: "local-atomic", typ: "int", keep: "var p atomic.Pointer[lib.Box[%[3]s]]; p.Store(lib.NewBox(%[2]s)); %[1]s++"},
	{mech: "cleared", typ: "sync.Pool", keep: "b := lib.NewBox[any](%[2]s); b.V = nil; %[1]s.Put(b)"},
	{mech: "cleared-deferred", typ: "sync.Pool", keep: "b := lib.NewBox[any](%[2]s); defer func() { b.Reset(); %[1]s.Put(b) }()"},
	{mech: "cleared-helper", typ: "sync.Pool", keep: "b := lib.NewBox[any](%[2]s); lib.Release(&%[1]s, b)"},
	{mech: "struct-copy", typ: "struct{ F any }", keep: "c := %[1]s; c.F = %[2]s; _ = c"},
	{mech: "array-copy", typ: "[2]any", keep: "c := %[1]s; c[1] = %[2]s; _ = c"},
	{mech: "range-copy", typ: "[2]struct{ F any }", keep: "for _, e := range %[1]s { e.F = %[2]s; _ = e }"},
	{mech: "slice-copy", typ: "= make([]any, 1)", keep: "c := slices.Clone(%[1]s); c[0] = %[2]s"},
	{mech: "map-copy", typ: "= map[string]any{}", keep: "c := maps.Clone(%[1]s); c[\"a\"] = %[2]s"},
	{mech: "value-receiver", typ: "lib.Value", keep: "%[1]s.Set(%[2]s)"},
	{mech: "described", typ: "string", keep: "%[1]s = fmt.Sprint(%[2]s)"},
	{mech: "type-of", typ: "reflect.Type", keep: "%[1]s = reflect.TypeOf(%[2]s)"},
	{mech: "counted", typ: "int", keep: "_ = %[2]s; %[1]s++"},
	{mech: "compared", typ: "bool", keep: "%[1]s = any(%[2]s) != nil"},
	{mech: "remove", typ: "lib.Registry", keep: "%[1]s.Remove(%[2]s)"},
	{mech: "has", typ: "lib.Registry", keep: "%[1]s.N = lib.Has(%[1]s.All, %[2]s)"},
	{mech: "delete", typ: "= map[any]int{}", keep: "delete(%[1]s, any(lib.NewBox(%[2]s)))"},
	{mech: "deferred-factory", typ: "func(*ws.UserContext) any", keep: "_ = %[2]s; %[1]s = func(uc *ws.UserContext) any { return ws.GetWSManager(uc) }"},
	{mech: "cancelled", typ: "int", keep: "ctx, cancel := context.WithCancel(lib.With(context.Background(), %[2]s)); defer cancel(); _ = ctx"},
	{mech: "request", typ: "int", keep: "r = r.WithContext(lib.With(r.Context(), %[2]s)); lib.Ignore(r)", from: "&h%[4]s{}", around: "type h%[4]s struct{ N int }\n\n" +
		served},
	{mech: "session", typ: "int", keep: "s.F = %[2]s", from: "&h%[4]s{}", around: "type h%[4]s struct{ N int }\n\ntype s%[4]s struct{ F any }\n\n" +
		"func (s *s%[4]s) open(w http.ResponseWriter, r *http.Request) {\n\tuc := ws.From(r)\n\t" + here + "\n}\n\n" +
		"func (h *h%[4]s) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n\ts := &s%[4]s{}\n\ts.open(w, r)\n\th.N++\n}\n\n" +
		idle},
	{mech: "request-literal", typ: "int", keep: "kept = %[2]s", from: "h%[4]s()", around: "func h%[4]s() http.Handler {\n" +
		"\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\tvar kept any\n\t\tuc := ws.From(r)\n\t\tfunc() {\n\t\t\t" + here + "\n\t\t}()\n\t\tlib.Ignore(kept)\n\t})\n}\n\n" +
		idle},

	{mech: "user-key", typ: "map[string]%[3]s", keep: "if %[1]s == nil { %[1]s = map[string]%[3]s{} }; %[1]s[uc.ID] = %[2]s"},
	{mech: "user-put", typ: "lib.Registry", keep: "%[1]s.Put(uc.ID, %[2]s)"},
	{mech: "user-sync-map", typ: "sync.Map", keep: "%[1]s.LoadOrStore(uc.ID, %[2]s)"},
	{mech: "user-helper-key", typ: "= map[string]%[3]s{}", keep: "%[1]s[lib.Key(uc.ID)] = %[2]s"},
	{mech: "user-made-key", typ: "= map[string]%[3]s{}", keep: "%[1]s[lib.KeyOf(uc)] = %[2]s"},
	{mech: "user-method-key", typ: "= map[string]%[3]s{}", keep: "%[1]s[uc.Key()] = %[2]s"},
	{mech: "user-struct-key", typ: "= map[lib.Pair]%[3]s{}", keep: "%[1]s[lib.Pair{A: uc.ID, B: \"b\"}] = %[2]s"},
	{mech: "user-pair-key", typ: "= map[lib.Pair]%[3]s{}", keep: "%[1]s[lib.PairOf(uc, \"b\")] = %[2]s"},
	{mech: "user-printed-key", typ: "sync.Map", keep: "%[1]s.Store(fmt.Sprintf(\"u/%s\", uc.ID), %[2]s)"},
	{mech: "user-list-cache", typ: "lib.List", keep: "%[1]s.Add(uc.ID, %[2]s)"},
	{mech: "user-entries", typ: "[]e%[4]s", keep: "%[1]s = append(%[1]s, e%[4]s{user: uc.ID, v: %[2]s})", around: entriesByKey},
	{mech: "user-found-entry", typ: "[]e%[4]s", keep: "if i := slices.IndexFunc(%[1]s, func(e e%[4]s) bool { return e.user == uc.ID }); i >= 0 { %[1]s[i].v = %[2]s }", around: entriesByKey},
	{mech: "user-lru", typ: "= lib.NewLRU(4)", keep: "%[1]s.Add(uc.ID, %[2]s)"},
	{mech: "user-nested", typ: "= map[string]map[string]%[3]s{}", keep: "in := %[1]s[uc.ID]; if in == nil { in = map[string]%[3]s{}; %[1]s[uc.ID] = in }; in[\"a\"] = %[2]s"},
	{mech: "user-entry", typ: "= map[string]*lib.Box[%[3]s]{}", keep: "b := %[1]s[uc.ID]; if b == nil { b = new(lib.Box[%[3]s]); %[1]s[uc.ID] = b }; b.V = %[2]s"},
	{mech: "user-closure", typ: "= map[string]func() %[3]s{}", keep: "v := %[2]s; %[1]s[uc.ID] = func() %[3]s { return v }"},
	{mech: "user-once-value", typ: "sync.Map", keep: "%[1]s.LoadOrStore(uc.ID, sync.OnceValue(func() %[3]s { return %[2]s }))"},
	{mech: "user-maps-copy", typ: "= map[string]%[3]s{}", keep: "maps.Copy(%[1]s, map[string]%[3]s{uc.ID: %[2]s})"},
	{mech: "user-ranged", typ: "= map[string]%[3]s{}", keep: "for k, v := range map[string]%[3]s{uc.ID: %[2]s} { %[1]s[k] = v }"},
	{mech: "user-cache", typ: "lib.Cache[%[3]s]", keep: "%[1]s.Get(uc.ID, func() %[3]s { return %[2]s })"},
	{mech: "user-far", typ: "int", keep: "lib.Default().Put(uc.ID, %[2]s)"},
}

// holders wrap a manager.
var keepHolders = []struct{ mech, expr, typ string }{
	{"manager", "%s", "*ws.WSManager"},
	{"manager", "%s", "*ws.WSManager"},
	{"manager", "%s", "*ws.WSManager"},
	{"pool-holder", "lib.NewPool(%s)", "*lib.Pool"},
	{"literal-holder", "&lib.Pool{M: %s}", "*lib.Pool"},
	{"value-holder", "lib.Pool{M: %s}", "lib.Pool"},
	{"interface-holder", "lib.NewNamer(%s)", "lib.Namer"},
	{"generic-holder", "lib.NewBox(%s)", "*lib.Box[*ws.WSManager]"},
	{"deep-holder", "lib.NewBox(lib.NewPool(%s))", "*lib.Box[*lib.Pool]"},
	{"slice-holder", "[]*ws.WSManager{%s}", "[]*ws.WSManager"},
	{"map-holder", "map[string]*ws.WSManager{\"m\": %s}", "map[string]*ws.WSManager"},
	{"array-holder", "[1]*ws.WSManager{%s}", "[1]*ws.WSManager"},
	{"hidden-holder", "lib.Hide(%s)", "*lib.Hidden"},
	{"embedding-holder", "&lib.Embedding{WSManager: %s}", "*lib.Embedding"},
	{"method-holder", "lib.NewPool(%s).Name", "func() string"},
	{"closure-holder", "lib.Deferred(%s)", "func() *ws.WSManager"},
	{"option-holder", "lib.WithManager(%s)", "lib.Option"},
	{"server-holder", "lib.NewServer(lib.WithManager(%s))", "*lib.Server"},
	{"built-holder", "new(lib.Server).With(%s)", "*lib.Server"},
	{"channel-holder", "lib.Chan(%s)", "chan *ws.WSManager"},
	{"variadic-holder", "lib.Of(%s)", "[]any"},
	{"identity-holder", "lib.Identity(%s)", "*ws.WSManager"},
	{"context-holder", "context.WithValue(context.Background(), lib.Pair{}, %s)", "context.Context"},
	{"created", "&ws.WSManager{User: uc.ID}", "*ws.WSManager"},
	{"user-context", "uc", "*ws.UserContext"},
	{"user-context-holder", "&lib.Session{UC: uc}", "*lib.Session"},
	{"deferred-maker", "func() *ws.WSManager { return ws.GetWSManager(uc) }", "func() *ws.WSManager"},
}
