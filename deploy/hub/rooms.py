"""Starts each learner's server in a room of its own: own user, own disk, own view of the computer, no network."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import disks
import limits
import people
from jupyterhub.spawner import LocalProcessSpawner
from settings import HERE, Settings, read
from traitlets import Instance, default

NAMESPACES = ["--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child=KILL", "--mount-proc"]


class RoomSpawner(LocalProcessSpawner):
    """A local process within limits. The server's port is opened here, outside, because inside there is no network."""

    settings = Instance(Settings)

    @default("settings")
    def _read_settings(self) -> Settings:
        return read()

    @property
    def system_user(self) -> str:
        """The system user of this learner."""
        return people.system_user(self.user.name)

    @property
    def home(self) -> Path:
        """The folder of this learner."""
        return self.settings.learners / self.user.name

    @property
    def allowance(self) -> limits.Allowance:
        """What this learner may use."""
        most = self.settings.limits
        return limits.Allowance(most.memory_megabytes * 1024 * 1024, most.processors, most.processes)

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Give the server a home of its own; it inherits nothing of root's."""
        return env | {"USER": self.system_user, "HOME": str(self.home), "SHELL": "/bin/sh"}

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """Return what the new process does first: join its control groups. It becomes the learner in room.sh."""
        joined = [] if limits.by_systemd() else limits.groups(self.user.name, self.allowance)

        def join() -> None:
            for file in joined:
                file.write_text(str(os.getpid()))

        return join

    async def start(self) -> tuple[str, int]:
        """Make user and disk if they are not there, open the port, and start the server in its room."""
        await asyncio.to_thread(self._prepare)
        with socket.socket() as port:
            port.bind(("127.0.0.1", 0))
            port.listen(128)
            port.set_inheritable(True)
            self.port = port.getsockname()[1]
            self.popen_kwargs = {"pass_fds": [port.fileno()], "cwd": "/"}
            self.cmd = self._command(port.fileno())
            return await super().start()

    def _prepare(self) -> None:
        user = people.ensure(self.system_user, self.home)
        image = self.settings.disks / f"{self.user.name}.img"
        disks.ensure(image, self.home, self.settings.limits.disk_megabytes, user.pw_uid, user.pw_gid)

    def _command(self, port: int) -> list[str]:
        first = limits.scope(self.user.name, self.allowance) if limits.by_systemd() else []
        room = ["sh", str(HERE / "room.sh"), self.system_user, str(self.settings.folder), str(self.allowance.processes)]
        learner = [sys.executable, str(HERE / "learner.py"), str(port), str(self.settings.door), self.settings.language]
        return [*first, "unshare", *NAMESPACES, *room, *learner]

    async def stop(self, now: bool = False) -> None:
        """Stop the server, and with it everything in the room."""
        if not now and await self._signal(signal.SIGTERM):
            await self.wait_for_death(self.term_timeout)
        if await self.poll() is None:
            await self._signal(signal.SIGKILL)
            await self.wait_for_death(self.kill_timeout)
        limits.remove(self.user.name)

    async def _signal(self, sig: int) -> bool:
        """Signal process 1 of the room; return whether the room is there. Never another process with this number."""
        if not self.pid or b"room.sh" not in _read(Path(f"/proc/{self.pid}/cmdline")):
            return False
        children = _read(Path(f"/proc/{self.pid}/task/{self.pid}/children")).split()
        for child in children if sig else []:
            os.kill(int(child), sig)
        return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
