"""A build finds the answer of a kernel whose arrival it has missed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from queue import Empty

import pytest
import zmq.asyncio
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.session import Session

from adempauze.sphinx_ext.execution import look_again


@pytest.fixture(autouse=True)
def looking_again() -> None:
    look_again()


class _MissesOnce(zmq.asyncio.Socket):
    """A socket whose first poll does not see the message that is there."""

    _missed = False

    async def poll(self, timeout: int | None = None, flags: int = zmq.POLLIN) -> int:
        if self._missed:
            return await super().poll(timeout, flags)
        self._missed = True
        assert timeout is not None, "a poll without an end would never look again"
        return 0


def _run(answer: Coroutine[None, None, str]) -> str:
    """Run it in a thread of its own, because a browser of another test may run its loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, answer).result()


async def _answer(timeout: float | None, sends: bool = True) -> str:
    session = Session(key=b"key")
    with zmq.asyncio.Context() as context, context.socket(zmq.PAIR) as kernel:
        kernel.bind("inproc://shell")
        with _MissesOnce(context, zmq.PAIR) as socket:
            socket.connect("inproc://shell")
            if sends:
                await kernel.send_multipart(session.serialize(session.msg("execute_reply")))
            message = await AsyncZMQSocketChannel(socket, session).get_msg(timeout)
            return str(message["header"]["msg_type"])


@pytest.mark.parametrize("timeout", [None, 5])
def test_a_message_is_found_although_its_arrival_was_missed(timeout: float | None) -> None:
    assert _run(_answer(timeout)) == "execute_reply"


def test_a_time_limit_is_still_a_limit() -> None:
    with pytest.raises(Empty):
        _run(_answer(0.01, sends=False))
