"""The pages' policy names each inline script and style of theirs, and the files for hosts say the same as the pages."""

from __future__ import annotations

import re

import pytest

from adempauze.drawings import FRONT_DOOR, Drawing
from adempauze.sphinx_ext import policy
from adempauze.sphinx_ext.outside import opened_apart
from adempauze.sphinx_ext.root_page import root_page
from tools.headers import FOLDER, headers, host_files


def _policy_of(page: str) -> dict[str, str]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    assert found
    return dict(part.split(" ", 1) for part in found[1].split("; "))


def test_the_root_page_names_its_scripts_and_its_style() -> None:
    page = root_page()
    allowed = _policy_of(page)
    for kind, name in (("script-src", "script"), ("style-src", "style")):
        inline = re.findall(rf"<{name}>(.*?)</{name}>", page, flags=re.S)
        assert inline and all(policy.digest(text) in allowed[kind] for text in inline)


def test_the_style_within_a_drawing_is_allowed() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", Drawing(FRONT_DOOR, "nl").html())
    assert policy.digest(style) in policy.directives()["style-src"]


def test_only_the_search_may_start_compiled_code_and_nothing_may_run_text() -> None:
    lesson, search = policy.written(policy.directives()), policy.written(policy.directives(search=True))
    assert "unsafe" not in lesson
    assert re.findall(r"'[\w-]*unsafe[\w-]*'", search) == ["'wasm-unsafe-eval'"]


def test_a_digest_is_the_one_that_browsers_compute() -> None:
    """The digest is one that was published as an example."""
    assert policy.digest("doSomething();") == "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='"


@pytest.mark.parametrize("name", host_files())
def test_the_files_for_hosts_are_as_the_pages_say(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == host_files()[name], "run `python -m tools.headers`"
    assert all(f"{kind} {sources}" in text for kind, sources in policy.of_every_page().items())


def test_a_host_says_of_every_page_what_the_pages_say_and_who_may_frame_them() -> None:
    said = dict(part.split(" ", 1) for part in headers()["Content-Security-Policy"].split("; "))
    assert said.pop("frame-ancestors") == "'none'"
    page = _policy_of(root_page())
    assert said == {kind: page[kind] for kind in said}
    assert page.keys() - said.keys() == {"default-src", "script-src", "style-src"}
    assert f'name="referrer" content="{headers()["Referrer-Policy"]}"' in root_page()


def test_links_to_other_sites_open_apart_and_others_do_not() -> None:
    apart = 'target="_blank" rel="noopener noreferrer"'
    assert apart in opened_apart('<a class="reference external" href="https://doi.org/x">x</a>')
    for address in ("tel:113", "mailto:a@b.nl", "../help.html", "#top"):
        assert "target" not in opened_apart(f'<a href="{address}">x</a>')
    once = '<a href="https://doi.org/x" target="_blank">x</a>'
    assert opened_apart(once) == once
