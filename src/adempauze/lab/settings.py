"""The settings of the JupyterLab that the course starts, separate from the learner's other settings.

`python -m adempauze.lab.settings LANG` writes them as those of this environment, for a JupyterLab that something else
starts, such as Binder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_LOCALES = {"en": "en", "nl": "nl_NL"}
_LINE_WIDTH = 70  # characters
# Parts of JupyterLab that no lesson uses; some would request news and packages from other hosts.
_PAGE = {
    "disabledExtensions": {
        "@jupyterlab/apputils-extension:announcements": True,
        "@jupyterlab/application-extension:property-inspector": True,
        "@jupyterlab/celltags-extension": True,
        "@jupyterlab/debugger-extension": True,
        "@jupyterlab/extensionmanager-extension": True,
        "@jupyterlab/metadataform-extension": True,
        "@jupyterlab/notebook-extension:tools": True,
        "@jupyterlab/notebook-extension:update-raw-mimetype": True,
    }
}


def write(folder: Path, lang: str) -> None:
    """Write JupyterLab's settings for a language; raises `OSError` when they cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "overrides.json").write_text(json.dumps(_defaults(lang)), encoding="utf-8")
    (folder / "page_config.json").write_text(json.dumps(_PAGE), encoding="utf-8")


def _defaults(lang: str) -> dict[str, dict[str, Any]]:
    return {
        "@jupyterlab/application-extension:shell": {"startMode": "single"},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
        # Pages beside the lessons open rendered, not as source.
        "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
        "@jupyterlab/markdownviewer-extension:plugin": {"lineWidth": _LINE_WIDTH},
        # The whole lesson is laid out at once, so that the page does not jump during reading.
        "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
        "@jupyterlab/statusbar-extension:plugin": {"visible": False},
        "@jupyterlab/translation-extension:plugin": {"locale": _LOCALES[lang]},
    }


if __name__ == "__main__":
    write(Path(sys.prefix, "share", "jupyter", "lab", "settings"), sys.argv[1])
