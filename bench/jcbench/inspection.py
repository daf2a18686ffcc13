"""What `docker inspect` shows of the same stack on both sides, after a written list of normalisations."""

import json
import re

# Each with its reason: what is drawn anew, what names a place of the daemon's own, what tells which program made it.
IGNORED = {
    "Id": "drawn", "Created": "time", "Name": "compared as the key",
    "ResolvConfPath": "place", "HostnamePath": "place", "HostsPath": "place", "LogPath": "place",
    "GraphDriver": "place", "Driver": "storage driver's name", "Image": "digest of an image made on each side",
    "Config.Image": "as Image where an image has no name", "State": "moment",
    "RestartCount": "moment", "ExecIDs": "probes of that moment", "HostConfig.Runtime": "program",
    "HostConfig.Isolation": "empty and default are one",
    "NetworkSettings.SandboxID": "drawn", "NetworkSettings.SandboxKey": "place",
    "Config.Labels.com.docker.compose.config-hash": "digest of the implementation's own model",
    "Config.Labels.com.docker.compose.version": "program",
    "Config.Labels.com.docker.compose.image": "digest of an image made on each side",
}
IGNORED_PATTERNS = [
    (r"NetworkSettings\.Networks\.[^.]+\.(NetworkID|EndpointID|Gateway|IPAddress|MacAddress|IPv6Gateway|GlobalIPv6Address|IPPrefixLen|GlobalIPv6PrefixLen)$", "drawn"),
    (r"NetworkSettings\.(Gateway|IPAddress|MacAddress|EndpointID|GlobalIPv6Address|IPv6Gateway)$", "drawn"),
    (r"NetworkSettings\.Networks\.[^.]+\.(GwPriority|DriverOpts.*)$", "Compose 2.26.1 and Docker 26 do not know them"),
    (r"Mounts\[\d+\]\.Mode$", "follows the form, bind or mount, which Compose 5 chooses otherwise than 2.26.1"),
    (r"NetworkSettings\.Ports\..*HostPort$", "drawn where the file names none"),
    (r"Config\.Labels\.com\.docker\.compose\.project\.(config_files|working_dir)$", "same file, compared by its name"),
]


def flat(value, path=""):
    """Leaf paths of a JSON value; lists by index, empty lists, maps and null as one kind of nothing."""
    if isinstance(value, dict) and value:
        out = {}
        for key, each in value.items():
            out.update(flat(each, f"{path}.{key}" if path else key))
        return out
    if isinstance(value, list) and value:
        out = {}
        for i, each in enumerate(value):
            out.update(flat(each, f"{path}[{i}]"))
        return out
    return {path: value}


def ordered(inspected):
    """Lists whose order means nothing, in one order."""
    depends = "com.docker.compose.depends_on"
    labels = inspected["Config"]["Labels"]
    if depends in labels:
        labels[depends] = ",".join(sorted(labels[depends].split(",")))
    host = inspected["HostConfig"]
    for key in ("Binds", "VolumesFrom", "ExtraHosts", "CapAdd", "CapDrop", "GroupAdd", "SecurityOpt"):
        if host.get(key):
            host[key] = sorted(host[key])
    for key in ("Ulimits", "Mounts", "Devices"):
        if host.get(key):
            host[key] = sorted(host[key], key=json.dumps)
    inspected["Mounts"] = sorted(inspected["Mounts"], key=lambda m: m["Destination"])
    inspected["Config"]["Env"] = sorted(inspected["Config"].get("Env") or [])
    for network in (inspected["NetworkSettings"].get("Networks") or {}).values():
        for key in ("Aliases", "DNSNames", "Links"):
            if network.get(key):
                network[key] = sorted(network[key])
    return inspected


def bound(text):
    """A string of Binds as an entry of Mounts; Compose 5 chooses between the two otherwise than 2.26.1."""
    source, target, *mode = text.split(":")
    words = mode[0].split(",") if mode else []
    propagation = next((w for w in words if w.lstrip("r") in ("private", "shared", "slave")), "")
    return mounted({"Type": "bind" if source.startswith("/") else "volume", "Source": source, "Target": target,
                    "ReadOnly": "ro" in words, "BindOptions": {"Propagation": propagation},
                    "VolumeOptions": {"NoCopy": "nocopy" in words}})


