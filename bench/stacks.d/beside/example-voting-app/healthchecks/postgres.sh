#!/bin/sh
[ "$(PGPASSWORD=$POSTGRES_PASSWORD psql -h "$(hostname -i)" -U "$POSTGRES_USER" -d "${POSTGRES_DB:-$POSTGRES_USER}" \
    --quiet --no-align --tuples-only --command 'SELECT 1')" = 1 ]
