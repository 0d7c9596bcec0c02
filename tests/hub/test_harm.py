"""A learner who takes all there is harms themselves: the others write on, and the computer stays well."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tools.hub_group import Hub, Kernel, Learner, wait_for

_REPLY = "print('still here')"
_NUMBERS = count()


@pytest.fixture
def greedy(hub: Hub) -> Iterator[Learner]:
    """A learner of one test, who leaves at its end."""
    learner = hub.learner(f"greedy{next(_NUMBERS)}").enter()
    yield learner
    learner.log_out()


@pytest.fixture(scope="module")
def annas(anna: Learner) -> Kernel:
    """Anna's lesson, open all the while."""
    kernel = anna.open()
    kernel.run_lesson()
    return kernel


def _writes_on(annas: Kernel, name: str) -> bool:
    answer = annas.write(f"during {name}", key=f"04-breathing/{name}")
    return bool(answer["note"]["text"] == f"during {name}") and annas.run(_REPLY) == "still here\n"


def test_who_fills_the_disk_fills_their_own(greedy: Learner, annas: Kernel, hub: Hub) -> None:
    free = os.statvfs(hub.folder).f_bavail
    kernel = greedy.open()
    said = kernel.run(
        "import os\nwith open('fill', 'wb') as file:\n    while True: file.write(os.urandom(1 << 20)); file.flush()"
    )
    assert "No space left on device" in said
    assert _writes_on(annas, "full-disk")
    disk = hub.folder / "disks" / f"{greedy.name}.img"
    assert disk.stat().st_size == 48 * 1024 * 1024
    assert (free - os.statvfs(hub.folder).f_bavail) * os.statvfs(hub.folder).f_frsize < 200 * 1024 * 1024


def test_a_full_disk_is_told_and_loses_no_earlier_note(greedy: Learner) -> None:
    kernel = greedy.open()
    kernel.run_lesson()
    kernel.write("kept before")
    kernel.run(
        "file = open('fill', 'wb')\ntry:\n    while True: file.write(bytes(65536)); file.flush()\nexcept OSError: pass"
    )
    answer = kernel.write("x" * 900_000, seen="kept before")
    assert answer.get("problem") == "full"
    assert "kept before" in kernel.run(
        "from adempauze.journal import Journal; print([each.text for each in Journal().notes()])"
    )


def test_who_eats_memory_loses_their_own_kernel(greedy: Learner, annas: Kernel) -> None:
    kernel = greedy.open()
    kernel.send("execute_request", {"code": "all = []\nwhile True: all.append(bytearray(b'1' * (8 << 20)))"})
    died = (m["content"].get("execution_state") in ("restarting", "dead") for m in kernel.messages())
    assert any(died)
    assert _writes_on(annas, "no-memory")


def test_who_forks_without_end_hits_a_wall(greedy: Learner, annas: Kernel, hub: Hub) -> None:
    kernel = greedy.open()
    kernel.run(
        "import os, subprocess, sys\n"
        "bomb = 'import os, time\\nfor _ in range(400):\\n try: os.fork()\\n except OSError: break\\ntime.sleep(600)'\n"
        "subprocess.Popen([sys.executable, '-c', bomb])"
    )
    wait_for(lambda: _processes(greedy) > 100, "many processes")
    assert _processes(greedy) <= 150
    assert _writes_on(annas, "many-processes")
    greedy.log_out()
    wait_for(lambda: _processes(greedy) == 0, "no process is left after log-out", 60)


def test_a_kernel_that_crashes_is_one_kernel(greedy: Learner, annas: Kernel) -> None:
    kernel = greedy.open()
    kernel.send("execute_request", {"code": "import os; os.kill(os.getpid(), 11)"})
    assert any(m["content"].get("execution_state") in ("restarting", "dead") for m in kernel.messages())
    assert _writes_on(annas, "crashed-kernel")


def test_who_shouts_does_not_fill_the_log_of_the_hub(greedy: Learner, hub: Hub) -> None:
    before = hub.log.stat().st_size
    greedy.open().run("import os\nfor each in (1, 2): os.write(each, b'loud' * (1 << 18))")
    assert hub.log.stat().st_size - before < 100_000


def _processes(learner: Learner) -> int:
    """Return how many processes and threads a learner has, all of them together."""
    number, found = pwd.getpwnam(f"az-{learner.name}").pw_uid, 0
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if each.stat().st_uid == number:
                found += len(list((each / "task").iterdir()))
        except OSError:
            continue
    return found
