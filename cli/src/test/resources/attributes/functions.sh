# What the checks of a case may call. FILE is the stack file, JCOMPOSE the program, SOCKET the daemon's.
jcompose() { "$JCOMPOSE" -f "$FILE" "$@"; }
# A command in a service's container: inside CMD, or in SERVICE CMD.
inside() { in_ probe "$@"; }
in_() { service=$1; shift; jcompose exec -T "$service" sh -c "$*"; }
id() { jcompose ps -aq "${1:-probe}"; }
api() { curl -fsS --unix-socket "$SOCKET" "http://d/v1.44$1"; }
# A jq filter on the inspection of a container: inspect FILTER [SERVICE].
inspect() { api "/containers/$(id "${2:-probe}")/json" | jq -cr "$1"; }
pid() { inspect .State.Pid "${1:-probe}"; }
# A file of the container's cgroup as the container sees it: cgroup CONTROLLER FILE, on v1.
cgroup() { cat "/sys/fs/cgroup/$1$(awk -F: -v c="$1" '$2 ~ "(^|,)" c "(,|$)" {print $3}' "/proc/$(pid)/cgroup")/$2"; }
# What the kernel was told, on v1 or v2: memory limit|reservation|swappiness, cpu quota|period|shares.
memory() {
    case $1 in
        limit) cgroup memory memory.limit_in_bytes ;;
        reservation) cgroup memory memory.soft_limit_in_bytes ;;
        swappiness) cgroup memory memory.swappiness ;;
    esac
}
cpu() {
    case $1 in
        quota) echo "$(cgroup cpu cpu.cfs_quota_us) $(cgroup cpu cpu.cfs_period_us)" | awk '{print $1 / $2}' ;;
        period) cgroup cpu cpu.cfs_period_us ;;
        shares) cgroup cpu cpu.shares ;;
    esac
}
# The rule that lets the container at a device: device MAJOR:MINOR.
device() { cgroup devices devices.list | grep " $1 "; }
