"""Tries the lessons in another JupyterLab than the locked one: `python -m tools.other_jupyter PACKAGE ...`.

It installs the named packages, such as `jupyterlab==4.2.0`, and this checkout with the locked versions of all others
into an environment of their own, and runs there what a learner meets in a lesson. With `notebook` among them, that is
one test of Notebook 7 instead.
"""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from tools import ROOT
from tools.wheel import constraints

LOCK = ROOT / "requirements" / "test.txt"
IN_JUPYTERLAB = [
    f"tests/lab/test_{name}.py"
    for name in (
        "extension_files",
        "live_lesson",
        "setup",
        "frame",
        "folds",
        "keyboard",
        "private_writing",
        "several_at_once",
    )
]
IN_NOTEBOOK = ["tests/notebook7"]


def tests(packages: Sequence[str]) -> list[str]:
    """Return the tests that try these packages."""
    names = {re.split(r"[^\w.-]", each)[0].lower() for each in packages}
    return IN_NOTEBOOK if "notebook" in names else IN_JUPYTERLAB


def place(packages: Sequence[str]) -> Path:
    """Return the folder of an environment with these packages."""
    return ROOT / "_build" / "other" / re.sub(r"[^\w.]+", "-", "-".join(packages))


def main(*packages: str) -> int:
    """Install and test; return the status of the tests."""
    if not packages:
        print(__doc__, file=sys.stderr)
        return 2
    folder = place(packages)
    venv.create(folder, with_pip=True, clear=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    limits = folder / "constraints.txt"
    limits.write_text(constraints(LOCK.read_text(encoding="utf-8"), packages), encoding="utf-8")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", str(limits)]
    subprocess.run([*pip, *packages, "--editable", f"{ROOT}[book,test]"], cwd=ROOT, check=True)
    return subprocess.run([python, "-m", "pytest", "-q", *tests(packages)], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
