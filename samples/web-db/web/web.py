"""Notes on the web: GET / lists them with a form, POST / adds one, GET /healthz says whether the database answers."""

import html
import os
import signal
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

PORT = 8000

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Notes</title>
<style>body {{ font: 1rem/1.5 sans-serif; max-width: 36rem; margin: 3rem auto }} input {{ width: 75% }}</style>
<h1>Notes</h1>
<form method="post"><input name="text" maxlength="500" required autofocus> <button>Add</button></form>
<ol>
{items}
</ol>
<p><small>served by {host}</small>
</html>
"""


def connect():
    with open("/run/secrets/db_password", encoding="utf-8") as file:
        password = file.read().strip()
    return psycopg2.connect(
        host=os.environ["DB_HOST"],
        dbname=os.environ["DB_NAME"],
        user=os.environ["DB_USER"],
        password=password,
        connect_timeout=3,
    )


def query(sql, *values):
    """The rows of one statement, in a transaction of its own."""
    connection = connect()
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


class Notes(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200, "text/plain", "ok\n" if query("SELECT 1") else "")
        elif self.path == "/":
            items = "\n".join(f"<li>{html.escape(text)}" for (text,) in query("SELECT text FROM note ORDER BY id"))
            self.answer(200, "text/html", PAGE.format(items=items, host=os.uname().nodename))
        else:
            self.answer(404, "text/plain", "no such page\n")

    def do_POST(self):
        length = min(int(self.headers.get("Content-Length", 0)), 65536)
        form = urllib.parse.parse_qs(self.rfile.read(length).decode())
        text = form.get("text", [""])[0].strip()[:500]
        if text:
            query("INSERT INTO note (text) VALUES (%s)", text)
        self.send_response(303)
        self.send_header("Location", "/")
        self.end_headers()

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except psycopg2.Error as problem:
            print(f"database: {problem}", file=sys.stderr, flush=True)
            self.answer(503, "text/plain", "the database does not answer\n")

    def answer(self, status, kind, body):
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind + "; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Replicas start together: the lock lets one make the table while the others wait.
    query("SELECT pg_advisory_xact_lock(1); CREATE TABLE IF NOT EXISTS note (id serial PRIMARY KEY, text text NOT NULL)")
    print(f"listening on port {PORT}", flush=True)
    ThreadingHTTPServer(("", PORT), Notes).serve_forever()
