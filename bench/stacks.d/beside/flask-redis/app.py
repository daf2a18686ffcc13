"""GET / lists the notes, POST / adds one."""

from flask import Flask, request
from redis import Redis

app = Flask(__name__)
redis = Redis(host="redis", port=6379, decode_responses=True)


@app.get("/")
def notes():
    return "\n".join(redis.lrange("notes", 0, -1)) + "\n"


@app.post("/")
def add():
    redis.rpush("notes", request.form["text"])
    return "added\n"


app.run(host="0.0.0.0", port=8000)
