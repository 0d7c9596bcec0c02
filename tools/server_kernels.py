"""Kernels of the JupyterLab in the tests: forked as in builds, unless a test brings a kernel of its own."""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from tools.kernels import ForkedProvisioner


class ForkedServerKernelManager(ServerKernelManager):
    """Forks the course's kernel, and starts every other one as its specification says."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        if self.kernel_name == NATIVE_KERNEL_NAME:
            self.provisioner = ForkedProvisioner(kernel_spec=self.kernel_spec, parent=self)
