# What the kernel was told of a container's process, on cgroup v1 or v2. CGROUPS and PROC are mounted elsewhere in tests.
CGROUPS=${CGROUPS:-/sys/fs/cgroup}
PROC=${PROC:-/proc}
unified() { [ -e "$CGROUPS/cgroup.controllers" ]; }
# A file of the container's cgroup as the container sees it: cgroup CONTROLLER FILE.
cgroup() {
    if unified; then
        folder=$(sed -n 's/^0:://p' "$PROC/$(pid)/cgroup")
    else
        folder=/$1$(awk -F: -v c="$1" '$2 ~ "(^|,)" c "(,|$)" {print $3}' "$PROC/$(pid)/cgroup")
    fi
    cat "$CGROUPS$folder/$2"
}
# In bytes: memory limit|reservation|swap; memory swappiness|unkillable are of v1 alone. Swap is with memory, as v1 counts it.
memory() {
    case $1 in
        swappiness) cgroup memory memory.swappiness && return ;;
        unkillable) cgroup memory memory.oom_control | sed -n 's/^oom_kill_disable //p' && return ;;
    esac
    if unified; then
        case $1 in
            limit) cgroup memory memory.max ;;
            reservation) cgroup memory memory.low ;;
            swap) echo $(($(cgroup memory memory.max) + $(cgroup memory memory.swap.max))) ;;
        esac
    else
        case $1 in
            limit) cgroup memory memory.limit_in_bytes ;;
            reservation) cgroup memory memory.soft_limit_in_bytes ;;
            swap) cgroup memory memory.memsw.limit_in_bytes ;;
        esac
    fi
}
# cpu quota: how many CPUs; cpu period: in microseconds; cpu shares WANTED: WANTED where the weight of v2 is what runtimes make of
# it, by the straight line of old ones or the curve of newer ones.
cpu() {
    if unified; then
        case $1 in
            quota) cgroup cpu cpu.max | awk '{print $1 / $2}' ;;
            period) cgroup cpu cpu.max | awk '{print $2}' ;;
            shares) cgroup cpu cpu.weight | awk -v s="$2" '{
                log2 = log(s) / log(2)
                curve = exp(((log2 * log2 + 125 * log2) / 612 - 7 / 34) * log(10))
                line = int(1 + (s - 2) * 9999 / 262142)
                print $1 == line || $1 - 1 < curve && curve <= $1 ? s : "weight " $1
            }' ;;
        esac
    else
        case $1 in
            quota) echo "$(cgroup cpu cpu.cfs_quota_us) $(cgroup cpu cpu.cfs_period_us)" | awk '{print $1 / $2}' ;;
            period) cgroup cpu cpu.cfs_period_us ;;
            shares) cgroup cpu cpu.shares ;;
        esac
    fi
}
# A limit of the one block device that has one: throttle read|write bps|iops.
throttle() {
    if unified; then
        cgroup io io.max | tr ' ' '\n' | sed -n "s/^${1%"${1#?}"}$2=//p"
    else
        cgroup blkio "blkio.throttle.$1_$2_device" | cut -d' ' -f2
    fi
}
# Of block I/O, as BFQ has it: weight for all devices, then a line for each other: MAJOR:MINOR WEIGHT.
weights() {
    if unified; then
        cgroup io io.bfq.weight
    else
        cgroup blkio blkio.bfq.weight_device
    fi
}
# Whether this kernel has such weights: there is no such file of the root's on v2.
weighs() { ls "$CGROUPS/blkio/blkio.bfq.io_serviced" "$CGROUPS"/*/io.bfq.weight 2> /dev/null | grep -q .; }
