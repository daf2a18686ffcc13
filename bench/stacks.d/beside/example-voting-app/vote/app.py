"""A ballot: POST / with vote=a or vote=b and the cookie voter_id puts it into the queue."""

import json
import socket

from flask import Flask, request
from redis import Redis

app = Flask(__name__)
redis = Redis(host="redis", socket_timeout=5)


@app.route("/", methods=["GET", "POST"])
def vote():
    if request.method == "POST":
        redis.rpush("votes", json.dumps({"voter_id": request.cookies["voter_id"], "vote": request.form["vote"]}))
    return f"<button value=a>Cats</button> <button value=b>Dogs</button> <small>{socket.gethostname()}</small>\n"


app.run(host="0.0.0.0", port=80)
