package truth

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A frame is one entry of a stack.
type frame struct {
	function string
	file     string
	line     int
}

// parseStack reads the text of a stack as runtime/debug.Stack writes it, with
// the goroutines that created its goroutine if GODEBUG=tracebackancestors is
// set, and returns the frames from the innermost to the outermost.
func parseStack(text string) []frame {
	var frames []frame
	function := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		position, indented := strings.CutPrefix(line, "\t")
		if !indented {
			function = functionName(line)
			continue
		}
		if i := strings.LastIndex(position, " +0x"); i >= 0 {
			position = position[:i]
		}
		i := strings.LastIndexByte(position, ':')
		if i < 0 {
			continue
		}
		if n, err := strconv.Atoi(position[i+1:]); err == nil {
			frames = append(frames, frame{function, position[:i], n})
		}
	}
	return frames
}

// functionName is the function of a stack's line: without arguments, and
// without what says that a goroutine was created there.
func functionName(line string) string {
	line, created := strings.CutPrefix(line, "created by ")
	if created {
		line, _, _ = strings.Cut(line, " in goroutine ")
		return line
	}
	if i := strings.LastIndexByte(line, '('); i > 0 && strings.HasSuffix(line, ")") {
		return line[:i]
	}
	return line
}

// reported finds the call that the contract says is reported for a stack: the
// last one, going inwards, that lies within the root that is running. The
// outermost frame of the module says which root that is.
func reported(frames []frame, dir string, roots []root) (file string, line int, err error) {
	within := func(f frame) string {
		rel, err := filepath.Rel(dir, f.file)
		if err != nil || strings.HasPrefix(rel, "..") || strings.HasSuffix(f.function, "-fm") {
			return ""
		}
		return filepath.ToSlash(rel)
	}
	running := -1
	for _, f := range slices.Backward(frames) {
		if name := within(f); name != "" {
			running = slices.IndexFunc(roots, func(r root) bool { return r.contains(name, f.line) })
			if running < 0 {
				return "", 0, fmt.Errorf("%s:%d: outermost frame %s is in no root", name, f.line, f.function)
			}
			break
		}
	}
	if running < 0 {
		return "", 0, fmt.Errorf("no frame of the module in %v", frames)
	}
	for _, f := range frames {
		if name := within(f); name != "" && roots[running].contains(name, f.line) {
			return name, f.line, nil
		}
	}
	panic("unreachable: the outermost frame is in the root")
}

func (r root) contains(file string, line int) bool {
	return r.file == file && r.first <= line && line <= r.last
}
