"""Builds the whole site: `python -m tools.book [ADDRESS]` at the root of the project.

Both editions are built side by side, with warnings as errors, into `_build/html/en` and `_build/html/nl`, with a root
page that offers both. The address at which the site will stand, if given, is what search engines are told.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from adempauze import messages
from tools.editions import write_edition

_JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # the program, of this environment


def build(root: Path, address: str = "") -> int:
    """Build both editions; return 0, or 1 when one of them failed (its output is printed)."""
    work, site = root / "_build" / "editions", root / "_build" / "html"
    for folder in (work, site):
        shutil.rmtree(folder, ignore_errors=True)
    builds = {lang: _start(root, lang, work / lang, address) for lang in messages.LANGUAGES}
    failed = [lang for lang, process in builds.items() if _finish(lang, process)]
    if failed:
        return 1
    for lang in messages.LANGUAGES:
        shutil.copytree(work / lang / "_build" / "html", site / lang)
    (site / "index.html").write_text(_root_page(), encoding="utf-8")
    (site / ".nojekyll").touch()
    print(f"The book is in {site.relative_to(root)}: {', '.join(messages.LANGUAGES)}.")
    return 0


def _start(root: Path, lang: str, folder: Path, address: str) -> subprocess.Popen[str]:
    config, toc = write_edition(root, lang, folder, address)
    options = ["--config", config, "--toc", toc, "--path-output", folder, "-W", "--keep-going", "-q"]
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", root, *options]
    return subprocess.Popen(map(str, command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _finish(lang: str, process: subprocess.Popen[str]) -> bool:
    output, _ = process.communicate()
    if process.returncode:
        print(f"The edition in {lang!r} did not build:\n{output}", file=sys.stderr)
    return bool(process.returncode)


def _root_page() -> str:
    text = {lang: messages.table(lang, "book") for lang in messages.LANGUAGES}
    links = "\n".join(
        f'<p><a href="{lang}/book/{lang}/index.html" lang="{lang}" hreflang="{lang}">{words["language"]}</a>'
        f' <span lang="{lang}">{words["offer"]}</span></p>'
        for lang, words in text.items()
    )
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{text["en"]["description"]}">
<title>Adempauze</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; font: 1.125rem/1.6 system-ui, sans-serif; }}
a {{ display: inline-block; padding: 0.5rem 0; font-size: 1.5rem; color: light-dark(#1d6a63, #86cfc5); }}
span {{ display: block; }}
</style>
<main>
<h1>Adempauze</h1>
{links}
</main>
</html>
"""


if __name__ == "__main__":
    sys.exit(build(Path.cwd(), *sys.argv[1:2]))
