#!/bin/sh
set -eu
for voter in 1 2 3 4 5 6 7 8 9 10; do
    curl --fail --silent --cookie "voter_id=seed-$voter" --data vote=b http://vote > /dev/null
done
echo '10 votes cast'
