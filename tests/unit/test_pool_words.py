"""What `pool` and the forest plot say is true for any number of studies, in both languages, with every option."""

from __future__ import annotations

import json
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adempauze.evidence.__main__ import main
from adempauze.evidence.meta import METHODS, Effect, Pooled, pool
from adempauze.evidence.pool import domains, members, pool_domain
from adempauze.evidence.pool_words import prediction_lines, reading_lines, result_line
from adempauze.messages import LANGUAGES, number, table
from adempauze.widgets.forest import Forest

in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["pool", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@st.composite
def _results(draw: st.DrawFn) -> Pooled:
    better, adjusted = draw(st.sampled_from(["higher", "lower", "neither"])), draw(st.booleans())
    parts = draw(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 1)), min_size=1, max_size=6))
    effects = [
        Effect(f"own-{i}", estimate, se, str(i), "placebo", better, guess_adjusted=adjusted)
        for i, (estimate, se) in enumerate(parts)
    ]
    effects = [effect.flipped() for effect in effects] if draw(st.booleans()) else effects
    return pool(effects, draw(st.sampled_from(METHODS)), hartung_knapp=draw(st.booleans()))


@given(_results(), st.sampled_from(LANGUAGES))
def test_every_sentence_holds_for_any_result(pooled: Pooled, lang: str) -> None:
    words, few = table(lang, "pool"), table(lang, "forest")
    widget = Forest(pooled, "x", lang=lang)
    first, said = widget.scenarios[0], widget.scenarios[0]["said"]
    line, read = result_line(pooled, lang), reading_lines(pooled, lang)
    one_study = [words[key].partition("{")[0] for key in ("alone", "alone_adjusted")]
    assert any(line.startswith(words) for words in one_study) == (pooled.k == 1)
    assert line.startswith(one_study[1]) == (pooled.k == 1 and pooled.effects[0].guess_adjusted)
    assert (words["two_say_little"] in line) == (pooled.k == 2)
    assert (words["with_hartung-knapp"] in line) == (pooled.k > 1 and pooled.interval_method == "hartung-knapp")
    assert all(number(end, lang) in line for end in (pooled.estimate, pooled.ci_low, pooled.ci_high))
    has_zero = pooled.ci_low <= 0 <= pooled.ci_high
    assert (words["includes_zero"] in read) == (has_zero and pooled.k != 2)
    assert (words["two_include_zero"] in read) == (has_zero and pooled.k == 2)
    assert read[0] == words[f"read_own_{pooled.effects[0].better}"]
    assert bool(prediction_lines(pooled, lang)) == (pooled.k > 2 and pooled.method != "fixed")
    # the forest plot has a diamond and weights from three studies on; with fewer, each study is on its own
    assert (first["together"] is not None) == (pooled.k > 2)
    assert all((row["weight"] is None) == (pooled.k < 3) for row in first["rows"])
    assert len(widget.scenarios) == (1 + pooled.k if pooled.k > 2 else 1)
    assert (few["two"] in said) == (pooled.k == 2)
    if pooled.k == 2:
        assert not {words["includes_zero"], words["two_include_zero"], line} & set(said)
        assert all(row["text"] in said[0] for row in first["rows"])
    else:
        assert said == [line, *read, *prediction_lines(pooled, lang)]
    assert (few["how_to_read"] in widget.about) == (pooled.k > 2)
    assert (few["one_study"] in widget.about) == (pooled.k == 1)
    assert not [text for text in (*said, *widget.about, line) if "{" in text]


@given(_results(), st.sampled_from(LANGUAGES))
def test_left_and_right_of_zero_agree_with_the_sentence(pooled: Pooled, lang: str) -> None:
    axis, words = Forest(pooled, "x", lang=lang).axis, table(lang, "figures")
    good = {"higher": "right", "lower": "left"}.get(pooled.effects[0].better)
    assert [side for side in ("left", "right") if axis[side] == words["right_better"]] == ([good] if good else [])


