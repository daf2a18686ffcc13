#!/bin/sh
# One connection of HTTP with keep-alive. When the server is to stop, the next answer says that it is the last.
mine=/tmp/client.$$
touch "$mine"
while read -r line; do
    [ ${#line} -le 1 ] || continue
    goes=keep-alive
    [ ! -e /tmp/stopping ] || goes=close
    printf 'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s' ${#VERSION} $goes "$VERSION"
    [ $goes = keep-alive ] || break
done
rm -f "$mine"
