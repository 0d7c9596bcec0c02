"""The number check bites: wrong digits in copies of the lessons are noticed."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT
from mutations import mutate

TIMES = 100
AT_LEAST = 95


def test_single_wrong_digits_are_noticed(tmp_path: Path) -> None:
    mutations = mutate(ROOT / "notebooks", tmp_path, TIMES, seed=4)
    assert len(mutations) == TIMES
    missed = [str(each) for each in mutations if not each.caught]
    assert TIMES - len(missed) >= AT_LEAST, missed


def test_most_wrong_digits_are_noticed_even_when_both_languages_have_them(tmp_path: Path) -> None:
    mutations = mutate(ROOT / "notebooks", tmp_path, TIMES, seed=5)
    missed = [str(each) for each in mutations if not each.caught_by_source]
    assert TIMES - len(missed) >= AT_LEAST, missed
