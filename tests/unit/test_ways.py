"""Where a lesson leads outside the book, once the configuration names a repository and a BinderHub."""

from __future__ import annotations

import pytest
import yaml

from adempauze.sphinx_ext.ways import binder, source
from tools import ROOT

REPOSITORY, LESSON = "https://github.com/owner/name", "notebooks/nl/00-start.ipynb"


@pytest.mark.parametrize(
    ("hub", "repository", "expected"),
    [
        (
            "https://hub.example/",
            REPOSITORY,
            "https://hub.example/v2/gh/owner/name/main?urlpath=lab%2Ftree%2Fnotebooks%2Fnl%2F00-start.ipynb",
        ),
        (
            "https://hub.example",
            "https://git.example/a/b",
            "https://hub.example/v2/git/https%3A%2F%2Fgit.example%2Fa%2Fb/main?urlpath=lab%2Ftree%2Fnotebooks%2Fnl%2F00-start.ipynb",
        ),
        ("https://hub.example", "", ""),
        ("", REPOSITORY, ""),
    ],
)
def test_binder_opens_the_lesson_in_jupyterlab(hub: str, repository: str, expected: str) -> None:
    assert binder(hub, repository, "main", LESSON) == expected


def test_the_repository_shows_the_lesson() -> None:
    assert source(REPOSITORY, "main", LESSON) == f"{REPOSITORY}/blob/main/{LESSON}"
    assert source("", "main", LESSON) == ""


def test_a_lesson_leads_nowhere_before_the_configuration_names_a_place() -> None:
    """Both are written out in `_config.yml`, because Jupyter Book would else name its own repository."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert (config["repository"]["url"], config["launch_buttons"]["binderhub_url"]) == ("", "")
