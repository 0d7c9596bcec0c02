"""Installs the course into its own environment, and says in words how far it is: `python tools/install.py LOCK`.

It runs before anything is installed, so it needs only Python itself and pip.
"""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
MESSAGES = ROOT / "src" / "adempauze" / "messages" / "__init__.py"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
STEPS = 5
LAST_LINES = 15
# What pip says of each locked package, which it may also have already, or not need on this computer.
_PACKAGE = re.compile(r"(?:Collecting|Requirement already satisfied:|Ignoring) ([\w.-]+)")


def strings() -> dict[str, str]:
    """Return the sentences in the computer's language."""
    messages = runpy.run_path(str(MESSAGES))
    found: dict[str, str] = messages["table"](messages["language_of"](os.environ), "install")
    return found


def follow(lines: Iterable[str], lock: str, words: dict[str, str], say: Callable[[str], None]) -> list[str]:
    """Say how far pip is while it prints its lines; return them."""
    wanted = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    seen: set[str] = set()
    said = 0
    kept = []
    for line in lines:
        kept.append(line.rstrip())
        if found := _PACKAGE.match(line):
            seen |= {found[1].lower()} & wanted
            if (step := len(seen) * STEPS // len(wanted)) > said:
                say(words["fetched"].format(n=len(seen), of=len(wanted)))
                said = step
        elif line.startswith("Installing collected packages"):
            say(words["placing"])
    return kept


def main(lock: Path) -> int:
    """Install the locked packages and the course itself; return 1 if that did not succeed."""
    words = strings()
    print(words["begin"].format(folder=Path(sys.prefix).name), flush=True)
    locked = [*PIP, "install", "--no-deps", "--require-hashes", "--requirement", str(lock)]
    with subprocess.Popen(
        locked,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        lines = follow(pip.stdout or (), lock.read_text(encoding="utf-8"), words, lambda text: print(text, flush=True))
    own = [*PIP, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if pip.returncode or subprocess.run(own, cwd=ROOT, check=False).returncode:
        print(*(lines[-LAST_LINES:] if pip.returncode else ()), words["failed"], sep="\n", file=sys.stderr)
        return 1
    print(words["done"], flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
