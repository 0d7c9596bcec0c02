"""Kernels that talk through socket files, so that kernels started at the same time cannot take the same port."""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path

import jupyter_client
import nbval.kernel
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import CaselessStrEnum, default

# Short, because the path of a socket has at most 104 characters, and readable by no other user.
_FOLDER = tempfile.TemporaryDirectory(prefix="kernels-")


def _connection_file(_manager: KernelManager) -> str:
    return str(Path(_FOLDER.name) / f"{uuid.uuid4().hex[:12]}.json")


class SocketFileKernelManager(KernelManager):
    """Starts a kernel that listens on socket files."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)
    _default_connection_file = default("connection_file")(_connection_file)


class AsyncSocketFileKernelManager(AsyncKernelManager):
    """Starts a kernel that listens on socket files, without blocking."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)
    _default_connection_file = default("connection_file")(_connection_file)


def use_socket_files() -> None:
    """Make nbclient and nbval start such kernels from now on; Windows has no socket files and keeps its ports.

    Neither has an option for the kernel manager as the course uses it, so this replaces the name that each imported.
    """
    if os.name == "nt":
        return
    vars(jupyter_client)["AsyncKernelManager"] = AsyncSocketFileKernelManager
    nbval.kernel.KernelManager = SocketFileKernelManager
