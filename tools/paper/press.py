"""Prints a page with Chromium as a tagged PDF with an outline, and finds where its chapters begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
from playwright.sync_api import Browser, Page, ViewportSize
from pypdf import PdfReader
from pypdf.generic import Destination

_PATIENCE = 180_000  # milliseconds for the widgets of all lessons


@contextmanager
def open_page(browser: Browser, page: Path, width: int = 1280, sharp: int = 1) -> Iterator[Page]:
    """Give a page of the disk in the light colours, once its widgets are there; `sharp` is for pictures of it."""
    size: ViewportSize = {"width": width, "height": 900}
    with browser.new_context(
        color_scheme="light", reduced_motion="reduce", viewport=size, device_scale_factor=sharp
    ) as context:
        tab = context.new_page()
        tab.set_default_timeout(_PATIENCE)
        tab.goto(page.as_uri())
        if tab.locator(".adempauze-mount").count():
            tab.wait_for_selector("html[data-adempauze=ready]")
        yield tab


def printed(browser: Browser, page: Path) -> bytes:
    """Return a page of the disk as a PDF."""
    with open_page(browser, page) as tab:
        return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def chapter_pages(pdf: bytes, slugs: Sequence[str]) -> dict[str, int]:
    """Return the page on which each chapter begins; the outline's first level is the contents, then the chapters."""
    reader = PdfReader(BytesIO(pdf))
    top = [each for each in reader.outline if isinstance(each, Destination)]
    chapters = top[-len(slugs) :]
    if len(top) != len(slugs) + 1:
        raise ValueError(f"The outline has {len(top)} parts for the contents and {len(slugs)} chapters.")
    numbers = (reader.get_destination_page_number(each) for each in chapters)
    return {slug: number + 1 for slug, number in zip(slugs, numbers, strict=True) if number is not None}


def finished(pdf: bytes, lang: str, title: str) -> bytes:
    """Return a PDF that says its language and shows its title."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.Root.Lang = pikepdf.String(lang)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [lang]
        document.save(file, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()
