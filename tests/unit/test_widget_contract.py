"""Rules that every widget of the course keeps."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adempauze import messages, widgets
from adempauze.messages import LANGUAGES
from adempauze.sphinx_ext.host import script_of
from adempauze.widgets import CourseWidget
from tools.prose.readability import WIDGET_VERBS

LARGEST_SCRIPT = 24_000  # bytes
DENO = Path(sys.executable).with_name("deno")
GALLERY = Path(__file__).parents[2] / "book"
TOKENS = Path(widgets.__file__).parent / "_kit" / "tokens.css"

for _module in pkgutil.iter_modules(widgets.__path__):
    importlib.import_module(f"{widgets.__name__}.{_module.name}")


def _classes(base: type[CourseWidget]) -> list[type[CourseWidget]]:
    found = [found for each in base.__subclasses__() for found in (each, *_classes(each))]
    return sorted({each for each in found if isinstance(vars(each).get("_esm"), str)}, key=lambda each: each.__name__)


CLASSES = _classes(CourseWidget)
every_widget = pytest.mark.parametrize("widget", CLASSES, ids=lambda each: each.__name__)


def test_each_folder_of_widgets_is_tried() -> None:
    folders = {path.parent.name for path in Path(widgets.__file__).parent.glob("*/widget.js")}
    assert {each.__module__.rpartition(".")[2] for each in CLASSES} == folders


@every_widget
def test_every_string_that_its_script_names_is_in_its_sections(widget: type[CourseWidget]) -> None:
    """A script reads its strings as `words.some_key`; a missing key would show as "undefined"."""
    own = {key for section in widget.sections for key in messages.table("en", section)}
    assert set(re.findall(r"\bwords\.(\w+)", widget._esm)) <= own


@every_widget
def test_its_script_in_the_book_is_small_and_still_javascript(widget: type[CourseWidget]) -> None:
    script = script_of(widget._esm, "x.js")
    assert len(script.encode()) < LARGEST_SCRIPT
    # The minifier guesses where a regular expression begins, so the linter must be able to parse its output.
    check = [DENO, "lint", "--no-config", "--rules-tags=", "--rules-include=no-empty-pattern", "-"]
    parsed = subprocess.run(check, input=script, text=True, capture_output=True, check=False)
    assert parsed.returncode == 0, parsed.stderr


def test_the_linter_refuses_a_template_that_the_minifier_would_spoil(tmp_path: Path) -> None:
    file = tmp_path / "nested.js"
    file.write_text('export const f = (a, b) => `${a ? `${a} (${b})` : ""}: ${b}`;\n', encoding="utf-8")
    config = Path(__file__).parents[2] / "deno.jsonc"
    linted = subprocess.run([DENO, "lint", "--config", config, file], text=True, capture_output=True, check=False)
    assert "no-nested-template" in linted.stderr


@every_widget
def test_its_module_neither_makes_markup_of_text_nor_runs_it(widget: type[CourseWidget]) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bfetch\(|XMLHttpRequest"
    assert not re.findall(forbidden, widget._esm)


@every_widget
def test_its_styles_stay_within_the_course(widget: type[CourseWidget]) -> None:
    own = widget._css.removeprefix(TOKENS.read_text(encoding="utf-8"))
    selectors = [
        line.strip() for line in own.splitlines() if line.rstrip().endswith("{") and not line.strip().startswith("@")
    ]
    stray = [selector for selector in selectors if not re.search(r"adempauze|\.az-|^(?:from|to|\d+%)", selector)]
    assert not stray


@every_widget
def test_it_syncs_no_trait_that_could_hold_what_a_learner_writes(widget: type[CourseWidget]) -> None:
    synced = {name for name, trait in widget.class_traits(sync=True).items() if not name.startswith("_")}
    assert not synced & {"value", "text", "note", "notes", "answer", "answers", "choices", "draft"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verb_has_a_demonstration_on_the_gallery_page(lang: str) -> None:
    cells = json.loads((GALLERY / lang / "gallery.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    called = set(re.findall(r"^(\w+)\(", code, flags=re.M))
    assert called >= WIDGET_VERBS
