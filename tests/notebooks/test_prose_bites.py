"""The number check refuses false statements in copies of the lessons, and accepts true sentences.

`benchmarks/prose_mutations.py` measures both with more of them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tools import ROOT
from tools.prose.mutations import KINDS, Mutation, mutate
from tools.prose.true_sentences import judge

TIMES = 132
SEED = 4
AT_LEAST = 0.88  # of all; about 0.93 are expected
SURE = ("digit", "transposed digits", "decimal shift", "sign flip", "interval ends swapped", "link replaced")
AT_MOST_REFUSED = 3
TRUE = Path(__file__).with_name("true_sentences.toml")


@pytest.fixture(scope="module")
def mutations() -> list[Mutation]:
    return mutate(ROOT / "notebooks", TIMES, SEED)


def test_each_kind_of_false_statement_is_tried(mutations: list[Mutation]) -> None:
    assert Counter(each.kind for each in mutations) == dict.fromkeys(KINDS, TIMES // len(KINDS))


def test_false_statements_are_noticed_even_when_both_languages_have_them(mutations: list[Mutation]) -> None:
    missed = [str(each) for each in mutations if not each.caught_by_source]
    assert len(missed) <= (1 - AT_LEAST) * len(mutations), missed


def test_wrong_numbers_are_noticed_nearly_always(mutations: list[Mutation]) -> None:
    missed = [str(each) for each in mutations if each.kind in SURE and not each.caught_by_source]
    assert len(missed) <= 2, missed


def test_true_sentences_are_let_be() -> None:
    judged = list(judge(TRUE))
    refused = [f"{each.text}: {each.messages}" for each in judged if each.messages]
    assert len(judged) >= 60
    assert len(refused) <= AT_MOST_REFUSED, refused
