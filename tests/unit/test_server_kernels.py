"""The kernels of the JupyterLab in the tests."""

from __future__ import annotations

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from tools.server_kernels import DatedServerKernelManager, ForkedServerKernelManager


@pytest.mark.parametrize("kind", [DatedServerKernelManager, ForkedServerKernelManager])
def test_a_kernel_that_is_still_starting_can_be_listed(kind: type[DatedServerKernelManager]) -> None:
    kernels = AsyncMappingKernelManager()
    kernels._kernels["new"] = kind()
    assert [kernel["id"] for kernel in kernels.list_kernels()] == ["new"]
