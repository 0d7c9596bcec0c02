"""Builds the evidence as one zip to cite and as a workbook for spreadsheets: `python -m tools.data_package OUT`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tools.data_package import build


def main(argv: Sequence[str] | None = None) -> int:
    """Write both files into a folder, say where they are, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.data_package", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the zip and the workbook")
    for path in build.write(parser.parse_args(argv).out):
        print(f"{path}  {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
