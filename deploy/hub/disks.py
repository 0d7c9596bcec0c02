"""A disk for each learner: one file with a file system of a fixed size, so that nobody fills the disk of all."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_MOUNT_OPTIONS = "loop,nosuid,nodev"


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
    """Take a learner's disk off their folder, which stays, empty."""
    if home.is_mount():
        subprocess.run(["umount", home], check=True, capture_output=True)


def _make(image: Path, megabytes: int) -> None:
    """Make a disk under another name first: half a disk must not be taken for a whole one."""
    half = image.with_suffix(".half")
    with half.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.truncate(megabytes * 1024 * 1024)
    options = ["-q", "-F", "-m", "0", "-E", "root_owner=0:0,nodiscard"]
    subprocess.run(["mkfs.ext4", *options, half], check=True, capture_output=True)
    half.replace(image)
