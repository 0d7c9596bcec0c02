"""Kernels of the JupyterLab in the tests: they can be listed from the first moment, and most are forked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets import default


class DatedServerKernelManager(ServerKernelManager):
    """Knows when it was last active before Jupyter says so.

    Jupyter lists a kernel a moment before it dates it, and answers a browser that asks just then with an error.
    """

    @default("last_activity")
    def _made_now(self) -> datetime:
        return datetime.now(UTC)


class ForkedServerKernelManager(DatedServerKernelManager):
    """Forks the course's kernel, and starts every other one as its specification says."""

    def __init__(self, **traits: Any) -> None:
        from tools.kernels import ForkedProvisioner  # not at the top: a server whose start is measured does without

        super().__init__(**traits)
        if self.kernel_name == NATIVE_KERNEL_NAME:
            self.provisioner = ForkedProvisioner(kernel_spec=self.kernel_spec, parent=self)
