#!/bin/sh
# What the image of this name does with its variables: POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, each also as NAME_FILE.
# They count where the volume is empty.
set -eu

# value NAME DEFAULT
value() {
    eval "text=\${$1:-} file=\${${1}_FILE:-}"
    [ -z "$file" ] || text=$(cat "$file")
    printf %s "${text:-$2}"
}

case ${1:-} in -*) set -- postgres "$@" ;; esac
[ "$1" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
    chown postgres:postgres "$PGDATA" /run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=$(value POSTGRES_USER postgres) password=$(value POSTGRES_PASSWORD '')
    database=$(value POSTGRES_DB "$user")
    if [ -z "$password" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
        echo 'the database is empty and POSTGRES_PASSWORD is not set' >&2
        exit 1
    fi
    printf %s "$password" > /tmp/password
    initdb --username="$user" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 \
        --locale=C.UTF-8 > /dev/null
    rm /tmp/password
    echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"
    # Through the local socket only: nobody is let in before all is there.
    pg_ctl --wait --silent -o "-c listen_addresses=''" --log=/dev/null start
    [ "$database" = postgres ] || createdb --username="$user" "$database"
    for file in /docker-entrypoint-initdb.d/*.sql; do
        [ ! -f "$file" ] || psql --quiet --set=ON_ERROR_STOP=1 --username="$user" "$database" < "$file"
    done
    pg_ctl --wait --silent stop
fi
exec "$@" -c listen_addresses='*'
