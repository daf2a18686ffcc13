"""What is compared: one function a goal. Each leaves both sides as it found them."""

import concurrent.futures
import contextlib
import io
import os
import shutil
import statistics
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

from . import measure, sides
from .measure import Row, in_turn

NETWORK = "jcbench"
SLEEP = {"Image": "busybox", "Cmd": ["sleep", "1000"], "HostConfig": {}}
PIDS = "/proc"
QUIET_SECONDS = 10


def busybox_image():
    """A tar of a root with the static busybox and its applets, as both engines import it."""
    binary = Path("/bin/busybox").read_bytes()
    applets = subprocess.run(["/bin/busybox", "--list"], capture_output=True, text=True, check=True).stdout.split()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        def add(name, data=b"", kind=tarfile.REGTYPE, link="", mode=0o755):
            info = tarfile.TarInfo(name)
            info.size, info.type, info.linkname, info.mode = len(data), kind, link, mode
            tar.addfile(info, io.BytesIO(data))
        for folder in ("bin", "etc", "tmp", "root"):
            add(folder, kind=tarfile.DIRTYPE)
        add("bin/busybox", binary)
        for applet in applets:
            if applet != "busybox":
                add("bin/" + applet, kind=tarfile.SYMTYPE, link="busybox")
        add("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\n", mode=0o644)
        add("etc/group", b"root:x:0:\n", mode=0o644)
    return out.getvalue()


def load_images(*both):
    image = busybox_image()
    for side in both:
        # Of a run before that was cut off.
        _remove_all(side)
        side.api("POST", "/images/create?fromSrc=-&repo=busybox&tag=latest&changes=ENV%20PATH%3D/bin", image)


def _create(side, body=SLEEP):
    return side.api("POST", "/containers/create", body)["Id"]


def _start(side, id):
    side.api("POST", f"/containers/{id}/start")


def _remove(side, id):
    side.api("DELETE", f"/containers/{id}?force=true")


def _remove_all(side):
    for container in side.api("GET", "/containers/json?all=true"):
        _remove(side, container["Id"])


@contextlib.contextmanager
def _network(*both):
    """A bridge of one's own, as every stack has: there both engines answer for names, which Docker does not on its default one."""
    for side in both:
        # It may be left of a run that was cut off.
        if NETWORK not in [network["Name"] for network in side.api("GET", "/networks")]:
            side.api("POST", "/networks/create", {"Name": NETWORK})
    try:
        yield
    finally:
        for side in both:
            side.api("DELETE", f"/networks/{NETWORK}")


def _on(network, body):
    return {**body, "HostConfig": {**body["HostConfig"], "NetworkMode": network}}


def create_start(ours, theirs):
    ids = {}

    def row(network, name):
        def step(side):
            ids[side.name] = _create(side, _on(network, SLEEP))
            _start(side, ids[side.name])
        return in_turn(f"API create + start, {name}", "<= 0.15", ours, theirs, 15, step=step,
                       after=lambda side: _remove(side, ids[side.name]))
    # In this order, as the first has a daemon that has only just started.
    with _network(ours, theirs):
        rows = [row(NETWORK, "bridge")]
    return [*rows, row("bridge", "default bridge, theirs without names")]


def exec_api(ours, theirs):
    ids = {side.name: _create(side) for side in (ours, theirs)}
    for side in (ours, theirs):
        _start(side, ids[side.name])

    def step(side):
        made = side.api("POST", f"/containers/{ids[side.name]}/exec", {"Cmd": ["true"], "AttachStdout": True})["Id"]
        side.api("POST", f"/exec/{made}/start", {"Detach": False}, raw=True)
    row = in_turn("API exec to its end", "<= 0.4", ours, theirs, 20, step=step)
    for side in (ours, theirs):
        _remove(side, ids[side.name])
    return row


def docker_run(ours, theirs):
    return in_turn("docker run --rm busybox true", "<= 0.25", ours, theirs, 10,
                   step=lambda side: side.docker("run", "--rm", "busybox", "true"))


