# What the checks of a case may call. FILE is the stack file, JCOMPOSE the program, SOCKET the daemon's.
export DOCKER_CONFIG="$PWD/docker-config"
. "${FILE%/*}/cgroup.sh"
[ ! -e weighed-device ] || export WEIGHED_DEVICE=$(cat weighed-device)
jcompose() { "$JCOMPOSE" -f "$FILE" "$@"; }
# A command in a service's container: inside CMD, or in SERVICE CMD.
inside() { in_ probe "$@"; }
in_() { service=$1; shift; jcompose exec -T "$service" sh -c "$*"; }
id() { jcompose ps -aq "${1:-probe}"; }
api() { curl -fsS --unix-socket "$SOCKET" "http://d/v1.44$1"; }
# A jq filter on the inspection of a container: inspect FILTER [SERVICE].
inspect() { api "/containers/$(id "${2:-probe}")/json" | jq -cr "$1"; }
# Takes the case away with all that it made, whatever stands against it: the next one is to find nothing.
take_down() {
    jcompose down -v -t 0 --rmi local --remove-orphans || {
        api '/containers/json?all=true' | jq -r '.[] | select(.Labels["com.docker.compose.project"] == "attributes").Id' | while read -r id; do
            remove "containers/$id?force=true"
        done
        jcompose down -v -t 0 --rmi local --remove-orphans
    }
    api /images/json | jq -r '.[].RepoTags[]? | select(contains("attribute-case-"))' | while read -r name; do
        remove "images/$name?force=true"
    done
    api "/containers/json?all=true" | jq -r ".[].Names[] | select(startswith(\"/attribute-case-\")) | .[1:]" | while read -r name; do remove "containers/$name?force=true"; done
    api /networks | jq -r '.[].Name | select(startswith("attribute-case-"))' | while read -r name; do remove "networks/$name"; done
    api /volumes | jq -r '.Volumes[].Name | select(startswith("attribute-case-"))' | while read -r name; do remove "volumes/$name"; done
    post "build/prune?all=true" {} > /dev/null
    [ -z "$WEIGHED_DEVICE" ] || {
        echo none > "/sys/block/${WEIGHED_DEVICE#/dev/}/queue/scheduler"
        losetup -d "$WEIGHED_DEVICE"
        rm weighed-device
    }
}
post() { curl -fsS --unix-socket "$SOCKET" -H 'Content-Type: application/json' -d "$2" "http://d/v1.44/$1"; }
remove() { curl -fsS --unix-socket "$SOCKET" -X DELETE "http://d/v1.44/$1" > /dev/null; }
# What an update of a service says, which is made once however often one asks: rolled VERSION SERVICE.
rolled() {
    [ -e "rolled-$1-$2" ] || VERSION=$1 jcompose --progress plain up -d "$2" > "rolled-$1-$2" 2>&1
    cat "rolled-$1-$2"
}
# What $VERSION is in the running containers of a service: versions SERVICE.
versions() {
    for number in $(jcompose ps --format '{{.Name}}' "$1" | sed 's/.*-//' | sort); do
        jcompose exec -T --index "$number" "$1" sh -c 'echo $VERSION'
    done | sort | xargs
}
pid() { inspect .State.Pid "${1:-probe}"; }
# watched BEFORE SIGN CHANGE [LAST]: runs a watcher over $WATCHED, which BEFORE has filled, until it says SIGN; then CHANGE, and
# prints what it says until LAST.
watched() {
    WATCHED=$(mktemp -d "$PWD/watched.XXXXXX")
    export WATCHED
    mkdir "$WATCHED/src" "$WATCHED/run"
    (cd "$WATCHED" && eval "$1")
    : > "$WATCHED/said"
    "$JCOMPOSE" -f "$FILE" watch --no-up > "$WATCHED/said" 2>&1 &
    watcher=$!
    said "^$2\$"
    if [ -n "$3" ]; then
        (cd "$WATCHED" && eval "$3")
        said "^$4\$"
        sed "/^$2\$/d; /^Syncing/d" "$WATCHED/said"
    fi
    kill -TERM $watcher
    wait $watcher
}
# Waits until the watcher has said it, has ended, or a minute is over.
said() {
    for _ in $(seq 600); do
        grep -q "$1" "$WATCHED/said" && return
        kill -0 $watcher 2> /dev/null || return
        sleep 0.1
    done
}
# A program that manages services: it writes down how it is called.
provider_program() {
    cat > cloud <<'PROGRAM'
#!/bin/sh
echo "$@" >> cloud.log
echo "$3 in $COMPOSE_PROJECT_NAME with ${CLOUD_KEY:-none}" >> variables.log
tr '\0' ' ' < /proc/$PPID/cmdline >> callers.log; echo >> callers.log
[ "$2" != metadata ] || exit 1
[ "$3" != up ] || echo '{"type":"info","message":"making it"}
{"type":"debug","message":"nobody sees this"}
{"type":"setenv","message":"URL=cloud://db"}
{"type":"rawsetenv","message":"REGION=north"}'
PROGRAM
    chmod +x cloud
    echo CLOUD_KEY=secret > cloud.env
}
# A block device of the case's own, whose scheduler knows weights: WEIGHED_DEVICE.
weighed_device() {
    head -c 1048576 /dev/zero > disk
    losetup -f --show "$PWD/disk" > weighed-device
    device=$(cat weighed-device)
    echo bfq > "/sys/block/${device#/dev/}/queue/scheduler"
}
# A login of the caller's, in the file that Docker's clients share.
registry_login() {
    mkdir -p "$DOCKER_CONFIG"
    echo '{"auths":{"registry.example":{"auth":"bWU6d29yZA=="}}}' > "$DOCKER_CONFIG/config.json"
}
# Docker's plugin of models, which writes down how it is called; model_plugin remove takes it away and fails.
model_plugin() {
    plugin=$DOCKER_CONFIG/cli-plugins/docker-model
    rm -f "$plugin" models.log
    [ -z "$1" ] || return 1
    mkdir -p "${plugin%/*}"
    cat > "$plugin" <<'PROGRAM'
#!/bin/sh
echo "$@" >> models.log
case $1 in
    ls) echo '[{"id":"1","tags":["ai/there"]}]' ;;
    status) echo '{"endpoint":"http://models:1/"}' ;;
esac
PROGRAM
    chmod +x "$plugin"
}
