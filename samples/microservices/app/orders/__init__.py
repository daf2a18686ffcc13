"""An order desk: the API takes orders, the worker works them off. Both know the database and the queue by this module."""

import os

import psycopg2
import redis

QUEUE = "orders"


def query(sql, *values):
    """The rows of one statement, in a transaction of its own."""
    with open("/run/secrets/db_password", encoding="utf-8") as file:
        password = file.read().strip()
    connection = psycopg2.connect(
        host=os.environ["DB_HOST"],
        dbname=os.environ["DB_NAME"],
        user=os.environ["DB_USER"],
        password=password,
        connect_timeout=3,
    )
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def queue():
    return redis.Redis(host=os.environ["QUEUE_HOST"], socket_connect_timeout=3)