def test_a_prediction_is_said_of_the_true_effect() -> None:
    effects = [Effect(str(i), 0.1 * i, 0.1, str(i), "placebo", "higher") for i in range(4)]
    assert "true effect in a new study" in prediction_lines(pool(effects), "en")[0]
    assert "Het echte effect in een nieuw onderzoek" in prediction_lines(pool(effects), "nl")[0]


FLAGS = [[], ["--hartung-knapp"], ["--normal"]]


@pytest.mark.parametrize("domain", [*domains(), "happiness", ""])
def test_every_combination_of_options_ends_in_an_answer_or_a_sentence(
    domain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for as_json, method, flags, adjusted, lang in product(("", "--json"), METHODS, FLAGS, (False, True), LANGUAGES):
        extra = [*([as_json] if as_json else []), *(["--guess-adjusted"] if adjusted else [])]
        code, out, err = _run(capsys, domain, "--method", method, *flags, *extra, "--lang", lang)
        assert (code, bool(out), bool(err)) in ((0, True, False), (1, False, True))
        assert "{" not in (err if as_json else out + err)
        if out and as_json:
            assert json.loads(out)["k"] >= 1


@in_each_language
@pytest.mark.parametrize(
    ("domain", "options", "key"),
    [
        ("anxiety", [], "mixed_timepoint"),
        ("anxiety", [], "mixed_construct"),
        ("attention", [], "mixed_construct"),
        ("well-being", ["--guess-adjusted"], "no_adjusted"),
        ("happiness", [], "unknown_domain"),
    ],
)
def test_refusals_are_in_the_language_asked_for(
    domain: str, options: list[str], key: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _run(capsys, domain, *options, "--lang", lang)
    assert (code, out) == (1, "")
    beginning, ending = re.split(r"\{.*\}", table(lang, "pooling_error")[key])
    assert beginning in err and ending in err


def test_json_has_all_parts_and_names_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "well-being", "--json", "--method", "dl", "--hartung-knapp")
    result = json.loads(out)
    assert result["domain"] == "well-being"
    assert (result["k"], result["samples"], result["method"], result["hartung_knapp"]) == (2, 2, "dl", True)
    assert result["interval_method"] == "hartung-knapp"
    assert result["estimate"] == pytest.approx(sum(e["weight"] * e["estimate"] for e in result["effects"]))
    assert {"ci_low", "ci_high", "tau2", "i2", "q", "pi_low", "pi_high"} <= set(result)
    assert result["adjusted"] is None
    assert json.loads(_run(capsys, "well-being", "--json", "--normal")[1])["interval_method"] == "normal"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "0.05 (95% interval −0.83 to 0.94)"), ("nl", "0,05 (95%-interval −0,83 tot 0,94)")],
)
def test_two_studies_come_with_the_wide_interval_and_what_they_cannot_say(
    lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _run(capsys, "well-being", "--lang", lang)[1]
    assert words in text and table(lang, "pool")["two_say_little"] in text


@pytest.mark.parametrize("options", [[], ["--guess-adjusted"]])
def test_the_run_with_guesses_stands_beside_the_one_without(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    result = json.loads(_run(capsys, "drug-intensity", "--json", *options)[1])
    other = result["unadjusted" if options else "adjusted"]
    assert {result["estimate"], other["estimate"]} == {
        pool_domain("drug-intensity", guess_adjusted=given).estimate for given in (False, True)
    }
    text = _run(capsys, "drug-intensity", *options)[1]
    assert ("As measured, without the guesses: 0.65" if options else "(Szigeti et al. 2021): 0.16 (0.07 to") in text


@in_each_language
def test_one_study_does_not_hide_trials_without_a_figure(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = _run(capsys, "stress", "--lang", lang)[1]
    assert len(members("stress")) == 1
    for shown in (text, repr(Forest("stress", lang=lang))):
        assert "Marschall et al. 2022" in shown and "Murphy et al. 2023" in shown


def test_trials_shown_with_a_figure_are_not_said_to_have_none(capsys: pytest.CaptureFixture[str]) -> None:
    text = _run(capsys, "positive-affect", "--guess-adjusted")[1]
    assert "Hutten" in text
    assert "temper" not in text
