#!/bin/sh
# Serves until it is asked to stop, and then until its clients have heard of it.
trap 'touch /tmp/stopping' TERM
nc -ll -p 80 -e /bin/answer.sh &
until [ -e /tmp/stopping ]; do sleep 0.1; done
kill $!
while ls /tmp/client.* > /dev/null 2>&1; do sleep 0.05; done
