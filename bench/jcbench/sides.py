"""The two sides of every comparison: a daemon on a UNIX socket, in a network namespace of its own, and its clients."""

import hashlib
import http.client
import json
import os
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
DIR = Path(os.environ.get("JCBENCH_DIR", "/var/cache/jcompose-bench"))


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=300)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


@dataclass
class Side:
    """One engine under measurement. `compose` is the argv of its Compose command, `netns` where its ports are."""

    name: str
    sock: str
    netns: str
    compose: list
    env: dict = field(default_factory=dict)

    def api(self, method, path, body=None, raw=False):
        """One request on a connection of its own, as clients do it. Returns (status, parsed JSON or bytes)."""
        connection = UnixConnection(self.sock)
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        kind = "application/x-tar" if isinstance(body, bytes) else "application/json"
        connection.request(method, path, data, {"Content-Type": kind} if data is not None else {})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        if response.status >= 400:
            raise RuntimeError(f"{self.name}: {method} {path}: {response.status} {answer[:300]!r}")
        return answer if raw else (json.loads(answer) if answer[:1] in (b"{", b"[") else answer)

    def run(self, argv, cwd=None, check=True, stdin=None):
        """A client command as its user would type it, inside the side's network namespace."""
        result = subprocess.run(
            ["nsenter", f"--net=/run/netns/{self.netns}", *argv],
            cwd=cwd, env={**os.environ, **self.env}, input=stdin, capture_output=True, check=False)
        if check and result.returncode:
            raise RuntimeError(f"{self.name}: {argv}: exit {result.returncode}: {result.stderr[-500:]!r}")
        return result

    def docker(self, *argv, **options):
        return self.run(["docker", "-H", f"unix://{self.sock}", *argv], **options)


def docker():
    subprocess.run([REPO / "bench" / "peers", "build"], check=True)
    subprocess.run([REPO / "bench" / "peers", "start"], check=True)
    sock = str(DIR / "run" / "docker.sock")
    env = {"DOCKER_HOST": f"unix://{sock}", "DOCKER_CONFIG": str(DIR / "config")}
    return Side("docker", sock, "jcbench-docker", ["docker", "compose"], env)


def built_images():
    """A tar of the images that take a build: of samples/web-db and bench/nginx. Built once, by a daemon of its own, because
    those under measurement cannot reach an archive of packages from their namespaces."""
    stacks = ("samples/web-db", "bench/nginx")
    sources = hashlib.sha256()
    for file in sorted(each for stack in stacks for each in (REPO / stack).rglob("*") if each.is_file()):
        sources.update(file.read_bytes())
    tar, home = DIR / f"images-{sources.hexdigest()[:12]}.tar", DIR / "build"
    if tar.exists():
        return tar
    env = {**os.environ, "JCOMPOSE_DATA_ROOT": str(home / "data"), "JCOMPOSE_RUN_ROOT": str(home / "run"),
           "JCOMPOSE_HOST": f"unix://{home}/run/docker.sock"}
    ours = str(REPO / "jcompose")
    subprocess.run([ours, "daemon", "start"], env=env, check=True)
    try:
        for stack in stacks:
            subprocess.run([ours, "-f", str(REPO / stack / "compose.yaml"), "build"], env=env, check=True)
        fresh = tar.with_suffix(".new")
        subprocess.run(["docker", "-H", env["JCOMPOSE_HOST"], "save", "-o", fresh, "web-db-web", "web-db-db", "bench-nginx"],
                       check=True)
        for old in DIR.glob("images*.tar"):
            old.unlink()
        fresh.rename(tar)
    finally:
        subprocess.run([ours, "daemon", "stop"], env=env, check=False)
    return tar


def data(name):
    """The data root of our daemon of that name, on a disk with a journal."""
    subprocess.run([REPO / "bench" / "peers", "disk"], check=True)
    return DIR / "disk" / f"{name}-data"


def jcompose(name="jcompose", settings=None):
    """Our daemon from this checkout, as shipped, with roots and a network namespace of its own; settings are more of its
    environment."""
    netns = f"jcbench-{name}"
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    # A line may go on: "NAME (id: 0)".
    if netns not in [line.split()[0] for line in listed.splitlines()]:
        subprocess.run(["ip", "netns", "add", netns], check=True)
    subprocess.run(["ip", "-n", netns, "link", "set", "lo", "up"], check=True)
    run = DIR / f"{name}-run"
    run.mkdir(parents=True, exist_ok=True)
    if not run.is_mount():
        # As /run is on a host.
        subprocess.run(["mount", "-t", "tmpfs", "jcbench", run], check=True)
    env = {"JCOMPOSE_DATA_ROOT": str(data(name)), "JCOMPOSE_RUN_ROOT": str(run), "JCOMPOSE_HOST": f"unix://{run}/docker.sock",
           **(settings or {})}
    side = Side("jcompose", str(run / "docker.sock"), netns, [str(REPO / "jcompose")], env)
    side.run([str(REPO / "jcompose"), "daemon", "start"])
    return side


def stop(ours):
    """Ends both daemons and takes away what they were given but their data."""
    ours.run([str(REPO / "jcompose"), "daemon", "stop"], check=False)
    subprocess.run(["umount", "-l", Path(ours.sock).parent], check=False)
    subprocess.run(["ip", "netns", "del", ours.netns], check=False)
    subprocess.run([REPO / "bench" / "peers", "stop"], check=False)
