"""What a learner's server on a hub is started with, without a hub."""

from __future__ import annotations

from pathlib import Path

import pytest

from adempauze import course
from adempauze.lab import hub
from adempauze.messages import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_editions_are_laid_out_and_the_front_page_opens(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "of another installation")  # and so back afterwards
    for name in ("JUPYTERHUB_DEFAULT_URL", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    options = hub.prepare(lang)
    folder = tmp_path / "Adempauze"
    for each in LANGUAGES:
        assert len(list((folder / course.place(each)).glob("*.ipynb"))) == len(course.paths(each))
    assert f"--ServerApp.root_dir={folder}" in options
    assert "--ServerApp.terminals_enabled=False" in options
    assert (folder / course.front_door(lang)).is_file()
    assert hub.os.environ["JUPYTERHUB_DEFAULT_URL"] == f"/doc/tree/{course.front_door(lang).as_posix()}"
