"""Prepares the files that JupyterLab loads: `python -m tools.extension`.

It joins the parts of `lab/listen.js` into one file of the extension. The version of all files, a digest of them, goes
into the address of the first one in `package.json`, because browsers may keep these files for a year.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from adempauze.widgets.assemble import assemble

FOLDER = Path(__file__).parents[1] / "src" / "adempauze" / "lab" / "labextensions" / "adempauze"
_MADE = "// Made by `python -m tools.extension` from lab/listen.js and its parts: change those instead.\n"
_LOAD = re.compile(r'(?<="load": ")[^"]*')


def address(folder: Path = FOLDER) -> str:
    """Return the address of the extension's first file, relative to its folder, with the version of them all."""
    digest = hashlib.sha256()
    for file in sorted((folder / "static").iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return f"static/remoteEntry.js?version={digest.hexdigest()[:10]}"


def reader() -> str:
    """Return the text of `static/listen.js`."""
    return _MADE + assemble(FOLDER.parents[1] / "listen.js")


def write(folder: Path = FOLDER) -> None:
    """Write that address into `package.json`, where JupyterLab reads it."""
    package = folder / "package.json"
    package.write_text(_LOAD.sub(address(folder), package.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    (FOLDER / "static" / "listen.js").write_text(reader(), encoding="utf-8")
    write()
