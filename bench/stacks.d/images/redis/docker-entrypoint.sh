#!/bin/sh
# Options alone are the server's; it runs as its own user and, as in the image of this name, without protected mode.
set -eu
case ${1:-} in -*) set -- redis-server "$@" ;; esac
[ "$1" = redis-server ] || exec "$@"
chown redis:redis .
exec setpriv --reuid=redis --regid=redis --init-groups "$@" --protected-mode no
