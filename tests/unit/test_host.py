"""Widget state becomes a page without a kernel."""

from __future__ import annotations

import json
import re

import pytest
from ipywidgets import IntSlider

import adempauze
from adempauze import question, quiz, reflect, right, wrong
from adempauze.sphinx_ext import host

HOSTILE = "</script><img src=x onerror=alert(1)>"


def _some_quiz(text: str = "Which?") -> object:
    return quiz(question(text, right("This", "Yes."), wrong("That", "No.")))


def test_a_widget_class_is_written_once_however_many_of_it_a_page_has() -> None:
    page = host.Page()
    for widget in (_some_quiz(), _some_quiz()):
        page.add(widget.model_id, widget.get_state())
    assert len(page.states) == 2
    assert len(page.files) == 1


def test_the_page_carries_no_code_in_its_states() -> None:
    page = host.Page()
    widget = reflect("after", "What?")
    page.add(widget.model_id, widget.get_state())
    state = page.states[widget.model_id]["state"]
    assert not [key for key in state if key.startswith("_")]
    assert state["home"] == "book"


def test_hostile_text_cannot_end_the_script_element() -> None:
    page = host.Page()
    widget = _some_quiz(HOSTILE)
    markup = page.add(widget.model_id, widget.get_state()) + page.states_markup()
    assert "<img" not in markup
    states = json.loads(re.search(r"<script[^>]*>(.*)</script>", page.states_markup())[1])
    assert states[widget.model_id]["state"]["questions"][0]["text"] == HOSTILE


def test_the_mount_holds_the_sentence_for_a_page_without_javascript() -> None:
    widget = reflect("after", "What did you notice?")
    markup = host.Page().add(widget.model_id, widget.get_state())
    assert "What did you notice?" in markup


def test_a_widget_that_needs_a_kernel_is_refused() -> None:
    with pytest.raises(host.NotOurWidgetError, match="IntSlider"):
        host.Page().add("id", IntSlider().get_state())


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("const render = 1;\n", "0 default exports"),
        ("export default {};\nexport default {};\n", "2 default exports"),
        ("import x from 'y';\nexport default {};\n", "imports"),
    ],
)
def test_a_module_that_is_not_one_file_is_refused(module: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        host.as_classic_script(module, "some.js")


def test_a_file_is_named_after_its_content() -> None:
    (name, text), (again, _) = host.style_sheet(["a {}"]), host.style_sheet(["a {}"])
    other, _ = host.style_sheet(["b {}"])
    assert name == again != other
    assert text == "a {}"


def test_the_style_sheet_leaves_comments_and_indents_at_home() -> None:
    text = host.style_sheet(["/* why\n   so */\na {\n  margin: 1px\n    2px;\n}"])[1]
    assert text.split("\n") == ["", "a {", "margin: 1px", "2px;", "}"]


def test_the_verbs_follow_the_language_of_the_lesson() -> None:
    adempauze.lesson("04-breathing", lang="nl")
    widget = adempauze.check_in("before")
    assert (widget.lang, widget.lesson) == ("nl", "04-breathing")
    assert widget.strings["energy"] == "Energie"
