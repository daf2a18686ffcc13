"""POST /api/orders takes an order, GET /api/orders lists them, GET /api/healthz says whether both stores answer."""

import json
import os
import signal
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import QUEUE, query, queue

PORT = 8000


class Orders(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/api/orders":
            rows = query("SELECT id, text, state, worked_by FROM orders ORDER BY id")
            self.answer(200, [dict(zip(("id", "text", "state", "worked_by"), row)) for row in rows])
        elif self.path == "/api/healthz":
            query("SELECT 1")
            queue().ping()
            self.answer(200, {"ok": True, "host": os.uname().nodename})
        else:
            self.answer(404, {"error": "no such page"})

    def do_POST(self):
        if self.path != "/api/orders":
            self.answer(404, {"error": "no such page"})
            return
        text = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 4096)).decode().strip()
        ((number,),) = query("INSERT INTO orders (text) VALUES (%s) RETURNING id", text)
        queue().rpush(QUEUE, number)
        self.answer(201, {"id": number})

    def answer(self, status, content):
        body = json.dumps({"from": os.uname().nodename, "answer": content}).encode() + b"\n"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/healthz", timeout=2) as response:
            sys.exit(0 if response.status == 200 else 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening on port {PORT}", flush=True)
    ThreadingHTTPServer(("", PORT), Orders).serve_forever()
