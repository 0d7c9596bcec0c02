"""A release has one version, a changelog entry for it, and a citation."""

from __future__ import annotations

import json
import re
import tomllib

import yaml

import adempauze
from tools import ROOT

EXTENSION = ROOT / "src" / "adempauze" / "lab" / "labextensions" / "adempauze" / "package.json"
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_jupyterlab_is_told_the_version_of_the_package() -> None:
    told = json.loads(EXTENSION.read_text(encoding="utf-8"))["version"]
    assert told == adempauze.__version__, f"write {adempauze.__version__} in {EXTENSION.relative_to(ROOT)}"


def test_the_changelog_begins_with_what_is_unreleased_and_then_has_this_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)
    assert headings[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(adempauze.__version__)}\] - \d{{4}}-\d\d-\d\d", headings[1])


def test_the_citation_credits_the_contributors_and_carries_no_version_of_its_own() -> None:
    assert CITATION["authors"] == [{"name": "The Adempauze contributors"}]
    assert {"cff-version", "message", "title", "type"} <= CITATION.keys()
    assert not {"version", "date-released"} & CITATION.keys()


def test_the_citation_names_the_licences_of_code_and_text() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CITATION["license"] == [project["license"], "CC-BY-4.0"]
