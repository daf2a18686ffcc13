"""Brings the schema up to date; each step runs once. Others wait for this job to end well."""

from . import query

STEPS = [
    "CREATE TABLE orders (id serial PRIMARY KEY, text text NOT NULL, state text NOT NULL DEFAULT 'queued')",
    "ALTER TABLE orders ADD COLUMN worked_by text",
]

query("CREATE TABLE IF NOT EXISTS schema_step (number int PRIMARY KEY)")
done = {number for (number,) in query("SELECT number FROM schema_step")}
for number, step in enumerate(STEPS):
    if number not in done:
        query(f"{step}; INSERT INTO schema_step VALUES (%s)", number)
        print(f"step {number}: {step}", flush=True)
print("the schema is up to date", flush=True)
