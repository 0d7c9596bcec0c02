"""Imports run one way, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

from tools import ROOT

# The parts of the project from the bottom up: a part imports only from the rows above its own.
ROWS = (
    {"adempauze.messages", "adempauze.course", "adempauze.console"},
    {"adempauze.journal", "adempauze.evidence", "adempauze.models"},
    {"adempauze.drawings", "adempauze.widgets"},
    {"adempauze"},
    {"adempauze.sphinx_ext", "adempauze.lab"},
    {"adempauze.cli"},
    {"tools"},
    {"tests", "benchmarks"},
)
RANK = {part: rank for rank, row in enumerate(ROWS) for part in row}


def modules() -> dict[str, Path]:
    """Return every module of the project by its name."""
    found = {}
    for root, folder in ((ROOT / "src", "adempauze"), (ROOT, "tools"), (ROOT, "tests"), (ROOT, "benchmarks")):
        for path in (root / folder).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """Yield the modules of the project that a module imports, at the top or inside a function."""
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            inner = [f"{source}.{alias.name}" for alias in node.names]
            found = [each for each in inner if each in MODULES]
            yield from found
            if len(found) < len(inner) and source in MODULES:
                yield source


def part_of(name: str) -> str:
    """Return the part of the project that a module belongs to."""
    return max((part for part in RANK if name == part or name.startswith(f"{part}.")), key=len)


def test_relative_imports_count() -> None:
    assert "adempauze.journal.database" in imports("adempauze.journal.store")
    assert "adempauze.models.trial" in imports("adempauze.models.trial_in_the_long_run")


def test_no_import_runs_up() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports(name)
        if part_of(name) != part_of(other) and RANK[part_of(other)] >= RANK[part_of(name)]
    ]
    assert not wrong


def test_no_import_runs_in_a_circle() -> None:
    TopologicalSorter({name: set(imports(name)) - {name} for name in MODULES}).prepare()


def test_helpers_live_in_modules() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports(name)
        if name.startswith("tests.") and other.rpartition(".")[2].startswith(("test_", "conftest"))
    ]
    assert not wrong
