// GET / lists the titles of the blog, POST / adds one.
package main

import (
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	_ "github.com/lib/pq"
)

func main() {
	password, err := os.ReadFile("/run/secrets/db-password")
	if err != nil {
		log.Fatal(err)
	}
	db, err := sql.Open("postgres", fmt.Sprintf("postgres://postgres:%s@db/example?sslmode=disable", strings.TrimSpace(string(password))))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE IF NOT EXISTS blog (id SERIAL PRIMARY KEY, title TEXT)"); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		if request.Method == http.MethodPost {
			_, err = db.Exec("INSERT INTO blog (title) VALUES ($1)", request.FormValue("text"))
		}
		titles, err := db.Query("SELECT title FROM blog ORDER BY id")
		if err != nil {
			http.Error(answer, err.Error(), http.StatusServiceUnavailable)
			return
		}
		defer titles.Close()
		for titles.Next() {
			var title string
			if err := titles.Scan(&title); err == nil {
				fmt.Fprintln(answer, title)
			}
		}
	})
	log.Println("listening on port 8000")
	log.Fatal(http.ListenAndServe(":8000", nil))
}
