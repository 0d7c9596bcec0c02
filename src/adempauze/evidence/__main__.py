"""Command line of the evidence: ``python -m adempauze.evidence check``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from adempauze.evidence import check, pool

# Each subcommand is a module with NAME, HELP, add_arguments(parser) and run(args) -> exit code.
COMMANDS = (check, pool)


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


if __name__ == "__main__":
    sys.exit(main())
