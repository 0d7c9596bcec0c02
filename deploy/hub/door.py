"""The only way between a learner's server and the hub: a socket file, because the server has no network.

The hub opens the file to its own port; in the room, a port of the room's own leads to the file.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

_PIECE = 65536
_AT_ONCE = 16  # connections of one learner; their server asks for ten at most
_PEER = struct.Struct("3i")  # process, user and group of who connects
Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def open_to_port(file: Path, port: int) -> None:
    """Let whoever connects to the file talk with a port of this computer, from a thread of its own.

    Nobody has more than a few connections: the hub does one thing at a time, for all.
    """
    file.unlink(missing_ok=True)
    talk, talking = _through(lambda: asyncio.open_connection("127.0.0.1", port)), Counter[int]()

    async def talk_in_turn(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
        user = _PEER.unpack(peer)[1]
        if talking[user] >= _AT_ONCE:
            writer.close()
            return
        talking[user] += 1
        try:
            await talk(reader, writer)
        finally:
            talking[user] -= 1

    async def serve() -> None:
        await asyncio.start_unix_server(talk_in_turn, file)
        file.chmod(0o666)

    _run(serve)


def open_to_file(port: int, file: Path) -> None:
    """Let whoever connects to a port of this computer talk with the file, from a thread of its own."""

    async def serve() -> None:
        await asyncio.start_server(_through(lambda: asyncio.open_unix_connection(file)), "127.0.0.1", port)

    _run(serve)


def _run(serve: Callable[[], Awaitable[None]]) -> None:
    is_open = threading.Event()

    def run() -> None:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(serve())
        is_open.set()
        loop.run_forever()

    threading.Thread(target=run, name="door", daemon=True).start()
    if not is_open.wait(timeout=10):
        raise OSError("the door between rooms and hub does not open")


def _through(other_end: Callable[[], Awaitable[Ends]]) -> Callable[..., Awaitable[None]]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await other_end()
        except OSError:  # the hub is being started again; who asked will ask again
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, there_writer), _pass_on(there_reader, writer))

    return talk


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
