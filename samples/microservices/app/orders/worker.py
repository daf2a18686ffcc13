"""Takes one order after the other from the queue and works it off."""

import os
import signal
import sys

from . import QUEUE, query, queue

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("waiting for orders", flush=True)
while True:
    item = queue().blpop(QUEUE, timeout=5)
    if item:
        number = int(item[1])
        query("UPDATE orders SET state = 'done', worked_by = %s WHERE id = %s", os.uname().nodename, number)
        print(f"order {number} is done", flush=True)
