"""The subcommand ``check``: validates all tables and counts their rows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adempauze.evidence import consistency, reading

NAME = "check"
HELP = "validate the data package and print the number of rows per table"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--data", type=Path, default=reading.DATA, help="folder with datapackage.json")


def run(args: argparse.Namespace) -> int:
    """Print counts and return 0, or print each error with its file, row and column and return 1."""
    try:
        found = reading.problems(args.data) or consistency.problems(args.data)
    except OSError as error:
        print(f"cannot read {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    if found:
        print(*found, sep="\n", file=sys.stderr)
        return 1
    names = reading.tables(args.data)
    counts = {name: len(reading.read(name, args.data)) for name in names}
    width = max(map(len, names))
    for name, count in counts.items():
        print(f"{name:<{width}}  {count:>4}")
    return 0
