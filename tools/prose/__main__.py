"""Checks the numbers and the words that learners read: `python -m tools.prose [FOLDER ...]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from adempauze import console
from tools.prose import bound_numbers, learner_text, message_text, safety_words

FOLDERS = (Path("notebooks"), Path("book"))
ADVICE = (
    "To fix a number: correct it, or link its source in the same paragraph. A small count of steps can be a word. "
    f"What is no statistic can be declared, with a reason, in {bound_numbers.EXCEPTIONS.name}."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Check all, print the totals and return 0; if a sentence fails, print it and return 1."""
    console.accept_all_characters()
    parser = argparse.ArgumentParser(prog="python -m tools.prose", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="*", default=FOLDERS, help="folders or files (default: %(default)s)")
    folders = parser.parse_args(argv).folder
    try:
        documents = learner_text.documents(folders)
    except FileNotFoundError as error:
        print(f"There is no folder {error}. Run this in the root of the project, or name a folder.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if not documents:
        print(f"No notebook or page in a folder 'en' or 'nl' under {', '.join(map(str, folders))}.", file=sys.stderr)
        return 1
    if folders == FOLDERS:
        documents += message_text.documents()
    numbers, words = bound_numbers.check(documents), safety_words.check(documents)
    for finding in (*numbers.findings, *words):
        print(finding, end="\n\n", file=sys.stderr)
    if numbers.findings:
        print(ADVICE, file=sys.stderr)
    print(
        f"{len(documents)} notebooks, pages and message files; {len(numbers.bound)} numbers stand beside "
        f"what holds them, {len(numbers.findings)} do not; {len(words)} places with unsafe words"
    )
    return 1 if numbers.findings or words else 0


if __name__ == "__main__":
    sys.exit(main())
