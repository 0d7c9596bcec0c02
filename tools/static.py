"""Lays the built site out for a static host: `python -m tools.static`, which is `make static`.

Beside each text is the same compressed (`.gz`), for hosts that send such files as they are. What hosts read from the
site itself is in its root.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path

from tools import ROOT, headers

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".md", ".ipynb", ".webmanifest"}
_SMALLEST = 500  # bytes; a smaller file fits one packet anyway
_READ_FROM_THE_SITE = ("_headers", ".htaccess")


def lay_out(site: Path, folder: Path) -> tuple[int, int]:
    """Copy a site, with a compressed copy of each text in it; return the bytes of those texts before and after."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site, folder)
    before = after = 0
    for file in sorted(folder.rglob("*")):
        if file.suffix in COMPRESSED and file.stat().st_size >= _SMALLEST:
            text = file.read_bytes()
            small = gzip.compress(text, 9, mtime=0)  # the same files for the same site
            file.with_name(f"{file.name}.gz").write_bytes(small)
            before, after = before + len(text), after + len(small)
    for name in _READ_FROM_THE_SITE:
        (folder / name).write_text(headers.host_files()[name], encoding="utf-8")
    return before, after


def main() -> int:
    """Lay out the built book."""
    folder = ROOT / "_build" / "static"
    before, after = lay_out(ROOT / "_build" / "html", folder)
    print(f"{folder.relative_to(ROOT)} is ready to upload: {before:,} bytes of text, {after:,} compressed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
