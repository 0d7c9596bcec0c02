"""Prepares the files that JupyterLab loads: `python -m tools.extension`.

It joins the parts of `lab/listen.js`, and of the widgets that the frame shows without a kernel, into files of the
extension. The version of all files, a digest of them, goes into the address of the first one in `package.json`, because
browsers may keep these files for a year.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from adempauze.widgets import style_sheets
from adempauze.widgets.assemble import assemble

_PACKAGE = Path(__file__).parents[1] / "src" / "adempauze"
_WIDGETS = _PACKAGE / "widgets"
FOLDER = _PACKAGE / "lab" / "labextensions" / "adempauze"
_MADE = "Made by `python -m tools.extension` from {origin}: change that instead."
_SCRIPTS = {
    "listen.js": FOLDER.parents[1] / "listen.js",
    "breathe.js": _WIDGETS / "breathe" / "widget.js",
    "help.js": _WIDGETS / "help_box" / "widget.js",
}
_BASE = FOLDER.parents[1] / "widgets.css"
_LOAD = re.compile(r'(?<="load": ")[^"]*')


def address(folder: Path = FOLDER) -> str:
    """Return the address of the extension's first file, relative to its folder, with the version of them all."""
    digest = hashlib.sha256()
    for file in sorted((folder / "static").iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return f"static/remoteEntry.js?version={digest.hexdigest()[:10]}"


def made() -> dict[str, str]:
    """Return the names and texts of the files in `static/` that are made from others."""
    scripts = {
        name: f"// {_MADE.format(origin=_origin(file) + ' and its parts')}\n{assemble(file)}"
        for name, file in _SCRIPTS.items()
    }
    shared, kit, *own = style_sheets()
    styles = [f"/* {_MADE.format(origin=_origin(_BASE) + ' and the widgets')} */\n", shared, kit]
    return scripts | {"widgets.css": "\n".join([*styles, _BASE.read_text(encoding="utf-8"), *own])}


def _origin(file: Path) -> str:
    return file.relative_to(_PACKAGE).as_posix()


def write(folder: Path = FOLDER) -> None:
    """Write the address of the first file into `package.json`, where JupyterLab reads it."""
    package = folder / "package.json"
    package.write_text(_LOAD.sub(address(folder), package.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for name, text in made().items():
        (FOLDER / "static" / name).write_text(text, encoding="utf-8")
    write()
