// Command golangci is golangci-lint with wsinitlint in it: what "golangci-lint
// custom" builds from the .custom-gcl.yml of the README.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/wsinitlint/wsinitlint/golangci"
)

func main() {
	err := commands.Execute(commands.BuildInfo{GoVersion: "unknown", Version: "wsinitlint", Commit: "?", Date: "?"})
	if err != nil {
		fmt.Fprintln(os.Stderr, "The command is terminated due to an error:", err)
		os.Exit(exitcodes.Failure)
	}
}
