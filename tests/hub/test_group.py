"""A whole group: twenty learners at once, and a hub that is killed."""

from __future__ import annotations

import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tools.hub_group import Hub, Kernel, Learner, running_hub, wait_for

NUMBER = 20
NAMES = [f"learner{number:02}" for number in range(NUMBER)]


@pytest.fixture(scope="module")
def group() -> Iterator[Hub]:
    """A hub of these tests alone, which they stop, kill and end."""
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o711)
        with running_hub(Path(folder)) as hub:
            yield hub


def _texts(learner: Learner) -> set[str]:
    with closing(sqlite3.connect(f"file:{learner.journal}?mode=ro", uri=True)) as journal:
        return {text for (text,) in journal.execute("SELECT text FROM notes")}


def _evening(learner: Learner) -> set[str]:
    """Do what a learner does in an evening; return what was acknowledged as kept."""
    learner.enter()
    kernel = learner.open()
    kernel.run_lesson()  # with the breathing timer
    kept = {kernel.write(f"first of {learner.name}", key="04-breathing/one")["note"]["text"]}
    assert learner.ask("POST", f"api/kernels/{kernel.number}/restart").status_code == 200
    again = Kernel(learner, kernel.number)
    again.run_lesson()
    kept.add(again.write(f"second of {learner.name}", key="04-breathing/two")["note"]["text"])
    learner.log_out()
    return kept


def test_twenty_learners_come_write_restart_and_leave(group: Hub) -> None:
    codes = group.manage("invite", str(NUMBER)).split()
    learners = [Learner(group, name) for name in NAMES]
    for learner, code in zip(learners, codes, strict=True):
        assert learner.sign_up(code.rpartition("=")[2]) == 302
    with ThreadPoolExecutor(NUMBER) as pool:
        kept = list(pool.map(_evening, learners))
    for learner, texts in zip(learners, kept, strict=True):
        assert _texts(learner) == texts == {f"first of {learner.name}", f"second of {learner.name}"}


def test_a_hub_that_is_killed_comes_back_with_every_acknowledged_note(group: Hub) -> None:
    dora = group.learner("dora").enter()
    kernel = dora.open()
    kernel.run_lesson()
    kept = {kernel.write(f"note {number}", key=f"04-breathing/n{number}")["note"]["text"] for number in range(5)}
    group.stop(signal.SIGKILL)
    assert _texts(dora) == kept
    group.start()
    wait_for(dora.is_in, "dora is still logged in, and her server still there")
    again = Kernel(dora, kernel.number)  # and so is her kernel
    assert again.run("print(len(dir()) > 20)") == "True\n"
    again.run_lesson()
    kept.add(again.write("after the fall", key="04-breathing/after")["note"]["text"])
    assert _texts(dora) == kept
    dora.log_out()