class Stack:
    """A generated stack of n sleeping services in a folder of its own."""

    def __init__(self, n):
        self.n = n
        self.folder = tempfile.TemporaryDirectory(prefix="jcbench-")
        self.name = f"bench{n}"
        services = "".join(f'  s{i}:\n    image: busybox\n    command: ["sleep", "1000"]\n    init: true\n'
                           f"    stop_grace_period: 1s\n" for i in range(n))
        Path(self.folder.name, "compose.yaml").write_text(f"name: {self.name}\nservices:\n{services}")

    def compose(self, side, *verb):
        return side.run([*side.compose, *verb], cwd=self.folder.name)

    def up(self, side):
        self.compose(side, "up", "-d")

    def down(self, side):
        self.compose(side, "down")


def up_down(n, up_goal, rounds):
    def scenario(ours, theirs):
        stack = Stack(n)
        up = in_turn(f"compose up of {n}", up_goal, ours, theirs, rounds, step=stack.up, after=stack.down)
        down = in_turn(f"compose down of {n}", "<= 0.25", ours, theirs, rounds, prepare=stack.up, step=stack.down)
        return [up, down]
    return scenario


def warm_verbs(ours, theirs):
    stack = Stack(10)
    for side in (ours, theirs):
        stack.up(side)
    rows = [
        in_turn("no-op up of 10, whole process", "<= 0.75", ours, theirs, 15, step=stack.up),
        in_turn("ps of 10, whole process", "<= 0.75", ours, theirs, 15, step=lambda s: stack.compose(s, "ps")),
        in_turn("compose exec, whole process", "<= 0.6", ours, theirs, 15,
                step=lambda s: stack.compose(s, "exec", "-T", "s1", "true")),
    ]
    for side in (ours, theirs):
        stack.down(side)
    return rows


def hundred_at_once(ours, theirs):
    def step(side):
        with concurrent.futures.ThreadPoolExecutor(100) as pool:
            list(pool.map(lambda _: _start(side, _create(side)), range(100)))
    row = in_turn("100 create + start at once", "<= 0.125", ours, theirs, 2, step=step, after=_remove_all)
    return row


def logs(ours, theirs):
    body = {**SLEEP, "Cmd": ["sh", "-c", "yes 0123456789012345678901234567890123456789 | head -n 1000000"],
            "HostConfig": {"LogConfig": {"Type": "json-file", "Config": {}}}}
    ids = {}

    def write(side):
        ids[side.name] = _create(side, body)
        _start(side, ids[side.name])
        side.api("POST", f"/containers/{ids[side.name]}/wait")
    written = in_turn("1 M log lines written", "<= 0.4", ours, theirs, 2, step=write,
                      prepare=lambda side: _remove_all(side))
    read = in_turn("1 M log lines read", "<= 0.2", ours, theirs, 2,
                   step=lambda side: side.docker("logs", ids[side.name]))
    for side in (ours, theirs):
        _remove_all(side)
    return [written, read]


def load_built_images(*both):
    tar = sides.built_images()
    for side in both:
        loaded = sides.DIR / f"{side.name}.loaded"
        have = {tag for image in side.api("GET", "/images/json") for tag in image.get("RepoTags") or []}
        if "bench-nginx:latest" not in have or not loaded.exists() or loaded.read_text() != tar.name:
            side.docker("load", "-q", "-i", str(tar))
            loaded.write_text(tar.name)


def requests(ours, theirs):
    """nginx with its port published: requests/s of wrk by the host's loopback and by the container's address."""
    load_built_images(ours, theirs)
    with _network(ours, theirs):
        rows = _rates(ours, theirs, NETWORK, "")
    return [*rows, *_rates(ours, theirs, "bridge", ", default bridge, theirs without names")]


