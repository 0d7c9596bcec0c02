"""Each part of each widget looks the same in JupyterLab and in the book, in the light theme and in the dark."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.lab.opened import open_with_kernel, put, read, widgets_in

GALLERY = Path(__file__).parents[2] / "book" / "nl" / "gallery.ipynb"
LOOKS = ("light", "dark")
LEAST = 1000  # parts that are in both homes, so that the comparison is of something

SIDES = ("top", "right", "bottom", "left")
PROPERTIES = [
    *("color", "background-color", "opacity", "box-shadow", "text-decoration-line", "cursor"),
    *("font-family", "font-size", "font-style", "font-weight", "letter-spacing", "line-height", "text-transform"),
    *("display", "float", "box-sizing", "list-style-type", "min-height", "vertical-align", "text-align", "white-space"),
    *(f"{box}-{side}" for box in ("padding", "margin") for side in SIDES),
    *(f"border-{side}-{part}" for side in SIDES for part in ("width", "style", "color")),
    *("border-top-left-radius", "border-bottom-right-radius"),
]
# Differences that are meant, by property: a piece of the path of a part, and why.
NAMED = {
    "display": {
        "az-notes > p.az-small": "where notes are kept is said in another place in each home",
    }
}

READ = """([roots, properties]) => {
  const parts = {};
  const follow = (node, path) => {
    const style = getComputedStyle(node);
    parts[path] = properties.map((property) => style.getPropertyValue(property));
    const count = {};
    for (const child of node.children) {
      const name = [child.localName, ...[...child.classList].sort()].join(".");
      count[name] = (count[name] ?? 0) + 1;
      follow(child, `${path} > ${name}:${count[name]}`);
    }
  };
  [...document.querySelectorAll(roots)].forEach((root, number) => follow(root, `${number} ${root.className}`));
  return parts;
}"""


def _parts(page: Page, roots: str) -> dict[str, list[str]]:
    """Return the computed styles of each part of each widget, once no colour is on its way to another."""
    page.mouse.move(0, 0)
    page.wait_for_function("() => document.getAnimations().every((each) => !(each instanceof CSSTransition))")
    parts: dict[str, list[str]] = page.evaluate(READ, [roots, PROPERTIES])
    return parts


def _in_jupyterlab(course, page: Page) -> dict[str, dict[str, list[str]]]:
    gallery = read(GALLERY)
    open_with_kernel(course, page, put(course, gallery, "gallery-look.ipynb"))
    page.get_by_role("menuitem", name="Uitvoeren", exact=True).click()
    page.locator(".lm-Menu [data-command='runmenu:run-all']").click()
    expect(page.locator(".jp-Notebook .adempauze")).to_have_count(widgets_in(gallery), timeout=60_000)
    found = {}
    for look in LOOKS:
        page.emulate_media(color_scheme=look)
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true" if look == "light" else "false")
        found[look] = _parts(page, ".jp-Notebook .adempauze")
    return found


def _in_the_book(page: Page, site: str) -> dict[str, dict[str, list[str]]]:
    page.goto(f"{site}/nl/book/nl/gallery.html")
    page.wait_for_selector("html[data-adempauze=ready]")
    found = {}
    for look in LOOKS:
        page.evaluate("(look) => { document.documentElement.dataset.theme = look; }", look)
        found[look] = _parts(page, "main .adempauze")
    return found


def test_each_part_of_each_widget_looks_the_same_in_both_homes(course, page: Page, site: str) -> None:
    lab = _in_jupyterlab(course, page)
    book = _in_the_book(page.context.new_page(), site)
    differences: dict[str, list[str]] = defaultdict(list)
    for look in LOOKS:
        both = lab[look].keys() & book[look].keys()
        assert len(both) > LEAST
        for part in sorted(both):
            for name, here, there in zip(PROPERTIES, lab[look][part], book[look][part], strict=True):
                if here != there and not any(each in part for each in NAMED.get(name, {})):
                    differences[f"{name}: {here} in JupyterLab, {there} in the book"].append(part)
    told = [f"{difference}: {len(parts)} times, such as {parts[0]}" for difference, parts in differences.items()]
    assert not told, "\n".join(told)
