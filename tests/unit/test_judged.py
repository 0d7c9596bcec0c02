"""Scales, sources and claims come from the evidence; anything else is refused."""

from __future__ import annotations

import pytest

from adempauze.evidence.judged import CERTAINTIES, VERDICTS, WARNINGS, Judged, claim, in_words, links
from adempauze.evidence.reading import DATA, _package, read
from adempauze.messages import LANGUAGES, table

CLAIMS = read("claims")
WARNING_IDS = CLAIMS.loc[CLAIMS["kind"] == "warning", "id"]


def _allowed(column: str) -> list[str]:
    schema = next(each["schema"] for each in _package(DATA)["resources"] if each["name"] == "claims")
    return next(field["constraints"]["enum"] for field in schema["fields"] if field["name"] == column)


def test_the_scales_are_those_of_the_claims() -> None:
    assert _allowed("verdict") == [*VERDICTS, *WARNINGS]
    assert _allowed("certainty") == list(CERTAINTIES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_of_every_scale_has_its_own_word(lang: str) -> None:
    words, strings = in_words(lang), table(lang, "judged")
    assert len(set(words.values())) == len(words) == len(VERDICTS) + len(WARNINGS) + len(CERTAINTIES)
    for name, scale in [("verdict", VERDICTS), ("means", VERDICTS), ("warning", WARNINGS)]:
        assert len([key for key in strings if key.startswith(f"{name}_")]) == len(scale)
    for name in ("certainty", "firm", "known"):
        assert len([key for key in strings if key.startswith(f"{name}_")]) == len(CERTAINTIES)
    if lang == "en":
        assert all(name == word for name, word in words.items())


def test_a_warning_has_words_of_its_own_and_a_claim_has_a_verdict() -> None:
    for row in CLAIMS.itertuples():
        assert row.verdict in (WARNINGS if row.kind == "warning" else VERDICTS), row.id


@pytest.mark.parametrize("id", WARNING_IDS)
def test_a_warning_is_no_card_to_guess_at(id: str) -> None:
    with pytest.raises(ValueError, match="is a warning"):
        claim(id, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_can_be_a_card(lang: str) -> None:
    for row in CLAIMS[CLAIMS["kind"] == "claim"].to_dict("records"):
        message = claim(row["id"], lang).as_message("unused", lang)
        assert message["key"] == row["id"]
        assert message["text"] == row[f"claim_{lang}"]
        assert VERDICTS[message["verdict"]] == row["verdict"]
        assert CERTAINTIES[message["certainty"]] == row["certainty"]
        assert message["studied"] == row[f"indirectness_{lang}"]
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