def mounted(mount):
    bind, volume = mount.get("BindOptions") or {}, mount.get("VolumeOptions") or {}
    return {"Type": mount["Type"], "Source": mount.get("Source", ""), "Target": mount["Target"],
            "ReadOnly": mount.get("ReadOnly", False), "Propagation": bind.get("Propagation", ""),
            "NoCopy": volume.get("NoCopy", False), "Subpath": volume.get("Subpath", ""), "Tmpfs": mount.get("TmpfsOptions")}


def copied(ours):
    """Targets of our copies of secrets and configs, in memory under the run root. Docker's are in the container's files, and
    those with an owner or mode are binds, which Compose 2.26.1 gives neither: docs/differences.md."""
    return {m["Destination"] for m in ours["Mounts"] if "/secrets/" in m.get("Source", "")}


def without_surplus(containers, project):
    """Of Compose's containers those that ours has too: 2.26.1 makes `replicas` of a service with mode global, ours one on the one
    node: docs/differences.md."""
    global_services = {name for name, service in project["services"].items()
                       if (service.get("deploy") or {}).get("mode") == "global"}

    def kept(inspected):
        labels = inspected["Config"]["Labels"]
        return (labels["com.docker.compose.service"] not in global_services
                or labels["com.docker.compose.container-number"] == "1")
    return {name: inspected for name, inspected in containers.items() if kept(inspected)}


def pass_over(ours, theirs, project):
    """Takes from ours what their side passes over: Compose 2.26.1 `gpus`, Docker 26 the weights of block devices on cgroup v1 since
    Linux 5.0: docs/differences.md."""
    service = project["services"].get(ours["Config"]["Labels"]["com.docker.compose.service"], {})
    one, other = ours["HostConfig"], theirs["HostConfig"]
    for key in ["BlkioWeight", "BlkioWeightDevice"] + ["DeviceRequests"] * ("gpus" in service):
        if not other.get(key):
            one[key] = other.get(key)


def normal(inspected, without):
    """What is left of an inspection to be compared: leaf path to value; without the mounts at these targets."""
    id = inspected["Id"]
    if host_from := inspected["HostConfig"].get("VolumesFrom"):
        # Compose 2.26.1 drops the mode of volumes_from.
        inspected["HostConfig"]["VolumesFrom"] = [v.removesuffix(":ro") for v in host_from]
        for m in inspected["Mounts"]:
            m["RW"] = True
    inspected["Mounts"] = [m for m in inspected["Mounts"] if m["Destination"] not in without]
    host = inspected["HostConfig"]
    host["Mounts"] = sorted(
        [mounted(m) for m in host.get("Mounts") or [] if m["Target"] not in without]
        + [bound(b) for b in host.get("Binds") or []], key=json.dumps)
    host["Binds"] = None
    # Compose 2.26.1 calls an external network by its id, 5.5 by its name.
    host["NetworkMode"] = next(
        (name for name, network in (inspected["NetworkSettings"].get("Networks") or {}).items()
         if network["NetworkID"] == host["NetworkMode"]), host["NetworkMode"])
    # Docker from 28 on hides it too.
    host["MaskedPaths"] = [p for p in host["MaskedPaths"] or [] if p != "/proc/interrupts"]
    # A bind of Docker's socket is one of ours, where there is no Docker.
    text = re.sub(r'"/[^"]*/docker\.sock"', '"<socket>"', json.dumps(inspected)).replace(id, "<id>").replace(id[:12], "<id>")
    # Anonymous volumes, and folders of volumes.
    text = re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{12})\b", "<drawn>", text)
    text = re.sub(r'"/[^"]*/volumes/([^"/]+)/_data"', r'"<volumes>/\1"', text)
    leaves = flat(ordered(json.loads(text)))
    return {path: value for path, value in leaves.items() if not ignored(path)}


def ignored(path):
    return (any(path == name or path.startswith((name + ".", name + "[")) for name in IGNORED)
            or any(re.match(pattern, path) for pattern, _ in IGNORED_PATTERNS))


NOTHING = (None, "", [], {}, 0, False)


def differences(ours, theirs):
    """(path, ours, theirs) of each leaf that differs; missing and every form of nothing are equal."""
    found = []
    for path in sorted(ours.keys() | theirs.keys()):
        a, b = ours.get(path), theirs.get(path)
        if a != b and not (a in NOTHING and b in NOTHING):
            found.append((path, a, b))
    return found
