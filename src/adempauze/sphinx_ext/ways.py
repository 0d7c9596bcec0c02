"""Ways to work with a lesson of the book: in JupyterLab, as a notebook, on Binder, and in the repository.

`repository` and `launch_buttons` of `_config.yml` name the last two, as in any Jupyter Book; else nothing is shown.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx

from adempauze.sphinx_ext.outside import OPENS_APART


def setup(app: Sphinx) -> None:
    """Give each lesson's page its ways, and copy its notebook beside the page."""
    app.connect("html-page-context", _offer)


def binder(hub: str, repository: str, branch: str, notebook: str) -> str:
    """Return the address that opens a notebook of a repository in JupyterLab on a BinderHub; "" without both."""
    if not hub or not repository:
        return ""
    host, path = urlsplit(repository).netloc, urlsplit(repository).path.strip("/").removesuffix(".git")
    source = f"gh/{path}" if host == "github.com" else f"git/{quote(repository, safe='')}"
    return f"{hub.rstrip('/')}/v2/{source}/{quote(branch, safe='')}?urlpath={quote(f'lab/tree/{notebook}', safe='')}"


def source(repository: str, branch: str, notebook: str) -> str:
    """Return the address of a notebook in its repository; "" without one."""
    return f"{repository.rstrip('/')}/blob/{branch}/{notebook}" if repository else ""


def _offer(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    notebook = Path(app.srcdir) / f"{pagename}.ipynb"
    if not notebook.is_file():
        return
    target = Path(app.outdir) / f"{pagename}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(notebook, target)
    options = app.config.html_theme_options
    repository, branch = options.get("repository_url", ""), options.get("repository_branch", "main")
    file = "/".join(part for part in (options.get("path_to_docs", "").strip("/"), f"{pagename}.ipynb") if part)
    context["ways"] = {
        "how": f"{context['pathto'](f'book/{app.config.language}/about')}#jupyterlab",
        "notebook": target.name,
        "binder": binder((options.get("launch_buttons") or {}).get("binderhub_url", ""), repository, branch, file),
        "source": source(repository, branch, file),
        "apart": OPENS_APART,
    }
