"""How many wrong digits in the lessons the number check notices.

    python -m benchmarks.prose_mutations [TIMES]

Changes one random digit of a statistic at a time in a copy of the lessons (`tests/mutations.py` says what counts),
TIMES in prose and TIMES in strings (cards, quizzes). Prints the share that is caught by the sources alone, as if both
languages had the same wrong digit, and with the comparison of the two languages; then each change that the sources
alone let through.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tools import ROOT
from tools.prose.mutations import mutate

SEED = 4


def main(times: int = 300) -> None:
    """Print both rates for prose and for strings, and what got past the sources."""
    for kind in ("prose", "strings"):
        with tempfile.TemporaryDirectory() as scratch:
            mutations = mutate(ROOT / "notebooks", Path(scratch), times, SEED, kind)
        for name, caught in (
            ("caught by the sources alone ", sum(each.caught_by_source for each in mutations)),
            ("caught with the twin as well", sum(each.caught for each in mutations)),
        ):
            print(f"{kind:<7}  {name} {caught:>4} of {times}  {caught / times:6.1%}  (seed {SEED})")
        for each in mutations:
            if not each.caught_by_source:
                print(f"  past the sources: {str(each)[str(each).index('notebooks') :]}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
