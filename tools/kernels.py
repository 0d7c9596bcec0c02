"""Kernels of builds and tests: quick to start, and safe to start at the same time.

They talk through socket files, so that no two can take the same port. They are forked from one process that has
imported what lessons use, so that each lesson starts in the time that its own cells need.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jupyter_client
import nbval.kernel
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import CaselessStrEnum, default

from adempauze.sphinx_ext.execution import look_again
from tools.ready_kernel import run

# Short, because the path of a socket has at most 104 characters, and readable by no other user.
_FOLDER = tempfile.TemporaryDirectory(prefix="kernels-")


class _ForkedProcess:
    """A kernel that was forked, with the part of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection_file: str, folder: str | None, environment: Mapping[str, str]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tools.lesson_imports"])
        self._process = context.Process(target=run, args=(connection_file, folder, dict(environment)), daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid and self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel instead of starting a new Python."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel that is ready to import; `cmd`, which would start a new Python, is not used."""
        assert self.parent, "a manager makes it"
        process = _ForkedProcess(self.parent.connection_file, kwargs.get("cwd"), kwargs.get("env", os.environ))
        self.process = process  # type: ignore[assignment]  # Jupyter names Popen, and uses what this has
        self.pid = process.pid
        return self.connection_info


def _connection_file(_manager: KernelManager) -> str:
    return str(Path(_FOLDER.name) / f"{uuid.uuid4().hex[:12]}.json")


class ForkedKernelManager(KernelManager):
    """Forks a kernel that listens on socket files."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)
    _default_connection_file = default("connection_file")(_connection_file)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.provisioner = ForkedProvisioner(kernel_spec=self.kernel_spec, parent=self)


class AsyncForkedKernelManager(AsyncKernelManager):
    """Forks a kernel that listens on socket files, without blocking."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)
    _default_connection_file = default("connection_file")(_connection_file)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.provisioner = ForkedProvisioner(kernel_spec=self.kernel_spec, parent=self)


def fork_kernels() -> None:
    """Make nbclient and nbval fork their kernels from now on; Windows cannot, and keeps its own way.

    Neither has an option for the kernel manager as the course uses it, so this replaces the name that each imported.
    """
    look_again()
    if os.name == "nt":
        return
    vars(jupyter_client)["AsyncKernelManager"] = AsyncForkedKernelManager
    nbval.kernel.KernelManager = ForkedKernelManager
