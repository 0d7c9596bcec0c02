"""The explorer of the studies gets all rows in one language, in few bytes, and filters that find something."""

from __future__ import annotations

import gzip
import json

import pytest

from adempauze import studies
from adempauze.evidence import reading
from adempauze.messages import table
from adempauze.widgets.evidence import EvidenceExplorer

LARGEST_STATE = 12_000  # bytes compressed


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_study_is_there_in_one_language_and_small(lang: str) -> None:
    widget = EvidenceExplorer(lang=lang)
    studies = reading.read("studies")
    names = reading.read("sources").set_index("key")[f"label_{lang}"]
    assert sorted(study["label"] for study in widget.studies) == sorted(names[studies["key"]])
    assert {study["result"] for study in widget.studies} == set(studies[f"result_{lang}"])
    assert not any(key.endswith(("_en", "_nl")) for study in widget.studies for key in study)
    state = json.dumps([widget.studies, widget.filters], ensure_ascii=False)
    assert len(gzip.compress(state.encode())) < LARGEST_STATE


def test_each_study_leads_to_its_source() -> None:
    assert all(study["url"].startswith("https://") for study in EvidenceExplorer(lang="en").studies)


def test_every_word_that_a_row_needs_exists() -> None:
    words, widget = table("en", "evidence"), EvidenceExplorer(lang="en")
    for study in widget.studies:
        keys = (f"design_{study['design']}", f"substance_{study['substance']}", f"read_{study['read']}")
        keys += tuple(f"bias_{part}" for part in study["bias"]) + tuple(
            f"risk_{each}" for each in study["bias"].values()
        )
        assert all(key in words for key in (*keys, f"blinding_{study['checked']}", f"short_{study['checked']}"))
    assert all(f"{name}_{choice}" in words for name, choices in widget.filters.items() for choice in choices)
    assert all(f"ask_{question['name']}" in words for question in widget.questions)


def test_risk_of_bias_is_told_with_its_reason_where_it_was_judged() -> None:
    studies = {study["label"]: study for study in EvidenceExplorer(lang="en").studies}
    judged = studies["Marschall et al. 2022"]
    assert judged["bias"]["blinding"] == judged["bias"]["missing"] == "high"
    assert "dropped out" in judged["why"]
    assert studies["Polito & Stevenson 2019"]["bias"] == {}
    assert all(bool(study["bias"]) == ("why" in study) for study in studies.values())


def test_filters_offer_only_what_occurs_and_burn_out() -> None:
    filters = EvidenceExplorer(lang="en").filters
    burn_out = filters["population"].pop("burn-out")
    assert all(n > 0 for choices in filters.values() for n in choices.values())
    for name in ("substance", "population", "blinding"):
        assert sum(filters[name].values()) == len(reading.read("studies"))
    assert burn_out == reading.read("studies")["population_nl"].str.contains("burn-out").sum()


def test_strong_designs_come_first() -> None:
    designs = [study["design"] for study in EvidenceExplorer(lang="en").studies]
    assert designs[0] == "rct-parallel" and designs[-1] == "review"


def test_it_begins_with_the_filters_asked_for() -> None:
    assert studies(design="controlled", outcome="depression").chosen == {
        "design": "controlled",
        "outcome": "depression",
    }
    with pytest.raises(ValueError, match="No study has the outcome 'burn-out'"):
        studies(outcome="burn-out")


def test_its_sentence_in_a_notebook_is_stable() -> None:
    assert repr(studies()) == repr(studies())
    assert f"Number: {len(reading.read('studies'))}." in repr(studies())
