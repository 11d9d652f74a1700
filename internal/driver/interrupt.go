package driver

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// patience is how long go may take to clean up when it was interrupted.
const patience = 10 * time.Second

// command is go with these arguments, in dir. When ctx ends, it is interrupted
// rather than killed: it ends what it runs, and removes what it has written.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	return cmd
}
