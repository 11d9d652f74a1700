// Command incident serves each user's events over WebSocket.
package main

import (
	"flag"
	"log"
	"net/http"

	"example.com/incident/server"
	"example.com/incident/startup"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "listen on this `address`")
	flag.Parse()
	if err := startup.Check(); err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(*addr, server.New()))
}
