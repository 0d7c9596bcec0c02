"""The number check bites: wrong digits in copies of the lessons are noticed."""

from __future__ import annotations

import pytest

from tools import ROOT
from tools.prose.mutations import Mutation, mutate

TIMES = 100
AT_LEAST = 95
AT_LEAST_BY_SOURCES = 93  # about 98 are expected; `benchmarks/prose_mutations.py` measures it on more
SEED = 4


@pytest.fixture(scope="module")
def mutations(tmp_path_factory: pytest.TempPathFactory) -> list[Mutation]:
    return mutate(ROOT / "notebooks", tmp_path_factory.mktemp("copies"), TIMES, SEED)


def test_wrong_digits_are_noticed(mutations: list[Mutation]) -> None:
    missed = [str(each) for each in mutations if not each.caught]
    assert TIMES - len(missed) >= AT_LEAST, missed


def test_wrong_digits_are_noticed_even_when_both_languages_have_them(mutations: list[Mutation]) -> None:
    missed = [str(each) for each in mutations if not each.caught_by_source]
    assert TIMES - len(missed) >= AT_LEAST_BY_SOURCES, missed
