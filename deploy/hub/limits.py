"""Limits on memory, processors and processes, set by systemd where it runs, and by control groups where it does not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
SYSTEMD = Path("/run/systemd/system")
_PERIOD = 100_000  # microseconds in which a share of the processors is counted


@dataclass(frozen=True)
class Allowance:
    """What all processes of one learner may use together."""

    memory: int  # bytes
    processors: float
    processes: int


def by_systemd() -> bool:
    """Return whether systemd runs this computer."""
    return SYSTEMD.is_dir()


def scope(name: str, allowed: Allowance) -> list[str]:
    """Return the words before a command that make systemd run it within the limits, in a scope of its own."""
    properties = {
        "MemoryMax": allowed.memory,
        "MemorySwapMax": 0,
        "CPUQuota": f"{allowed.processors:.0%}",
        "TasksMax": allowed.processes,
        "Delegate": "yes",  # so that a kernel that eats memory ends alone, and systemd does not end the whole room
    }
    chosen = [f"--property={name}={value}" for name, value in properties.items()]
    return ["systemd-run", "--scope", "--quiet", "--collect", f"--unit=adempauze-{name}", *chosen]


def groups(name: str, allowed: Allowance, root: Path = CGROUPS) -> list[Path]:
    """Make the control groups of a learner; return the files that a process writes its number in to join them.

    Groups that this computer does not have, or does not let us make, are left out.
    """
    return _second_version(name, allowed, root) or _first_version(name, allowed, root)


def _second_version(name: str, allowed: Allowance, root: Path) -> list[Path]:
    if not (root / "cgroup.controllers").is_file():
        return []
    parent, group = root / "adempauze", root / "adempauze" / name
    try:
        for each in (root, parent):
            each.mkdir(exist_ok=True)
            (each / "cgroup.subtree_control").write_text("+memory +pids +cpu")
        group.mkdir(exist_ok=True)
        (group / "memory.max").write_text(str(allowed.memory))
        (group / "pids.max").write_text(str(allowed.processes))
        (group / "cpu.max").write_text(f"{int(allowed.processors * _PERIOD)} {_PERIOD}")
        with suppress(OSError):  # a computer without swap has no such file
            (group / "memory.swap.max").write_text("0")
    except OSError:
        return []
    return [group / "cgroup.procs"]


def _first_version(name: str, allowed: Allowance, root: Path) -> list[Path]:
    values = {
        "memory": {"memory.limit_in_bytes": allowed.memory},
        "pids": {"pids.max": allowed.processes},
        "cpu": {"cpu.cfs_period_us": _PERIOD, "cpu.cfs_quota_us": int(allowed.processors * _PERIOD)},
    }
    joined = []
    for controller, files in values.items():
        group = root / controller / "adempauze" / name
        with suppress(OSError):
            group.mkdir(parents=True, exist_ok=True)
            for file, value in files.items():
                (group / file).write_text(str(value))
            joined.append(group / "cgroup.procs")
    return joined


def remove(name: str, root: Path = CGROUPS) -> None:
    """Remove the control groups of a learner; one with processes in it stays."""
    for group in (root / "adempauze" / name, *root.glob(f"*/adempauze/{name}")):
        with suppress(OSError):
            group.rmdir()
