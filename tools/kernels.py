"""Kernels that talk through socket files: two processes that start kernels at the same time cannot take one port."""

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
    """Starts a kernel that listens at socket files."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)
    _default_connection_file = default("connection_file")(_connection_file)


class AsyncSocketFileKernelManager(AsyncKernelManager):
    """Starts a kernel that listens at socket files, without blocking."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)
    _default_connection_file = default("connection_file")(_connection_file)


def use_socket_files() -> None:
    """Let nbclient and nbval start such kernels from now on; Windows, which has no socket files, keeps its ports.

    Neither of the two takes a kernel manager as an option where it is used here, so their name for it is replaced.
    """
    if os.name == "nt":
        return
    vars(jupyter_client)["AsyncKernelManager"] = AsyncSocketFileKernelManager
    nbval.kernel.KernelManager = SocketFileKernelManager
