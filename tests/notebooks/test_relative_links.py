"""Every relative link opens a file, at the right place, from a learner's folder that the course itself made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from adempauze import course, messages
from adempauze.lab import copies
from tools import ROOT

_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)
# A link to an anchor works in JupyterLab; the ids of headings differ between JupyterLab and GitHub.
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


def text_of(path: Path) -> str:
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = course.read_cells(path.read_text(encoding="utf-8"))
    return "\n\n".join(source for kind, source in cells if kind == "markdown")


def links_in(path: Path) -> Iterator[str]:
    """Yield the address of each link that does not name another host or a phone."""
    for address in _LINK.findall(_CODE.sub("", text_of(path))):
        if urlsplit(address).scheme not in ("http", "https", "tel", "mailto"):
            yield address


def dead(address: str, page: Path, top: Path) -> bool:
    """Return whether a link of a page opens no file in the learner's folder, or not the place that it names."""
    place = urlsplit(address)
    target = (page.parent / unquote(place.path)).resolve() if place.path else page
    if place.scheme or not target.is_relative_to(top) or not target.is_file():
        return True
    return bool(place.fragment) and place.fragment not in _ANCHOR.findall(text_of(target))


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A learner's folder for each edition, without the other edition."""
    folders = {lang: tmp_path_factory.mktemp(lang).resolve() for lang in messages.LANGUAGES}
    for lang, folder in folders.items():
        copies.lay_out(course.files(lang), folder, "new")
    return folders


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_link_opens_from_the_learners_folder(learner: dict[str, Path], lang: str) -> None:
    folder = learner[lang]
    pages = [*folder.rglob("*.ipynb"), *folder.rglob("*.md")]
    links = {(page, address) for page in pages for address in links_in(page)}
    assert len(links) > 100
    assert not [f"{page.name}: {address}" for page, address in links if dead(address, page, folder)]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_lesson_links_to_the_help_page(learner: dict[str, Path], lang: str) -> None:
    lessons = sorted((learner[lang] / course.place(lang)).glob("*.ipynb"))
    assert len(lessons) == len(course.paths(lang))
    assert [lesson.name for lesson in lessons if f"../../book/{lang}/help.md" not in links_in(lesson)] == []


@pytest.mark.parametrize("address", ["none.md", "page.md#none", "../outside.md", "path:page.md", "/page.md", "folder"])
def test_a_dead_link_is_noticed(tmp_path: Path, address: str) -> None:
    top = tmp_path.resolve() / "mine"
    (top / "folder").mkdir(parents=True)
    page = top / "page.md"
    page.write_text(f'<a id="here"></a>\n[x]({address}) [y](#here) [z](page.md#here)', encoding="utf-8")
    (tmp_path / "outside.md").write_text("not in the learner's folder", encoding="utf-8")
    assert [each for each in links_in(page) if dead(each, page, top)] == [address]


def test_the_wheel_carries_every_file_at_its_place(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = set(ZipFile(wheel).namelist())
    for lang in messages.LANGUAGES:
        for place, files in course.files(lang).items():
            home = "adempauze/evidence/data" if place == course.DATA else f"adempauze/content/{place.as_posix()}"
            assert {f"{home}/{file.name}" for file in files} <= names
    assert not [name for name in names if name.startswith(("adempauze/lessons", "tools", "tests"))]
