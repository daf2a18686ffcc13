"""Taking turns: A B A B ..., one warm-up of each dropped, medians. Wall time by the client, CPU by the whole machine."""

import statistics
import time
from dataclasses import dataclass

_JIFFY_MS = 10.0


def machine_cpu_ms():
    """Busy CPU of the machine since boot. It holds client, daemons, monitors, containers and the kernel's work for them,
    which no cgroup of one side does; the machine has to be quiet otherwise."""
    with open("/proc/stat") as stat:
        user, nice, system, _idle, _iowait, irq, softirq, *_ = map(int, stat.readline().split()[1:])
    return (user + nice + system + irq + softirq) * _JIFFY_MS


@dataclass
class Sample:
    wall_ms: float
    cpu_ms: float


@dataclass
class Row:
    """One comparison. `goal` bounds ours / theirs of the wall time (or of the figure itself where `unit` is not ms)."""

    work: str
    goal: str
    ours: float
    theirs: float
    ours_cpu: float = float("nan")
    theirs_cpu: float = float("nan")
    unit: str = "ms"

    @property
    def ratio(self):
        return self.ours / self.theirs if self.theirs else float("nan")


def timed(work):
    cpu, wall = machine_cpu_ms(), time.monotonic()
    work()
    return Sample((time.monotonic() - wall) * 1000, machine_cpu_ms() - cpu)


def in_turn(work, goal, ours, theirs, rounds, prepare=lambda side: None, after=lambda side: None, step=None):
    """`step(side)` is timed; `prepare` and `after` are not."""
    samples = {"jcompose": [], "docker": []}
    for turn in range(rounds + 1):
        for side in (theirs, ours):
            prepare(side)
            sample = timed(lambda: step(side))
            after(side)
            if turn:
                samples[side.name].append(sample)

    def median(name, what):
        return statistics.median(getattr(s, what) for s in samples[name])

    return Row(work, goal, median("jcompose", "wall_ms"), median("docker", "wall_ms"),
               statistics.fmean(s.cpu_ms for s in samples["jcompose"]),
               statistics.fmean(s.cpu_ms for s in samples["docker"]))
