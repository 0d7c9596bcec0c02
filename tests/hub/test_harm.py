"""A learner who takes all there is harms themselves: the others write on, and the computer stays well."""

from __future__ import annotations

import base64
import os
import pwd
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
import requests
import websocket

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


def test_who_shouts_does_not_fill_the_log_of_the_hub(greedy: Learner, annas: Kernel, hub: Hub) -> None:
    before = _log_size(hub)
    greedy.open().run("import os\nfor each in (1, 2): os.write(each, b'loud' * (1 << 18))")
    assert _log_size(hub) - before < 100_000
    assert _writes_on(annas, "loud")


def test_who_holds_the_door_of_the_hub_keeps_nobody_out(greedy: Learner, annas: Kernel, hub: Hub) -> None:
    door = hub.folder / "door" / "hub.sock"
    kernel = greedy.open()
    kernel.run(
        "import socket\nheld = []\n"
        "for _ in range(900):\n"
        "    each = socket.socket(socket.AF_UNIX); held.append(each)\n"
        f"    each.connect({str(door)!r})"
    )
    is_open = (
        "def is_open(each):\n"
        "    try: return each.recv(1, socket.MSG_DONTWAIT) != b''\n"
        "    except BlockingIOError: return True\n"
        "    except OSError: return False\n"
        "print(sum(map(is_open, held)))"
    )
    wait_for(lambda: int(kernel.run(is_open)) <= 16, "the hub hangs up", 30)
    late = hub.learner("late").enter()
    assert late.is_in()
    late.log_out()
    assert _writes_on(annas, "held-door")
    assert kernel.run(_REPLY) == "still here\n"


def test_who_asks_the_hub_without_end_is_one_of_many(greedy: Learner, annas: Kernel, hub: Hub) -> None:
    size = _log_size(hub)
    kernel = greedy.open()
    kernel.run(
        "import os, threading, urllib.request\n"
        "asking = True\n"
        "def ask():\n"
        "    while asking:\n"
        "        try: urllib.request.urlopen(os.environ['JUPYTERHUB_API_URL'] + '/nowhere').read()\n"
        "        except OSError: pass\n"
        "for _ in range(40): threading.Thread(target=ask, daemon=True).start()"
    )
    began = time.monotonic()
    for _ in range(5):
        assert requests.get(f"{hub.address}/hub/login", timeout=30).status_code == 200
    waited = (time.monotonic() - began) / 5
    assert _writes_on(annas, "asked-hub")
    kernel.run("asking = False")
    assert waited < 2
    assert _log_size(hub) - size < 10_500_000


def test_a_form_without_end_is_not_read(hub: Hub) -> None:
    assert hub.process
    before = _resident(hub.process.pid)
    with pytest.raises(requests.RequestException):
        requests.post(f"{hub.address}/hub/login", data=b"x" * (90 << 20), timeout=60).raise_for_status()
    assert _resident(hub.process.pid) - before < 40 << 20


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_file_without_end_stays_on_the_disk_of_who_sends_it(greedy: Learner, annas: Kernel) -> None:
    part = base64.b64encode(os.urandom(8 << 20)).decode()
    statuses = []
    for number in (1, 2, 3, 4, 5, 6, 7):
        chunk = {"type": "file", "format": "base64", "chunk": number, "content": part}
        statuses.append(greedy.ask("PUT", "api/contents/large.bin", json=chunk).status_code)
    assert statuses[0] == 201 and statuses[-1] >= 400
    assert _writes_on(annas, "large-file")


def test_who_makes_files_without_end_fills_their_own(greedy: Learner, annas: Kernel) -> None:
    said = greedy.open().run(
        "import os\nos.mkdir('many')\nfor number in range(10**6): open(f'many/{number}', 'w').close()"
    )
    assert "No space left on device" in said
    assert _writes_on(annas, "many-files")


def test_many_sockets_to_one_kernel_are_the_matter_of_its_learner(greedy: Learner, annas: Kernel, hub: Hub) -> None:
    kernel = greedy.open()
    many = []
    with suppress(websocket.WebSocketException, OSError):
        for _ in range(100):
            many.append(Kernel(greedy, kernel.number))
    assert len(many) > 20
    assert _writes_on(annas, "many-sockets")
    assert hub.learner("meanwhile").log_in().status_code == 302
    for each in many:
        each.socket.close()


def _log_size(hub: Hub) -> int:
    return hub.log.stat().st_size + hub.own_log.stat().st_size


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
