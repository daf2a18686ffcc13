#!/bin/sh
# What the image of this name does with its variables: MYSQL_ or MARIADB_ before ROOT_PASSWORD, DATABASE, USER and PASSWORD,
# each also as NAME_FILE. They count where the volume is empty.
set -eu

# value NAME: of MARIADB_NAME, MYSQL_NAME, or of the file that one of them with _FILE names.
value() {
    for each in "MARIADB_$1" "MYSQL_$1"; do
        eval "text=\${$each:-} file=\${${each}_FILE:-}"
        [ -z "$file" ] || text=$(cat "$file")
        [ -z "$text" ] || { printf %s "$text"; return; }
    done
}

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/''/g")"; }

case ${1:-} in -*) set -- mariadbd "$@" ;; esac
case $1 in mariadbd | mysqld) ;; *) exec "$@" ;; esac

if [ "$(id -u)" = 0 ]; then
    chown mysql:mysql /var/lib/mysql
    exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
fi

if [ ! -d /var/lib/mysql/mysql ]; then
    root=$(value ROOT_PASSWORD) database=$(value DATABASE) user=$(value USER) password=$(value PASSWORD)
    if [ -z "$root" ] && [ -z "$(value ALLOW_EMPTY_ROOT_PASSWORD)$(value ALLOW_EMPTY_PASSWORD)" ]; then
        echo 'the database is empty and MARIADB_ROOT_PASSWORD is not set' >&2
        exit 1
    fi
    mariadb-install-db --skip-test-db --auth-root-authentication-method=normal > /dev/null
    # Nobody is let in before all is there: bootstrap takes statements without a socket, one a line.
    {
        echo 'FLUSH PRIVILEGES;'
        echo "ALTER USER root@localhost IDENTIFIED BY $(quoted "$root");"
        echo "CREATE USER root@'%' IDENTIFIED BY $(quoted "$root");"
        echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
        [ -z "$database" ] || echo "CREATE DATABASE \`$database\`;"
        if [ -n "$user" ]; then
            echo "CREATE USER $(quoted "$user")@'%' IDENTIFIED BY $(quoted "$password");"
            [ -z "$database" ] || echo "GRANT ALL ON \`$database\`.* TO $(quoted "$user")@'%';"
        fi
    } | "$@" --bootstrap || { rm -rf /var/lib/mysql/*; exit 1; }
    echo 'the database is made'
fi
exec "$@"
