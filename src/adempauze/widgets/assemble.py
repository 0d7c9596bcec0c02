"""Joins a widget's front end and the parts that it imports into one ES module without imports.

anywidget and the book both need a widget as one text. A relative import such as
`import { element } from "../_kit/kit.js";` is replaced by the part itself. Each part is included once, before the parts
that import it. The result has one scope, so two parts cannot declare the same name at their top level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r'^import \{ *(?P<names>[\w$,\s]+?),?\s*\} from "(?P<path>\.{1,2}/[\w./-]+)";\n', re.M)
_OTHER_IMPORT = re.compile(r"^[ \t]*import\b.*|\bimport\(.*", re.M)
_DECLARED = re.compile(
    r"^(?P<export>export )?(?:const|let|var|class|(?:async )?function\*?) (?P<name>[\w$]+|[{[])", re.M
)
_DEFAULT = re.compile(r"^export default\b", re.M)


class AssemblyError(ValueError):
    """A front end cannot become one module; the message has the file and the reason."""


@dataclass(frozen=True)
class _Part:
    """One file: its text without imports, the names at its top level, and what it imports (file and names)."""

    text: str
    names: tuple[str, ...]
    exported: frozenset[str]
    imports: tuple[tuple[Path, frozenset[str]], ...]


def assemble(file: Path) -> str:
    """Return a widget's front end and all its parts as one ES module without imports, with one `export default`.

    Named exports stay, because the tests of pure functions call them.

    Raises `AssemblyError` for a file that does not exist, parts that import each other in a circle, an import in
    another form or of a name that the part does not export, a name that two parts declare, and a default export
    anywhere but in `file`.
    """
    paths = _in_order(file.resolve())
    _refuse_clashes(paths)
    for path in paths:
        defaults = len(_DEFAULT.findall(_read(path).text))
        if defaults != (path == paths[-1]):
            raise AssemblyError(f"{path} has {defaults} default exports; a widget has one, a part has none.")
    return "".join(_read(path).text for path in paths)


def _in_order(file: Path) -> list[Path]:
    """Return the file and everything that it imports, directly or indirectly, each after its own imports."""
    order: list[Path] = []

    def visit(path: Path, importers: tuple[Path, ...]) -> None:
        if path in importers:
            circle = " -> ".join(each.name for each in (*importers[importers.index(path) :], path))
            raise AssemblyError(f"{path} imports itself in a circle: {circle}.")
        if path in order:
            return
        if not path.is_file():
            importer = f" that {importers[-1]} imports" if importers else ""
            raise AssemblyError(f"There is no file {path}{importer}.")
        for imported, names in _read(path).imports:
            visit(imported, (*importers, path))
            if missing := names - _read(imported).exported:
                raise AssemblyError(f"{path} imports {', '.join(sorted(missing))}, which {imported} does not export.")
        order.append(path)

    visit(file, ())
    return order


def _refuse_clashes(paths: list[Path]) -> None:
    declared: dict[str, Path] = {}
    for path in paths:
        for name in _read(path).names:
            if name in declared:
                raise AssemblyError(f"{declared[name]} and {path} both declare {name!r}, and they share one scope.")
            declared[name] = path


@cache
def _read(path: Path) -> _Part:
    """Read a part once, even if many widgets import it."""
    source = path.read_text(encoding="utf-8")
    imports = tuple(
        ((path.parent / found["path"]).resolve(), frozenset(re.findall(r"[\w$]+", found["names"])))
        for found in _IMPORT.finditer(source)
    )
    text = _IMPORT.sub("", source).strip("\n") + "\n"
    if other := _OTHER_IMPORT.search(text):
        raise AssemblyError(f'{path} has {other[0].strip()!r}; write it as import {{ name }} from "./part.js";')
    declared = list(_DECLARED.finditer(text))
    if any(found["name"] in "{[" for found in declared):
        raise AssemblyError(f"{path} destructures a value at its top level; declare those names one by one.")
    exported = frozenset(found["name"] for found in declared if found["export"])
    return _Part(text, tuple(found["name"] for found in declared), exported, imports)
