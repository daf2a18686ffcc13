"""Takes one order after the other from the queue and works it off."""

import os
import signal
import sys
import time

import redis

from . import QUEUE, query, queue


def next_order():
    """The number of the oldest order, or None where there is none or the queue cannot be reached just now."""
    try:
        item = queue().blpop(QUEUE, timeout=5)
    except redis.ConnectionError as error:
        print(f"the queue does not answer: {error}", flush=True)
        time.sleep(1)
        return None
    return int(item[1]) if item else None


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("waiting for orders", flush=True)
while True:
    number = next_order()
    if number is not None:
        query("UPDATE orders SET state = 'done', worked_by = %s WHERE id = %s", os.uname().nodename, number)
        print(f"order {number} is done", flush=True)
