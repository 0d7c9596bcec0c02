"""The settings and options of the JupyterLab that the course starts, separate from the learner's other settings.

`python -m adempauze.lab.settings LANG` writes them as those of this environment, for a JupyterLab that something else
starts, such as Binder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from adempauze import course
from adempauze.lab import CONNECTION, EXTENSIONS

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


def server_options(lang: str, folder: Path, defaults: Path) -> dict[str, object]:
    """Return the options of each server of the course: it serves `folder`; JupyterLab's settings are in `defaults`."""
    return {
        "FileContentsManager.preferred_dir": course.place(lang).as_posix(),
        # Notes travel from the server to the kernel over a loopback port, encrypted if the kernel supports it.
        "KernelManager.transport_encryption": "auto",
        "LabApp.app_settings_dir": defaults,
        "LabApp.extension_manager": "readonly",
        # This path is first, so that a checkout serves its own extension, not the installed copy.
        "LabApp.extra_labextensions_path": EXTENSIONS,
        "LabApp.news_url": None,
        # The search for language servers runs npm, and no lesson uses one.
        "LanguageServerManager.autodetect": False,
        "ServerApp.kernel_websocket_connection_class": CONNECTION,
        "ServerApp.root_dir": folder,
    }


if __name__ == "__main__":
    write(Path(sys.prefix, "share", "jupyter", "lab", "settings"), sys.argv[1])
