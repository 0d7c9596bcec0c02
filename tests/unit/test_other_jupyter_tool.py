"""What is tried in which Jupyter."""

from __future__ import annotations

from tools import ROOT, other_jupyter


def test_each_environment_has_its_own_place_and_tests_that_exist() -> None:
    assert other_jupyter.tests(["jupyterlab==4.2.0"]) == other_jupyter.IN_JUPYTERLAB
    assert other_jupyter.tests(["notebook==7.2.*", "jupyterlab==4.2.*"]) == other_jupyter.IN_NOTEBOOK
    assert all((ROOT / path).exists() for path in [*other_jupyter.IN_JUPYTERLAB, *other_jupyter.IN_NOTEBOOK])
    assert other_jupyter.place(["jupyterlab==4.2.*"]).name == "jupyterlab-4.2.-"
