"""How a browser of the tests is found on this computer, or installed from Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence


def find_on_path(names: Sequence[str]) -> str | None:
    """Return the path of the first of these programs that there is."""
    return next(filter(None, map(shutil.which, names)), None)


def may_install() -> bool:
    """Return whether this user can install Debian's packages."""
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def install(packages: Sequence[str], names: Sequence[str]) -> None:
    """Install Debian's packages one by one until one of these programs is there, and print only what went wrong."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], *(["install", "--yes", package] for package in packages)):
        if not find_on_path(names):
            command = ["apt-get", "--quiet", *arguments]
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def provide(label: str, find: Callable[[], str], install_it: Callable[[], None]) -> int:
    """Find a browser or install it, and print its path; if that fails, print the advice of `find` and return 1."""
    try:
        found = find()
    except RuntimeError:
        install_it()
        try:
            found = find()
        except RuntimeError as advice:
            print(advice, file=sys.stderr)
            return 1
    print(f"{label}: {found}")
    return 0
