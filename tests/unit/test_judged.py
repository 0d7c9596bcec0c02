"""What is judged: scales, sources and claims come from the evidence, and nothing else passes."""

from __future__ import annotations

import pytest

from adempauze.evidence.judged import CERTAINTIES, VERDICTS, Judged, claim, links
from adempauze.evidence.reading import DATA, _package, read


def _allowed(column: str) -> list[str]:
    schema = next(each["schema"] for each in _package(DATA)["resources"] if each["name"] == "claims")
    return next(field["constraints"]["enum"] for field in schema["fields"] if field["name"] == column)


def test_the_scales_are_those_of_the_claims() -> None:
    assert _allowed("verdict") == list(VERDICTS)
    assert _allowed("certainty") == list(CERTAINTIES)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_claim_can_be_a_card(lang: str) -> None:
    for row in read("claims").to_dict("records"):
        message = claim(row["id"], lang).as_message("unused", lang)
        assert message["key"] == row["id"]
        assert message["text"] == row[f"claim_{lang}"]
        assert VERDICTS[message["verdict"]] == row["verdict"]
        assert CERTAINTIES[message["certainty"]] == row["certainty"]
        assert bool(message["sources"]) == bool(row["studies"] or row["facts"] or row["safety"])


def test_sources_are_named_once_whatever_they_are_reached_through() -> None:
    fact = read("facts").iloc[0]
    (label, address), *others = links((fact["id"], fact["source"], fact["id"]), "en")
    assert not others
    assert label
    assert address.startswith("http")


@pytest.mark.parametrize("field, value", [("text", " "), ("reason", ""), ("verdict", "true"), ("certainty", "sure")])
def test_what_is_not_whole_is_refused(field: str, value: str) -> None:
    whole = {"text": "a", "verdict": "contradicted", "certainty": "low", "reason": "b"}
    with pytest.raises(ValueError, match=r"text and a reason|not on the scale"):
        Judged(**whole | {field: value})


def test_unknown_claims_and_sources_are_named() -> None:
    with pytest.raises(ValueError, match="'BO-99'"):
        claim("BO-99", "en")
    with pytest.raises(ValueError, match="'nobody2030'"):
        links(("nobody2030",), "en")
