"""What a browser keeps of a learner: notes, and the choice to keep them."""

from __future__ import annotations

from playwright.sync_api import Page


def keep_in_browser(page: Page) -> None:
    """Choose to keep notes in this browser, and load the page anew."""
    page.evaluate("localStorage['adempauze:v1:keep'] = 'browser'")
    page.reload()
    page.wait_for_selector("html[data-adempauze=ready]")


def kept_note(key: str, text: str = "x", kind: str = "reflection", at: str = "2026-11-01T10:00:00Z") -> dict[str, str]:
    """Return a note as an export has it."""
    return {"key": key, "kind": kind, "text": text, "updated_at": at}
