"""Checks the evidence tables, and pools a set of effects: `python -m adempauze.evidence check` or `pool`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from adempauze import console
from adempauze.evidence import check, pool_command

# Each subcommand is a module with NAME, HELP, add_arguments(parser) and run(args) -> exit code.
COMMANDS = (check, pool_command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m adempauze.evidence", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="command")
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    args = parser.parse_args(argv)
    return int(args.run(args))


def run() -> int:
    """Run one subcommand as a program: a reader of its output that stops early, such as `head`, is no error."""
    console.accept_all_characters()
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to print has no reader
        return 0
    return status


if __name__ == "__main__":
    sys.exit(run())
