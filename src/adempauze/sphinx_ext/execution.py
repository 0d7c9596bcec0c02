"""Lets a build see a kernel's answer that is there, where nbclient would wait out the time limit of the cell.

A widget that talks while its cell runs makes nbclient send on the channel that it polls, and the poll then misses the
answer (https://github.com/jupyter/nbclient/issues/312).
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.channels import AsyncZMQSocketChannel
from sphinx.application import Sphinx

_MOMENT = 0.5  # seconds; long enough to cost nothing, short enough that nobody notices

_wait_once = AsyncZMQSocketChannel.get_msg


def setup(_app: Sphinx) -> None:
    """Look again in builds."""
    look_again()


def look_again() -> None:
    """Make Jupyter's clients poll a channel moment after moment, until a message or the time limit comes."""
    AsyncZMQSocketChannel.get_msg = _get_msg  # type: ignore[assignment, method-assign]  # it has no option for this


async def _get_msg(channel: AsyncZMQSocketChannel, timeout: float | None = None) -> dict[str, Any]:
    end = None if timeout is None else time.monotonic() + timeout
    while True:
        left = _MOMENT if end is None else min(_MOMENT, end - time.monotonic())
        try:
            return await _wait_once(channel, max(0, left))
        except Empty:
            if left < _MOMENT:
                raise
