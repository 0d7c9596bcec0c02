"""Builds the whole site: `python -m tools.book [ADDRESS]` at the root of the project.

Both editions are built side by side, with warnings as errors, into `_build/html/en` and `_build/html/nl`, with a root
page that offers both, and with the evidence tables in `_build/html/data`. ADDRESS is where the site will be published;
the pages name it for search engines, and only then is there a map of the site, and pictures to share.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from adempauze import messages
from adempauze.sphinx_ext.root_page import root_page, way_to
from tools import ROOT, found, offline
from tools.cards import CARDS
from tools.data_package import build as data_package
from tools.editions import write_edition

# Both editions start kernels at the same time, so their kernels use socket files, which cannot clash as ports do.
_JUPYTER_BOOK = "from tools import kernels; kernels.fork_kernels(); from jupyter_book.cli.main import main; main()"

_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def build(root: Path, address: str = "") -> int:
    """Build both editions; return 0, or 1 after saying which notebook or page stopped one of them."""
    work, site = root / "_build" / "editions", root / "_build" / "html"
    for folder in (work, site):
        shutil.rmtree(folder, ignore_errors=True)
    builds = {lang: _start(root, lang, work / lang, address) for lang in messages.LANGUAGES}
    outputs = {lang: process.communicate()[0] for lang, process in builds.items()}
    failed = [lang for lang, process in builds.items() if process.returncode]
    for lang in failed:
        log = work / f"{lang}.log"
        log.write_text(outputs[lang], encoding="utf-8")
        print(f"The edition in {lang!r} did not build. {failure(outputs[lang], root)}", file=sys.stderr)
        print(f"All that it printed is in {log.relative_to(root)}.", file=sys.stderr)
    if failed:
        return 1
    for lang in messages.LANGUAGES:
        shutil.copytree(work / lang / "_build" / "html", site / lang)
        (site / lang / "index.html").write_text(way_to(f"book/{lang}/index.html", lang), encoding="utf-8")
    data_package.lay_out(site / "data")
    (site / "index.html").write_text(root_page(address), encoding="utf-8")
    found.write(site, address)
    if address:  # a picture to share needs its full address
        shutil.copytree(CARDS, site / "cards")
    (site / ".nojekyll").touch()
    finish(site)
    print(f"The book is in {site.relative_to(root)}: {', '.join(messages.LANGUAGES)}.")
    return 0


def finish(site: Path) -> None:
    """Write what names all other files of the site, so this is the last step of a build."""
    offline.write(site)


def failure(output: str, root: Path) -> str:
    """Return the first complaint in the output of a build: the file, and what is wrong with it."""
    lines = _COLOUR.sub("", output).splitlines()
    complaints = (
        re.match(r"(.+\.(?:ipynb|md))(?::\d+)?: (?:WARNING|ERROR): (.+?)(?: \[[\w.]+\])?$", line) for line in lines
    )
    file, what = next((match.groups() for match in complaints if match), ("", ""))
    if not file:
        return next((line for line in reversed(lines) if "Error: " in line), "Jupyter Book printed no reason")
    place = Path(file).as_posix().removeprefix(f"{root.as_posix()}/")
    return f"{place}: {_raised_in(lines) or what}"


def _raised_in(lines: list[str]) -> str:
    """Return the error that stopped a notebook, from the report that the build saved, or an empty string."""
    reports = (line.partition("traceback saved in: ")[2].partition(" [")[0] for line in lines)
    report = next((Path(path) for path in reports if path), None)
    if report is None or not report.is_file():
        return ""
    text = _COLOUR.sub("", report.read_text(encoding="utf-8"))
    return text.strip().rpartition("\n")[2]


def _start(root: Path, lang: str, folder: Path, address: str) -> subprocess.Popen[str]:
    config, toc = write_edition(root, lang, folder, address)
    options = ["--config", config, "--toc", toc, "--path-output", folder, "-W", "--keep-going", "-q"]
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", *map(str, (root, *options))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


if __name__ == "__main__":
    sys.exit(build(ROOT, *sys.argv[1:2]))
