"""Runs as the learner, in the room: serves the course on the port that the hub opened.

Use: learner.py PORT DOOR LANGUAGE, where PORT is the number of the open socket and DOOR the file that leads to the hub.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import door
from jupyter_server.serverapp import ServerApp
from jupyterhub.singleuser.extension import JupyterHubSingleUser

from adempauze.lab import hub


def main() -> None:
    """Serve until the hub stops this process."""
    _log_at_home()
    port, file, lang = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    door.open_to_file(urlsplit(os.environ["JUPYTERHUB_API_URL"]).port or 80, file)
    options = hub.prepare(lang)
    _listen_on(port)
    JupyterHubSingleUser.launch_instance(argv=options)


def _log_at_home() -> None:
    """Let what the server says go to the learner's own disk: through the log of the hub one could fill that of all."""
    log = os.open(Path.home() / ".server.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _listen_on(number: int) -> None:
    """Make the server take the socket that is open already; it has no option for that."""

    def bind(server: ServerApp) -> None:
        port = socket.socket(fileno=number)
        port.setblocking(False)
        server.http_server.add_socket(port)

    ServerApp._bind_http_server = bind
    ServerApp._find_http_port = lambda server: None


if __name__ == "__main__":
    main()
