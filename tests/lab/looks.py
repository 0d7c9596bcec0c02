"""Whether each part of each widget looks the same in JupyterLab and in the book."""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Page

Parts = dict[str, list[str]]  # the values of the properties, by the path of a part

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


def parts_of(page: Page, roots: str) -> Parts:
    """Return the computed styles of each part of each widget, once no colour is on its way to another."""
    page.mouse.move(0, 0)
    page.wait_for_function("() => document.getAnimations().every((each) => !(each instanceof CSSTransition))")
    parts: Parts = page.evaluate(READ, [roots, PROPERTIES])
    return parts


def expect_same(lab: Parts, book: Parts) -> None:
    """Fail if a part that is in both homes differs in a property, but for the differences that are named."""
    differences: dict[str, list[str]] = defaultdict(list)
    both = lab.keys() & book.keys()
    assert len(both) > LEAST
    for part in sorted(both):
        for name, here, there in zip(PROPERTIES, lab[part], book[part], strict=True):
            if here != there and not any(each in part for each in NAMED.get(name, {})):
                differences[f"{name}: {here} in JupyterLab, {there} in the book"].append(part)
    told = [f"{difference}: {len(parts)} times, such as {parts[0]}" for difference, parts in differences.items()]
    assert not told, "\n".join(told)