def _rates(ours, theirs, network, suffix):
    body = _on(network, {"Image": "bench-nginx", "ExposedPorts": {"80/tcp": {}},
                         "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8000"}]}}})
    urls = {}
    for side in (ours, theirs):
        id = _create(side, body)
        _start(side, id)
        shown = side.api("GET", f"/containers/{id}/json")["NetworkSettings"]
        urls[side.name] = ["http://127.0.0.1:8000/", f"http://{shown['Networks'][network]['IPAddress']}/"]
        deadline = time.monotonic() + 10
        while side.run(["curl", "-fs", urls[side.name][0]], check=False).returncode and time.monotonic() < deadline:
            time.sleep(0.1)

    def rate(side, way):
        said = side.run(["wrk", "-t1", "-c32", "-d3s", urls[side.name][way]]).stdout.decode()
        if "Non-2xx" in said:
            raise RuntimeError(f"{side.name}: {said}")
        return float(next(line for line in said.splitlines() if line.startswith("Requests/sec")).split()[1])
    rows = []
    for way, (work, goal) in enumerate((("published port by loopback", ">= 1.6"), ("container address", ">= 1.0"))):
        rates = {side.name: [] for side in (ours, theirs)}
        for turn in range(4):
            for side in (theirs, ours):
                got = rate(side, way)
                if turn:
                    rates[side.name].append(got)
        rows.append(Row(work + suffix, goal, *(statistics.median(rates[side.name]) for side in (ours, theirs)),
                        unit="requests/s"))
    for side in (ours, theirs):
        _remove_all(side)
    return rows


def sample(ours, theirs):
    """The first up of samples/web-db with its images there: initdb and the health gates are part of it."""
    load_built_images(ours, theirs)
    # The secret of the stack is a bind, at the same path for both daemons: theirs sees DIR/run as its /run.
    folder = Path("/run/jcbench-web-db")
    for copy in (folder, sides.DIR / "run" / folder.name):
        shutil.copytree(sides.REPO / "samples" / "web-db", copy, dirs_exist_ok=True)

    def compose(side, *verb):
        side.run([*side.compose, *verb], cwd=folder)
    row = in_turn("first up --wait of samples/web-db", "<= 0.6", ours, theirs, 6,
                  step=lambda side: compose(side, "up", "-d", "--wait"), after=lambda side: compose(side, "down", "-v"))
    shutil.rmtree(folder)
    return row


def up_of_200(ours, theirs):
    """Ours alone: the cost of an up grows with the stack, not faster."""
    walls = {}
    for n in (50, 200):
        stack = Stack(n)
        stack.up(ours)
        stack.down(ours)
        walls[n] = measure.timed(lambda: stack.up(ours)).wall_ms
        stack.down(ours)
    return Row("up of 200 beside up of 50 (ours)", "<= 5", walls[200], walls[50])


def _pss(match):
    total = 0
    for pid in filter(str.isdigit, os.listdir(PIDS)):
        try:
            command = Path(PIDS, pid, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if match(command):
                rollup = Path(PIDS, pid, "smaps_rollup").read_text()
                total += int(next(l for l in rollup.splitlines() if l.startswith("Pss:")).split()[1])
        except (OSError, StopIteration):
            continue
    return total / 1024


def memory(ours, theirs):
    def of_ours(command):
        return "jcompose-run" in command and (
            "dev.jcompose.daemon" in command or "conmon" in command.split(" ")[0])

    def of_theirs(command):
        return os.path.basename(command.split(" ")[0]) in ("dockerd", "containerd") or "containerd-shim" in command
    time.sleep(QUIET_SECONDS)
    rows = [Row("memory idle, PSS of all but containers", "ours <= 110 MB", _pss(of_ours), _pss(of_theirs), unit="MB")]
    stack = Stack(50)
    for side in (ours, theirs):
        stack.up(side)
    time.sleep(QUIET_SECONDS)
    rows.append(Row("memory with 50 containers", "ours <= 165 MB", _pss(of_ours), _pss(of_theirs), unit="MB"))
    for side in (ours, theirs):
        stack.down(side)
    return rows


ALL = {
    "create-start": create_start,
    "exec": exec_api,
    "run": docker_run,
    "up10": up_down(10, "<= 0.2", 5),
    "up50": up_down(50, "<= 0.1", 2),
    "verbs": warm_verbs,
    "hundred": hundred_at_once,
    "logs": logs,
    "requests": requests,
    "sample": sample,
    "memory": memory,
    "up200": up_of_200,
}
