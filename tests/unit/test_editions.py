"""The Dutch edition is derived from the English configuration and table of contents."""

from __future__ import annotations

import pytest
import yaml

from tools import ROOT
from tools.editions import EditionError, config_for, toc_for

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


def test_the_english_contents_stay_as_they_are() -> None:
    assert toc_for(TOC, "en") == TOC


def test_the_dutch_contents_name_dutch_files_that_exist() -> None:
    toc = toc_for(TOC, "nl")
    files = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    assert all("/nl/" in file for file in files)
    missing = [file for file in files if not any((ROOT / f"{file}{suffix}").is_file() for suffix in (".md", ".ipynb"))]
    assert not missing


def test_the_dutch_contents_have_dutch_captions() -> None:
    english = [part["caption"] for part in TOC["parts"]]
    dutch = [part["caption"] for part in toc_for(TOC, "nl")["parts"]]
    assert len(english) == len(dutch)
    assert not set(english) & set(dutch)


def test_a_caption_without_a_translation_is_an_error() -> None:
    with pytest.raises(EditionError, match="Appendix"):
        toc_for({"parts": [{"caption": "Appendix", "chapters": []}]}, "nl")


def test_an_edition_differs_from_the_root_configuration_in_language_and_neighbours_alone() -> None:
    dutch = config_for(CONFIG, "nl")
    assert dutch["sphinx"]["config"].pop("language") == "nl"
    assert dutch["sphinx"]["config"].pop("adempauze_twin") == "../en"
    assert dutch["sphinx"]["config"].pop("adempauze_data") == "../data"
    assert dutch["sphinx"]["config"].pop("adempauze_cards") == "../cards"
    expected = {key: value for key, value in CONFIG["sphinx"]["config"].items() if key != "language"}
    assert dutch == CONFIG | {"sphinx": CONFIG["sphinx"] | {"config": expected}}


def test_a_site_with_an_address_tells_it_per_edition() -> None:
    config = config_for(CONFIG, "nl", "https://example.org/course")
    assert config["sphinx"]["config"]["html_baseurl"] == "https://example.org/course/nl/"
