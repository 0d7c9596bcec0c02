"""The subcommand ``prose``: do the numbers and the words that learners read hold."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adempauze.evidence import bound_numbers, learner_text, safety_words

NAME = "prose"
HELP = "check numbers and safety words in notebooks and pages, both languages"
FOLDERS = (Path("notebooks"), Path("book"))
ADVICE = (
    "To fix a number: correct it, or link its source in the same paragraph. A small count of steps can be a word. "
    f"What is no statistic can be declared, with a reason, in {bound_numbers.EXCEPTIONS.name}."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("folder", type=Path, nargs="*", default=FOLDERS, help="folders or files (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Print how much holds and return 0, or print each sentence that does not and return 1."""
    try:
        documents = learner_text.documents(args.folder)
    except FileNotFoundError as error:
        print(f"There is no folder {error}. Run this in the root of the project, or name a folder.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if not documents:
        print(
            f"No notebook or page in a folder 'en' or 'nl' under {', '.join(map(str, args.folder))}.", file=sys.stderr
        )
        return 1
    numbers, words = bound_numbers.check(documents), safety_words.check(documents)
    for finding in (*numbers.findings, *words):
        print(finding, end="\n\n", file=sys.stderr)
    if numbers.findings:
        print(ADVICE, file=sys.stderr)
    print(
        f"{len(documents)} notebooks and pages; {len(numbers.bound)} numbers stand beside what holds them, "
        f"{len(numbers.findings)} do not; {len(words)} places with unsafe words"
    )
    return 1 if numbers.findings or words else 0
