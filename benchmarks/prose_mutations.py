"""Counts the false statements that the number check notices, and the true sentences that it refuses.

    python -m benchmarks.prose_mutations [TIMES]

It makes one thing untrue at a time in the lessons (`tools/prose/mutations.py` says what), TIMES in all, and prints per
kind the share that the sources alone catch, as if both languages had the same mistake. Then it reads the sentences of
`tests/notebooks/true_sentences.toml`, which are true and freely phrased, and prints those that the check refuses.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from tools import ROOT
from tools.prose.mutations import Mutation, mutate
from tools.prose.true_sentences import judge

SEED = 4
TRUE = ROOT / "tests" / "notebooks" / "true_sentences.toml"


def main(times: int = 200) -> None:
    """Print both rates by kind, and the statements that the check missed."""
    by_kind: dict[str, list[Mutation]] = defaultdict(list)
    for mutation in mutate(ROOT / "notebooks", times, SEED):
        by_kind[mutation.kind].append(mutation)
    for kind, made in by_kind.items():
        caught = sum(each.caught_by_source for each in made)
        print(f"{kind:<28} {caught:>4} of {len(made):<4} {caught / len(made):6.1%}")
    every = [each for made in by_kind.values() for each in made]
    caught = sum(each.caught_by_source for each in every)
    print(f"{'all':<28} {caught:>4} of {len(every):<4} {caught / len(every):6.1%}  (seed {SEED})")
    judged = list(judge(TRUE))
    for lang in ("en", "nl"):
        own = [each for each in judged if each.lang == lang]
        print(f"{f'true, refused ({lang})':<28} {sum(bool(each.messages) for each in own):>4} of {len(own)}")
    for sentence in judged:
        if sentence.messages:
            print(f"  refused  {sentence.text}  {sentence.messages}")
    for each in every:
        if not each.caught_by_source:
            print(f"  missed  {str(each).replace(str(ROOT), '')}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
