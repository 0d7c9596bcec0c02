"""One system user for each learner, so that the computer itself keeps learners apart."""

from __future__ import annotations

import pwd
import re
import subprocess
from pathlib import Path

from settings import SettingsError

PREFIX = "az-"  # apart from all other users of this computer
_NAME = re.compile(r"[a-z][a-z0-9]{1,19}")


def is_name(name: str) -> bool:
    """Return whether a learner can be called this: 2 to 20 plain letters and digits, a letter first."""
    return _NAME.fullmatch(name) is not None


def system_user(name: str) -> str:
    """Return the system user of a learner."""
    if not is_name(name):
        raise ValueError(f"not a name: {name!r}")
    return PREFIX + name


def ensure(user: str, home: Path) -> pwd.struct_passwd:
    """Return a system user, which is made if it is not there: no password, no shell, no other groups.

    Raises `SettingsError` when the user is of another group on this computer.
    """
    try:
        there = pwd.getpwnam(user)
    except KeyError:
        options = ["--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", "--home-dir", str(home)]
        subprocess.run(["useradd", *options, user], check=True, capture_output=True)
        return pwd.getpwnam(user)
    if there.pw_dir != str(home):
        raise SettingsError(f"{user} is of another group on this computer")
    return there


def exists(user: str) -> bool:
    """Return whether there is a system user, of this group or another."""
    return user in {each.pw_name for each in pwd.getpwall()}


def all_users(learners: Path) -> list[str]:
    """Return the system users of one hub: those whose home is in its folder."""
    return [each.pw_name for each in pwd.getpwall() if Path(each.pw_dir).parent == learners]


def processes_of(users: list[str]) -> list[int]:
    """Return the processes of these users, and those that hold a room of theirs open."""
    numbers = {pwd.getpwnam(user).pw_uid for user in users}
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if folder.stat().st_uid in numbers or (b"unshare" in words and {*map(str.encode, users)} & {*words}):
                found.append(int(folder.name))
        except OSError:  # it ended meanwhile
            continue
    return found


def remove(user: str) -> None:
    """Remove a system user."""
    subprocess.run(["userdel", user], check=True, capture_output=True)
