"""The life of a stack from `config` to `down -v`, each step with what must hold after it."""

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from jcbench import sides

PATIENCE = 60
"""Seconds until what was written must be there to read."""


class Failed(Exception):
    pass


@dataclass
class Told:
    stack: str
    services: int = 0
    seconds: dict = field(default_factory=dict)
    problem: str = ""

    def line(self):
        steps = f"{len(self.seconds)} ok" if not self.problem else f"{len(self.seconds) - 1} ok, then {' '.join(self.problem.split())}"
        times = " | ".join(f"{self.seconds[s]:.1f} s" if s in self.seconds else "-" for s in ("up", "change", "down"))
        return f"| {self.stack} | {self.services} | {steps} | {times} | {sum(self.seconds.values()):.0f} s |"


class Life:
    def __init__(self, stack, folder, ours, told):
        self.stack, self.folder, self.ours, self.told = stack, folder, ours, told
        self.texts = []

    def jc(self, *argv, codes=(0,), timeout=180):
        result = self.ours.run(["timeout", str(timeout), *self.ours.compose, *argv], cwd=self.folder, check=False)
        if result.returncode not in codes:
            raise Failed(f"`{' '.join(argv)}`: exit {result.returncode}: "
                         f"{(result.stderr or result.stdout).decode()[-600:].strip()}")
        return result.stdout.decode()

    def shell(self, line, text="", check=True):
        script = f'jc() {{ {self.ours.compose[0]} "$@"; }}\n{line}'
        result = self.ours.run(["timeout", "60", "env", f"TEXT={text}", "bash", "-o", "pipefail", "-c", script],
                               cwd=self.folder, check=False)
        if check and result.returncode:
            raise Failed(f"`{line.splitlines()[0]}`: {result.stderr.decode()[-300:].strip()}")
        return result

    def until(self, holds, what):
        end = time.monotonic() + PATIENCE
        while not (last := holds())[0]:
            if time.monotonic() > end:
                raise Failed(f"{what}: {last[1][-300:].strip()!r}")
            time.sleep(0.2)

    def write(self):
        text = f"row-{len(self.texts) + 1}"

        def tried():
            done = self.shell(self.stack.write, text, check=False)
            return done.returncode == 0, (done.stdout + done.stderr).decode()
        self.until(tried, f"{text} could not be written")
        self.texts.append(text)

    def read(self):
        """All that was written is there, as soon as the servers are."""
        def seen():
            done = self.shell(self.stack.read, check=False)
            answer = (done.stdout + done.stderr).decode()
            return done.returncode == 0 and all((self.stack.shows or t) in answer for t in self.texts), answer
        self.until(seen, f"{', '.join(self.texts)} cannot be read")

    def ids(self):
        return {c["Names"][0]: c["Id"] for c in self.containers()}

    def containers(self):
        return self.ours.api("GET", "/containers/json?all=true")

    def volumes(self):
        return [v["Name"] for v in self.ours.api("GET", "/volumes")["Volumes"] or []]

    def running(self):
        rows = [json.loads(line) for line in self.jc("ps", "-a", "--format", "json").splitlines()]
        if bad := [f"{r['Name']} {r['Status']}" for r in rows if r["State"] != "running"]:
            raise Failed(f"not running: {', '.join(bad)}")
        return rows

    def nothing_planned(self):
        self.jc("plan")

    # Each step is one obligation; their order is a life.

    def config(self):
        self.told.services = len(self.jc("config", "--services").split())

    def plan(self):
        self.jc("plan", codes=(2,))

    def up(self):
        self.jc("up", "-d", "--wait")

    def use(self):
        self.write()
        self.read()
        self.nothing_planned()

    def change(self):
        before = self.ids()
        self.shell(self.stack.change)
        text = self.jc("plan", *self.stack.up, codes=(2,))
        if missing := [word for word in self.stack.plan if word not in text]:
            raise Failed(f"the plan does not tell {missing}: {text}")
        self.jc("up", "-d", "--wait", *self.stack.up)
        moved = {n for n in before.keys() | self.ids().keys() if before.get(n) != self.ids().get(n)}
        if wrong := [name for name in moved if self.stack.plan[0] not in name]:
            raise Failed(f"the change moved {wrong}")
        if not moved:
            raise Failed("the change moved nothing")
        self.read()
        self.write()
        self.nothing_planned()

    def look(self):
        for row in self.running():
            log = self.jc("logs", "--no-color", row["Service"])
            if row["Service"] not in self.stack.silent and not log.strip():
                raise Failed(f"{row['Service']} has no log")

    def restart(self):
        before = self.ids()
        self.jc("restart", self.stack.restart)
        if before != self.ids():
            raise Failed("restart made other containers")
        self.running()
        self.read()

    def kill(self):
        """kill -9 of the daemon: containers live on, and it finds them again."""
        before = {(c["Id"], c["Status"]) for c in self.containers()}
        pid = int((Path(self.ours.env["JCOMPOSE_RUN_ROOT"]) / "daemon.pid").read_text())
        os.kill(pid, signal.SIGKILL)
        self.ours.run([str(sides.REPO / "jcompose"), "daemon", "start"])
        if {i for i, _ in before} != set(self.ids().values()):
            raise Failed("other containers after kill -9 of the daemon")
        self.running()
        self.read()
        self.nothing_planned()

    def down(self):
        self.jc("down")
        if self.containers():
            raise Failed(f"down leaves {list(self.ids())}")
        # As with Compose, anonymous volumes stay too, and nobody's `down -v` knows them any more.
        for name in self.volumes():
            if len(name) == 64:
                self.ours.api("DELETE", f"/volumes/{name}")

    def again(self):
        if not self.stack.keeps:
            self.texts = []
        self.jc("up", "-d", "--wait")
        self.read()
        self.write()
        self.read()

    def gone(self):
        self.jc("down", "-v", "--rmi", "local", "--remove-orphans")
        left = [*self.ids(), *self.volumes(),
                *(n["Name"] for n in self.ours.api("GET", "/networks") if n["Name"] not in ("bridge", "host", "none"))]
        if left:
            raise Failed(f"down -v leaves {left}")


STEPS = ("config", "plan", "up", "use", "change", "look", "restart", "kill", "down", "again", "gone")


def live(stack, folder, ours):
    """All steps until one fails; then what is left is taken away. Returns what there is to tell."""
    told = Told(stack.name)
    life = Life(stack, folder, ours, told)
    try:
        for step in STEPS:
            start = time.monotonic()
            try:
                getattr(life, step)()
            finally:
                told.seconds[step] = time.monotonic() - start
            print(f"{stack.name}: {step}: {told.seconds[step]:.1f} s", flush=True)
    except (Failed, RuntimeError) as problem:
        told.problem = f"{step}: {problem}"
        print(f"{stack.name}: {told.problem}", flush=True)
    finally:
        ours.run([*ours.compose, "down", "-v", "-t", "0", "--rmi", "local", "--remove-orphans"], cwd=folder, check=False)
        for volume in ours.api("GET", "/volumes")["Volumes"] or []:
            ours.api("DELETE", f"/volumes/{volume['Name']}")
    return told
