"""Runs the committed notebooks again and stores their outputs: `make notebooks`.

Strict nbval compares the outputs, so they are the same on every run: no widget state, model ids, times or paths.
"""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from tools import ROOT, kernels

FOLDERS = ("notebooks", "book")
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_LANGUAGE_INFO = {"name": "python"}


def execute(path: Path) -> bool:
    """Run one notebook in place; return whether its file changed."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)  # type: ignore[no-untyped-call]  # nbformat is typed in part
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    written: str = nbformat.writes(_settled(notebook), indent=1)  # type: ignore[no-untyped-call]  # as above
    after = written.rstrip("\n") + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def _settled(notebook: NotebookNode) -> NotebookNode:
    """Remove what differs between two runs."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.language_info = _LANGUAGE_INFO
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.metadata.pop("execution", None)
        cell.execution_count = count
        for output in cell.outputs:
            output.pop("execution_count", None)
            if output.output_type == "execute_result":
                output.execution_count = count
            if "data" in output:
                output.data.pop(_WIDGET_VIEW, None)
                output.data = {mime: _settled_text(text) for mime, text in output.data.items()}
    return notebook


def _settled_text(text: object) -> object:
    return re.sub(r" at 0x[0-9a-f]+", "", text) if isinstance(text, str) else text


def main() -> int:
    """Run all notebooks, two at a time; print which of them changed."""
    kernels.fork_kernels()
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*/*.ipynb"))
    with ThreadPoolExecutor(max_workers=2) as pool:
        changes = list(pool.map(execute, paths))
    changed = [path.relative_to(ROOT) for path, has_changed in zip(paths, changes, strict=True) if has_changed]
    print(f"{len(paths)} notebooks executed, {len(changed)} changed.", *changed, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
