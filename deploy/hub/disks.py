"""A disk for each learner: one file with a file system of a fixed size, so that nobody fills the disk of all."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from settings import SettingsError

_MOUNT_OPTIONS = "loop,nosuid,nodev"
_PATIENCE = 15  # seconds


def ensure(image: Path, home: Path, megabytes: int, uid: int, gid: int) -> None:
    """Mount a learner's disk on their folder, and make it first if it is not there."""
    home.mkdir(exist_ok=True)
    if home.is_mount():
        return
    if not image.exists():
        _make(image, megabytes)
    subprocess.run(["mount", "-o", _MOUNT_OPTIONS, image, home], check=True, capture_output=True)
    os.chown(home, uid, gid)
    home.chmod(0o700)


def release(home: Path) -> None:
    """Take a learner's disk off their folder, which stays, empty; raises `SettingsError` when it is in use."""
    deadline = time.monotonic() + _PATIENCE
    while home.is_mount() and subprocess.run(["umount", home], check=False, capture_output=True).returncode:
        if time.monotonic() > deadline:
            raise SettingsError(f"{home} is in use: leave that folder, close what is open in it, and try again")
        time.sleep(0.2)  # a process that ends may hold it a little longer


def _make(image: Path, megabytes: int) -> None:
    """Make a disk under another name first: half a disk must not be taken for a whole one."""
    half = image.with_suffix(".half")
    half.unlink(missing_ok=True)
    with half.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        os.posix_fallocate(
            file.fileno(), 0, megabytes * 1024 * 1024
        )  # whole: a disk that promises too much loses notes
    options = ["-q", "-F", "-m", "0", "-E", "root_owner=0:0,nodiscard"]
    subprocess.run(["mkfs.ext4", *options, half], check=True, capture_output=True)
    half.replace(image)
