"""A learner's server on a JupyterHub: `python -m adempauze.lab.hub` in place of `jupyterhub-singleuser`.

The course is laid out in the learner's home, and JupyterLab is as `adempauze start` makes it. JupyterHub is not among
the packages of the course: who starts this has it.
"""

from __future__ import annotations

import os
from pathlib import Path

from adempauze import course, messages
from adempauze.lab import copies, settings
from adempauze.lab.start import own_settings


def main() -> None:
    """Serve until the hub stops this process; `ADEMPAUZE_LANG` names the language."""
    from jupyterhub.singleuser.extension import JupyterHubSingleUser

    JupyterHubSingleUser.launch_instance(argv=prepare(os.environ.get("ADEMPAUZE_LANG", "nl")))


def prepare(lang: str) -> list[str]:
    """Lay out both editions, set JupyterLab up in a language, and return the options of the server."""
    folder, mark = Path.home() / "Adempauze", messages.table(lang, "cli")["newer_mark"]
    for each in messages.LANGUAGES:
        copies.lay_out(course.files(each), folder, mark)
    os.environ["JUPYTERHUB_DEFAULT_URL"] = f"/doc/tree/{course.front_door(lang).as_posix()}"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # no lesson needs more, and a hub counts threads as processes
    options = settings.server_options(lang, folder, own_settings(lang)) | {
        "Application.log_level": "WARN",
        "ServerApp.terminals_enabled": False,  # no lesson uses one
    }
    return [f"--{name}={value}" for name, value in options.items()]


if __name__ == "__main__":
    main()
