"""Ends a group: stops what runs, deletes accounts, notes, disks, users and logs, and looks whether anything is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import disks
import limits
import people
from settings import Settings, SettingsError

_PATIENCE = 30  # seconds
_LISTS = [Path("/etc", each) for each in ("passwd-", "shadow-", "group-", "gshadow-", "subuid-", "subgid-")]


def end(group: Settings) -> int:
    """Delete everything of the group, say what was deleted and what is left; return 1 if anything is."""
    if _hub_runs(group):
        raise SettingsError("the hub still runs: stop it first")
    users = people.all_users(group.learners)
    _stop(users)
    for user in users:
        disks.release(group.learners / user.removeprefix(people.PREFIX))
        limits.remove(user.removeprefix(people.PREFIX))
        people.remove(user)
    _forget(users)
    images = len(list(group.disks.glob("*"))) if group.disks.is_dir() else 0
    if not [each for each in _mounts() if each.is_relative_to(group.folder)]:
        shutil.rmtree(group.folder, ignore_errors=True)
    print(f"deleted: {len(users)} learners, {images} disks with all notes, all accounts, invitations and logs")
    left = _left(group)
    print(*(left or ["nothing of the group is left on this server: no file, user, process or disk"]), sep="\n")
    print(
        "Copies are yours to delete: backups that you made, and snapshots of the server. The log of the system itself"
    )
    print(
        "(journalctl, /var/log) may still name the users az-NAME. Deleted is not overwritten: whoever has the bare disk"
    )
    print("may find remains, unless the disk is encrypted or the server itself is deleted.")
    return int(bool(left))


def _hub_runs(group: Settings) -> bool:
    connections = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    listening = {each.split()[1] for each in connections if each.split()[3] == "0A"}
    return f"0100007F:{group.hub_port:04X}" in listening


def _stop(users: list[str]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while running := people.processes_of(users):
        for number in running:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if time.monotonic() > deadline:
            raise SettingsError(f"processes of learners do not end: {running}")
        time.sleep(0.1)


def _forget(users: list[str]) -> None:
    """Take the names out of the copies that useradd and userdel keep of their lists."""
    starts = tuple(f"{each}:" for each in users)
    for file in _LISTS:
        if users and file.is_file():
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text("".join(each for each in lines if not each.startswith(starts)), encoding="utf-8")


def _left(group: Settings) -> list[str]:
    left = [f"LEFT: {group.folder}"] if group.folder.exists() else []
    left += [f"LEFT: user {each}" for each in people.all_users(group.learners)]
    left += [f"LEFT: mounted {each}" for each in _mounts() if each.is_relative_to(group.folder)]
    loops = subprocess.run(
        ["losetup", "--list", "--noheadings", "--output", "BACK-FILE"], capture_output=True, text=True
    )
    left += [f"LEFT: disk {each}" for each in loops.stdout.split("\n") if each.startswith(str(group.disks))]
    return left


def _mounts() -> list[Path]:
    lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    return [Path(each.split()[1]) for each in lines]
