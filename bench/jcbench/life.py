"""The life of a stack from `config` to `down -v`, each step with what must hold after it."""

import json
import os
import pty
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

    def jc(self, *argv, codes=(0,), timeout=180, errors=False):
        result = self.ours.run(["timeout", str(timeout), *self.ours.compose, *argv], cwd=self.folder, check=False)
        if result.returncode not in codes:
            raise Failed(f"`{' '.join(argv)}`: exit {result.returncode}: "
                         f"{(result.stderr or result.stdout).decode()[-600:].strip()}")
        return (result.stderr if errors else result.stdout).decode()

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

    def typed(self, answer, *argv):
        """At a terminal, with the answer to what is asked. Returns all that it shows."""
        ours, theirs = pty.openpty()
        os.write(ours, f"{answer}\n".encode())
        with subprocess.Popen(
                ["nsenter", f"--net=/run/netns/{self.ours.netns}", "timeout", "180", *self.ours.compose, *argv],
                cwd=self.folder, env={**os.environ, **self.ours.env}, stdin=theirs, stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            shown = b""
            while True:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # its other end is closed
                    break
                if not part:
                    break
                shown += part
        os.close(ours)
        return process.returncode, shown.decode(errors="replace")

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

    def seed(self):
        """A profile's services beside those that run; what they did is done again by each up, and no change."""
        self.jc("--profile", "seed", "up", "-d")
        self.texts.append(self.stack.seeds)
        self.read()
        self.jc("--profile", "seed", "plan")

    def volume(self):
        """A changed volume asks, and without a terminal is refused; only a yes makes it anew."""
        base = next(f.name for f in self.folder.iterdir() if f.name in ("compose.yaml", "docker-compose.yml"))
        (self.folder / "changed.yaml").write_text(json.dumps(
            {"volumes": {name: {"labels": {"changed": "yes"}} for name in self.own_volumes()}}))
        files = ("-f", base, "-f", "changed.yaml")
        before = self.ids()
        refused = self.jc(*files, "up", "-d", codes=(1,), errors=True)
        code, asked = self.typed("n", *files, "up", "-d")
        for told in (refused, asked):
            if "loses what is in it" not in told:
                raise Failed(f"a changed volume is not told: {told[-300:]}")
        if code == 0 or before != self.ids():
            raise Failed(f"without a yes the volume was changed: exit {code}, {asked[-300:]}")
        self.read()
        code, agreed = self.typed("y", *files, "up", "-d", "--wait")
        if code:
            raise Failed(f"a yes: exit {code}, {agreed[-300:]}")
        # An empty database: who has made its tables makes them when it starts. The database itself is left alone, as it may
        # be making its files, and who starts beside it ends where it is not there yet.
        if others := [name for name in self.jc("config", "--services").split() if name != self.stack.restart]:
            self.jc(*files, "restart", *others)
        self.texts = []
        self.write()
        self.read()

    def own_volumes(self):
        config = json.loads(self.jc("config", "--format", "json"))
        return [name for name, volume in (config.get("volumes") or {}).items() if not (volume or {}).get("external")]

    def gone(self):
        # As with Compose, what a profile has started stays where it is not enabled.
        self.jc("--profile", "*", "down", "-v", "--rmi", "local", "--remove-orphans")
        left = [*self.ids(), *self.volumes(),
                *(n["Name"] for n in self.ours.api("GET", "/networks") if n["Name"] not in ("bridge", "host", "none"))]
        if left:
            raise Failed(f"down -v leaves {left}")


STEPS = ("config", "plan", "up", "use", "change", "look", "restart", "kill", "down", "again", "seed", "volume", "gone")


def live(stack, folder, ours):
    """All steps until one fails; then what is left is taken away. Returns what there is to tell."""
    told = Told(stack.name)
    life = Life(stack, folder, ours, told)
    try:
        for step in STEPS:
            if step == "seed" and not stack.seeds or step == "volume" and not life.own_volumes():
                continue
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
        ours.run([*ours.compose, "--profile", "*", "down", "-v", "-t", "0", "--rmi", "local", "--remove-orphans"], cwd=folder, check=False)
        for volume in ours.api("GET", "/volumes")["Volumes"] or []:
            ours.api("DELETE", f"/volumes/{volume['Name']}")
    return told
