"""Figures are legible in both languages on any background, and alt texts have the same numbers."""

import re
from itertools import combinations

import matplotlib.colors
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from adempauze.evidence import figures, reading
from adempauze.evidence.pool import members
from adempauze.messages import number
from tests.unit.contrast import contrast

OTHERS = (
    figures.funnel_of_designs,
    figures.what_guessing_does,
    figures.open_against_controlled,
    figures.who_guessed_right,
)


def _all_figures(lang):
    yield from (draw(lang) for draw in OTHERS)


def _texts(figure):
    """Return the drawn texts; Matplotlib also keeps labels for ticks beyond the ends of an axis."""
    FigureCanvasAgg(figure).draw()
    beyond = set()
    for axes in figure.axes:
        low, high = axes.get_xlim()
        ticks = axes.xaxis.get_major_ticks()
        beyond |= {label for t in ticks if not low <= t.get_loc() <= high for label in (t.label1, t.label2)}
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text() and text not in beyond]


def _numbers(alt):
    """Return all numbers in a text, written as in English, without thousands separators."""
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", alt)
    return re.findall(r"\N{MINUS SIGN}?\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", plain))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_words_are_legible_whole_and_apart(lang):
    for figure, alt in _all_figures(lang):
        paper = figure.get_facecolor()
        assert paper[3] == 1, "the sheet must be opaque: it stands on light and on dark pages"
        texts = _texts(figure)
        boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in texts]
        for text, (words, box) in zip(texts, boxes, strict=True):
            assert contrast(text.get_color(), paper) >= 4.5, (alt[:40], words)
            assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, (alt[:40], words)
            assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1, (alt[:40], words)
        for (one, first), (other, second) in combinations(boxes, 2):
            assert not first.overlaps(second), (one, other)


def test_both_languages_tell_the_same_numbers():
    for (_, english), (_, dutch) in zip(_all_figures("en"), _all_figures("nl"), strict=True):
        assert _numbers(english) == _numbers(dutch)
        assert english != dutch


def test_guessing_counts_what_stays_clear_of_zero():
    _, alt = figures.what_guessing_does("en")
    assert "7 differ from zero as measured, 1 with each person's own guess counted in" in alt
    assert "positive feelings (PANAS): 0.26, with the guess 0.10" in alt
    assert "anxiety as a trait (STAI-T): 0.14, with the guess 0.07" in alt  # a fall in anxiety counts as plus


def test_guessing_stays_within_one_study():
    """The alt text names one self-blinded trial."""
    assert {result.effects[0].sample for pair in figures._guess_pairs() for result in pair} == {"szigeti"}


def test_open_study_stands_beside_each_difference_from_placebo():
    _, alt = figures.open_against_controlled("en")
    stress = number(-members("stress")[0].estimate, "en")
    assert f"stress: before and after 0.51, against placebo {stress}" in alt
    assert alt.count("before and after") == len(figures._OPEN_TWINS)
    assert "anxiety: before and after 0.32, against placebo 0.14 (0.01 to 0.26) and −0.15 (−0.82 to 0.53)" in alt


def test_funnel_counts_every_sample_once_and_finds_none_in_burn_out():
    steps = figures._people_by_design()
    people = [count for _, count in steps.values()]
    assert steps["burn_out"] == (0, 0)
    assert people[0] > people[1] > people[2] > people[3] > people[4] > people[5]
    assert steps["checked"][0] < steps["blinded"][0]
    largest = {}  # papers on the same people are not counted again
    for _, study in reading.read("studies").dropna(subset=["sample", "n_enrolled"]).iterrows():
        if study["controlled"] and study["design"] != "registered-trial":
            largest[study["sample"]] = max(largest.get(study["sample"], 0), study["n_enrolled"])
    assert steps["blinded"] == (len(largest), sum(largest.values()))
    assert "nobody" in figures.funnel_of_designs("en")[1]


def test_figures_leave_no_state_behind():
    import matplotlib.pyplot as plt

    before = dict(matplotlib.rcParams)
    figures.open_against_controlled("en")
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == before
