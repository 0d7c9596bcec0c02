"""The course runs in the browsers that it names: what is newer than them is only used where it can be missed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from adempauze import messages
from tools import ROOT

FLOOR = {"Safari": 16.4, "Chrome": 111, "Firefox": 115}
SOURCES = [
    file
    for file in sorted((ROOT / "src" / "adempauze").rglob("*"))
    if file.suffix in {".js", ".css"} and "labextensions" not in file.parts  # JupyterLab has a floor of its own
]


class Feature(NamedTuple):
    """A feature, the first versions of Safari, Chrome and Firefox that have it, and why it may be missed, by file."""

    pattern: str
    since: tuple[float, float, float]
    missed: dict[str, str]


NEVER = 999.0
FEATURES = [
    Feature(r"\.at\(", (15.4, 92, 90), {}),
    Feature(r"\.findLast(Index)?\(", (15.4, 97, 104), {}),
    Feature(r"Object\.hasOwn\(", (15.4, 93, 92), {}),
    Feature(r"\bstructuredClone\(", (15.4, 98, 94), {}),
    Feature(r"navigator\.locks|locks\.request", (15.4, 69, 96), {}),
    Feature(r"\(\?<[=!]", (16.4, 62, 78), {}),
    Feature(r"color-mix\(", (16.2, 111, 113), {}),
    Feature(r"\bcq[wh]\b|container-type", (16, 105, 110), {}),
    Feature(r"\bd?(?:svh|dvh|lvh)\b", (15.4, 108, 101), {}),
    Feature(r"@layer\b", (15.4, 99, 97), {}),
    Feature(r"\.to(?:Sorted|Reversed|Spliced)\(", (16, 110, 115), {}),
    Feature(
        r":has\(",
        (15.4, 105, 121),
        {
            "book.css": "the bar stays while a field has the focus; a card has its label above the text",
            "door.css": "the switch that stops the circle is not shown",
        },
    ),
    Feature(r"Intl\.Segmenter|\bSegmenter\b", (14.1, 87, 125), {"listen.js": "a whole paragraph is read at once"}),
    Feature(
        r"CSS\.highlights|::highlight",
        (17.2, 105, 140),
        {"listen.js": "the paragraph is marked", "kit.css": "the same"},
    ),
    Feature(r"navigator\.wakeLock", (16.4, 84, 126), {"wake_lock.js": "it is told that the screen may go dark"}),
    Feature(r"\bspeechSynthesis\b", (7, 33, 49), {}),
    Feature(r"DecompressionStream", (16.4, 80, 113), {}),
    Feature(r"text-wrap: balance", (17.5, 114, 121), {"*": "a heading wraps as others do"}),
    Feature(r"::details-content", (18.4, 131, 143), {"book.css": "a claim that is shut prints its sentence alone"}),
    Feature(r"field-sizing", (26, 123, NEVER), {"*": "a field scrolls"}),
    Feature(r"light-dark\(", (17.5, 123, 120), {}),
    Feature(r"Promise\.(?:withResolvers|try)\b", (17.4, 119, 121), {}),
    Feature(r"(?:Object|Map)\.groupBy\(", (17.4, 117, 119), {}),
    Feature(r"Array\.fromAsync\(", (16.4, 121, 115), {}),
    Feature(r"AbortSignal\.any\(", (17.4, 116, 124), {}),
    Feature(r"\.(?:isSubsetOf|symmetricDifference|isDisjointFrom|isSupersetOf)\(", (17, 122, 127), {}),
    Feature(r"\bIterator\.from\(", (18.4, 122, 131), {}),
    Feature(r"@scope\b|@starting-style\b", (17.5, 118, 129), {}),
    Feature(r"\bpopover\b|showPopover", (17, 114, 125), {}),
    Feature(r"anchor-name|position-anchor|interpolate-size|calc-size\(", (26, 129, NEVER), {}),
    Feature(r"(?m)^\s+&[\s.:\[>+~]", (17.2, 120, 117), {}),  # nested rules
    Feature(r"/[^/\n]+/[dgimsuy]*v[dgimsuy]*[.,;)]", (17, 112, 116), {}),  # the flag v of regular expressions
]


def _code(file: Path) -> str:
    """Return a file's text without its comments."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"(?m)(?<![:\"'`\\])//.*$", "", text) if file.suffix == ".js" else text


def _split(selectors: str) -> list[str]:
    """Return the selectors of a list; a comma within brackets does not end one."""
    parts, depth = [""], 0
    for sign in selectors:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _newer(feature: Feature) -> bool:
    return any(since > floor for since, floor in zip(feature.since, FLOOR.values(), strict=True))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.pattern)
def test_what_is_newer_than_the_floor_is_used_only_where_it_can_be_missed(feature: Feature) -> None:
    users = {file.name for file in SOURCES if re.search(feature.pattern, _code(file))}
    if _newer(feature) and "*" not in feature.missed:
        assert users == feature.missed.keys(), "name what happens without it, or do not use it"


def test_a_selector_that_an_old_browser_does_not_know_takes_no_other_rule_with_it() -> None:
    """A browser drops the whole list of selectors for one that it does not know."""
    for file in SOURCES:
        if file.suffix != ".css":
            continue
        for selectors in re.findall(r"(?:^|[{};])([^{};]*:has\([^{]*)\{", _code(file)):
            assert all(":has(" in part for part in _split(selectors)), selectors


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_the_page_about_the_course_names_the_same_browsers(lang: str) -> None:
    text = (ROOT / "book" / lang / "about.md").read_text(encoding="utf-8")
    for name, version in FLOOR.items():
        assert f"{name} {version:g}" in text
