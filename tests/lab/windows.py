"""Windows of JupyterLab that stay open from test to test, because opening one is most of the time of a test."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tools.browser.course_server import Course
from tools.browser.watch import watched_context

SIZE = {"width": 1280, "height": 900}
# Forgets what was open, and tells what was left that the next test would find.
FORGET = """() => {
    const { commands } = globalThis.jupyterapp;
    if (commands.hasCommand("docmanager:clear-recents")) commands.execute("docmanager:clear-recents");
    const dialogs = [...document.querySelectorAll(".jp-Dialog")].map(({ textContent }) => textContent);
    return [...dialogs, ...Object.keys(localStorage).filter((key) => key.startsWith("adempauze:"))];
}"""


@dataclass
class Windows:
    """The windows that are open, by the address of their JupyterLab."""

    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    closing: dict[str, ExitStack] = field(default_factory=dict)

    def of(self, course: Course) -> Page:
        """Return the window of a course; JupyterLab comes with the first document that is opened there."""
        if course.documents not in self.pages:
            with ExitStack() as closing:
                context = closing.enter_context(watched_context(self.browser, viewport=SIZE))
                self.pages[course.documents] = context.new_page()
                self.closing[course.documents] = closing.pop_all()
        page = self.pages[course.documents]
        page.context.watch.forget()  # between two tests, JupyterLab may report that kernels and files are gone
        return page

    def leave(self, course: Course) -> None:
        """Close all documents, and the window too if the next test would find something, or if a document stays open.

        Fails if there was a console error or a request to another host.
        """
        page = self.pages[course.documents]
        is_clean = False
        try:
            for other in page.context.pages:
                if other != page:
                    other.close()
            page.unroute_all()
            page.set_viewport_size(SIZE)
            page.emulate_media(media="null", color_scheme="null")
            course.close(page)
            page.context.watch.forgive("ReactiveToolbar")  # JupyterLab 4.2 reports it of a document that is closed
            is_clean = not page.evaluate(FORGET)
        finally:
            if not is_clean:
                self.close(course)
        if is_clean:
            page.context.watch.expect_nothing()

    def close(self, course: Course) -> None:
        """Close the window of a course."""
        del self.pages[course.documents]
        self.closing.pop(course.documents).close()

    def close_all(self) -> None:
        """Close all windows."""
        with ExitStack() as all_of_them:
            for closing in self.closing.values():
                all_of_them.push(closing)
