"""Takes votes from the queue into the database; a second vote of a voter replaces the first."""

import json

import psycopg2
from redis import Redis

redis = Redis(host="redis")
database = psycopg2.connect(host="db", user="postgres", password="postgres")
database.autocommit = True
cursor = database.cursor()
cursor.execute("SELECT pg_advisory_lock(1)")
cursor.execute("CREATE TABLE IF NOT EXISTS votes (id text PRIMARY KEY, vote text NOT NULL)")
cursor.execute("SELECT pg_advisory_unlock(1)")
print("Watching the queue", flush=True)
while True:
    vote = json.loads(redis.blpop("votes")[1])
    print(f"Processing vote for {vote['vote']!r} by {vote['voter_id']!r}", flush=True)
    cursor.execute("INSERT INTO votes VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET vote = excluded.vote",
                   (vote["voter_id"], vote["vote"]))
